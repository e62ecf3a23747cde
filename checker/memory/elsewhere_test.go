package memory_test

import (
	"flag"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/internal/unreachable"
	"github.com/remit-authz/remit/schema"
)

var flagEngine = flag.String("engine", "", "address of an engine for BenchmarkElsewhere, whose key is in REMIT_KEY")

// BenchmarkElsewhere is a memory of an engine that runs on its own, such as SpiceDB on
// PostgreSQL: filling it with 400,000 relationships, which are written there if it has
// none; a revocation until a question that knows nothing of it is denied from memory; and
// how much of the time the memory has a proof. What else its database does meanwhile is
// whoever starts it to say.
//
//	REMIT_KEY=… go test -run '^$' -bench Elsewhere -benchtime 50x -engine 127.0.0.1:50051 ./checker/memory
func BenchmarkElsewhere(b *testing.B) {
	if *flagEngine == "" {
		b.Skip("it is of an engine that -engine names")
	}
	conn := enginetest.Dial(b, *flagEngine, os.Getenv("REMIT_KEY"))
	if _, err := v1.NewSchemaServiceClient(conn).ReadSchema(b.Context(), &v1.ReadSchemaRequest{}); status.Code(err) == codes.NotFound {
		_, err = v1.NewSchemaServiceClient(conn).WriteSchema(b.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()})
		require.NoError(b, err)
		relationtest.Import(b, conn, large.relationships()...)
	}
	begin := time.Now()
	m := follow(b, conn, memory.Options{})
	fill := time.Since(begin)
	c := checker.New(unreachable.Engine{}, checker.Options{Memory: m})
	var took []time.Duration
	proven, looks := 0, 0
	for b.Loop() {
		link(b, conn, v1.RelationshipUpdate_OPERATION_TOUCH, 0)
		awaitOutcome(b, c, checker.Allowed)
		for until := time.Now().Add(rand.N(time.Second)); time.Now().Before(until); time.Sleep(time.Millisecond) {
			if looks++; m.Health().Answers {
				proven++
			}
		}
		link(b, conn, v1.RelationshipUpdate_OPERATION_DELETE, 0)
		begin := time.Now()
		awaitOutcome(b, c, checker.Denied)
		took = append(took, time.Since(begin))
	}
	slices.Sort(took)
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(fill.Seconds(), "fill-s")
	b.ReportMetric(float64(took[len(took)/2].Milliseconds()), "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Milliseconds()), "p99-ms")
	b.ReportMetric(100*float64(proven)/float64(max(looks, 1)), "%proven")
}
