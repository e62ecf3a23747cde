package access_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

var flagWorlds = flag.Int("worlds", 300, "how many random plans to hold against asking everything")

var today = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// A difference is exactly what asking every user for every permission on every
// object before and after finds, over random worlds, with what applications
// write, and random plans.
func TestDifferenceIsExact(t *testing.T) {
	seed := random.Seed(t)
	gained, lost := 0, 0
	for last := seed + uint64(*flagWorlds); seed < last; seed++ {
		w := newWorld(t, seed)
		plan := loader.Diff(loader.Desired{Tenants: w.tenants, Relationships: w.want}, w.have())
		d, err := plan.Access(w.have(), today)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want, before := everything(t, w.held), map[string]bool{}
		for _, line := range want {
			before[line] = true
		}
		if diff := cmp.Diff(differing(before, everything(t, after(plan, w.held))), flat(d)); diff != "" {
			t.Fatalf("seed %d (-want +got): %s\n%s", seed, diff, text(plan))
		}
		measured, err := plan.Measured(w.have(), today)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		if diff := cmp.Diff(sums(want, d, plan), countsIn(measured)); diff != "" {
			t.Fatalf("seed %d: counts (-want +got): %s\n%s", seed, diff, text(plan))
		}
		gained, lost = gained+d.Gained.Total(), lost+d.Lost.Total()
	}
	t.Logf("up to seed %d: %d permissions gained, %d lost", seed-1, gained, lost)
}

// after is what is held once a plan is applied.
func after(plan loader.Plan, held []loader.Relationship) []loader.Relationship {
	now := map[string]loader.Relationship{}
	for _, r := range held {
		now[sortKey(r)] = r
	}
	for _, t := range plan.Tenants {
		for c := range t.Changes.All() {
			if delete(now, sortKey(c.Relationship)); !c.Removes() {
				now[sortKey(c.Relationship)] = c.Relationship
			}
		}
	}
	var all []loader.Relationship
	for _, r := range now {
		all = append(all, r)
	}
	return all
}

// everything is all that is allowed, asked one by one.
func everything(t *testing.T, relationships []loader.Relationship) []string {
	t.Helper()
	g, objects := graphOf(t, relationships)
	var allowed []string
	for user := range objects {
		if user.Type != schema.TypeUser {
			continue
		}
		for resource := range objects {
			if resource.Tenant != user.Tenant {
				continue
			}
			for _, p := range schema.Permissions(resource.Type) {
				answer := g.Check(eval.Question{
					Resource: relation.ObjectOf(resource), Permission: p.Name(),
					Subject: relation.ObjectOf(user),
				}, eval.Context{At: today, Values: func(time.Time) map[string]any {
					return map[string]any{"now": today.Format(time.RFC3339Nano)}
				}})
				if answer.Outcome == eval.Allowed {
					allowed = append(allowed, fmt.Sprintf("%s %s %s", user, p, resource))
				}
			}
		}
	}
	return allowed
}

// graphOf is the graph of relationships, and the objects that they name.
func graphOf(t *testing.T, relationships []loader.Relationship) (*eval.Snapshot, map[schema.Ref]bool) {
	t.Helper()
	empty, err := eval.New(schema.Text())
	if err != nil {
		t.Fatal(err)
	}
	objects, changes := map[schema.Ref]bool{}, []relation.Change{}
	for _, r := range relationships {
		for _, o := range []loader.Object{r.Resource, r.Subject} {
			if ref, ok := o.Ref(); ok {
				objects[ref] = true
			}
		}
		changes = append(changes, relation.Change{Relationship: r})
	}
	g, err := empty.With(changes)
	if err != nil {
		t.Fatal(err)
	}
	return g, objects
}

// differing is what differs between all that was allowed and all that is.
func differing(before map[string]bool, now []string) []string {
	lines, after := []string{}, map[string]bool{}
	for _, line := range now {
		if after[line] = true; !before[line] {
			lines = append(lines, "gained "+line)
		}
	}
	for line := range before {
		if !after[line] {
			lines = append(lines, "lost "+line)
		}
	}
	slices.Sort(lines)
	return lines
}

func flat(d access.Difference) []string {
	lines := []string{}
	for sign, all := range map[string]access.Entries{"gained": d.Gained, "lost": d.Lost} {
		for _, s := range all {
			for _, r := range s.Resources() {
				lines = append(lines, fmt.Sprintf("%s %s %s %s", sign, s.User, s.Permission, r))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// sums are the counts of what changes, in the tenants that have to be counted.
func sums(before []string, d access.Difference, plan loader.Plan) []string {
	counted := map[schema.TenantID]bool{}
	for _, t := range plan.Tenants {
		counted[t.Tenant] = t.Before > 0
	}
	sums := map[string]*[3]int{}
	add := func(tenant schema.TenantID, permission string, place, n int) {
		key := string(tenant) + " " + permission
		if counted[tenant] {
			if sums[key] == nil {
				sums[key] = &[3]int{}
			}
			sums[key][place] += n
		}
	}
	for _, line := range before {
		fields := strings.Fields(line)
		user, _ := schema.ParseRef(fields[0])
		add(user.Tenant, fields[1], 0, 1)
	}
	for place, all := range []access.Entries{d.Gained, d.Lost} {
		for _, s := range all {
			add(s.User.Tenant, string(s.Permission), 1+place, s.Len())
		}
	}
	lines := []string{}
	for key, n := range sums {
		if n[1] == 0 {
			n[0] = 0 // what is only taken has no limit that goes by it
		}
		if n[1]+n[2] > 0 {
			lines = append(lines, fmt.Sprint(key, *n))
		}
	}
	slices.Sort(lines)
	return lines
}

func countsIn(plan loader.Plan) []string {
	lines := []string{}
	for _, t := range plan.Tenants {
		for _, c := range t.Access {
			lines = append(lines, fmt.Sprint(string(t.Tenant)+" "+string(c.Permission), [3]int{c.Before, c.Given, c.Taken}))
		}
	}
	slices.Sort(lines)
	return lines
}

func text(plan loader.Plan) string {
	var b strings.Builder
	_ = plan.WriteText(&b, schema.English)
	return b.String()
}
