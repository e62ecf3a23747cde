package grpcauth_test

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/test/bufconn"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/grpcauth"
	"github.com/remit-authz/remit/schema"
)

// answers is a checker that validates as the real one and then says what it
// holds.
type answers struct {
	decision checker.Decision
	err      error
}

func (a answers) Check(_ context.Context, q checker.Question) (checker.Decision, error) {
	if err := q.Validate(schema.Model{}); err != nil {
		return checker.Decision{}, err
	}
	return a.decision, a.err
}

var (
	allowed = answers{decision: checker.Decision{Outcome: checker.Allowed}}
	down    = answers{err: &checker.EngineError{Code: codes.DeadlineExceeded, Err: errors.New("dial 10.0.0.7: secret inside")}}
)

func asAnna(context.Context) (schema.Ref, error) { return schema.ParseRef("user:veldzicht/anna") }

// asked finds the client in the message, or in the metadata where the client
// streams.
func asked(ctx context.Context, _ string, request any) (schema.Permission, schema.Ref, error) {
	id, ok := request.(*wrapperspb.StringValue)
	if !ok {
		md, _ := metadata.FromIncomingContext(ctx)
		id = wrapperspb.String(md.Get("client")[0])
	}
	ref, err := schema.NewRef(schema.TypeClient, "veldzicht", id.GetValue())
	return schema.ClientViewDossier, ref, err
}

// The three kinds of method that a guard tells apart.
const (
	unary        = "/test.Dossiers/Read"
	serverStream = "/test.Dossiers/Follow"
	bothStream   = "/test.Dossiers/Talk"
)

func TestGuard(t *testing.T) {
	type testCase struct {
		guard    grpcauth.Guard
		id       string
		want     codes.Code
		reported bool
	}
	for name, c := range map[string]testCase{
		"allowed":                        {guard: grpcauth.Guard{Checker: allowed, Subject: asAnna, Ask: asked}, want: codes.OK},
		"no way to know who asks":        {guard: grpcauth.Guard{Checker: allowed, Ask: asked}, want: codes.Unauthenticated},
		"nobody asks":                    {guard: grpcauth.Guard{Checker: allowed, Ask: asked, Subject: func(context.Context) (schema.Ref, error) { return schema.Ref{}, nil }}, want: codes.Unauthenticated},
		"who asks cannot be read":        {guard: grpcauth.Guard{Checker: allowed, Ask: asked, Subject: func(context.Context) (schema.Ref, error) { return schema.Ref{}, errors.New("bad token") }}, want: codes.Unauthenticated, reported: true},
		"denied":                         {guard: grpcauth.Guard{Checker: answers{}, Subject: asAnna, Ask: asked}, want: codes.PermissionDenied},
		"conditional":                    {guard: grpcauth.Guard{Checker: answers{decision: checker.Decision{Outcome: checker.Conditional}}, Subject: asAnna, Ask: asked}, want: codes.PermissionDenied},
		"an outcome that does not exist": {guard: grpcauth.Guard{Checker: answers{decision: checker.Decision{Outcome: 7}}, Subject: asAnna, Ask: asked}, want: codes.PermissionDenied},
		"denied, hidden":                 {guard: grpcauth.Guard{Checker: answers{}, Subject: asAnna, Ask: asked, HideDenied: true}, want: codes.NotFound},
		"the engine does not answer":     {guard: grpcauth.Guard{Checker: down, Subject: asAnna, Ask: asked, HideDenied: true}, want: codes.Unavailable, reported: true},
		"allowed and an error at once":   {guard: grpcauth.Guard{Checker: answers{decision: allowed.decision, err: down.err}, Subject: asAnna, Ask: asked}, want: codes.Unavailable, reported: true},
		"a message that names no id":     {guard: grpcauth.Guard{Checker: allowed, Subject: asAnna, Ask: asked}, id: " ", want: codes.InvalidArgument, reported: true},
		"a subject that is not a user":   {guard: grpcauth.Guard{Checker: allowed, Ask: asked, Subject: func(context.Context) (schema.Ref, error) { return schema.TenantRef("veldzicht"), nil }}, want: codes.Internal, reported: true},
		"no way to ask":                  {guard: grpcauth.Guard{Checker: allowed, Subject: asAnna}, want: codes.PermissionDenied},
		"no question": {guard: grpcauth.Guard{Checker: allowed, Subject: asAnna, Ask: func(context.Context, string, any) (schema.Permission, schema.Ref, error) {
			return "", schema.Ref{}, nil
		}}, want: codes.PermissionDenied},
		"no question, said so": {guard: grpcauth.Guard{Checker: allowed, Subject: asAnna, HideDenied: true, Ask: func(context.Context, string, any) (schema.Permission, schema.Ref, error) {
			return schema.ClientViewDossier, schema.Ref{}, grpcauth.ErrNoQuestion
		}}, want: codes.NotFound},
		"a permission of another type": {guard: grpcauth.Guard{Checker: allowed, Subject: asAnna, Ask: func(context.Context, string, any) (schema.Permission, schema.Ref, error) {
			return schema.ClientViewDossier, schema.TenantRef("veldzicht"), nil
		}}, want: codes.Internal, reported: true},
	} {
		for _, method := range []string{unary, serverStream, bothStream} {
			t.Run(name+method, func(t *testing.T) {
				reports := 0
				c.guard.Report = func(_ context.Context, m string, err error) {
					reports++
					assert.Equal(t, method, m)
					assert.Error(t, err)
				}
				if c.id == "" {
					c.id = "c-1"
				}
				server := &dossiers{}
				reply, err := call(t, serve(t, c.guard, server), method, c.id)
				assert.Equal(t, c.want, status.Code(err), "%v", err)
				assert.Equal(t, c.want == codes.OK, server.entered, "code of the method has run")
				assert.Equal(t, c.reported, reports == 1)
				if c.want == codes.OK {
					assert.Equal(t, "the dossier", reply)
				} else {
					require.Error(t, err)
					assert.NotContains(t, err.Error(), "secret")
					assert.Empty(t, reply)
				}
			})
		}
	}
}

// A handler that ignores the refusal of its message has nothing to send.
func TestStreamHoldsAgainstACarelessHandler(t *testing.T) {
	guard := grpcauth.Guard{Checker: answers{}, Subject: asAnna, Ask: asked}
	reply, err := call(t, serve(t, guard, &dossiers{careless: true}), serverStream, "c-1")
	assert.Equal(t, codes.PermissionDenied, status.Code(err))
	assert.Empty(t, reply)
}

// dossiers is a service written by hand as generated code would be.
type dossiers struct {
	entered  bool
	careless bool
}

func (d *dossiers) read(_ context.Context, _ any) (any, error) {
	d.entered = true
	return wrapperspb.String("the dossier"), nil
}

func (d *dossiers) follow(_ any, stream grpc.ServerStream) error {
	if err := stream.RecvMsg(new(wrapperspb.StringValue)); err != nil && !d.careless {
		return err
	}
	d.entered = true
	return stream.SendMsg(wrapperspb.String("the dossier"))
}

func (d *dossiers) talk(_ any, stream grpc.ServerStream) error {
	d.entered = true
	if err := stream.RecvMsg(new(wrapperspb.StringValue)); err != nil {
		return err
	}
	return stream.SendMsg(wrapperspb.String("the dossier"))
}

func (d *dossiers) desc() *grpc.ServiceDesc {
	return &grpc.ServiceDesc{
		ServiceName: "test.Dossiers",
		HandlerType: (*any)(nil),
		Methods: []grpc.MethodDesc{{MethodName: "Read", Handler: func(_ any, ctx context.Context, decode func(any) error, intercept grpc.UnaryServerInterceptor) (any, error) {
			message := new(wrapperspb.StringValue)
			if err := decode(message); err != nil {
				return nil, err
			}
			return intercept(ctx, message, &grpc.UnaryServerInfo{FullMethod: unary}, d.read)
		}}},
		Streams: []grpc.StreamDesc{
			{StreamName: "Follow", Handler: d.follow, ServerStreams: true},
			{StreamName: "Talk", Handler: d.talk, ServerStreams: true, ClientStreams: true},
		},
	}
}

func serve(t *testing.T, guard grpcauth.Guard, d *dossiers) *grpc.ClientConn {
	t.Helper()
	listener := bufconn.Listen(1 << 16)
	server := grpc.NewServer(grpc.UnaryInterceptor(guard.Unary()), grpc.StreamInterceptor(guard.Stream()))
	server.RegisterService(d.desc(), d)
	go func() { _ = server.Serve(listener) }()
	conn, err := grpc.NewClient("passthrough:///dossiers",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() {
		require.NoError(t, conn.Close())
		server.Stop()
	})
	return conn
}

// call makes a call of any kind with one message and one reply, and waits for
// its end.
func call(t *testing.T, conn *grpc.ClientConn, method, id string) (string, error) {
	t.Helper()
	ctx := metadata.AppendToOutgoingContext(t.Context(), "client", id)
	stream, err := conn.NewStream(ctx, &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}, method)
	require.NoError(t, err)
	if err := stream.SendMsg(wrapperspb.String(id)); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	require.NoError(t, stream.CloseSend())
	reply := new(wrapperspb.StringValue)
	if err := stream.RecvMsg(reply); err != nil {
		return "", err
	}
	if err := stream.RecvMsg(new(wrapperspb.StringValue)); !errors.Is(err, io.EOF) {
		return reply.GetValue(), err
	}
	return reply.GetValue(), nil
}
