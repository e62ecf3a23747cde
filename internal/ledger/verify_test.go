package ledger_test

import (
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/verify"
	"github.com/remit-authz/remit/internal/relation"
)

// What was kept has its key beside it.
func TestKept(t *testing.T) {
	folder := t.TempDir()
	checkpoint := fill(t, folder, 3)
	public, err := ledger.ReadPublic(folder)
	if err != nil {
		t.Fatal(err)
	}
	got, key := verify.ParseKept(verify.Kept(checkpoint, public+"\n"))
	if string(got) != string(checkpoint) || key != public {
		t.Errorf("got %q and %q", got, key)
	}
	if got, key := verify.ParseKept(checkpoint); string(got) != string(checkpoint) || key != "" {
		t.Errorf("a checkpoint alone: %q and %q", got, key)
	}
}

// A snapshot is as much part of the record as what names it.
func TestSnapshotTampered(t *testing.T) {
	folder := t.TempDir()
	l := open(t, folder)
	add(t, l, record(0))
	none := iter.Seq2[relation.Relationship, error](func(func(relation.Relationship, error) bool) {})
	made, err := entry.WriteSnapshot(folder, 1, "r", "definition user {}", none)
	if err != nil {
		t.Fatal(err)
	}
	e, err := entry.Entry{Kind: entry.Snapshot, Revision: "r", Through: "r", Part: 1, Parts: 1, Snapshot: &made}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	add(t, l, string(e))
	if got := holds(t, folder, nil); got.Snapshots != 1 {
		t.Errorf("%d snapshots, want 1", got.Snapshots)
	}
	path := filepath.Join(folder, "snapshots", "000000000001.jsonl.gz")
	whole := read(t, path)
	public, err := ledger.ReadPublic(folder)
	if err != nil {
		t.Fatal(err)
	}
	found := func(why string) {
		t.Helper()
		if _, err := verify.Folder(os.DirFS(folder), public); err == nil || !strings.Contains(err.Error(), "the state that record 1 is about") {
			t.Errorf("%s: got %v", why, err)
		}
	}
	for i := range whole {
		changed := append([]byte(nil), whole...)
		changed[i] ^= 0x20
		write(t, path, string(changed))
		found("a byte changed")
	}
	remove(t, path)
	found("taken away")
	if _, err := entry.WriteSnapshot(folder, 1, "r", "definition user {} definition another {}", none); err != nil {
		t.Fatal(err)
	}
	found("replaced")
}
