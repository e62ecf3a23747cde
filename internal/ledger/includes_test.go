package ledger_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/remit-authz/remit/internal/ledger"
)

// Every earlier checkpoint of a log is included, and no other: not of another size, root or
// log.
func TestEarlierCheckpointsAreIncluded(t *testing.T) {
	var checkpoints []ledger.Checkpoint
	folder := filepath.Join(t.TempDir(), "log")
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 9 {
		if _, err := log.Append(fmt.Appendf(nil, "record %d", i)); err != nil {
			t.Fatal(err)
		}
		checkpoints = append(checkpoints, log.Last())
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := ledger.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	for i, c := range checkpoints {
		if err := r.Includes(c); err != nil {
			t.Errorf("%d: %v", i, err)
		}
		longer, other, root := c, c, c
		longer.Size++
		other.Origin += "x"
		root.Root[0]++
		for _, forged := range []ledger.Checkpoint{longer, other, root, {}} {
			if err := r.Includes(forged); !errors.Is(err, ledger.ErrForged) {
				t.Errorf("%d: %+v is included: %v", i, forged, err)
			}
		}
	}
}
