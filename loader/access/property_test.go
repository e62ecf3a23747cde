package access_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/fixtures/generate"
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

var (
	flagWorlds = flag.Int("worlds", 300, "how many random plans to hold against asking everything")
	flagSeed   = flag.Uint64("seed", 0, "the first world; 0 picks one by the clock")
)

var today = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// A difference is exactly what asking every user for every permission on every
// object before and after finds, over random worlds, with what applications
// write, and random plans.
func TestDifferenceIsExact(t *testing.T) {
	seed := *flagSeed
	if seed == 0 {
		seed = uint64(time.Now().UnixNano())
	}
	gained, lost := 0, 0
	for last := seed + uint64(*flagWorlds); seed < last; seed++ {
		w := newWorld(t, seed)
		plan := loader.Diff(loader.World{Tenants: w.tenants, Relationships: w.want}, w.have())
		d, err := access.OfPlan(plan, w.have(), today)
		if err != nil {
			t.Fatalf("seed %d: %v", seed, err)
		}
		want, before := everything(t, w.held), map[string]bool{}
		for _, line := range want {
			before[line] = true
		}
		if diff := cmp.Diff(moved(before, everything(t, after(plan, w.held))), flat(d)); diff != "" {
			t.Fatalf("seed %d (-want +got): %s\n%s", seed, diff, text(plan))
		}
		measured, err := access.Measure(plan, w.have(), today)
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

// world is a state and what a source wants instead.
type world struct {
	random     *rand.Rand
	tenants    []schema.TenantID
	held, want []loader.Relationship
}

func (w *world) have() loader.State {
	return loader.State{Tenants: w.tenants, Relationships: w.held}
}

func (w *world) one(chance int) bool { return w.random.IntN(chance) == 0 }

// newWorld mixes two generated worlds of the same names: what is held is the
// first with what applications wrote, what is wanted is a part of both.
func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	w := &world{random: rand.New(rand.NewPCG(seed, 0))}
	size := generate.Size{
		Tenants: 1 + w.random.IntN(2), Users: 2 + w.random.IntN(8), Organizations: w.random.IntN(4), Engagements: w.random.IntN(5),
		Analyses: w.random.IntN(5), Connections: w.random.IntN(4), Libraries: w.random.IntN(2), Clients: w.random.IntN(8), Links: w.random.IntN(20),
	}
	one, other := generated(t, size, seed), generated(t, size, seed+1)
	w.tenants = one.Tenants
	w.held = w.some(one.Relationships, 20)
	mixed := 1 + w.random.IntN(20)
	w.want = append(w.some(one.Relationships, mixed), w.some(other.Relationships, 2+w.random.IntN(3))...)
	w.held = append(w.held, w.byApplications(one.Relationships)...)
	w.held, w.want = w.tidy(w.held), w.tidy(slices.DeleteFunc(w.want, foreign))
	return w
}

func generated(t *testing.T, size generate.Size, seed uint64) loader.World {
	t.Helper()
	source, err := loader.Read(generate.World(size, seed))
	if err != nil {
		t.Fatal(err)
	}
	return loader.Want(source, today)
}

// some leaves one in so many out, and moves the end of an invitation at times.
func (w *world) some(relationships []loader.Relationship, one int) []loader.Relationship {
	var some []loader.Relationship
	for _, r := range relationships {
		if w.one(one + 1) {
			continue
		}
		if r.Caveat != "" && w.one(2) {
			until := today.Add(time.Duration(w.random.IntN(5)-2) * time.Hour).Format(time.RFC3339)
			r.Terms = loader.Terms{Caveat: r.Caveat, Context: fmt.Sprintf(`{"until":%q}`, until), Expires: until}
		}
		some = append(some, r)
	}
	return some
}

// byApplications are links to the owners of accounts, running and ended
// emergencies, and objects with a second parent.
func (w *world) byApplications(from []loader.Relationship) []loader.Relationship {
	var written []loader.Relationship
	for _, r := range from {
		object := r.Resource
		user := from[w.random.IntN(len(from))].Subject
		if user.Type != schema.TypeUser || user.ID == "*" {
			continue
		}
		account := loader.Object{Type: schema.TypeAccount, ID: user.ID}
		switch {
		case object.Type == schema.TypeClient && w.one(2):
			relation := []schema.Relation{schema.ClientPractitioner, schema.ClientSupervisor}[w.random.IntN(2)]
			written = append(written, loader.Relationship{Resource: object, Relation: relation, Subject: account, SubjectRelation: "owner"})
		case object.Type == schema.TypeClient:
			since := today.Add(-time.Duration(w.random.IntN(90)) * time.Minute)
			until := since.Add(time.Hour)
			context, _ := json.Marshal(map[string]string{"reason": "r", "since": since.Format(time.RFC3339), "until": until.Format(time.RFC3339)})
			terms := loader.Terms{Caveat: schema.CaveatEmergencyAccess, Context: string(context), Expires: until.Format(time.RFC3339)}
			written = append(written, loader.Relationship{Resource: object, Relation: schema.ClientEmergency, Subject: user, Terms: terms})
		case object.Type == schema.TypeOrganization:
			relation := []schema.Relation{schema.OrganizationManager, schema.OrganizationAuditor, schema.OrganizationBarred}[w.random.IntN(3)]
			written = append(written, loader.Relationship{Resource: object, Relation: relation, Subject: account, SubjectRelation: "owner"})
		case object.Type == schema.TypeEngagement && r.Relation == schema.EngagementOrganization && w.one(3):
			r.Subject = from[w.random.IntN(len(from))].Resource
			if r.Subject.Type == schema.TypeOrganization {
				written = append(written, r)
			}
		}
	}
	return written
}

// foreign says whether a source would never ask for a relationship.
func foreign(r loader.Relationship) bool {
	return r.SubjectRelation != "" || r.Relation == schema.ClientEmergency
}

// tidy sorts relationships, as a state has them, each once.
func (w *world) tidy(relationships []loader.Relationship) []loader.Relationship {
	slices.SortStableFunc(relationships, func(a, b loader.Relationship) int { return strings.Compare(sortKey(a), sortKey(b)) })
	return slices.CompactFunc(relationships, func(a, b loader.Relationship) bool { return sortKey(a) == sortKey(b) })
}

func sortKey(r loader.Relationship) string {
	return strings.Join([]string{string(r.Resource.Type), r.Resource.ID, string(r.Relation), string(r.Subject.Type), r.Subject.ID, r.SubjectRelation}, "\x00")
}

// after is what is held once a plan is applied.
func after(plan loader.Plan, held []loader.Relationship) []loader.Relationship {
	now := map[string]loader.Relationship{}
	for _, r := range held {
		now[sortKey(r)] = r
	}
	for _, t := range plan.Tenants {
		for _, c := range t.Changes {
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
				answer := g.Check(graph.Question{
					Resource: graph.Object{Type: string(resource.Type), ID: resource.ObjectID()}, Permission: p.Name(),
					Subject: graph.Object{Type: "user", ID: user.ObjectID()},
				}, graph.Circumstances{At: today, Context: func(time.Time) map[string]any {
					return map[string]any{"now": today.Format(time.RFC3339Nano)}
				}})
				if answer.Outcome == graph.Allowed {
					allowed = append(allowed, fmt.Sprintf("%s %s %s", user, p, resource))
				}
			}
		}
	}
	return allowed
}

// graphOf is the graph of relationships, and the objects that they name.
func graphOf(t *testing.T, relationships []loader.Relationship) (*graph.Graph, map[schema.Ref]bool) {
	t.Helper()
	empty, err := graph.New(schema.Text())
	if err != nil {
		t.Fatal(err)
	}
	objects, changes := map[schema.Ref]bool{}, []graph.Change{}
	for _, r := range relationships {
		for _, o := range []loader.Object{r.Resource, r.Subject} {
			if ref, ok := o.Ref(); ok {
				objects[ref] = true
			}
		}
		c := graph.Change{Relationship: graph.Relationship{
			Resource: graph.Object{Type: string(r.Resource.Type), ID: r.Resource.ID}, Relation: r.Relation.Name(),
			Subject: graph.Object{Type: string(r.Subject.Type), ID: r.Subject.ID}, SubjectRelation: r.SubjectRelation, Caveat: string(r.Caveat),
		}}
		if r.Caveat != "" {
			if err := json.Unmarshal([]byte(r.Context), &c.Context); err != nil {
				t.Fatal(err)
			}
			c.Expires, _ = time.Parse(time.RFC3339, r.Expires)
		}
		changes = append(changes, c)
	}
	g, err := empty.With(changes)
	if err != nil {
		t.Fatal(err)
	}
	return g, objects
}

// moved is what differs between all that was allowed and all that is.
func moved(before map[string]bool, now []string) []string {
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
	for sign, all := range map[string]access.Shifts{"gained": d.Gained, "lost": d.Lost} {
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
	for place, all := range []access.Shifts{d.Gained, d.Lost} {
		for _, s := range all {
			add(s.User.Tenant, string(s.Permission), 1+place, s.Len())
		}
	}
	lines := []string{}
	for key, n := range sums {
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
	_ = plan.WriteText(&b)
	return b.String()
}
