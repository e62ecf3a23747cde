package loader_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// madeObject is what an application writes with an object that it makes.
func madeObject(o loader.Object, parent loader.Object) []loader.Relationship {
	tenant := object("tenant", "acme")
	all := []loader.Relationship{
		{Resource: o, Relation: o.Type.Origin(), Subject: tenant},
		{Resource: o, Relation: schema.Relation(string(o.Type) + "#tenant"), Subject: tenant},
	}
	if parent.Type != schema.TypeTenant {
		all = append(all, loader.Relationship{Resource: o, Relation: schema.Relation(string(o.Type) + "#" + string(parent.Type)), Subject: parent})
	}
	return all
}

// byAnApplication is an engagement of a source's organization with an analysis
// in it, an organization, and a client, with links to each.
func byAnApplication() []loader.Relationship {
	e9, tenant := object("engagement", "acme/e9"), object("tenant", "acme")
	c9, o9 := object("client", "acme/c9"), object("organization", "acme/o9")
	owner := object("account", "acme/al")
	return slices.Concat(
		madeObject(e9, object("organization", "acme/o1")),
		madeObject(object("analysis", "acme/a9"), e9),
		madeObject(o9, tenant), madeObject(c9, tenant),
		[]loader.Relationship{
			{Resource: e9, Relation: schema.EngagementAuditor, Subject: owner, SubjectRelation: "owner"},
			{Resource: o9, Relation: schema.OrganizationManager, Subject: owner, SubjectRelation: "owner"},
			{Resource: c9, Relation: schema.ClientPractitioner, Subject: owner, SubjectRelation: "owner"},
			emergencyOn("c9", "pim"),
		})
}

// under are the relationships of the engine on some objects.
func under(t *testing.T, eng enginetest.Engine, ids ...string) (found []string) {
	t.Helper()
	for _, r := range have(t, eng, "acme").Relationships {
		if slices.Contains(ids, r.Resource.String()) {
			found = append(found, r.String())
		}
	}
	return found
}

// The first sync after an application had made an engagement took it away, and
// the rights of whoever made it.
func TestSyncLeavesWhatAnApplicationMade(t *testing.T) {
	_, eng := startWith(t, small())
	made := byAnApplication()
	put(t, eng, made...)
	if p := planFor(t, eng, want(t, small())); !p.Empty() {
		t.Errorf("the same source: got %v, want an empty plan", p.Tenants)
	}
	sync(t, eng, want(t, small().plus("libraries", "acme,l2,x")))
	if got := foreign(t, eng); len(got) != len(made) {
		t.Errorf("got %q, want all %d", got, len(made))
	}
}

// What it was part of went, and came back with the same id: a clearing of the
// plan, which counts for the limits.
func TestSyncClearsWhatWasPartOfWhatGoes(t *testing.T) {
	_, eng := startWith(t, small())
	put(t, eng, byAnApplication()...)
	gone := small().without("organizations", "acme,o1").without("engagements", "acme,e1").without("analyses", "acme,a1").
		without("connections", "acme,k1")
	gone = gone.with("links", "tenant,user,role,object,until\n")
	p := planFor(t, eng, want(t, gone))
	sync(t, eng, want(t, gone))
	if got := under(t, eng, "engagement:acme/e9", "analysis:acme/a9"); len(got) != 0 {
		t.Errorf("its organization is gone: got %q, want nothing", got)
	}
	cleared := 0
	for c := range p.Tenants[0].Changes.All() {
		if c.Action == loader.ClearOrphan {
			cleared++
		}
	}
	if cleared != 7 {
		t.Errorf("the plan clears %d away, want the 7 of the engagement and its analysis", cleared)
	}
	if got := under(t, eng, "organization:acme/o9", "client:acme/c9"); len(got) != 7 {
		t.Errorf("part of nothing that went: got %q, want all 7", got)
	}
	sync(t, eng, want(t, small()))
	if got := under(t, eng, "engagement:acme/e9", "analysis:acme/a9"); len(got) != 0 {
		t.Errorf("the organization came back: got %q, want nothing", got)
	}
}

// A source that names the object takes it over, which the plan says; from then
// on it goes when the source no longer names it, with the links to it.
func TestSyncTakesOverWhatTheSourceNames(t *testing.T) {
	_, eng := startWith(t, small())
	put(t, eng, byAnApplication()...)
	named := small().plus("clients", "acme,c9,").plus("engagements", "acme,e9,x,o2,")
	p := planFor(t, eng, want(t, named))
	var text strings.Builder
	if err := p.WriteText(&text, schema.English); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"TAKES OVER", "~ client:acme/c9 is no longer kept by an application", "+ engagement:acme/e9 is placed under organization:acme/o2"} {
		if !strings.Contains(text.String(), says) {
			t.Errorf("the plan does not say %q:\n%s", says, text.String())
		}
	}
	sync(t, eng, want(t, named))
	links := []string{"client:acme/c9#emergency@user:acme/pim", "client:acme/c9#practitioner@account:acme/al#owner", "client:acme/c9#tenant@tenant:acme"}
	if diff := cmp.Diff(links, under(t, eng, "client:acme/c9")); diff != "" {
		t.Errorf("taken over: %s", diff)
	}
	sync(t, eng, want(t, small()))
	if got := under(t, eng, "client:acme/c9", "engagement:acme/e9"); len(got) != 0 {
		t.Errorf("named no more: got %q, want nothing", got)
	}
}

// Whose an object is may change between a plan and its apply.
func TestPlanMeetsWhatAnApplicationMade(t *testing.T) {
	c9 := madeObject(object("client", "acme/c9"), object("tenant", "acme"))
	named := want(t, small().plus("clients", "acme,c9,"))
	for _, tt := range []struct {
		why           string
		before, after func(*testing.T, enginetest.Engine)
	}{
		{"made since", func(*testing.T, enginetest.Engine) {}, func(t *testing.T, eng enginetest.Engine) { put(t, eng, c9...) }},
		{"removed since", func(t *testing.T, eng enginetest.Engine) { put(t, eng, c9...) }, func(t *testing.T, eng enginetest.Engine) { drop(t, eng, c9...) }},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, eng := startWith(t, small())
			tt.before(t, eng)
			p := planFor(t, eng, named)
			tt.after(t, eng)
			var stale *loader.StalePlanError
			if _, err := loader.Apply(t.Context(), eng, p, freely(p)); !errors.As(err, &stale) {
				t.Errorf("got %v, want a *StalePlanError", err)
			}
		})
	}
}

// An application makes something of what a plan is about to take away.
func TestSyncClearsWhatIsMadeMeanwhile(t *testing.T) {
	_, eng := startWith(t, small())
	p := planFor(t, eng, want(t, small().without("organizations", "acme,o2")))
	working := &meanwhile{Engine: eng, do: func() {
		put(t, eng, madeObject(object("engagement", "acme/e9"), object("organization", "acme/o2"))...)
		put(t, eng, madeObject(object("engagement", "acme/e8"), object("organization", "acme/o1"))...)
	}}
	if _, err := loader.Apply(t.Context(), working, p, freely(p)); err != nil {
		t.Fatal(err)
	}
	if got := under(t, eng, "engagement:acme/e9", "engagement:acme/e8"); len(got) != 3 {
		t.Errorf("got %q, want the 3 of the other organization's", got)
	}
}

// An orphan that a plan found may have been made good before it is applied.
func TestPlanLeavesWhatIsMadeGood(t *testing.T) {
	_, eng := startWith(t, small())
	before := madeObject(object("engagement", "acme/e9"), object("organization", "acme/o7"))
	good := madeObject(object("engagement", "acme/e9"), object("organization", "acme/o2"))
	put(t, eng, before...)
	p := planFor(t, eng, want(t, small().plus("libraries", "acme,l2,x")))
	if p.Removals() != len(before) {
		t.Fatalf("the plan takes %d away, want the %d of what is part of nothing", p.Removals(), len(before))
	}
	drop(t, eng, before...)
	put(t, eng, good...)
	if _, err := loader.Apply(t.Context(), eng, p, freely(p)); err != nil {
		t.Fatal(err)
	}
	if got := under(t, eng, "engagement:acme/e9"); len(got) != len(good) {
		t.Errorf("got %q, want all %d", got, len(good))
	}
}

// A plan from anywhere takes nothing of an application's, and gives it nothing.
func TestForgedPlanOnWhatAnApplicationMade(t *testing.T) {
	made := madeObject(object("client", "acme/c9"), object("tenant", "acme"))
	marker := loader.Relationship{Resource: object("client", "acme/c1"), Relation: schema.ClientApplicationMade, Subject: object("tenant", "acme")}
	for _, tt := range []struct {
		why     string
		changes []loader.Change
		ignored bool // it is for Apply to find orphans
	}{
		{"the place taken away", []loader.Change{{Action: loader.Remove, Relationship: made[1]}}, false},
		{"taken over and taken away", []loader.Change{{Action: loader.TakeOver, Relationship: made[0]}, {Action: loader.Remove, Relationship: made[1]}}, false},
		{"given to an application", []loader.Change{{Action: loader.Add, Relationship: marker}}, false},
		{"taken over, and is the source's", []loader.Change{{Action: loader.TakeOver, Relationship: marker}}, false},
		{"a source's place as an orphan", []loader.Change{{Action: loader.ClearOrphan, Relationship: loader.Relationship{Resource: object("client", "acme/c1"), Relation: schema.ClientTenant, Subject: object("tenant", "acme")}}}, true},
		{"an application's as an orphan", []loader.Change{{Action: loader.ClearOrphan, Relationship: made[0]}}, true},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, eng := startWith(t, small())
			put(t, eng, made...)
			before := have(t, eng, "acme")
			p := planFor(t, eng, want(t, small()))
			p.Tenants[0].Changes = loader.ChangesOf(tt.changes...)
			p = p.Resealed()
			if _, err := recomputed(p, before); (err == nil) != tt.ignored {
				t.Errorf("a plan in a file: got %v, ignored %t", err, tt.ignored)
			}
			_, err := loader.Apply(t.Context(), eng, p, freely(p))
			after := have(t, eng, "acme")
			if !slices.Equal(before.Relationships, after.Relationships) {
				t.Errorf("it wrote (%v)", err)
			}
		})
	}
}
