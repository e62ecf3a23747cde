package history_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// An engine forgets what has expired without telling, and takes a schema then that has no
// place for it. A record that still had it could tell nothing any more of any later time.
func TestWhatExpiredNeedsNoPlace(t *testing.T) {
	noon := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	folder := filepath.Join(t.TempDir(), "ledger")
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	link := relation.Between(client(1), schema.ClientSupervisor, user(1))
	link.Terms = relation.Ending(noon)
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
	narrow := strings.NewReplacer("\trelation supervisor: user | user with expiration\n", "", " + (supervisor & tenant->active_supervisor)", "").Replace(strict)
	for i, e := range []entry.Entry{
		{Time: noon.Add(-time.Hour), Kind: entry.Snapshot, Snapshot: &made},
		{Time: noon.Add(time.Hour), Kind: entry.Schema, Schema: &entry.SchemaText{Digest: schema.Digest(narrow), Text: narrow}},
	} {
		e.Recorded, e.Revision, e.Through, e.Part, e.Parts = e.Time, "r"+string(rune('0'+i)), "r"+string(rune('0'+i)), 1, 1
		record, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := log.Append(record); err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	h, err := history.Open(folder, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for at, want := range map[time.Time]checker.Outcome{
		noon.Add(-time.Minute): checker.Allowed, noon: checker.Denied, noon.Add(time.Hour): checker.Denied,
	} {
		m, err := h.At(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		d, err := m.Checker().Check(t.Context(), checker.Question{Subject: user(1), Permission: schema.ClientViewDossier, Resource: client(1)})
		if err != nil || d.Outcome != want {
			t.Errorf("at %s: got %s, %v, want %s", at, d.Outcome, err, want)
		}
	}
}
