package loader_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

// shelf is small with so many more libraries, of one relationship each.
func shelf(n int) files {
	f := small()
	for i := range n {
		f = f.plus("libraries", fmt.Sprintf("acme,x%d,", i))
	}
	return f
}

// careful plans a folder and applies the plan.
func careful(t *testing.T, eng enginetest.Engine, f files, limits loader.Limits) error {
	t.Helper()
	src, err := loader.Read(f.folder())
	if err != nil {
		t.Fatal(err)
	}
	_, err = loader.Sync{Engine: enginetest.Conn(eng), Limits: limits, Now: today}.Run(t.Context(), src)
	return err
}

// Ten syncs that each took a little once took what one might not.
func TestSmallSyncsDoNotDoWhatALargeOneMayNot(t *testing.T) {
	_, eng := startWith(t, shelf(20)) // 70 relationships, so that one plan takes 7
	for left := 19; left > 13; left-- {
		if err := careful(t, eng, shelf(left), loader.Limits{}); err != nil {
			t.Fatalf("with %d left: %v", left, err)
		}
	}
	refused := careful(t, eng, shelf(12), loader.Limits{})
	const want = "tenant acme: loses 2 of its 64 relationships, with those of the last day 8; the limit of a day is 6"
	if !errors.As(refused, new(*loader.RefusedError)) || !strings.Contains(refused.Error(), want) {
		t.Errorf("got %v, want %s", refused, want)
	}
	if err := careful(t, eng, shelf(15), loader.Limits{}); err != nil {
		t.Errorf("what only gives: %v", err)
	}
	if err := careful(t, eng, shelf(12), loader.Limits{Budget: 200}); err != nil {
		t.Errorf("with twice the budget: %v", err)
	}
	// What is said to be meant counts neither now nor later.
	if err := careful(t, eng, shelf(1), loader.Limits{AllowRemovals: 11}); err != nil {
		t.Errorf("said so: %v", err)
	}
	if err := careful(t, eng, shelf(0), loader.Limits{Budget: 300}); err != nil {
		t.Errorf("after it: %v", err)
	}
}

// A number in the settings once let every plan take so many, however many a day had, and
// the last app admin with them.
func TestStandingNumbersAreOfADay(t *testing.T) {
	_, eng := startWith(t, shelf(20)) // 70 relationships, so that one plan takes 7
	twelve := loader.Limits{StandingRemovals: 12}
	for _, left := range []int{10, 8} { // 10 at once, and 12 together
		if err := careful(t, eng, shelf(left), twelve); err != nil {
			t.Fatalf("with %d left: %v", left, err)
		}
	}
	for why, tt := range map[string]struct {
		to     files
		limits loader.Limits
		want   string
	}{
		"one more":           {shelf(7), twelve, "loses 1 of its 58 relationships, with those of the last day 13; the limit of a day is 12"},
		"more than it says":  {shelf(7), loader.Limits{StandingRemovals: 1, AllowRemovals: 0}, "the limit of a day is 5"},
		"the last app admin": {shelf(8).without("users", "acme,ada,"), loader.Limits{StandingRemovals: 1000}, "loses its last active app admin"},
	} {
		before := have(t, eng, "acme").Relationships
		err := careful(t, eng, tt.to, tt.limits)
		if !errors.As(err, new(*loader.RefusedError)) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", why, err, tt.want)
		}
		if diff := cmp.Diff(before, have(t, eng, "acme").Relationships); diff != "" {
			t.Errorf("%s: something was written: %s", why, diff)
		}
	}
	if err := careful(t, eng, shelf(7), loader.Limits{StandingRemovals: 12, AllowRemovals: 1}); err != nil {
		t.Errorf("said for this plan: %v", err)
	}
}

// The engine forgets it a day later, by its own clock.
func TestBudgetEndsAfterADay(t *testing.T) {
	_, eng := startWith(t, shelf(20))
	began := time.Now()
	if err := careful(t, eng, shelf(19), loader.Limits{}); err != nil {
		t.Fatal(err)
	}
	spent := leaseOf(t, eng, "acme", schema.LeaseSpent)
	if len(spent) != 1 {
		t.Fatalf("got %v, want one row", spent)
	}
	end := spent[0].GetOptionalExpiresAt().AsTime()
	if low, high := began.Add(24*time.Hour-time.Second), time.Now().Add(24*time.Hour); end.Before(low) || end.After(high) {
		t.Errorf("it ends at %v, want between %v and %v", end, low, high)
	}
}

// A sync that was killed and runs again is not counted twice: it would be held up by
// what it did itself.
func TestBudgetCountsAKilledSyncOnce(t *testing.T) {
	_, eng := startWith(t, shelf(20))
	src, err := loader.Read(shelf(14).folder())
	if err != nil {
		t.Fatal(err)
	}
	for failAt := 2; failAt < 5; failAt++ {
		by := loader.Sync{Engine: enginetest.Conn(&spy{Engine: eng, failAt: failAt}), Now: today}.InWritesOf(1)
		if _, err := by.Run(t.Context(), src); !errors.Is(err, errAway) {
			t.Fatalf("got %v, want it killed", err)
		}
	}
	if err := careful(t, eng, shelf(14), loader.Limits{}); err != nil {
		t.Errorf("the same again: %v", err)
	}
	if err := careful(t, eng, shelf(13), loader.Limits{}); !errors.As(err, new(*loader.RefusedError)) {
		t.Errorf("one more: got %v, want it refused", err)
	}
}

// What was given counts by how much of what one plan may give it was.
func TestBudgetOfAccess(t *testing.T) {
	giving := func(given int, spent loader.Spent) loader.Plan {
		p := loader.Plan{Tenants: []loader.TenantChanges{{Tenant: "acme", Before: 100, Spent: spent}}}
		return p.WithAccess(map[schema.TenantID][]access.PermissionCount{"acme": {
			{Permission: schema.AccountViewRoles, Given: 100_000},
			{Permission: schema.ClientViewDossier, Before: 50_000, Given: given},
		}})
	}
	for _, tt := range []struct {
		why    string
		plan   loader.Plan
		limits loader.Limits
		want   string
	}{
		{"half, and nothing before", giving(2500, loader.Spent{}), loader.Limits{}, ""},
		{"half, and half before", giving(2500, loader.Spent{Access: 500_000}), loader.Limits{}, ""},
		{"half, and more than half before", giving(2500, loader.Spent{Access: 510_000}), loader.Limits{},
			"tenant acme: is given, with what the last day gave, 101 % of what one plan may give; the limit of a day is 100 %"},
		{"a larger budget", giving(2500, loader.Spent{Access: 510_000}), loader.Limits{Budget: 110}, ""},
		{"said so", giving(2500, loader.Spent{Access: 510_000}), loader.Limits{AllowAccess: 2500}, ""},
		{"nothing is given", giving(0, loader.Spent{Access: 5_000_000}), loader.Limits{}, ""},
	} {
		var got []string
		for _, r := range tt.plan.Refusals(tt.limits) {
			got = append(got, r.String())
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
	}
}

// What nobody can read counts as everything.
func TestBudgetOfWhatCannotBeRead(t *testing.T) {
	for _, id := range []string{"x", "1-2", "1-x-y", "-1-0-y", "99999999999999999999-0-y"} {
		_, eng := startWith(t, shelf(20))
		row := leaseRow("acme", schema.LeaseSpent, id)
		row.Terms = row.Expiring(time.Now().Add(time.Hour))
		put(t, eng, row)
		if err := careful(t, eng, shelf(19), loader.Limits{}); !errors.As(err, new(*loader.RefusedError)) {
			t.Errorf("%s: got %v, want it refused", id, err)
		}
	}
}

func TestProtected(t *testing.T) {
	ada, pim := schema.Ref{Type: schema.TypeUser, Tenant: "acme", ID: "ada"}, schema.Ref{Type: schema.TypeUser, Tenant: "acme", ID: "pim"}
	two := small().plus("users", "acme,sue,Sue,,active,supervisor")
	without := func(f files, user, row string) files { return f.without("users", "acme,"+user).plus("users", row) }
	for _, tt := range []struct {
		why           string
		protected     loader.Protected
		before, after files
		want          []string
	}{
		{"nobody", loader.Protected{}, two, without(two, "pim", "acme,pim,,,active,practitioner"), nil},
		{"a user loses a role", loader.Protected{Users: []schema.Ref{pim}}, two, without(two, "pim", "acme,pim,,,active,practitioner"),
			[]string{"tenant acme: user:acme/pim, who is protected, loses the role supervisor"}},
		{"a user becomes inactive", loader.Protected{Users: []schema.Ref{pim}}, two, without(two, "pim", "acme,pim,,,inactive,practitioner;supervisor"),
			[]string{"tenant acme: user:acme/pim, who is protected, loses the role practitioner", "tenant acme: user:acme/pim, who is protected, loses the role supervisor", "tenant acme: user:acme/pim, who is protected, becomes inactive"}},
		{"another user", loader.Protected{Users: []schema.Ref{ada}}, two, without(two, "pim", "acme,pim,,,active,practitioner"), nil},
		{"a user loses a link", loader.Protected{Users: []schema.Ref{pim}}, two, two.without("links", "acme,pim"), nil},
		{"a role that nobody loses", loader.Protected{Roles: []schema.Role{schema.RoleSupervisor}}, two, without(two, "pim", "acme,pim,,,active,practitioner"),
			[]string{"tenant acme: user:acme/pim loses the protected role supervisor"}},
		{"the last of a role", loader.Protected{Last: []schema.Role{schema.RoleSupervisor}}, small(), without(small(), "pim", "acme,pim,,,active,practitioner"),
			[]string{"tenant acme: loses its last active supervisor, which is protected: user:acme/pim"}},
		{"not the last", loader.Protected{Last: []schema.Role{schema.RoleSupervisor}}, two, without(two, "pim", "acme,pim,,,active,practitioner"), nil},
		{"one who had it while inactive", loader.Protected{Roles: []schema.Role{schema.RoleSupervisor}},
			without(small(), "pim", "acme,pim,,,inactive,supervisor"), without(small(), "pim", "acme,pim,,,inactive,"), nil},
	} {
		p := loader.Diff(want(t, tt.after), holding(want(t, tt.before)))
		for _, limits := range []loader.Limits{{Protected: tt.protected, AllowRemovals: 1000}, {Protected: tt.protected, Unlimited: true}} {
			var got []string
			for _, r := range p.Refusals(limits) {
				got = append(got, r.String())
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("%s: %s", tt.why, diff)
			}
		}
	}
}

// What is protected stays whatever way a plan takes: a whole tenant does not go
// either.
func TestProtectedOfATenantThatGoes(t *testing.T) {
	_, eng := startWith(t, small())
	err := removal(t, eng, loader.Limits{Unlimited: true, Protected: loader.Protected{Users: []schema.Ref{{Type: schema.TypeUser, Tenant: "acme", ID: "ada"}}}})
	if !errors.As(err, new(*loader.RefusedError)) {
		t.Errorf("got %v, want it refused", err)
	}
}
