package eval_test

import (
	"fmt"
	"math/rand/v2"
	"net"
	"runtime"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// institution is a care tenant of so many clients and users, with a hundred
// and fifty clients in the caseload of user u0.
func institution(clients, users int) []relation.Change {
	random := rand.New(rand.NewPCG(1, 1))
	var all []relation.Change
	for u := range users {
		user := fmt.Sprintf("user:t/u%d", u)
		all = append(all, rel("tenant:t#member@"+user), rel("tenant:t#practitioner@"+user))
	}
	for c := range clients {
		client := fmt.Sprintf("client:t/c%d", c)
		all = append(all, rel(client+"#tenant@tenant:t"))
		first := caseloadOf(c, users, random)
		for _, u := range []int{first, 1 + (first+1)%(users-1), 1 + (first+2)%(users-1)} {
			all = append(all, rel(fmt.Sprintf("%s#practitioner@user:t/u%d", client, u)))
		}
	}
	return append(all, rel("tenant:t#emergency_procedure@user:*"))
}

const caseload = 150

func caseloadOf(client, users int, random *rand.Rand) int {
	if client < caseload {
		return 0
	}
	return 1 + random.IntN(users-1)
}

func institutionGraph(b testing.TB, clients, users int) *eval.Snapshot {
	b.Helper()
	empty, err := eval.New(schema.Text())
	if err != nil {
		b.Fatal(err)
	}
	emergency := rel("client:t/c9999#emergency@user:t/u0")
	start := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	emergency.Terms = relation.Emergency(start, start.Add(time.Hour), "r")
	emergency.Expires = ""
	g, err := empty.With(append(institution(clients, users), emergency))
	if err != nil {
		b.Fatal(err)
	}
	return g
}

var benched = []struct {
	name string
	q    eval.Question
	want eval.Outcome
}{
	{"allowed", ask("client:t/c7", "view_dossier", "user:t/u0"), eval.Allowed},
	{"denied", ask("client:t/c9998", "view_dossier", "user:t/u0"), eval.Denied},
	{"conditional", ask("client:t/c9999", "view_dossier", "user:t/u0"), eval.Conditional},
}

// A check from memory, its names looked up. It allocates nothing where it ends
// allowed or denied.
func BenchmarkCheck(b *testing.B) {
	g := institutionGraph(b, 100_000, 2_000)
	for _, c := range benched {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			at := eval.Context{At: time.Now()}
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if got := g.Check(c.q, at).Outcome; got != c.want {
						b.Fatalf("got %v, want %v", got, c.want)
					}
				}
			})
		})
	}
}

// A check that meets a condition, beside one that meets none, the first that meets it, and
// what SpiceDB's own evaluation of the caveat takes, in turns.
func BenchmarkCondition(b *testing.B) {
	g, now := institutionGraph(b, 10_000, 2_000), time.Date(2026, 1, 1, 0, 30, 0, 0, time.UTC)
	access := rel("client:t/c9999#emergency@user:t/u0")
	access.Terms = relation.Emergency(now.Add(-time.Minute), now.Add(time.Hour), "she fell")
	g, err := g.With([]relation.Change{access, rel("tenant:t#practitioner@user:t/u0")})
	if err != nil {
		b.Fatal(err)
	}
	unknown := eval.Context{At: now, Values: schema.ContextAt}
	known := unknown
	known.Now = func(at time.Time) (time.Time, bool) { return at, true }
	kinds := []struct {
		name   string
		q      eval.Question
		c      eval.Context
		atOnce int // the last are slow, and leave work to the collector
	}{
		{"plain", benched[0].q, known, 1000}, {"condition", benched[2].q, known, 1000},
		{"first", benched[2].q, known, 1}, {"evaluated", benched[2].q, unknown, 1},
	}
	took := make([]time.Duration, len(kinds))
	for b.Loop() {
		anew, err := g.With([]relation.Change{access}) // which nobody has read
		if err != nil {
			b.Fatal(err)
		}
		for i, k := range kinds {
			g := map[bool]*eval.Snapshot{true: anew, false: g}[k.name == "first"]
			begin := time.Now()
			for range k.atOnce {
				if got := g.Check(k.q, k.c).Outcome; got != eval.Allowed {
					b.Fatalf("%s: got %v", k.name, got)
				}
			}
			took[i] += time.Since(begin)
		}
	}
	for i, k := range kinds {
		b.ReportMetric(float64(took[i].Nanoseconds())/float64(k.atOnce*b.N), "ns/"+k.name)
	}
	b.ReportMetric(float64(took[1])/float64(took[0]), "condition/plain")
}

// The floor: a function that knows the schema by heart and probes maps.
func BenchmarkFloor(b *testing.B) {
	has := map[[3]string]struct{}{}
	for _, c := range institution(100_000, 2_000) {
		has[[3]string{string(c.Resource.Type) + ":" + c.Resource.ID, c.Relation.Name(), string(c.Subject.Type) + ":" + c.Subject.ID}] = struct{}{}
	}
	in := func(resource, relation, subject string) bool {
		_, ok := has[[3]string{resource, relation, subject}]
		return ok
	}
	viewDossier := func(client, user string) bool {
		tenant := "tenant:t"
		return in(client, "practitioner", user) && in(tenant, "member", user) && in(tenant, "practitioner", user) ||
			in(client, "supervisor", user) && in(tenant, "member", user) && in(tenant, "supervisor", user) ||
			in(client, "login", user) && in(tenant, "member", user)
	}
	for name, client := range map[string]string{"allowed": "client:t/c7", "denied": "client:t/c9998"} {
		b.Run(name, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					if viewDossier(client, "user:t/u0") != (name == "allowed") {
						b.Fatal("the floor is wrong")
					}
				}
			})
		})
	}
}

func BenchmarkCaseload(b *testing.B) {
	g := institutionGraph(b, 100_000, 2_000)
	q := ask("client:", "view_dossier", "user:t/u0")
	b.ReportAllocs()
	for b.Loop() {
		list, err := g.Resources(q, eval.Context{At: time.Now(), Values: func(time.Time) map[string]any {
			return map[string]any{"now": "2027-01-01T00:00:00Z"}
		}})
		if err != nil || len(list.Allowed) != caseload {
			b.Fatalf("got %d (%v), want %d", len(list.Allowed), err, caseload)
		}
	}
}

// Who may read one dossier of a tenant of 2,000 users: its three practitioners are
// asked, and not each user.
func BenchmarkReaders(b *testing.B) {
	g := institutionGraph(b, 100_000, 2_000)
	q := ask("client:t/c500", "view_dossier", "user:")
	b.ReportAllocs()
	for b.Loop() {
		who, err := g.Subjects(q, eval.Context{At: time.Now(), Values: func(time.Time) map[string]any {
			return map[string]any{"now": "2027-01-01T00:00:00Z"}
		}})
		if err != nil || len(who.Allowed) != 3 {
			b.Fatalf("got %v (%v), want 3", who, err)
		}
	}
}

// One change at a time, each in a graph of its own: the cost of following.
func BenchmarkWith(b *testing.B) {
	g := institutionGraph(b, 100_000, 2_000)
	link := rel("client:t/c500#practitioner@user:t/u0")
	for b.Loop() {
		link.Gone = !link.Gone
		next, err := g.With([]relation.Change{link})
		if err != nil {
			b.Fatal(err)
		}
		g = next
	}
}

// What a million relationships cost in time and memory, the strings of their
// names included.
func BenchmarkMillion(b *testing.B) {
	for b.Loop() {
		changes := institution(249_000, 2_000)
		var before, after runtime.MemStats
		begin := time.Now()
		g, _ := eval.New(schema.Text())
		g, err := g.With(changes)
		if err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(float64(time.Since(begin).Milliseconds()), "ms/load")
		changes = nil
		runtime.GC()
		runtime.ReadMemStats(&after)
		count := g.Len()
		runtime.KeepAlive(g)
		g = nil
		runtime.GC()
		runtime.ReadMemStats(&before)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(count), "B/relationship")
	}
}

// The same check asked of SpiceDB over loopback gRPC, its cache warm.
func BenchmarkCheckPermissionOverLoopback(b *testing.B) {
	r := startReference(b)
	defer r.stop()
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	address := socket.Addr().String()
	socket.Close()
	served, err := r.engine.Serve(b.Context(), address, engine.OneKey("k"))
	if err != nil {
		b.Fatal(err)
	}
	defer served.Close()
	client := v1.NewPermissionsServiceClient(enginetest.Dial(b, served.Address(), "k"))
	// SpiceDB's store in memory walks over a whole relation at each question:
	// a small world is to its advantage, and its cache is warm.
	r.load(b, schema.Text(), institution(1_000, 50)...)
	q := benched[0].q
	request := &v1.CheckPermissionRequest{Consistency: fullyConsistent, Resource: q.Resource.Message(), Permission: q.Permission, Subject: q.Subject.Subject(q.SubjectRelation)}
	if _, err := client.CheckPermission(b.Context(), request); err != nil { // warm
		b.Fatal(err)
	}
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := client.CheckPermission(b.Context(), request); err != nil {
				b.Fatal(err)
			}
		}
	})
}
