package history_test

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// That entries were pruned says nothing of what happened until then: neither before the
// rest is recorded nor after.
func TestAPrunedRecordKnowsNoMore(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	folder := filepath.Join(t.TempDir(), "ledger")
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	link := relation.Between(client(1), schema.ClientSupervisor, user(1))
	held := []relation.Relationship{
		link, relation.Between(client(1), schema.ClientTenant, tenant),
		relation.Between(tenant, schema.TenantMember, user(1)), relation.Between(tenant, schema.TenantSupervisor, user(1)),
	}
	made, err := entry.WriteSnapshot(folder, 0, "r0", strict, func(yield func(relation.Relationship, error) bool) {
		for _, r := range held {
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	add := func(e entry.Entry, rev string) {
		t.Helper()
		e.Revision, e.Through, e.Part, e.Parts = rev, rev, 1, 1
		record, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Append(record); err != nil {
			t.Fatal(err)
		}
	}
	add(entry.Entry{Time: noon, Recorded: noon, Kind: entry.Snapshot, Snapshot: &made}, "r0")
	allowed := func(what string, at time.Time, want bool, covered bool) {
		t.Helper()
		h, err := history.Open(folder, history.Options{})
		if err != nil {
			t.Fatal(err)
		}
		m, err := h.At(t.Context(), at)
		if (err == nil) != covered {
			t.Errorf("%s: %v, want covered: %t", what, err, covered)
		}
		if err != nil {
			return
		}
		d, err := m.Checker().Check(t.Context(), checker.Question{Subject: user(1), Permission: schema.ClientViewDossier, Resource: client(1)})
		if err != nil || d.Allowed() != want {
			t.Errorf("%s: %v %v, want allowed: %t", what, d.Outcome, err, want)
		}
	}
	allowed("before it is pruned", noon.Add(20*time.Minute), false, false)
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	if err := entry.Prune(folder, 0, "x", provenance.Provenance{}, noon.Add(30*time.Minute)); err != nil {
		t.Fatal(err)
	}
	allowed("once it is, before the rest is recorded", noon.Add(20*time.Minute), false, false)
	if log, err = ledger.Open(folder); err != nil {
		t.Fatal(err)
	}
	add(entry.Entry{Time: noon.Add(10 * time.Minute), Recorded: noon.Add(40 * time.Minute), Kind: entry.Change, Changes: []relation.Change{{Relationship: link, Gone: true}}}, "r1")
	add(entry.Entry{Time: noon.Add(50 * time.Minute), Recorded: noon.Add(50 * time.Minute), Kind: entry.Change, Changes: []relation.Change{{Relationship: link}}}, "r2")
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	allowed("after the end", noon.Add(20*time.Minute), false, true)
	allowed("after the end, and what was pruned", noon.Add(35*time.Minute), false, true)
	allowed("when it was given again", noon.Add(50*time.Minute), true, true)
}

// After older entries were pruned, what was there before them was nowhere any more but at
// --at: a question's history was unknown, and after a change of the schema denied, what is
// asked by name was of no schema, and links were not there.
func TestThePastOfAPrunedRecord(t *testing.T) {
	const file = 1 << 16
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	folder := filepath.Join(t.TempDir(), "ledger")
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	link := relation.Between(client(1), schema.ClientSupervisor, user(1))
	held := []relation.Relationship{
		link, relation.Between(client(1), schema.ClientTenant, tenant),
		relation.Between(tenant, schema.TenantMember, user(1)), relation.Between(tenant, schema.TenantSupervisor, user(1)),
	}
	var records [][]byte
	add := func(e entry.Entry) {
		t.Helper()
		e.Recorded, e.Revision, e.Part, e.Parts = e.Time, fmt.Sprint("r", len(records)), 1, 1
		e.Through = e.Revision
		record, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		records = append(records, record)
	}
	snapshot := func(at time.Time) {
		t.Helper()
		made, err := entry.WriteSnapshot(folder, int64(len(records)), fmt.Sprint("r", len(records)), strict, func(yield func(relation.Relationship, error) bool) {
			for _, r := range held {
				if !yield(r, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		add(entry.Entry{Time: at, Kind: entry.Snapshot, Snapshot: &made})
	}
	snapshot(noon)
	for len(records) <= file {
		add(entry.Entry{Time: noon.Add(time.Minute), Kind: entry.Change, Changes: []relation.Change{{Relationship: relation.Between(tenant, schema.TenantMember, user(2))}}})
	}
	base := noon.Add(time.Hour)
	snapshot(base)
	add(entry.Entry{Time: base.Add(time.Hour), Kind: entry.Schema, Schema: &entry.SchemaText{Digest: schema.Digest(open), Text: open}})
	if _, err := log.Append(records...); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(log.Close(), entry.Prune(folder, file, "kept for an hour", provenance.Provenance{}, base.Add(2*time.Hour))); err != nil {
		t.Fatal(err)
	}
	h, err := history.Open(folder, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Model(); err != nil {
		t.Errorf("what can be asked: %v", err)
	}
	periods, err := h.Periods(t.Context(), checker.Question{Subject: user(1), Permission: schema.ClientViewDossier, Resource: client(1)})
	if err != nil || len(periods) != 2 || periods[0].Outcome != checker.Allowed || !periods[0].Since.Equal(base) || periods[1].Unknown == "" {
		t.Errorf("got %+v, %v, want allowed since %s, until nobody knows more", periods, err, base)
	}
	links, err := h.Links(user(1))
	if err != nil || len(links) != 3 || !links[0].Since.Found || links[0].Gone != nil {
		t.Errorf("got %+v, %v, want three links that were found", links, err)
	}
	since, err := h.Since(base.Add(time.Hour), link)
	if act := since[link]; err != nil || !act.Found || !act.Time.Equal(base) {
		t.Errorf("the link is there since %+v, %v, want it found at %s", act, err, base)
	}
}
