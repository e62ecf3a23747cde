// Package telemetry tells OpenTelemetry what a checker is asked: a span and a
// duration for each call.
//
//	observer, err := telemetry.New(telemetry.Options{Tracers: tracers, Meters: meters})
//	may := checker.New(conn, checker.Options{Observer: observer})
//
// Nobody's name and no object's id is in a metric, nor, unless Options.Refs asks
// for them, in a span. The spans of the engine's calls, such as those of gRPC's
// own instrumentation, are within those of the checker.
package telemetry

import (
	"context"

	"go.opentelemetry.io/otel/attribute"
	otelcodes "go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/metric"
	metricnoop "go.opentelemetry.io/otel/metric/noop"
	"go.opentelemetry.io/otel/trace"
	tracenoop "go.opentelemetry.io/otel/trace/noop"

	"github.com/remit-authz/remit/checker"
)

// Scope is the name of the instrumentation.
const Scope = "github.com/remit-authz/remit/checker"

// Duration is the histogram's name. Its unit is the second, its attributes are
// remit.operation, remit.source, remit.permission, which is left out of what
// asks for many or for none, remit.outcome and, where that is error, error.type.
const Duration = "remit.checker.duration"

// Options are an observer's settings. The zero value tells nobody anything.
type Options struct {
	// Tracers make the spans; nil makes none.
	Tracers trace.TracerProvider
	// Meters make the histogram; nil makes none.
	Meters metric.MeterProvider
	// Refs, if true, puts subjects, resources and the texts of errors into spans.
	// They name people.
	Refs bool
}

// boundaries are seconds: memory answers within a microsecond, an engine within
// milliseconds, and gives up after some.
var boundaries = []float64{1e-6, 5e-6, 25e-6, 1e-4, 5e-4, 1e-3, 2.5e-3, 5e-3, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30}

type observer struct {
	tracer   trace.Tracer
	duration metric.Float64Histogram
	refs     bool
}

// New makes an observer. Its error is the meter's.
func New(o Options) (checker.Observer, error) {
	if o.Tracers == nil {
		o.Tracers = tracenoop.NewTracerProvider()
	}
	if o.Meters == nil {
		o.Meters = metricnoop.NewMeterProvider()
	}
	duration, err := o.Meters.Meter(Scope).Float64Histogram(Duration,
		metric.WithUnit("s"), metric.WithDescription("How long a checker took to answer a call."),
		metric.WithExplicitBucketBoundaries(boundaries...))
	if err != nil {
		return nil, err
	}
	return &observer{o.Tracers.Tracer(Scope), duration, o.Refs}, nil
}

// Asked begins a span.
func (o *observer) Asked(ctx context.Context, call checker.Call) context.Context {
	ctx, span := o.tracer.Start(ctx, "remit."+string(call.Operation), trace.WithSpanKind(trace.SpanKindInternal))
	if o.refs && span.IsRecording() {
		span.SetAttributes(refs(call.Question)...)
	}
	return ctx
}

// Answered ends the span, and counts the call.
func (o *observer) Answered(ctx context.Context, call checker.Call, result checker.Result) {
	about := attributes(call, result)
	o.duration.Record(ctx, result.Duration.Seconds(), metric.WithAttributeSet(attribute.NewSet(about...)))
	span := trace.SpanFromContext(ctx)
	if span.IsRecording() {
		span.SetAttributes(about...)
		span.SetAttributes(attribute.Int("remit.questions", call.Questions), attribute.Int("remit.allowed", result.Allowed))
		if result.Err != nil {
			span.SetStatus(otelcodes.Error, errorType(result.Err))
			if o.refs {
				span.RecordError(result.Err)
			}
		}
	}
	span.End()
}
