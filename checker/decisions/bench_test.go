package decisions_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/decisions"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/unreachable"
)

// BenchmarkCheckFromMemory is how much longer a check from memory takes that is
// recorded: rounds of the plain and the recorded one, in turn; the ratio is that of
// their medians. At full speed more is asked than a disk can take: the share that is
// counted and not recorded is said. At 20,000 a second all is recorded.
//
//	go test -run '^$' -bench CheckFromMemory ./checker/decisions
func BenchmarkCheckFromMemory(b *testing.B) {
	conn := fixtures.Start(b, fixtures.Care())
	m := memory.Follow(conn, memory.Options{})
	b.Cleanup(func() { _ = m.Close() })
	if err := m.Ready(b.Context()); err != nil {
		b.Fatal(err)
	}
	plain := checker.New(unreachable.Engine{}, checker.Options{Memory: m})
	q := views(anna, linked)
	for _, tt := range []struct {
		name  string
		o     decisions.Options
		pause time.Duration
	}{
		{"denials", decisions.Options{Record: decisions.Denials}, 0},
		{"share=0.01", decisions.Options{Record: decisions.All, Share: 0.01}, 0},
		{"all", decisions.Options{Record: decisions.All}, 0},
		{"all/at=20000", decisions.Options{Record: decisions.All}, 10 * time.Millisecond},
	} {
		b.Run(tt.name, func(b *testing.B) {
			log, err := decisions.Open(filepath.Join(b.TempDir(), "decisions"), tt.o)
			if err != nil {
				b.Fatal(err)
			}
			defer func() { _ = log.Close() }()
			recorded := checker.New(unreachable.Engine{}, checker.Options{Memory: m, Witness: log})
			const round = 200
			took := map[*checker.Checker][]time.Duration{}
			asked := 0
			for b.Loop() {
				for _, c := range []*checker.Checker{plain, recorded} {
					begin := time.Now()
					for range round {
						if d, err := c.Check(b.Context(), q); err != nil || !d.Allowed() {
							b.Fatal(d, err)
						}
					}
					took[c] = append(took[c], time.Since(begin))
				}
				asked += round
				time.Sleep(tt.pause)
			}
			median := func(c *checker.Checker) float64 {
				slices.Sort(took[c])
				return float64(took[c][len(took[c])/2].Nanoseconds()) / round
			}
			lost, _ := log.Health()
			b.ReportMetric(median(plain), "plain-ns")
			b.ReportMetric(median(recorded), "recorded-ns")
			b.ReportMetric(median(recorded)/median(plain), "ratio")
			b.ReportMetric(float64(lost)/float64(asked), "lost-share")
		})
	}
}
