package report_test

import (
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/fixtures/generate"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// Each report over a care institution of some 400,000 relationships.
func BenchmarkReports(b *testing.B) {
	src, err := loader.Read(generate.World(generate.Size{Users: 2000, Clients: 95_000, Links: 114_000}, 1))
	if err != nil {
		b.Fatal(err)
	}
	world := loader.DesiredState(src, noon)
	held := slices.Clone(world.Relationships)
	m, folder := found(b, schema.Text(), held)
	var decisions []entry.Entry
	decisions = append(decisions, recording(200, entry.RecordAll, 1))
	for i, l := range src.Links {
		if i < 10_000 {
			decisions = append(decisions, decided(40, l.User, schema.ClientViewDossier, l.Object, "allowed"))
		}
	}
	review := entry.Entry{Kind: entry.Recertification, Time: noon, Campaign: &entry.CampaignStep{Does: entry.CampaignOpened, Due: noon}}
	o := report.Options{Moment: m, Record: folder, Decisions: record(b, decisions...), Reviews: record(b, review), Drift: []report.Drifted{}, Compare: func(*eval.Snapshot, *eval.Snapshot, time.Time) ([]report.Shift, error) { return nil, nil }}
	for _, r := range report.All() {
		asked := o
		switch r.About {
		case "USER":
			asked.About = src.Links[0].User
		case "OBJECT", "OBJECT|USER":
			asked.About = src.Links[0].Object
		}
		b.Run(r.Name, func(b *testing.B) {
			before := processor(b)
			defer func() { b.ReportMetric((processor(b)-before).Seconds()/float64(b.N), "cpu-s/op") }()
			for b.Loop() {
				made, err := r.Make(b.Context(), asked)
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(len(held)), "relationships")
				b.ReportMetric(float64(len(made.Rows)), "rows")
			}
		})
	}
}

// processor is the time that the process had of all processors: on a busy machine it says
// more than the clock.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
