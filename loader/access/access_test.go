package access_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

// small is a state of two tenants; each relationship is written as SpiceDB
// writes it.
func small(more ...string) []loader.Relationship {
	var all []loader.Relationship
	for line := range strings.FieldsSeq(`
		account:a/pim#tenant@tenant:a account:a/pim#owner@user:a/pim tenant:a#member@user:a/pim tenant:a#practitioner@user:a/pim
		account:a/sue#tenant@tenant:a account:a/sue#owner@user:a/sue tenant:a#member@user:a/sue tenant:a#secretary@user:a/sue
		account:a/cas#tenant@tenant:a account:a/cas#owner@user:a/cas tenant:a#member@user:a/cas
		client:a/c1#tenant@tenant:a client:a/c1#login@user:a/cas client:a/c2#tenant@tenant:a
		tenant:b#member@user:b/pim tenant:b#practitioner@user:b/pim client:b/c1#tenant@tenant:b ` + strings.Join(more, " ")) {
		all = append(all, relationship(line))
	}
	return all
}

func relationship(s string) loader.Relationship {
	resource, rest, _ := strings.Cut(s, "#")
	relation, subject, _ := strings.Cut(rest, "@")
	subject, subjectRelation, _ := strings.Cut(subject, "#")
	r := loader.Relationship{Resource: object(resource), Subject: object(subject), SubjectRelation: subjectRelation}
	r.Relation = schema.Relation(string(r.Resource.Type) + "#" + relation)
	return r
}

func object(s string) loader.Object {
	typ, id, _ := strings.Cut(s, ":")
	return loader.Object{Type: schema.Type(typ), ID: id}
}

// changing is a plan that turns one list of relationships into another.
func changing(held, want []loader.Relationship) (loader.Plan, loader.Observed) {
	w := &world{}
	have := loader.Observed{Tenants: []schema.TenantID{"a", "b"}, Relationships: w.tidy(held)}
	return loader.Diff(loader.Desired{Tenants: have.Tenants, Relationships: w.tidy(want)}, have), have
}

func TestRolesAreThoseWithThePermission(t *testing.T) {
	for _, tt := range []struct {
		why          string
		held, want   []loader.Relationship
		lost, gained string
	}{
		{"gained with a role that comes", small(), small("tenant:a#analyst@user:a/pim"), "", "user:a/pim tenant#download_exports practitioner,analyst"},
		{"lost with a role that goes", small("tenant:a#analyst@user:a/pim"), small(), "user:a/pim tenant#download_exports practitioner,analyst", ""},
		{"no role in another tenant counts", small("tenant:b#secretary@user:a/cas"), small("tenant:b#secretary@user:a/cas", "client:a/c2#login@user:a/cas"), "", "user:a/cas client#view_dossier "},
	} {
		plan, have := changing(tt.held, tt.want)
		d, err := plan.Access(have, today)
		if err != nil {
			t.Fatal(err)
		}
		for _, side := range []struct {
			want string
			got  access.Entries
		}{{tt.lost, d.Lost}, {tt.gained, d.Gained}} {
			if (side.want == "") != (len(side.got) == 0) || side.want != "" && !strings.Contains(rolesIn(side.got), side.want+"\n") {
				t.Errorf("%s: got\n%swant %q", tt.why, rolesIn(side.got), side.want)
			}
		}
	}
}

func rolesIn(all access.Entries) string {
	var b strings.Builder
	for _, s := range all {
		var roles []string
		for _, r := range s.Roles {
			roles = append(roles, string(r))
		}
		b.WriteString(s.User.String() + " " + string(s.Permission) + " " + strings.Join(roles, ",") + "\n")
	}
	return b.String()
}

// Nobody has anything in another tenant, even where the graph says so: nothing
// of that may be told as gained or lost.
func TestOtherTenantsAreLeftOut(t *testing.T) {
	foreign := []string{"tenant:b#member@user:a/sue", "tenant:b#secretary@user:a/sue"}
	plan, have := changing(small(), small(foreign...))
	d, err := plan.Access(have, today)
	if err != nil || !d.Empty() {
		t.Errorf("got %v and %s", err, flat(d))
	}
}

func TestCountsAddUpUnderEachRole(t *testing.T) {
	plan, have := changing(small("tenant:a#secretary@user:a/pim"), small("tenant:a#emergency_procedure@user:*", "client:a/c2#login@user:a/cas", "tenant:a#secretary@user:a/pim"))
	d, err := plan.Access(have, today)
	if err != nil {
		t.Fatal(err)
	}
	want := []access.Count{
		{Permission: schema.ClientStartEmergency, Total: 2, Users: 1, Roles: []access.RoleCount{
			{Role: schema.RolePractitioner, Total: 2, Users: 1}, {Role: schema.RoleSecretary, Total: 2, Users: 1},
		}},
		{Permission: schema.ClientMessage, Total: 1, Users: 1, Roles: []access.RoleCount{{Total: 1, Users: 1}}},
	}
	if diff := cmp.Diff(want, d.Gained.Counts()[:2]); diff != "" {
		t.Error(diff)
	}
	if largest := d.Gained.Largest(1); len(largest) != 1 || largest[0].Permission != schema.ClientStartEmergency || largest[0].Len() != 2 {
		t.Errorf("largest: got %v", largest)
	}
	if got := len(d.Gained.Largest(1000)); got != len(d.Gained) {
		t.Errorf("got %d of %d", got, len(d.Gained))
	}
}

func TestGroundMustBeThePlans(t *testing.T) {
	plan, have := changing(small(), small("tenant:a#analyst@user:a/pim"))
	have.Relationships = have.Relationships[1:]
	var stale *loader.StalePlanError
	if d, err := plan.Access(have, today); !errors.As(err, &stale) {
		t.Errorf("got %v and %v, want a *loader.StalePlanError", d, err)
	}
	if _, err := plan.Measured(have, today); !errors.As(err, &stale) {
		t.Errorf("measured: got %v, want a *loader.StalePlanError", err)
	}
	plan, _ = changing(nil, small())
	if _, err := plan.Measured(have, today); !errors.As(err, &stale) {
		t.Errorf("measured with nothing to count: got %v, want a *loader.StalePlanError", err)
	}
}

// The first load of a tenant gives everything, and is not counted, not even
// beside one that is.
func TestMeasureLeavesNewTenantsOut(t *testing.T) {
	plan, have := changing(nil, small())
	measured, err := plan.Measured(have, today)
	if diff := cmp.Diff(plan, measured); err != nil || diff != "" {
		t.Errorf("%v: %s", err, diff)
	}
	isNew := func(r loader.Relationship) bool { return strings.HasPrefix(r.Resource.ID, "b") }
	plan, have = changing(slices.DeleteFunc(small(), isNew), small("tenant:a#analyst@user:a/pim"))
	measured, err = plan.Measured(have, today)
	if got := countsIn(measured); err != nil || !slices.Equal(got, []string{"a tenant#download_exports[0 1 0]", "a tenant#download_reports[0 1 0]"}) {
		t.Errorf("got %v and %q", err, got)
	}
}

func TestJSONIsWhole(t *testing.T) {
	plan, have := changing(small(), small("tenant:a#emergency_procedure@user:*"))
	d, err := plan.Access(have, today)
	if err != nil {
		t.Fatal(err)
	}
	content, err := json.Marshal(d)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"at":"2026-11-01T12:00:00Z",` +
		`"lost":{"summary":{"total":0,"users":0,"counts":[],"largest":[]},"all":[]},` +
		`"gained":{"summary":{"total":2,"users":1,"counts":[{"permission":"client#start_emergency","total":2,"users":1,"roles":[{"role":"practitioner","total":2,"users":1}]}],` +
		`"largest":[{"user":"user:a/pim","permission":"client#start_emergency","roles":["practitioner"],"resources":2,"examples":["client:a/c1","client:a/c2"]}]},` +
		`"all":[{"user":"user:a/pim","permission":"client#start_emergency","roles":["practitioner"],"resources":["client:a/c1","client:a/c2"]}]}}`
	if diff := cmp.Diff(want, string(content)); diff != "" {
		t.Error(diff)
	}
}
