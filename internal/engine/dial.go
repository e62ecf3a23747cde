package engine

import (
	"crypto/tls"
	"errors"
	"fmt"
	"math"
	"net"

	"github.com/authzed/grpcutil"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
)

// Dial connects to an engine that runs elsewhere: a SpiceDB, or a remit that
// serves. Only a loopback address is reached without TLS. The caller closes
// the connection. It does not wait for the engine: the first call finds out.
func Dial(endpoint, key string) (*grpc.ClientConn, error) {
	host, _, err := net.SplitHostPort(endpoint)
	if err != nil {
		return nil, fmt.Errorf("endpoint %q: write it as HOST:PORT, such as 127.0.0.1:50051", endpoint)
	}
	if key == "" {
		return nil, errors.New("an engine at an endpoint wants a key: set REMIT_KEY or --key-file")
	}
	if isLoopback(host) {
		return grpc.NewClient(endpoint, loopbackOptions(key)...)
	}
	return grpc.NewClient(endpoint,
		grpc.WithTransportCredentials(credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12})),
		grpcutil.WithBearerToken(key),
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
		largeAnswers,
	}
}
