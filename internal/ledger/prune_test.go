package ledger_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/verify"
)

const segmentSize = 1 << 16

func TestPrune(t *testing.T) {
	folder := t.TempDir()
	kept := fill(t, folder, segmentSize+1000) // a checkpoint in what stays
	l := open(t, folder)
	before := l.Prunable(segmentSize + 900)
	if before != segmentSize {
		t.Fatalf("before record %d could be pruned, want %d", before, segmentSize)
	}
	add(t, l, fmt.Sprintf(`{"time":"2026-11-26T12:00:00Z","kind":"pruned","before":%d}`, before))
	if got, err := l.Prune(before); err != nil || got != segmentSize {
		t.Fatalf("pruned before %d (%v), want %d", got, err, segmentSize)
	}
	if got := holds(t, folder, kept); got.Pruned != segmentSize || len(got.Kept) != 1 {
		t.Errorf("verified %+v, want %d pruned and the checkpoint that was kept", got, segmentSize)
	}
	r, err := ledger.Read(folder)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Prove(10); err == nil || !strings.Contains(err.Error(), "pruned") {
		t.Errorf("the proof of a pruned record: %v", err)
	}
	if _, err := r.Prove(segmentSize + 7); err != nil {
		t.Errorf("the proof of a record that is there: %v", err)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	remove(t, filepath.Join(folder, "hashes"))
	add(t, open(t, folder), record(1))
	holds(t, folder, kept)
}

// A crash in the middle leaves both the records and their hashes.
func TestPrunedHalf(t *testing.T) {
	folder := t.TempDir()
	kept := fill(t, folder, segmentSize+10)
	write(t, filepath.Join(folder, "records", "000000000000.hashes"), "half")
	if got := holds(t, folder, kept); got.Pruned != 0 {
		t.Errorf("%d are pruned, want none", got.Pruned)
	}
	l := open(t, folder)
	add(t, l, fmt.Sprintf(`{"kind":"pruned","before":%d}`, segmentSize))
	if _, err := l.Prune(segmentSize); err != nil {
		t.Fatal(err)
	}
	holds(t, folder, kept)
}

// Hashes that are not those of the records that were pruned.
func TestPrunedAreHeldToTheTree(t *testing.T) {
	folder := t.TempDir()
	fill(t, folder, segmentSize+10)
	l := open(t, folder)
	add(t, l, fmt.Sprintf(`{"kind":"pruned","before":%d}`, segmentSize))
	if _, err := l.Prune(segmentSize); err != nil {
		t.Fatal(err)
	}
	public := l.Known().Public
	edit(t, filepath.Join(folder, "records", "000000000000.hashes"), func(b []byte) []byte { b[100]++; return b })
	if _, err := verify.Folder(os.DirFS(folder), public); err == nil {
		t.Error("a hash that was changed was not found")
	}
}
