package loader_test

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"runtime/pprof"
	"syscall"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
)

// BenchmarkScale holds what a sync costs to what the engine itself needs to take in
// and to give out the same relationships, all in one run: processor time, and the
// memory beyond that of the source, dead objects included.
//
//	go test -run '^$' -bench 'Scale/tenants=20$' -benchtime 1x -timeout 60m ./loader
func BenchmarkScale(b *testing.B) {
	for _, tenants := range []int{2, 6, 20} {
		b.Run(fmt.Sprintf("tenants=%d", tenants), func(b *testing.B) {
			for b.Loop() {
				measureScale(b, tenants, openStore(b), openStore(b))
			}
		})
	}
}

func openStore(b *testing.B) *grpc.ClientConn {
	b.Helper()
	e, err := embedded.Open(b.Context(), embedded.Options{Store: filepath.Join(b.TempDir(), "remit.db"), Record: embedded.Unrecorded})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = e.Close() })
	return e.Conn()
}

func measureScale(b *testing.B, tenants int, conn, bare *grpc.ClientConn) {
	b.Helper()
	src, err := loader.Read(enginetest.ScaleWorld(tenants))
	if err != nil {
		b.Fatal(err)
	}
	ctx := b.Context()
	sync := loader.Sync{Engine: conn, Limits: loader.Limits{AllowRemovals: 1 << 30, AllowAccess: 1 << 30}, LateEnds: true}
	size := 0
	plan := func(src source.Source) func() error {
		return func() error { proposal, err := sync.Plan(ctx, src); size = proposal.Plan.Size(); return err }
	}
	run := func(src source.Source) func() error {
		return func() error { _, err := sync.Run(ctx, src); return err }
	}
	firstPlan := measure(b, "first plan", plan(src))
	n := size
	first := measure(b, "first load", run(src))
	imported := measure(b, "import", func() error { return enginetest.Copy(ctx, conn, bare) })
	var exported, unchangedPlan, unchanged cost
	for i := range 3 { // in turn: what else a machine does meanwhile falls on all of them
		exported = exported.least(i, measure(b, "export", func() error { return enginetest.Export(ctx, conn, func([]*v1.Relationship) error { return nil }) }))
		unchangedPlan = unchangedPlan.least(i, measure(b, "unchanged plan", plan(src)))
		unchanged = unchanged.least(i, measure(b, "unchanged", run(src)))
	}
	src = source.Source{} // nobody holds two
	if src, err = loader.Read(enginetest.LesserScaleWorld(tenants)); err != nil {
		b.Fatal(err)
	}
	hundredth := measure(b, "hundredth", run(src))
	b.ReportMetric(float64(n), "relationships")
	b.ReportMetric(0, "ns/op")
	for _, one := range []struct {
		name string
		cost
	}{{"first plan", firstPlan}, {"first load", first}, {"bare import", imported}, {"bare export", exported}, {"unchanged plan", unchangedPlan}, {"unchanged", unchanged}, {"a hundredth", hundredth}} {
		b.Logf("%-15s %8v processor, %8v, %5d B a relationship", one.name, one.cpu.Round(10*time.Millisecond), one.took.Round(10*time.Millisecond), one.peak/uint64(n))
	}
	ratio := func(what cost, to time.Duration, name string) { b.ReportMetric(what.cpu.Seconds()/to.Seconds(), name) }
	ratio(first, imported.cpu-exported.cpu, "first/import") // which reads them elsewhere
	ratio(unchanged, exported.cpu, "unchanged/export")
	ratio(unchangedPlan, exported.cpu, "plan/export")
	ratio(hundredth, exported.cpu, "1%/export")
	b.ReportMetric(float64(max(first.peak, unchanged.peak, hundredth.peak))/float64(n), "B/relationship")
	runtime.KeepAlive(src)
}

// cost is what something took: of the processor, by the clock, and the most memory
// beyond what there was before.
type cost struct {
	cpu, took time.Duration
	peak      uint64
}

// least is the smaller of each of two, of which the first may be none yet.
func (c cost) least(seen int, other cost) cost {
	if seen == 0 {
		return other
	}
	return cost{min(c.cpu, other.cpu), min(c.took, other.took), min(c.peak, other.peak)}
}

func measure(b *testing.B, name string, do func() error) (c cost) {
	b.Helper()
	// A profile can be narrowed to one of them: -tagfocus step=unchanged.
	pprof.Do(b.Context(), pprof.Labels("step", name), func(context.Context) { c = measureThis(b, do) })
	return c
}

func measureThis(b *testing.B, do func() error) cost {
	b.Helper()
	runtime.GC()
	before, began, cpu := heap(), time.Now(), processor(b)
	done, most := make(chan struct{}), make(chan uint64)
	go func() {
		peak := before
		for {
			select {
			case <-done:
				most <- peak
				return
			case <-time.After(5 * time.Millisecond):
				peak = max(peak, heap())
			}
		}
	}()
	if err := do(); err != nil {
		b.Fatal(err)
	}
	c := cost{cpu: processor(b) - cpu, took: time.Since(began)}
	close(done)
	c.peak = <-most - before
	return c
}

// heap is what objects take, dead ones included.
func heap() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64()
}

func processor(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
