package answer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/internal/answer"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// All 100,000 clients of a tenant, as its secretary sees them, beside a copy of their
// references and names, in turns. An engine tells the clients in the order of their
// names; "shuffled" are told as a watch does.
func BenchmarkEveryClient(b *testing.B) {
	const clients = 100_000
	for name, at := range map[string]func(int) int{
		"sorted":   func(i int) int { return i },
		"shuffled": func(i int) int { return i * 7919 % clients },
	} {
		b.Run(name, func(b *testing.B) {
			changes := []relation.Change{
				relationtest.Change("tenant:t#member@user:t/u1"), relationtest.Change("tenant:t#secretary@user:t/u1"),
			}
			for i := range clients {
				client := fmt.Sprintf("client:t/c-%06d", at(i))
				changes = append(changes, relationtest.Change(client+"#tenant@tenant:t"), relationtest.Change(client+"#practitioner@user:t/u2"))
			}
			g, err := eval.New(schema.Text())
			if err == nil {
				g, err = g.With(changes)
			}
			if err != nil {
				b.Fatal(err)
			}
			subject := schema.Ref{Type: schema.TypeUser, Tenant: "t", ID: "u1"}
			benchmarkEvery(b, answer.Now{Graph: g}, subject, clients)
		})
	}
}

func benchmarkEvery(b *testing.B, by checker.Snapshot, subject schema.Ref, clients int) {
	b.ReportAllocs()
	var listed, copied time.Duration
	for b.Loop() {
		begin := time.Now()
		list, err := by.Resources(schema.Model{}, subject, schema.ClientViewAccount, checker.EvaluationContext{})
		listed += time.Since(begin)
		if err != nil || len(list.Refs) != clients {
			b.Fatalf("got %d (%v), want %d", len(list.Refs), err, clients)
		}
		begin = time.Now()
		copies := make([]schema.Ref, len(list.Refs))
		for i, r := range list.Refs {
			copies[i], copies[i].ID = r, strings.Clone(r.ID)
		}
		copied += time.Since(begin)
	}
	b.ReportMetric(float64(listed.Microseconds())/float64(b.N), "us/list")
	b.ReportMetric(float64(copied.Microseconds())/float64(b.N), "us/copy")
	b.ReportMetric(float64(listed)/float64(copied), "list/copy")
}
