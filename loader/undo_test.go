package loader_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// keptOf syncs an engine to a folder, and is what was kept of that.
func keptOf(t *testing.T, eng enginetest.Engine, f files) loader.Plan {
	t.Helper()
	var kept []loader.Plan
	by := freely(planFor(t, eng, want(t, f)))
	by.Keep = func(p loader.Plan) error { kept = append(kept, p); return nil }
	if _, err := loader.Apply(t.Context(), eng, planFor(t, eng, want(t, f)), by); err != nil {
		t.Fatal(err)
	}
	if len(kept) != 1 {
		t.Fatalf("kept %d times, want once", len(kept))
	}
	return kept[0]
}

// undo plans the way back and goes it, and returns the plan and what was kept
// of that.
func undo(t *testing.T, eng enginetest.Engine, applied loader.Plan) (plan, kept loader.Plan) {
	t.Helper()
	by := loader.Sync{Engine: enginetest.Conn(eng), Now: today, Limits: loader.Limits{AllowRemovals: 1000}}
	by.Keep = func(p loader.Plan) error { kept = p; return nil }
	proposal, err := by.Undo(t.Context(), applied)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := proposal.Apply(t.Context()); err != nil {
		t.Fatal(err)
	}
	return proposal.Plan, kept
}

func TestUndo(t *testing.T) {
	_, eng := startWith(t, small())
	link := byApplication()[0]
	put(t, eng, link)
	first := keptOf(t, eng, changed())
	// What an application does meanwhile is left alone.
	since := loader.Relationship{Resource: object("organization", "acme/o1"), Relation: schema.OrganizationAuditor, Subject: object("account", "acme/al"), SubjectRelation: "owner"}
	put(t, eng, since)
	_, second := undo(t, eng, first)
	if diff := cmp.Diff(want(t, small()).Relationships, have(t, eng, "acme", "beta").Owned()); diff != "" {
		t.Errorf("the way back does not lead to before: %s", diff)
	}
	if diff := cmp.Diff([]string{link.String(), since.String()}, foreign(t, eng)); diff != "" {
		t.Errorf("what applications wrote was touched: %s", diff)
	}
	undo(t, eng, second)
	if diff := cmp.Diff(want(t, changed()).Relationships, have(t, eng, "acme", "beta").Owned()); diff != "" {
		t.Errorf("the undo of an undo: %s", diff)
	}
}

// The limits are those of any plan, and nothing is written beyond them.
func TestUndoIsHeldToTheLimits(t *testing.T) {
	_, eng := startWith(t, small())
	applied := keptOf(t, eng, small().plus("users", "acme,n1,,,active,secretary", "acme,n2,,,active,secretary"))
	proposal, err := loader.Sync{Engine: enginetest.Conn(eng), Now: today}.Undo(t.Context(), applied)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := proposal.Apply(t.Context()); !errors.As(err, new(*loader.RefusedError)) {
		t.Errorf("got %v, want a *RefusedError", err)
	}
}

func TestUndoRefusesMovedGround(t *testing.T) {
	member := loader.Relationship{Resource: object("tenant", "acme"), Relation: schema.TenantMember, Subject: object("user", "acme/mo")}
	for _, tt := range []struct {
		why   string
		since func(*testing.T, enginetest.Engine)
		want  string
	}{
		{"nothing", func(*testing.T, enginetest.Engine) {}, ""},
		{"another sync of the same", func(t *testing.T, eng enginetest.Engine) {
			sync(t, eng, want(t, changed().without("links", "acme,xi").plus("links", "acme,xi,external_client,connection:k1,2997-01-01T00:00:00Z")))
		}, "was changed again since"},
		{"a part that was turned back already", func(t *testing.T, eng enginetest.Engine) { put(t, eng, member) }, "was changed again since"},
		{"another sync of something else", func(t *testing.T, eng enginetest.Engine) {
			sync(t, eng, want(t, changed().plus("libraries", "acme,l2,")))
		}, ""},
		{"a sync that builds on it", func(t *testing.T, eng enginetest.Engine) {
			sync(t, eng, want(t, changed().plus("links", "acme,new@example.org,barred,organization:o1,")))
		}, "what it leads back to no source asks for"},
		{"an application that has an id now", func(t *testing.T, eng enginetest.Engine) {
			put(t, eng, loader.Relationship{Resource: object("client", "acme/c2"), Relation: schema.ClientTenant, Subject: object("tenant", "acme")},
				loader.Relationship{Resource: object("client", "acme/c2"), Relation: schema.ClientApplicationMade, Subject: object("tenant", "acme")})
		}, "client:acme/c2 is an application's now"},
	} {
		_, eng := startWith(t, small())
		applied := keptOf(t, eng, changed())
		tt.since(t, eng)
		_, err := loader.Sync{Engine: enginetest.Conn(eng), Now: today}.Undo(t.Context(), applied)
		if refused := new(loader.UndoError); (err == nil) != (tt.want == "") || err != nil && (!errors.As(err, &refused) || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: got %v, want %q", tt.why, err, tt.want)
		}
	}
}

// What was killed half-way is finished first, and then turned back as a whole.
func TestUndoOfWhatWasInterrupted(t *testing.T) {
	_, eng := startWith(t, small())
	p := planFor(t, eng, want(t, changed()))
	var kept loader.Plan
	by := freely(p).InWritesOf(7)
	by.Keep = func(p loader.Plan) error { kept = p; return nil }
	if _, err := loader.Apply(t.Context(), &spy{Engine: eng, failAt: 3}, p, by); !errors.Is(err, errAway) {
		t.Fatalf("got %v, want it killed", err)
	}
	if _, err := (loader.Sync{Engine: enginetest.Conn(eng), Now: today}).Undo(t.Context(), kept); !errors.As(err, new(*loader.UndoError)) {
		t.Errorf("half of it: got %v, want an *UndoError", err)
	}
	sync(t, eng, want(t, changed()))
	undo(t, eng, kept)
	if diff := cmp.Diff(want(t, small()).Relationships, have(t, eng, "acme", "beta").Owned()); diff != "" {
		t.Error(diff)
	}
}

// What an application made since under what the undo takes away goes with it, and
// the plan says so.
func TestUndoSaysWhatGoesWithAParent(t *testing.T) {
	_, eng := startWith(t, small())
	applied := keptOf(t, eng, small().plus("organizations", "acme,o3,Three"))
	for _, r := range []schema.Relation{schema.EngagementTenant, schema.EngagementApplicationMade} {
		put(t, eng, loader.Relationship{Resource: object("engagement", "acme/own"), Relation: r, Subject: object("tenant", "acme")})
	}
	put(t, eng, loader.Relationship{Resource: object("engagement", "acme/own"), Relation: schema.EngagementOrganization, Subject: object("organization", "acme/o3")})
	plan, _ := undo(t, eng, applied)
	if got := plan.Tenants[0].Findings; len(got) != 1 || got[0].String() != "organization:acme/o3 goes, and with it 1 object that an application made in it" {
		t.Errorf("got %v", got)
	}
	if got := foreign(t, eng); len(got) > 0 {
		t.Errorf("left: %v", got)
	}
}

// What cannot be kept is not written.
func TestApplyKeepsFirst(t *testing.T) {
	_, eng := startWith(t, small())
	before := have(t, eng, "acme").Relationships
	full := errors.New("no space left")
	by := loader.Sync{Keep: func(loader.Plan) error { return full }}
	if _, err := loader.Apply(t.Context(), eng, planFor(t, eng, want(t, small().plus("libraries", "acme,l2,"))), by); !errors.Is(err, full) {
		t.Errorf("got %v, want the error of who keeps it", err)
	}
	if diff := cmp.Diff(before, have(t, eng, "acme").Relationships); diff != "" {
		t.Errorf("something was written: %s", diff)
	}
}

// Whatever a sync changes, the way back leads to before.
func TestUndoAtRandom(t *testing.T) {
	changes := 0
	random.Check(t, func(t *rapid.T) {
		a, b := drawWorld(t, "a"), drawWorld(t, "b")
		p := loader.Diff(b, holding(a))
		back, err := loader.Undone(p, holding(b), today)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(a.Relationships, back.Relationships); diff != "" {
			t.Fatalf("the way back does not lead to before: %s", diff)
		}
		changes += p.Size()
	})
	if changes == 0 {
		t.Error("the property was not put to the test")
	}
}
