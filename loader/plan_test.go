package loader_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

var today = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func want(t *testing.T, f files) loader.Desired {
	t.Helper()
	src, err := loader.Read(f.folder())
	if err != nil {
		t.Fatal(err)
	}
	return loader.DesiredState(src, today)
}

// holding is the state of an engine that holds a world, and more.
func holding(w loader.Desired, more ...loader.Relationship) loader.Observed {
	return loader.Observed{Tenants: w.Tenants, Revision: "r1", Relationships: append(w.Relationships, more...)}
}

// changed is small with one of everything that can change.
func changed() files {
	return small().
		with("tenants", "id,name,emergency\nacme,Acme,off\nbeta,Beta,off\n").
		without("users", "acme,mo").
		plus("users", "acme,mo,Mo,,inactive,user_admin", "acme,new@example.org,New,,active,secretary", "beta,b,,,invited,").
		without("users", "acme,pim").
		without("engagements", "acme,e1").
		plus("engagements", "acme,e1,2026,o2,").
		without("links", "acme").
		without("clients", "acme,c2").
		plus("links",
			"acme,mo,barred,organization:o1,",
			"acme,xi,external_client,connection:k1,2998-01-01T00:00:00Z",
			"acme,mo,auditor,engagement:e1,")
}

// byApplication are links that an application wrote: one that stays, and three
// of which the user or the object goes.
func byApplication() []loader.Relationship {
	owner := func(resource loader.Object, relation schema.Relation, user string) loader.Relationship {
		return loader.Relationship{Resource: resource, Relation: relation, Subject: object("account", "acme/"+user), SubjectRelation: "owner"}
	}
	return []loader.Relationship{
		owner(object("client", "acme/c1"), schema.ClientSupervisor, "al"),
		owner(object("client", "acme/c1"), schema.ClientSupervisor, "pim"),
		owner(object("client", "acme/c2"), schema.ClientSupervisor, "al"),
		{Resource: object("organization", "acme/o1"), Relation: schema.OrganizationCreatedBy, Subject: object("user", "acme/pim")},
	}
}

func object(t schema.Type, id string) loader.Object { return loader.Object{Type: t, ID: id} }

func TestPlanGolden(t *testing.T) {
	first := loader.Diff(want(t, small()), loader.Observed{Tenants: []schema.TenantID{"acme"}, NoSchema: true})
	golden(t, "first", first)
	golden(t, "change", loader.Diff(want(t, changed()), holding(want(t, small()), byApplication()...)))
	golden(t, "nothing", loader.Diff(want(t, small()), holding(want(t, small()), byApplication()...)))
}

func golden(t *testing.T, name string, p loader.Plan) {
	t.Helper()
	var text bytes.Buffer
	if err := p.WriteText(&text, schema.English); err != nil {
		t.Fatal(err)
	}
	content, err := json.MarshalIndent(p, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	var written bytes.Buffer
	if err := p.WriteJSON(&written); err != nil {
		t.Fatal(err)
	}
	if plain, err := json.Marshal(p); err != nil || !bytes.Equal(plain, written.Bytes()) {
		t.Errorf("%s is written as %s (%v), want %s", name, &written, err, plain)
	}
	compare(t, "testdata/"+name+".txt", text.Bytes())
	var summary bytes.Buffer
	if err := p.WriteSummary(&summary, schema.English); err != nil {
		t.Fatal(err)
	}
	compare(t, "testdata/"+name+".summary.txt", summary.Bytes())
	if !loader.IsPlan(content) {
		t.Errorf("%s is not seen to be a plan", name)
	}
	compare(t, "testdata/"+name+".json", append(content, '\n'))
	back, err := loader.ParsePlan(bytes.NewReader(content))
	if err != nil {
		t.Fatalf("%s does not read back: %v", name, err)
	}
	if diff := cmp.Diff(p, back); diff != "" {
		t.Errorf("%s reads back as another plan: %s", name, diff)
	}
}

func compare(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-update writes it anew): %s", file, diff)
	}
}

func TestParsePlanRefuses(t *testing.T) {
	content, err := json.Marshal(loader.Diff(want(t, changed()), holding(want(t, small()))))
	if err != nil {
		t.Fatal(err)
	}
	replace := func(old, new string) string {
		if !strings.Contains(string(content), old) {
			t.Fatalf("the plan has no %q", old)
		}
		return strings.Replace(string(content), old, new, 1)
	}
	for _, tt := range []struct{ why, plan, want string }{
		{"nothing", "", "not JSON"},
		{"half", string(content[:len(content)/2]), "not JSON"},
		{"more behind it", string(content) + "{}", "not JSON"},
		{"another format", replace(`"format":6`, `"format":1`), "format 1, and this program reads 6"},
		{"no format", replace(`"format":6,`, ``), "format 0"},
		{"a name twice", replace(`"tenants":`, `"tenants":[],"tenants":`), "duplicate"},
		{"an action twice", replace(`"action":"add"`, `"action":"remove","action":"add"`), "duplicate"},
		{"a name in capitals", replace(`"tenants":`, `"tenants":[],"Tenants":`), "unknown field"},
		{"a name in capitals within a change", replace(`"action":"add"`, `"action":"remove","Action":"add"`), "unknown field"},
		{"an unknown field", replace(`"format":6`, `"format":6,"force":true`), "unknown field"},
		{"an edited user", replace("user:acme/mo", "user:acme/me"), "does not match its digest"},
		{"an edited action", replace(`"action":"remove"`, `"action":"add"`), "does not match its digest"},
		{"an edited count", replace(`"before":`, `"before":1`), "does not match its digest"},
		{"an edited base digest", replace(`"base_digest":"sha256:`, `"base_digest":"sha256:0`), "does not match its digest"},
		{"an edited digest", replace(`"digest":"sha256:`, `"digest":"sha256:0`), "does not match its digest"},
		{"an object that is none", replace(`"resource":"account:acme/`, `"resource":"account:ac me/`), "damaged"},
	} {
		_, err := loader.ParsePlan(strings.NewReader(tt.plan))
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.why, err, tt.want)
		}
	}
}

// The digest is no signature: a plan that was sealed anew must still be one
// that Diff could make.
func TestParsePlanRefusesWhatDiffNeverMakes(t *testing.T) {
	for _, tt := range []struct {
		why, want string
		edit      func(*loader.Change)
	}{
		{"nothing", "", func(*loader.Change) {}},
		{"no action", "does not exist", func(c *loader.Change) { c.Action = "" }},
		{"another tenant", "outside tenant acme", func(c *loader.Change) { c.Resource.ID = "acme-2/u" }},
		{"a relation of another type", "of another type", func(c *loader.Change) { c.Relation = schema.ClientTenant }},
		{"an application's to write", "not the loader's", func(c *loader.Change) { c.Relation, c.Resource.Type = schema.ClientEmergency, schema.TypeClient }},
		{"a sync's lease", "no part of a plan", func(c *loader.Change) {
			c.Resource, c.Relation = object(schema.TypeLease, "acme/sync"), schema.LeaseHeld
		}},
		{"the loader's own as an orphan", "not the loader's", func(c *loader.Change) { c.Action = loader.ClearOrphan }},
		{"other terms for unknown ones", "what was", func(c *loader.Change) { c.Action = loader.Alter }},
		{"terms that were, of what is new", "what was", func(c *loader.Change) { c.Was = &loader.Terms{} }},
	} {
		p := loader.Diff(want(t, small()), loader.Observed{})
		all := p.Tenants[0].Changes.List()
		tt.edit(&all[0])
		p.Tenants[0].Changes = loader.ChangesOf(all...)
		content, err := json.Marshal(p.Resealed())
		if err != nil {
			t.Fatal(err)
		}
		_, err = loader.ParsePlan(bytes.NewReader(content))
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.why, err, tt.want)
		}
	}
}

func TestWantLeavesOutWhatHasEnded(t *testing.T) {
	f := small().without("links", "acme,xi")
	for _, tt := range []struct {
		why, until string
		in         bool
	}{
		{"a second to go", "2026-11-01T12:00:01Z", true},
		{"this second", "2026-11-01T12:00:00Z", false},
		{"by another zone", "2026-11-01T13:00:00+01:00", false},
		{"a fraction is cut off", "2026-11-01T12:00:00.9Z", false},
		{"Go's zero time was no end", "0001-01-01T00:00:00Z", false},
	} {
		w := want(t, f.plus("links", "acme,xi,external_client,connection:k1,"+tt.until))
		if in := len(w.Notices) == 0; in != tt.in {
			t.Errorf("%s: got in %t, want %t (%q)", tt.why, in, tt.in, w.Notices)
		}
		if n := len(w.Relationships) - len(want(t, f).Relationships); (n == 1) != tt.in {
			t.Errorf("%s: %d more relationships", tt.why, n)
		}
	}
}

// An id that remit would never write is somebody else's doing, and goes like
// everything that the source does not name.
func TestPlanHoldsForeignIDs(t *testing.T) {
	foreign := []loader.Relationship{
		{Resource: object("client", "acme/a=2f"), Relation: schema.ClientPractitioner, Subject: object("user", "acme/pim")},
		{Resource: object("client", "acme/c1"), Relation: schema.ClientPractitioner, Subject: object("user", "bob")},
	}
	w := want(t, small())
	p := loader.Diff(w, holding(w, foreign...))
	content, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	back, err := loader.ParsePlan(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(p, back); diff != "" || p.Removals() != 2 {
		t.Errorf("%d removals, want 2; %s", p.Removals(), diff)
	}
}
