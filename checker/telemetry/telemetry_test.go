package telemetry_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
	"go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	oteltrace "go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/telemetry"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/schema"
)

// traced is an engine that sees in which span it is called.
type traced struct {
	grpc.ClientConnInterface
	within []oteltrace.SpanID
	fails  error
}

func (e *traced) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	e.within = append(e.within, oteltrace.SpanContextFromContext(ctx).SpanID())
	if e.fails != nil {
		return e.fails
	}
	return e.ClientConnInterface.Invoke(ctx, method, args, reply, opts...)
}

// world is a checker that is observed, and what is seen of it.
type world struct {
	t      *testing.T
	engine *traced
	may    *checker.Checker
	spans  *tracetest.InMemoryExporter
	reader *metric.ManualReader
}

func observe(t *testing.T, refs bool) *world {
	t.Helper()
	w := &world{t, &traced{ClientConnInterface: fixtures.Start(t, fixtures.Care())}, nil, tracetest.NewInMemoryExporter(), metric.NewManualReader()}
	observer, err := telemetry.New(telemetry.Options{
		Tracers: trace.NewTracerProvider(trace.WithSyncer(w.spans)),
		Meters:  metric.NewMeterProvider(metric.WithReader(w.reader)),
		Refs:    refs,
	})
	require.NoError(t, err)
	w.may = checker.New(w.engine, checker.Options{Observer: observer})
	return w
}

var (
	bram   = schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "bram"}
	client = schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1001"}
	views  = checker.Question{Subject: bram, Permission: schema.ClientViewDossier, Resource: client}
)

// askAll calls everything once, once refused and once with an engine that fails.
func (w *world) askAll() {
	ctx := w.t.Context()
	for _, p := range []schema.Permission{schema.ClientViewDossier, "client#nobody-made-" + schema.Permission(bram.ID)} {
		for _, w.engine.fails = range []error{nil, errors.New("bram's engine is gone")} {
			_, _ = w.may.Check(ctx, checker.Question{Subject: bram, Permission: p, Resource: client})
			_ = w.may.CheckAll(ctx, []checker.Question{views, views})
			_, _ = w.may.Permissions(ctx, bram, client)
			_, _ = w.may.Resources(ctx, bram, p)
			_, _ = w.may.Subjects(ctx, p, client)
			_, _ = w.may.ResourcesPage(ctx, bram, p, checker.Paging{})
			_, _ = w.may.SubjectsPage(ctx, p, client, checker.Paging{})
			for range w.may.ResourcesSeq(ctx, bram, p) {
				break
			}
			for range w.may.SubjectsSeq(ctx, p, client) {
				continue
			}
		}
	}
}

func (w *world) points() []metricdata.HistogramDataPoint[float64] {
	w.t.Helper()
	var all metricdata.ResourceMetrics
	require.NoError(w.t, w.reader.Collect(w.t.Context(), &all))
	require.Len(w.t, all.ScopeMetrics, 1)
	require.Len(w.t, all.ScopeMetrics[0].Metrics, 1)
	require.Equal(w.t, telemetry.Duration, all.ScopeMetrics[0].Metrics[0].Name)
	return all.ScopeMetrics[0].Metrics[0].Data.(metricdata.Histogram[float64]).DataPoints
}

func TestACallIsASpanAndADuration(t *testing.T) {
	w := observe(t, false)
	decision, err := w.may.Check(t.Context(), views)
	require.NoError(t, err)
	require.True(t, decision.Allowed())
	spans := w.spans.GetSpans()
	require.Len(t, spans, 1)
	assert.Equal(t, "remit.check", spans[0].Name)
	require.NotEmpty(t, w.engine.within)
	assert.Equal(t, spans[0].SpanContext.SpanID(), w.engine.within[0], "the engine's call is within the span")
	points := w.points()
	require.Len(t, points, 1)
	assert.EqualValues(t, 1, points[0].Count)
	for name, want := range map[string]string{"operation": "check", "source": "engine", "outcome": "allowed", "permission": "client#view_dossier"} {
		got, _ := points[0].Attributes.Value(attribute.Key("remit." + name))
		assert.Equal(t, want, got.AsString(), name)
	}
}

// Nobody is named where everybody looks, also by an error's text or by what was
// given for a permission.
func TestNobodyIsNamed(t *testing.T) {
	w := observe(t, false)
	w.askAll()
	spans := w.spans.GetSpans()
	assert.Len(t, spans, 4*9, "each call once")
	for _, secret := range []string{bram.ID, client.ID, string(bram.Tenant)} {
		assert.NotContains(t, fmt.Sprintf("%+v", tracetest.SpanStubs(spans)), secret)
		for _, p := range w.points() {
			assert.NotContains(t, fmt.Sprintf("%+v", p.Attributes.ToSlice()), secret)
		}
	}
	outcomes := map[string]bool{}
	for _, p := range w.points() {
		for _, a := range p.Attributes.ToSlice() {
			outcomes[a.Value.AsString()] = true
		}
	}
	for _, want := range []string{"allowed", "answered", "error", "invalid permission", "Unknown", "none", "engine"} {
		assert.True(t, outcomes[want], want)
	}
}

func TestSpansNameWhomTheyAreToldTo(t *testing.T) {
	w := observe(t, true)
	_, err := w.may.Check(t.Context(), views)
	require.NoError(t, err)
	said := fmt.Sprintf("%+v", w.spans.GetSpans())
	assert.True(t, strings.Contains(said, "user:veldzicht/bram") && strings.Contains(said, "client:veldzicht/c-1001"), said)
	for _, p := range w.points() {
		assert.NotContains(t, fmt.Sprintf("%+v", p.Attributes.ToSlice()), "bram", "metrics never do")
	}
}

func TestNothingIsToldToNobody(t *testing.T) {
	observer, err := telemetry.New(telemetry.Options{})
	require.NoError(t, err)
	decision, err := checker.New(fixtures.Start(t, fixtures.Care()), checker.Options{Observer: observer}).Check(t.Context(), views)
	require.NoError(t, err)
	assert.True(t, decision.Allowed())
}
