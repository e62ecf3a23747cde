package engine

import (
	"context"
	"crypto/tls"
	"math"
	"net"
	"time"

	"github.com/authzed/grpcutil"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/remit-authz/remit/internal/loopback"
	"github.com/remit-authz/remit/internal/phrase"
)

// Dial connects to an engine that runs elsewhere: a SpiceDB, or a remit that
// serves. Only a loopback address is reached without TLS. The caller closes
// the connection. It does not wait for the engine: the first call finds out.
func Dial(endpoint, key string) (*grpc.ClientConn, error) {
	host, _, err := net.SplitHostPort(endpoint)
	if err != nil {
		return nil, phrase.Errorf("endpoint %q: write it as HOST:PORT, such as 127.0.0.1:50051", endpoint)
	}
	if key == "" {
		return nil, phrase.Errorf("an engine at an endpoint wants a key: set REMIT_KEY or --key-file")
	}
	if loopback.Is(host) {
		return grpc.NewClient(endpoint, loopbackOptions(key)...)
	}
	// The name is looked up at each connection, for addresses alone. gRPC's own resolver
	// asks for _grpclb._tcp and _grpc_config too, and waits for whoever answers neither,
	// such as Docker in a network that leads nowhere.
	return grpc.NewClient("passthrough:///"+endpoint, soon,
		grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12})),
		grpcutil.WithBearerToken(key),
		largeAnswers,
	)
}

// DialBy connects to an engine by connections that somebody else makes, and shows no
// key: it is for what ServeTrusted serves. The caller closes the connection. It does
// not wait for the engine either.
func DialBy(dial func(context.Context) (net.Conn, error)) (*grpc.ClientConn, error) {
	return grpc.NewClient("passthrough:///localhost",
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return dial(ctx) }),
		largeAnswers,
	)
}

// largeAnswers lets a bulk answer be as large as it is: the questions bound it.
var largeAnswers = grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(math.MaxInt32))

// loopbackOptions send the key in clear, which never leaves the machine.
func loopbackOptions(key string) []grpc.DialOption {
	return []grpc.DialOption{
		grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpcutil.WithInsecureBearerToken(key),
		largeAnswers, soon,
	}
}

// soon tries an engine that was away again within two seconds, however long it was:
// the default is two minutes, in which everything that is asked would fail.
var soon = grpc.WithConnectParams(grpc.ConnectParams{
	Backoff:           backoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: 0.2, MaxDelay: 2 * time.Second},
	MinConnectTimeout: 5 * time.Second,
})
