package memory_test

import (
	"fmt"
	"runtime"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/unreachable"
	"github.com/remit-authz/remit/schema"
)

// BenchmarkAnswers asks the same questions of the same 400,000 relationships in
// four ways: from memory, of SpiceDB in the process over the durable store, of
// the same over loopback gRPC, its cache warm, and of the floor. ns/op is on
// all cores together; p50 and p99 are of one asker.
//
//	go test -run '^$' -bench Answers -timeout 60m ./checker/memory
func BenchmarkAnswers(b *testing.B) {
	e := large.store(b)
	served, err := e.Serve(b.Context(), loopbacktest.Address(b), engine.OneKey("k"))
	require.NoError(b, err)
	defer served.Close()
	m := follow(b, e.Conn(), memory.Options{})
	hand := newFloor(large)
	runtime.GC()
	for _, by := range []struct {
		name string
		c    *checker.Checker
	}{
		{"memory", checker.New(unreachable.Engine{}, checker.Options{Memory: m})},
		{"process", checker.New(e.Conn(), checker.Options{})},
		{"grpc", checker.New(enginetest.Dial(b, served.Address(), "k"), checker.Options{})},
	} {
		for _, kind := range []string{"allowed", "denied", "conditional"} {
			b.Run(fmt.Sprintf("check=%s/by=%s", kind, by.name), func(b *testing.B) {
				benchmarkCheck(b, large.questions(kind), func(q checker.Question) bool {
					decision, err := by.c.Check(b.Context(), q)
					if err != nil {
						b.Fatal(err)
					}
					return decision.Allowed()
				}, kind != "denied")
			})
		}
		b.Run("caseload=150/by="+by.name, func(b *testing.B) { benchmarkCaseload(b, by.c) })
		b.Run("bulk=1000/by="+by.name, func(b *testing.B) { benchmarkBulk(b, by.c) })
	}
	for _, kind := range []string{"allowed", "denied", "conditional"} {
		b.Run(fmt.Sprintf("check=%s/by=floor", kind), func(b *testing.B) {
			benchmarkCheck(b, large.questions(kind), func(q checker.Question) bool {
				return hand.viewDossier(q, time.Now())
			}, kind != "denied")
		})
	}
}

func benchmarkCheck(b *testing.B, questions []checker.Question, ask func(checker.Question) bool, want bool) {
	for _, q := range questions { // warm
		require.Equal(b, want, ask(q), q)
	}
	took := make([]time.Duration, 0, 2*len(questions))
	for _, q := range slices.Concat(questions, questions) {
		begin := time.Now()
		ask(q)
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	var started atomic.Int64
	b.ReportAllocs()
	b.ResetTimer()
	b.RunParallel(func(pb *testing.PB) {
		for n := int(started.Add(7919)); pb.Next(); n++ {
			if ask(questions[n%len(questions)]) != want {
				b.Errorf("want allowed %t", want)
				return
			}
		}
	})
	b.ReportMetric(float64(took[len(took)/2].Nanoseconds()), "p50-ns")
	b.ReportMetric(float64(took[len(took)*99/100].Nanoseconds()), "p99-ns")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "checks/s")
}

func benchmarkCaseload(b *testing.B, c *checker.Checker) {
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		list, err := c.Resources(b.Context(), user(n%(large.users-1)), schema.ClientViewDossier)
		if err != nil || len(list.Refs) != caseload {
			b.Fatalf("got %d (%v), want %d", len(list.Refs), err, caseload)
		}
	}
}

func benchmarkBulk(b *testing.B, c *checker.Checker) {
	questions := large.questions("allowed")[:1000]
	b.ReportAllocs()
	for b.Loop() {
		for _, answer := range c.CheckAll(b.Context(), questions) {
			if !answer.Allowed() || answer.Err != nil {
				b.Fatal(answer)
			}
		}
	}
}

// BenchmarkRevocation is the time from the acknowledgement of a write until a
// question that knows nothing of it is denied from memory.
func BenchmarkRevocation(b *testing.B) {
	e := large.store(b)
	c := checker.New(unreachable.Engine{}, checker.Options{Memory: follow(b, e.Conn(), memory.Options{})})
	var took []time.Duration
	for b.Loop() {
		link(b, e.Conn(), v1.RelationshipUpdate_OPERATION_TOUCH, 0)
		awaitOutcome(b, c, checker.Allowed)
		link(b, e.Conn(), v1.RelationshipUpdate_OPERATION_DELETE, 0)
		begin := time.Now()
		awaitOutcome(b, c, checker.Denied)
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
	b.ReportMetric(float64(took[len(took)-1].Microseconds()), "most-µs")
}

func awaitOutcome(b *testing.B, c *checker.Checker, want checker.Outcome) {
	b.Helper()
	for begin := time.Now(); time.Since(begin) < time.Minute; {
		// Where the memory has nothing fresh the engine would be asked.
		if decision, err := c.Check(b.Context(), numbered(0)); err == nil && decision.Outcome == want {
			return
		}
		runtime.Gosched()
	}
	b.Fatalf("never %s", want)
}

// BenchmarkFollowing writes as fast as the durable store takes it, and waits
// until memory has the last of it.
func BenchmarkFollowing(b *testing.B) {
	e := large.store(b)
	m := follow(b, e.Conn(), memory.Options{Wait: time.Minute})
	for _, size := range []int{1, 500} {
		b.Run(fmt.Sprintf("changes=%d", 2*size), func(b *testing.B) {
			var last schema.Revision
			n := 0
			for b.Loop() {
				last = link(b, e.Conn(), v1.RelationshipUpdate_OPERATION_TOUCH, numbers(size)...)
				n += 2 * size
			}
			written := b.Elapsed()
			begin := time.Now()
			require.NotNil(b, m.Snapshot(b.Context(), last))
			b.ReportMetric(float64(n)/(written+time.Since(begin)).Seconds(), "changes/s")
			b.ReportMetric(float64(time.Since(begin).Microseconds()), "behind-µs")
		})
	}
}

// BenchmarkLoad is the time until memory answers.
func BenchmarkLoad(b *testing.B) {
	for _, i := range []institution{large, {clients: 249_000, users: 2_000}} {
		e := i.store(b)
		b.Run(fmt.Sprintf("relationships=%d", i.clients*4+i.users*2), func(b *testing.B) {
			for b.Loop() {
				m := follow(b, e.Conn(), memory.Options{})
				require.NoError(b, m.Close())
			}
		})
	}
}

// BenchmarkSizes is how what memory costs grows with what it holds: filling it, its
// bytes, questions that nobody asked before (of one asker, beside the floor's in turns), a
// caseload of 150, and a change until memory has it. The last size takes some minutes
// and some gigabytes.
//
//	go test -run '^$' -bench Sizes -benchtime 1x -timeout 60m ./checker/memory
func BenchmarkSizes(b *testing.B) {
	for _, i := range []institution{{10_000, 200, 0}, {100_000, 2_000, 0}, {1_000_000, 20_000, 0}} {
		b.Run(fmt.Sprintf("relationships=%d", i.clients*4+i.users*2), func(b *testing.B) {
			begin := time.Now()
			e := i.store(b)
			b.ReportMetric(time.Since(begin).Seconds(), "import-s")
			begin = time.Now()
			m := follow(b, e.Conn(), memory.Options{Wait: time.Minute})
			b.ReportMetric(time.Since(begin).Seconds(), "fill-s")
			b.ReportMetric(float64(m.Health().Bytes)/float64(m.Health().Relationships), "B/relationship")
			c := checker.New(unreachable.Engine{}, checker.Options{Memory: m})
			hand := newFloor(i)
			runtime.GC()
			var checks, floors, lists, changes []float64
			for range b.N {
				for range 7 { // rounds, of which the middle one is told
					fresh := i.fresh(1 << 16)
					checks = append(checks, perQuestion(fresh, func(q checker.Question) { _, _ = c.Check(b.Context(), q) }))
					floors = append(floors, perQuestion(fresh, func(q checker.Question) { hand.viewDossier(q, time.Now()) }))
					lists = append(lists, perQuestion(fresh[:500], func(q checker.Question) {
						if found, err := c.Resources(b.Context(), q.Subject, q.Permission); err != nil || len(found.Refs) != caseload {
							b.Fatal(len(found.Refs), err)
						}
					}))
					changes = append(changes, perQuestion(fresh[:20], func(checker.Question) {
						require.NotNil(b, m.Snapshot(b.Context(), link(b, e.Conn(), v1.RelationshipUpdate_OPERATION_TOUCH, 0)))
					}))
				}
			}
			for unit, all := range map[string][]float64{"ns/check": checks, "ns/floor": floors, "ns/caseload": lists, "ns/change": changes} {
				slices.Sort(all)
				b.ReportMetric(all[len(all)/2], unit)
			}
			b.ReportMetric(0, "ns/op")
		})
	}
}

// perQuestion is how many nanoseconds one takes, each asked once.
func perQuestion(questions []checker.Question, ask func(checker.Question)) float64 {
	begin := time.Now()
	for _, q := range questions {
		ask(q)
	}
	return float64(time.Since(begin)) / float64(len(questions))
}
