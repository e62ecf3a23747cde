package loader_test

import (
	"bytes"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

func TestDrift(t *testing.T) {
	_, eng := startWith(t, twoTenants())
	by := loader.Sync{Engine: enginetest.Conn(eng), Now: today}
	drift := func(f files, by loader.Sync) loader.Drift {
		src, err := loader.Read(f.folder())
		if err != nil {
			t.Fatal(err)
		}
		proposal, err := by.Plan(t.Context(), src)
		if err != nil {
			t.Fatal(err)
		}
		return proposal.Drift()
	}
	put(t, eng, byApplication()[0])
	if d := drift(twoTenants(), by); !d.Empty() || d.Tenants[0].NotOurs != 1 {
		t.Errorf("the same, and what an application wrote: got %+v", d)
	}
	drop(t, eng, loader.Relationship{Resource: object("library", "acme/l1"), Relation: schema.LibraryTenant, Subject: object("tenant", "acme")})
	gone := byApplication()[0]
	gone.Subject.ID = "acme/nobody"
	put(t, eng, gone, loader.Relationship{Resource: object("tenant", "acme"), Relation: schema.TenantAppAdmin, Subject: object("user", "acme/mo")})
	later := small().without("links", "acme,xi").plus("links", "acme,xi,external_client,connection:k1,2998-01-01T00:00:00Z")
	var text bytes.Buffer
	d := drift(later, by)
	if err := d.WriteText(&text, schema.English, 0); err != nil {
		t.Fatal(err)
	}
	want := `tenant acme: 1 missing, 1 altered, 1 extra, 0 ended, 1 orphaned; 1 not ours
  missing: library:acme/l1 belongs to tenant:acme
  altered: user:acme/xi is invited to connection:acme/k1 as external client until 2998-01-01T00:00:00Z
  extra: user:acme/mo has the system role app admin
  orphaned: the owner of account:acme/nobody is linked to client:acme/c1 as supervisor
tenant beta: no source names it
`
	if diff := cmp.Diff(want, text.String()); diff != "" || d.Empty() {
		t.Error(diff)
	}
	by.Now = today.AddDate(980, 0, 0)
	if d := drift(small(), by); len(d.Tenants[0].Ended) != 1 || d.Tenants[0].Ended[0].Relation != schema.ConnectionExternalClient {
		t.Errorf("after its end: got %+v", d.Tenants[0].Ended)
	}
}
