package recorder_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/recorder"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

func TestEveryTransactionOnce(t *testing.T) {
	w := newWorld(t)
	r := w.record(t, recorder.Options{})
	w.writeSchema(t, schema.Text())
	by := provenance.Provenance{Actor: "ada", By: "remit sync", Purpose: "sync", Reason: "monday", Source: "people/", SourceDigest: "sha256:1", Plan: "sha256:2"}
	w.write(t, by, link("c-1", "anna"), link("c-2", "anna"))
	recorded(t, r)

	r = w.record(t, recorder.Options{}) // another day
	access := relation.Change{Relationship: relation.Between(ref("client:veldzicht/c-3"), schema.ClientEmergency, ref("user:veldzicht/bram"))}
	access.Terms = relation.Emergency(time.Now(), time.Now().Add(time.Hour), "found unresponsive")
	w.write(t, provenance.Provenance{}, gone(link("c-2", "anna")))
	w.write(t, provenance.Provenance{Actor: "bram", Purpose: "start"}, access)
	recorded(t, r)

	all := w.entries(t)
	requireKinds(t, all, entry.Snapshot, entry.Schema, entry.Change, entry.Change, entry.Emergency)
	if got := all[1].Schema; !strings.Contains(got.Text, "definition client {") || got.Digest != schema.Digest(got.Text) {
		t.Errorf("schema: got %+v", got)
	}
	if diff := cmp.Diff(by, all[2].Provenance); diff != "" {
		t.Error(diff)
	}
	for i, want := range map[int][]relation.Change{
		2: {link("c-1", "anna"), link("c-2", "anna")}, 3: {gone(link("c-2", "anna"))}, 4: {access},
	} {
		if diff := cmp.Diff(want, all[i].Changes); diff != "" {
			t.Errorf("entry %d: %s", i, diff)
		}
		if since := time.Since(all[i].Time); since < 0 || since > time.Minute {
			t.Errorf("entry %d is of %s", i, all[i].Time)
		}
	}
}

// What was done while nobody recorded is caught up with.
func TestRecordedLater(t *testing.T) {
	w := newWorld(t)
	recorded(t, w.record(t, recorder.Options{}))
	w.writeSchema(t, schema.Text())
	w.write(t, provenance.Provenance{}, link("c-1", "anna"))
	w.stop()
	w.start(t)
	recorded(t, w.record(t, recorder.Options{}))
	requireKinds(t, w.entries(t), entry.Snapshot, entry.Schema, entry.Change)
}

func TestOneRecorder(t *testing.T) {
	w := newWorld(t)
	r := w.record(t, recorder.Options{})
	if _, err := recorder.Start(t.Context(), w.conn, w.ledger, recorder.Options{}); !errors.Is(err, ledger.ErrLocked) {
		t.Errorf("a second recorder: got %v, want ErrLocked", err)
	}
	recorded(t, r)
}

// A transaction that is longer than a record has parts.
func TestLongTransaction(t *testing.T) {
	w := newWorld(t)
	r := w.record(t, recorder.Options{})
	w.writeSchema(t, schema.Text())
	var changes []relation.Change
	for i := range 1000 {
		changes = append(changes, link(fmt.Sprint(strings.Repeat("long", 40), i), "anna"))
	}
	revision := w.write(t, provenance.Provenance{}, changes...)
	recorded(t, r)
	all := w.entries(t)
	if last := all[len(all)-1]; last.Parts < 2 || last.Part != last.Parts {
		t.Fatalf("the last is part %d of %d", last.Part, last.Parts)
	}
	s, err := w.history(t).AtRevision(revision)
	if err != nil {
		t.Fatal(err)
	}
	requireState(t, s, w.held(t, revision))
	size := len(all)
	recorded(t, w.record(t, recorder.Options{}))
	if all := w.entries(t); len(all) != size {
		t.Errorf("recorded again: %d entries, want %d", len(all), size)
	}
}

// A crash may leave only some of what was appended at once.
func TestHalfRecorded(t *testing.T) {
	w := newWorld(t)
	r := w.record(t, recorder.Options{})
	w.writeSchema(t, schema.Text())
	recorded(t, r)
	w.write(t, provenance.Provenance{}, link("c-1", "anna"))
	w.write(t, provenance.Provenance{}, link("c-2", "anna"))
	recorded(t, w.record(t, recorder.Options{}))
	want := w.entries(t)
	for cut := 1; cut <= 3; cut++ {
		cutRecords(t, w.ledger, len(want)-cut)
		recorded(t, w.record(t, recorder.Options{}))
		got := w.entries(t)
		if diff := cmp.Diff(kinds(want), kinds(got)); diff != "" {
			t.Errorf("with the last %d missing (-want +got)\n%s", cut, diff)
		}
	}
}

// cutRecords leaves the first records of a ledger, as if no more had been written.
func cutRecords(t *testing.T, folder string, keep int) {
	t.Helper()
	path := filepath.Join(folder, "records", "000000000000.jsonl")
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.SplitAfter(string(content), "\n")
	if err := os.WriteFile(path, []byte(strings.Join(lines[:keep], "")), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"checkpoint", "hashes"} {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
}

// A ledger goes on with another store only after it has said so.
func TestAnotherEngine(t *testing.T) {
	w := newWorld(t)
	r := w.record(t, recorder.Options{})
	w.writeSchema(t, schema.Text())
	recorded(t, r)
	other := newWorld(t)
	other.writeSchema(t, schema.Text())
	revision := other.write(t, provenance.Provenance{}, link("c-1", "anna"))
	other.ledger = w.ledger
	recorded(t, other.record(t, recorder.Options{}))
	all := other.entries(t)
	requireKinds(t, all, entry.Snapshot, entry.Schema, entry.Gap)
	if got := all[2].Gap; got.From != all[1].Through || !strings.Contains(got.Why, "another one") {
		t.Errorf("got the gap %+v", got)
	}
	s, err := other.history(t).AtRevision(revision)
	if err != nil {
		t.Fatal(err)
	}
	requireState(t, s, other.held(t, revision))
}

// A store that was put back from a copy has lost what the ledger has: that is found
// out with the next change.
func TestAnOlderCopy(t *testing.T) {
	w := newWorld(t)
	r := w.record(t, recorder.Options{})
	w.writeSchema(t, schema.Text())
	w.write(t, provenance.Provenance{}, link("c-1", "anna"))
	recorded(t, r)
	w.stop()
	copied, err := os.ReadFile(w.store)
	if err != nil {
		t.Fatal(err)
	}
	w.start(t)
	r = w.record(t, recorder.Options{})
	lost := w.write(t, provenance.Provenance{}, link("c-2", "anna"))
	recorded(t, r)
	w.stop()
	if err := os.WriteFile(w.store, copied, 0o600); err != nil {
		t.Fatal(err)
	}
	w.start(t)
	r = w.record(t, recorder.Options{})
	revision := w.write(t, provenance.Provenance{}, link("c-3", "anna"))
	recorded(t, r)
	all := w.entries(t)
	requireKinds(t, all, entry.Snapshot, entry.Schema, entry.Change, entry.Change, entry.Gap)
	s, err := w.history(t).AtRevision(revision)
	if err != nil {
		t.Fatal(err)
	}
	requireState(t, s, w.held(t, revision))
	// The ledger still has what the store forgot.
	if s, err = w.history(t).AtRevision(lost); err != nil || len(slices.Collect(s.Relationships())) != 2 {
		t.Errorf("before the gap: got %v, %v", s, err)
	}
	if _, err = w.history(t).AtTime(all[4].Time.Add(-time.Nanosecond)); err == nil || !strings.Contains(err.Error(), "was never recorded") {
		t.Errorf("inside the gap: got %v", err)
	}
}

// A revision that the record does not reach has no state.
func TestBeyondTheRecord(t *testing.T) {
	w := newWorld(t)
	before := w.writeSchema(t, schema.Text())
	w.write(t, provenance.Provenance{}, link("c-1", "anna"))
	recorded(t, w.record(t, recorder.Options{}))
	after := w.write(t, provenance.Provenance{}, link("c-2", "anna"))
	for revision, want := range map[string]string{before: "it had not begun yet", after: "does not go as far"} {
		if s, err := w.history(t).AtRevision(revision); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, %v, want an error with %q", s, err, want)
		}
	}
	if _, err := w.history(t).AtTime(time.Now().Add(-time.Hour)); err == nil {
		t.Error("an hour before its beginning: a state, want an error")
	}
}

// What the engine has forgotten is a gap, with the state that was found.
func TestForgottenHistory(t *testing.T) {
	w := newWorld(t)
	r := w.record(t, recorder.Options{})
	w.writeSchema(t, schema.Text())
	before := w.write(t, provenance.Provenance{}, link("c-1", "anna"))
	recorded(t, r)
	w.write(t, provenance.Provenance{}, link("c-2", "anna"))
	w.write(t, provenance.Provenance{}, gone(link("c-1", "anna")))
	w.stop()
	w.forgets = 1500 * time.Millisecond
	w.start(t)
	time.Sleep(2 * time.Second)
	r = w.record(t, recorder.Options{})
	after := w.write(t, provenance.Provenance{}, link("c-3", "anna"))
	recorded(t, r)
	all := w.entries(t)
	requireKinds(t, all, entry.Snapshot, entry.Schema, entry.Change, entry.Gap, entry.Change)
	if got := all[3].Gap; got.From != all[2].Through || !strings.Contains(got.Why, "no longer holds") {
		t.Errorf("got the gap %+v", got)
	}
	s, err := w.history(t).AtRevision(after)
	if err != nil {
		t.Fatal(err)
	}
	requireState(t, s, w.held(t, after))
	if s, err = w.history(t).AtRevision(before); err != nil || len(slices.Collect(s.Relationships())) != 1 {
		t.Errorf("before the gap: got %v, %v", s, err)
	}
}
