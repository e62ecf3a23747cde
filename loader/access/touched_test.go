package access_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

// What a few changes give and take is found exactly in the part of what is held that they
// touch, over random worlds.
func TestAPartIsExact(t *testing.T) {
	seed := random.Seed(t)
	held, kept, found := 0, 0, 0
	for last := seed + uint64(*flagWorlds); seed < last; seed++ {
		w := newWorld(t, seed)
		few := w.fewChanges()
		d, err := access.OfPart(schema.Model{}, w.held, few, today)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		before := map[string]bool{}
		for _, line := range everything(t, w.held) {
			before[line] = true
		}
		if diff := cmp.Diff(differing(before, everything(t, changed(w.held, few))), flat(d)); diff != "" {
			t.Fatalf("seed %d (-want +got): %s\n%v", seed, diff, few)
		}
		held, kept, found = held+len(w.held), kept+len(access.Touched(w.held, few)), found+d.Gained.Total()+d.Lost.Total()
	}
	t.Logf("up to seed %d: %d of %d relationships were looked at, %d differences", seed-1, kept, held, found)
	if 4*kept > 3*held || found == 0 {
		t.Error("that is no part, or nothing changes")
	}
}

// fewChanges are up to three of what a plan changes, most of them not the tenant's.
func (w *world) fewChanges() []relation.Change {
	few := []relation.Change{}
	plan := loader.Diff(loader.Desired{Tenants: w.tenants, Relationships: w.want}, w.have())
	for _, of := range plan.Tenants {
		for _, i := range w.random.Perm(of.Changes.Len()) {
			c := of.Changes.At(i)
			if of := c.Resource.Type; len(few) < 3 && (of != schema.TypeTenant && of != schema.TypeAccount && of != schema.TypeUser || w.one(20)) {
				few = append(few, relation.Change{Relationship: c.Relationship, Gone: c.Removes()})
			}
		}
	}
	return few
}

// changed is what is held after some changes.
func changed(held []loader.Relationship, changes []relation.Change) []loader.Relationship {
	for _, c := range changes {
		held = slices.DeleteFunc(slices.Clone(held), func(r loader.Relationship) bool { return r.Key() == c.Key() })
		if !c.Gone {
			held = append(held, c.Relationship)
		}
	}
	return held
}

// A wildcard gives whoever is named anywhere, also where nothing changes.
func TestAPartNamesEveryUser(t *testing.T) {
	x, err := model.Compose("own.zed", "definition doc {\n\trelation open: user | user:*\n\trelation part_of: doc\n\tpermission view = open + part_of->view\n}\n")
	if err != nil {
		t.Fatal(err)
	}
	m := x.Model
	doc := func(id string) relation.Object { return relation.Object{Type: "doc", ID: "t/" + id} }
	open := func(id, user string) relation.Relationship {
		return relation.Relationship{Resource: doc(id), Relation: "doc#open", Subject: relation.Object{Type: schema.TypeUser, ID: user}}
	}
	held := []relation.Relationship{open("other", "t/anna"), {Resource: doc("page"), Relation: "doc#part_of", Subject: doc("book")}}
	d, err := access.OfPart(m, held, []relation.Change{{Relationship: open("book", "*")}}, today)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"gained user:t/anna doc#view doc:t/book", "gained user:t/anna doc#view doc:t/page"}
	if diff := cmp.Diff(want, flat(d)); diff != "" {
		t.Errorf("(-want +got): %s", diff)
	}
}
