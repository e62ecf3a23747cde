package entry_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/verify"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
)

const file = 1 << 16

// long is a ledger of a snapshot, changes of one a minute from noon on, with snapshots
// before some of them.
func long(t *testing.T, changes int, snapshots ...int) string {
	t.Helper()
	folder := t.TempDir()
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	var records [][]byte
	add := func(e entry.Entry) {
		e.Recorded, e.Part, e.Parts = e.Time, 1, 1
		e.Through = e.Revision
		record, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, record)
	}
	snapshot := func(at time.Time, revision string) {
		made, err := entry.WriteSnapshot(folder, int64(len(records)), revision, "definition user {}", func(func(relation.Relationship, error) bool) {})
		if err != nil {
			t.Fatal(err)
		}
		add(entry.Entry{Kind: entry.Snapshot, Time: at, Revision: revision, Snapshot: &made})
	}
	snapshot(noon, "r")
	for i := range changes {
		at := noon.Add(time.Duration(i) * time.Minute)
		for _, s := range snapshots {
			if s == i {
				snapshot(at, fmt.Sprint("r", i))
			}
		}
		add(entry.Entry{Kind: entry.Change, Time: at, Revision: fmt.Sprint("r", i), Changes: []relation.Change{link(c1, anna)}})
	}
	if _, err := log.Append(records...); err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestPrune(t *testing.T) {
	folder := long(t, file+1000, file+100)
	signed, err := os.ReadFile(folder + "/checkpoint")
	if err != nil {
		t.Fatal(err)
	}
	open := func() *entry.History {
		h, err := entry.Open(folder)
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	for _, tt := range []struct {
		why   string
		older time.Time
		want  int64
	}{
		{"none is older", noon, 0},
		{"half a file is", noon.Add(file / 2 * time.Minute), 0},
		{"a file is", noon.Add((file + 10) * time.Minute), file},
		{"all are, but for the last snapshot", noon.Add(1e6 * time.Minute), file},
	} {
		if got, err := open().Prunable(tt.older); err != nil || got != tt.want {
			t.Errorf("%s: %d (%v), want %d", tt.why, got, err, tt.want)
		}
	}
	later := noon.Add(2e5 * time.Minute)
	if err := entry.Prune(folder, file, "kept for 5 days", provenance.Provenance{Actor: "ada"}, later); err != nil {
		t.Fatal(err)
	}
	public, err := ledger.ReadPublic(folder)
	if err != nil {
		t.Fatal(err)
	}
	report, err := verify.Folder(os.DirFS(folder), public, signed)
	if err != nil || report.Pruned != file || len(report.Kept) != 1 || report.Snapshots != 1 {
		t.Errorf("verified %+v %v, want %d pruned, a checkpoint from before, and one snapshot", report, err, file)
	}
	h := open()
	if gone, err := h.Pruned(); err != nil || gone != file {
		t.Errorf("%d are gone (%v), want %d", gone, err, file)
	}
	var last, told entry.Entry
	for e, err := range h.Entries(0) {
		if err != nil {
			t.Fatal(err)
		}
		if last = e; e.Kind.OfEngine() {
			told = e
		}
	}
	if last.Kind != entry.Pruned || last.Pruned.Before != file || last.Actor != "ada" || last.Revision != fmt.Sprint("r", file+999) {
		t.Errorf("the last entry is %+v", last)
	}
	if s, err := h.AtTime(told.Time); err != nil || len(slices.Collect(s.Relationships())) != 1 {
		t.Errorf("the newest state: %+v %v", s, err)
	}
	if _, err := h.AtTime(later); err == nil {
		t.Error("that entries were pruned counts as knowing that nothing happened until then")
	}
	if _, err := h.AtTime(noon.Add(time.Hour)); err == nil {
		t.Error("a state of a time that was pruned is told")
	}
	// A recorder goes on where it was.
	tail, err := h.Tail()
	if err != nil || tail.Through != fmt.Sprint("r", file+999) || len(tail.Entries) != 1 || tail.Entries[0].Kind != entry.Change {
		t.Errorf("the tail is %+v %v", tail, err)
	}
}

// The last snapshot stays, however old: without it no state could be told.
func TestTheLastSnapshotStays(t *testing.T) {
	h, err := entry.Open(long(t, file+10))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := h.Prunable(noon.Add(1e6 * time.Minute)); err != nil || got != 0 {
		t.Errorf("%d would go (%v), and with them the only snapshot", got, err)
	}
}
