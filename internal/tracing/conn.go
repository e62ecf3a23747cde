package tracing

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
)

// Conn makes a span of each call of an engine's, and tells the engine of it. The
// instrumentation of gRPC would be given to what dials, and an engine in this process
// is dialled by SpiceDB.
func (t *Tracing) Conn(conn grpc.ClientConnInterface) grpc.ClientConnInterface {
	if t == nil {
		return conn
	}
	return &traced{conn, t.tracer}
}

type traced struct {
	grpc.ClientConnInterface
	tracer trace.Tracer
}

// begin is the span of a call that begins.
func (c *traced) begin(ctx context.Context, method string) (context.Context, trace.Span) {
	name, about := called(method)
	ctx, span := c.tracer.Start(ctx, name, trace.WithSpanKind(trace.SpanKindClient), about)
	propagator.Inject(ctx, carrier{&ctx})
	return ctx, span
}

// end ends the span of a call. The text of an error may name somebody.
func end(span trace.Span, err error) {
	span.SetAttributes(attribute.Int("rpc.grpc.status_code", int(status.Code(err))))
	if err != nil {
		span.SetStatus(codes.Error, status.Code(err).String())
	}
	span.End()
}

func (c *traced) Invoke(ctx context.Context, method string, in, out any, opts ...grpc.CallOption) error {
	ctx, span := c.begin(ctx, method)
	err := c.ClientConnInterface.Invoke(ctx, method, in, out, opts...)
	end(span, err)
	return err
}

func (c *traced) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	ctx, span := c.begin(ctx, method)
	stream, err := c.ClientConnInterface.NewStream(ctx, desc, method, opts...)
	if err != nil {
		end(span, err)
		return nil, err
	}
	s := &tracedStream{ClientStream: stream, span: span}
	// Whoever has read enough says so by the context alone.
	context.AfterFunc(ctx, func() { s.end(status.FromContextError(ctx.Err()).Err()) })
	return s, nil
}

type tracedStream struct {
	grpc.ClientStream
	span trace.Span
	once sync.Once
}

func (s *tracedStream) end(err error) { s.once.Do(func() { end(s.span, err) }) }

func (s *tracedStream) RecvMsg(message any) error {
	err := s.ClientStream.RecvMsg(message)
	switch {
	case errors.Is(err, io.EOF):
		s.end(nil)
	case err != nil:
		s.end(err)
	}
	return err
}

// Intercept makes a span of each call that a gRPC front hands on, within the caller's;
// nil where there is no tracing.
func (t *Tracing) Intercept() grpc.StreamServerInterceptor {
	if t == nil {
		return nil
	}
	return func(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
		md, _ := metadata.FromIncomingContext(stream.Context())
		parent := propagation.MapCarrier{}
		for _, name := range propagator.Fields() {
			if values := md.Get(name); len(values) == 1 {
				parent[name] = values[0]
			}
		}
		name, about := called(info.FullMethod)
		ctx, span := t.tracer.Start(propagator.Extract(stream.Context(), parent), name, trace.WithSpanKind(trace.SpanKindServer), about)
		err := handle(srv, &within{stream, ctx})
		end(span, err)
		return err
	}
}

// within is a stream with a context of its own.
type within struct {
	grpc.ServerStream
	ctx context.Context
}

func (w *within) Context() context.Context { return w.ctx }

// called is what a span says of a method, and is called.
func called(method string) (string, trace.SpanStartEventOption) {
	name := strings.TrimPrefix(method, "/")
	service, short, _ := strings.Cut(name, "/")
	return name, trace.WithAttributes(attribute.String("rpc.system", "grpc"), attribute.String("rpc.service", service), attribute.String("rpc.method", short))
}

// carrier puts what is propagated into the metadata of a call.
type carrier struct{ ctx *context.Context }

func (c carrier) Set(key, value string) {
	*c.ctx = metadata.AppendToOutgoingContext(*c.ctx, key, value)
}

// Get and Keys are for what comes in, which is not read here.
func (carrier) Get(string) string { return "" }
func (carrier) Keys() []string    { return nil }
