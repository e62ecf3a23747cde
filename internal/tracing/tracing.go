// Package tracing sends spans of what is served to an OpenTelemetry collector, where
// the environment says that there is one: by OTEL_EXPORTER_OTLP_ENDPOINT and the other
// variables of the standard. Without them nothing is made and nothing is sent.
//
// A span names a route, a method of the engine and an outcome. Nobody and no object is
// in it.
package tracing

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/resource"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc/stats"
)

// Scope is the name of the instrumentation.
const Scope = "github.com/remit-authz/remit"

// closeWithin bounds the wait for a collector at the end.
const closeWithin = 3 * time.Second

// propagator takes and gives the W3C's traceparent, and nothing else that somebody
// might send along.
var propagator = propagation.TraceContext{}

// Tracing makes spans until Close. It is safe for concurrent use; nil makes none.
type Tracing struct {
	provider *sdktrace.TracerProvider
	tracer   trace.Tracer
}

// Open is what the environment asks for; nil where it asks for nothing. Report is told
// when spans cannot be sent. The caller closes it.
func Open(ctx context.Context, getenv func(string) string, report func(error)) (*Tracing, error) {
	exporter, err := exporterOf(ctx, getenv)
	if exporter == nil || err != nil {
		return nil, err
	}
	// What the environment says of the service goes before.
	about, err := resource.Merge(resource.NewSchemaless(attribute.String("service.name", "remit")), resource.Environment())
	if err != nil {
		return nil, fmt.Errorf("OpenTelemetry: what the environment says of the service: %w", err)
	}
	otel.SetErrorHandler(otel.ErrorHandlerFunc(report))
	// It is nobody's default: SpiceDB's own spans name what is asked about.
	provider := sdktrace.NewTracerProvider(sdktrace.WithBatcher(exporter), sdktrace.WithResource(about))
	return &Tracing{provider, provider.Tracer(Scope)}, nil
}

// exporterOf is where spans are sent; nil for nowhere.
func exporterOf(ctx context.Context, getenv func(string) string) (*otlptrace.Exporter, error) {
	first := func(names ...string) string {
		for _, name := range names {
			if value := strings.TrimSpace(getenv(name)); value != "" {
				return value
			}
		}
		return ""
	}
	kind := first("OTEL_TRACES_EXPORTER")
	switch {
	case strings.EqualFold(first("OTEL_SDK_DISABLED"), "true") || kind == "none":
		return nil, nil
	case kind != "" && kind != "otlp":
		return nil, fmt.Errorf("OTEL_TRACES_EXPORTER is %q: it is otlp, none, or left out", kind)
	case kind == "" && first("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT") == "":
		return nil, nil
	}
	switch protocol := first("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "OTEL_EXPORTER_OTLP_PROTOCOL"); protocol {
	case "", "http/protobuf":
		return otlptracehttp.New(ctx)
	case "grpc":
		return otlptracegrpc.New(ctx)
	default:
		return nil, fmt.Errorf("OTEL_EXPORTER_OTLP_PROTOCOL is %q: it is http/protobuf or grpc", protocol)
	}
}

// Provider makes the tracers; nil where there is no tracing.
func (t *Tracing) Provider() trace.TracerProvider {
	if t == nil {
		return nil
	}
	return t.provider
}

// Handler makes a span of each request of a route, within the caller's.
func (t *Tracing) Handler(route string, next http.Handler) http.Handler {
	if t == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := propagator.Extract(r.Context(), propagation.HeaderCarrier(r.Header))
		ctx, span := t.tracer.Start(ctx, route, trace.WithSpanKind(trace.SpanKindServer),
			trace.WithAttributes(attribute.String("http.route", route), attribute.String("http.request.method", methodOf(r))))
		defer span.End()
		answer := &answer{ResponseWriter: w, code: http.StatusOK}
		next.ServeHTTP(answer, r.WithContext(ctx))
		span.SetAttributes(attribute.Int("http.response.status_code", answer.code))
		if answer.code >= http.StatusInternalServerError {
			span.SetStatus(codes.Error, "")
		}
	})
}

// methodOf is a method that is one: a caller may send any text for it.
func methodOf(r *http.Request) string {
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions, http.MethodConnect, http.MethodTrace:
		return r.Method
	}
	return "_OTHER"
}

// answer remembers the status of what was answered.
type answer struct {
	http.ResponseWriter
	code    int
	written bool
}

func (a *answer) WriteHeader(code int) {
	if !a.written && code >= http.StatusOK {
		a.code, a.written = code, true
	}
	a.ResponseWriter.WriteHeader(code)
}

func (a *answer) Write(p []byte) (int, error) {
	a.written = true
	return a.ResponseWriter.Write(p)
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// Server makes a span of each call that a gRPC server answers; nil where there is no
// tracing.
func (t *Tracing) Server() stats.Handler {
	if t == nil {
		return nil
	}
	return otelgrpc.NewServerHandler(otelgrpc.WithTracerProvider(t.provider), otelgrpc.WithPropagators(propagator))
}

// Close sends what is not sent yet, within a few seconds. That it could not be sent is
// no error of what was served.
func (t *Tracing) Close() error {
	if t == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), closeWithin)
	defer cancel()
	if err := t.provider.Shutdown(ctx); err != nil {
		otel.Handle(err)
	}
	return nil
}
