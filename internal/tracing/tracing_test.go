package tracing_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	collectorpb "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	tracepb "go.opentelemetry.io/proto/otlp/trace/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/prototext"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/telemetry"
	"github.com/remit-authz/remit/internal/tracing"
	"github.com/remit-authz/remit/schema"
)

// collector is one in this process, over HTTP or gRPC.
type collector struct {
	collectorpb.UnimplementedTraceServiceServer
	mu    sync.Mutex
	spans []*tracepb.Span
	about string
}

func (c *collector) Export(_ context.Context, r *collectorpb.ExportTraceServiceRequest) (*collectorpb.ExportTraceServiceResponse, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, resource := range r.GetResourceSpans() {
		c.about += prototext.Format(resource.GetResource())
		for _, scope := range resource.GetScopeSpans() {
			c.spans = append(c.spans, scope.GetSpans()...)
		}
	}
	return &collectorpb.ExportTraceServiceResponse{}, nil
}

func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	var request collectorpb.ExportTraceServiceRequest
	if err != nil || r.URL.Path != "/v1/traces" || proto.Unmarshal(body, &request) != nil {
		http.Error(w, "no", http.StatusBadRequest)
		return
	}
	_, _ = c.Export(r.Context(), &request)
}

// named are the spans with a name.
func (c *collector) named(name string) (found []*tracepb.Span) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, s := range c.spans {
		if s.GetName() == name {
			found = append(found, s)
		}
	}
	return found
}

// engine answers nothing, and remembers what it was told.
type engine struct{ told []metadata.MD }

func (e *engine) Invoke(ctx context.Context, _ string, _, _ any, _ ...grpc.CallOption) error {
	md, _ := metadata.FromOutgoingContext(ctx)
	e.told = append(e.told, md)
	return status.Error(codes.Unavailable, "bram's engine is gone")
}

func (e *engine) NewStream(ctx context.Context, _ *grpc.StreamDesc, _ string, _ ...grpc.CallOption) (grpc.ClientStream, error) {
	md, _ := metadata.FromOutgoingContext(ctx)
	e.told = append(e.told, md)
	return &stream{ctx: ctx}, nil
}

// stream has one message.
type stream struct {
	grpc.ClientStream
	ctx context.Context
	n   int
}

func (s *stream) RecvMsg(any) error {
	if s.n++; s.n > 1 {
		return io.EOF
	}
	return nil
}

// served is a call that a front has.
type served struct {
	grpc.ServerStream
	ctx context.Context
}

func (s *served) Context() context.Context { return s.ctx }

const traceparent, traceID = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "0af7651916cd43dd8448eb211c80319c"

// serve asks once through everything that makes spans.
func serve(t *testing.T, getenv func(string) string) (*engine, func()) {
	t.Helper()
	made, err := tracing.Open(t.Context(), getenv, func(err error) { t.Error(err) })
	if err != nil {
		t.Fatal(err)
	}
	observer, err := telemetry.New(telemetry.Options{Tracers: made.Provider()})
	if err != nil {
		t.Fatal(err)
	}
	e := &engine{}
	conn := made.Conn(e)
	may := checker.New(conn, checker.Options{Observer: observer})
	handler := made.Handler("POST /{tenant}/check", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, err := may.Check(r.Context(), checker.Question{Permission: schema.ClientViewDossier,
			Subject:  schema.Ref{Type: "user", Tenant: "veldzicht", ID: "bram"},
			Resource: schema.Ref{Type: "client", Tenant: "veldzicht", ID: "c-1001"}})
		if err == nil {
			t.Error("an engine that is gone has answered")
		}
		ctx, cancel := context.WithCancel(r.Context())
		whole, _ := conn.NewStream(ctx, &grpc.StreamDesc{}, "/engine/Whole")
		for whole.RecvMsg(nil) == nil {
			continue
		}
		if _, err := conn.NewStream(ctx, &grpc.StreamDesc{}, "/engine/Left"); err != nil {
			t.Error(err)
		}
		cancel()
		http.Error(w, "bram", http.StatusServiceUnavailable)
	}))
	r := httptest.NewRequest(http.MethodPost, "/veldzicht/check?user=bram", strings.NewReader("bram"))
	r.Header.Set("Traceparent", traceparent)
	r.Header.Set("Baggage", "user=bram")
	handler.ServeHTTP(httptest.NewRecorder(), r)
	if intercept := made.Intercept(); intercept != nil {
		md := metadata.Pairs("traceparent", traceparent, "baggage", "user=bram", "authorization", "Bearer bram")
		_ = intercept(nil, &served{ctx: metadata.NewIncomingContext(t.Context(), md)}, &grpc.StreamServerInfo{FullMethod: "/front/Call"},
			func(_ any, s grpc.ServerStream) error {
				if _, err := conn.NewStream(s.Context(), &grpc.StreamDesc{}, "/engine/Behind"); err != nil {
					t.Error(err)
				}
				return status.Error(codes.PermissionDenied, "bram may not")
			})
	}
	return e, func() {
		if err := made.Close(); err != nil {
			t.Error(err)
		}
	}
}

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// set tells the exporters too, which read the environment themselves.
func set(t *testing.T, pairs ...string) func(string) string {
	for i := 0; i < len(pairs); i += 2 {
		t.Setenv(pairs[i], pairs[i+1])
	}
	return env(pairs...)
}

func TestSpans(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	overGRPC := &collector{}
	server := grpc.NewServer()
	collectorpb.RegisterTraceServiceServer(server, overGRPC)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	overHTTP := &collector{}
	web := httptest.NewServer(overHTTP)
	t.Cleanup(web.Close)
	for name, tt := range map[string]struct {
		c   *collector
		env []string
	}{
		"HTTP": {overHTTP, []string{"OTEL_EXPORTER_OTLP_ENDPOINT", web.URL}},
		"gRPC": {overGRPC, []string{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://" + listener.Addr().String(), "OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"}},
	} {
		t.Run(name, func(t *testing.T) {
			e, end := serve(t, set(t, append(tt.env, "OTEL_BSP_SCHEDULE_DELAY", "10")...))
			for wait := time.Now(); len(tt.c.named("engine/Left")) == 0 && time.Since(wait) < 20*time.Second; time.Sleep(10 * time.Millisecond) {
				continue // the span of a stream that was left ends by itself
			}
			end()
			request, decision := tt.c.named("POST /{tenant}/check"), tt.c.named("remit.check")
			if len(request) != 1 || len(decision) != 1 {
				t.Fatalf("got %v", tt.c.spans)
			}
			if got := request[0]; string(got.GetTraceId()) != string(unhex(traceID)) || string(got.GetParentSpanId()) != string(unhex("b7ad6b7169203331")) {
				t.Errorf("the caller's trace is not gone on with: %v", got)
			}
			if string(decision[0].GetParentSpanId()) != string(request[0].GetSpanId()) {
				t.Error("the decision is not within the request")
			}
			calls := tt.c.named("authzed.api.v1.PermissionsService/CheckPermission")
			if len(calls) == 0 || string(calls[0].GetParentSpanId()) != string(decision[0].GetSpanId()) || calls[0].GetStatus().GetCode() != tracepb.Status_STATUS_CODE_ERROR {
				t.Errorf("the engine's call is not within the decision, or not an error: %v", calls)
			}
			if whole := tt.c.named("engine/Whole"); len(whole) != 1 || whole[0].GetStatus().GetCode() == tracepb.Status_STATUS_CODE_ERROR {
				t.Errorf("a stream that ended: got %v", whole)
			}
			if left := tt.c.named("engine/Left"); len(left) != 1 {
				t.Errorf("a stream that was left: got %v", left)
			}
			for _, md := range e.told {
				if got := md.Get("traceparent"); len(got) != 1 || !strings.Contains(got[0], traceID) || len(md.Get("baggage")) != 0 {
					t.Errorf("the engine was told %v", md)
				}
			}
			if front := tt.c.named("front/Call"); len(front) != 1 || string(front[0].GetTraceId()) != string(unhex(traceID)) || front[0].GetStatus().GetCode() != tracepb.Status_STATUS_CODE_ERROR {
				t.Errorf("a call of a front: got %v", front)
			}
			if !strings.Contains(tt.c.about, "remit") {
				t.Errorf("the service is not named: %s", tt.c.about)
			}
			for _, span := range tt.c.spans {
				for _, secret := range []string{"bram", "c-1001", "veldzicht"} {
					if strings.Contains(prototext.Format(span), secret) {
						t.Errorf("a span has %s: %v", secret, span)
					}
				}
			}
		})
	}
}

func unhex(s string) []byte {
	var out []byte
	for i := 0; i < len(s); i += 2 {
		digit := func(c byte) byte { return byte(strings.IndexByte("0123456789abcdef", c)) }
		out = append(out, digit(s[i])<<4|digit(s[i+1]))
	}
	return out
}

// Where the environment does not say that there is a collector, nothing is made; what
// it says that is not known is an error.
func TestWhatTheEnvironmentAsksFor(t *testing.T) {
	web := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("something was sent") }))
	defer web.Close()
	for why, pairs := range map[string][]string{
		"nothing":            nil,
		"a name alone":       {"OTEL_SERVICE_NAME", "x"},
		"metrics alone":      {"OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", web.URL},
		"switched off":       {"OTEL_EXPORTER_OTLP_ENDPOINT", web.URL, "OTEL_SDK_DISABLED", "true"},
		"no traces":          {"OTEL_EXPORTER_OTLP_ENDPOINT", web.URL, "OTEL_TRACES_EXPORTER", "none"},
		"a protocol of none": {"OTEL_EXPORTER_OTLP_PROTOCOL", "grpc"},
	} {
		made, err := tracing.Open(t.Context(), env(pairs...), func(error) {})
		if made != nil || err != nil || made.Provider() != nil || made.Server() != nil {
			t.Errorf("%s: got %v, %v", why, made, err)
		}
		_, end := serve(t, env(pairs...))
		end()
	}
	for why, pairs := range map[string][]string{
		"an unknown exporter": {"OTEL_TRACES_EXPORTER", "zipkin"},
		"an unknown protocol": {"OTEL_EXPORTER_OTLP_ENDPOINT", web.URL, "OTEL_EXPORTER_OTLP_PROTOCOL", "http/json"},
	} {
		if made, err := tracing.Open(t.Context(), env(pairs...), func(error) {}); err == nil || made != nil {
			t.Errorf("%s: got no error", why)
		}
	}
}

// A collector that is gone keeps nobody from being answered, nor the server from
// ending.
func TestCollectorThatIsGone(t *testing.T) {
	web := httptest.NewServer(nil)
	gone := web.URL
	web.Close()
	var said []error
	made, err := tracing.Open(t.Context(), set(t, "OTEL_EXPORTER_OTLP_ENDPOINT", gone), func(err error) { said = append(said, err) })
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	made.Handler("GET /x", http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTeapot) })).
		ServeHTTP(w, httptest.NewRequest("GET", "/x", nil))
	if w.Code != http.StatusTeapot {
		t.Errorf("got %d", w.Code)
	}
	begun := time.Now()
	if err := made.Close(); err != nil || time.Since(begun) > 20*time.Second {
		t.Errorf("got %v after %s", err, time.Since(begun))
	}
	if len(said) == 0 || errors.Is(said[0], io.EOF) {
		t.Errorf("nobody was told: %v", said)
	}
}
