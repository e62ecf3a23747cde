package service

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"time"

	"golang.org/x/net/netutil"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/stats"

	"github.com/remit-authz/remit/internal/loopback"
	"github.com/remit-authz/remit/internal/phrase"
)

// GRPCOptions are a GRPCServer's settings.
type GRPCOptions struct {
	// Address is where it listens, such as "127.0.0.1:9001": beyond this machine with a
	// certificate only.
	Address string
	// Certificate and PrivateKey are as in Options.
	Certificate, PrivateKey string
	// Register gives the server its services.
	Register func(*grpc.Server)
	// Trusts says whether a network address may connect at all: others must not hold
	// connections that these would need.
	Trusts func(address string) bool
	// Log is told what is wrong with a certificate; nobody by default.
	Log *slog.Logger
	// Stats are told of every call; nil for nobody.
	Stats stats.Handler
}

// GRPCServer serves until Close. StartGRPC makes one.
type GRPCServer struct {
	server  *grpc.Server
	done    chan error
	address string
}

const (
	// A gateway keeps few connections, and has many requests on each.
	mostGateways, mostCalls = 256, 1000
	// silentAfter is when a caller is asked whether it is still there.
	silentAfter = time.Minute
)

// StartGRPC listens and returns; it serves until Close, which the caller calls.
func StartGRPC(ctx context.Context, o GRPCOptions) (*GRPCServer, error) {
	host, port, err := net.SplitHostPort(o.Address)
	switch {
	case err != nil || port == "":
		return nil, phrase.Errorf("listen address %q: write it as HOST:PORT, such as %s", o.Address, "127.0.0.1:9001")
	case (o.Certificate == "") != (o.PrivateKey == ""):
		return nil, phrase.Errorf("a certificate needs its private key, and the other way round")
	case !loopback.Is(host) && o.Certificate == "":
		return nil, phrase.Errorf("address %s: %w", o.Address, ErrUnsafe)
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	options := []grpc.ServerOption{
		grpc.MaxConcurrentStreams(mostCalls), grpc.ConnectionTimeout(headerWithin), grpc.MaxHeaderListSize(mostHeader),
		grpc.KeepaliveParams(keepalive.ServerParameters{Time: silentAfter}),
	}
	if o.Certificate != "" {
		certificate, err := openCertificate(o.Certificate, o.PrivateKey, o.Log)
		if err != nil {
			return nil, err
		}
		options = append(options, grpc.Creds(credentials.NewTLS(&tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: certificate.current})))
	}
	if o.Stats != nil {
		options = append(options, grpc.StatsHandler(o.Stats))
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.Address)
	if err != nil {
		return nil, phrase.Errorf("serving on %s: %w", o.Address, err)
	}
	s := &GRPCServer{grpc.NewServer(options...), make(chan error, 1), listener.Addr().String()}
	o.Register(s.server)
	go func() {
		defer close(s.done)
		if err := s.server.Serve(netutil.LimitListener(trusting{listener, o.Trusts}, mostGateways)); err != nil && !errors.Is(err, grpc.ErrServerStopped) {
			s.done <- err
		}
	}()
	return s, nil
}

// trusting is a listener that hangs up on strangers.
type trusting struct {
	net.Listener
	trusts func(string) bool
}

func (t trusting) Accept() (net.Conn, error) {
	for {
		conn, err := t.Listener.Accept()
		if err != nil || t.trusts(conn.RemoteAddr().String()) {
			return conn, err
		}
		_ = conn.Close() // nobody is told anything
	}
}

// Done yields the error with which the server has stopped by itself; it is closed when
// it has stopped.
func (s *GRPCServer) Done() <-chan error { return s.done }

// Address is where it listens, with the port that the system chose where that was left
// to it.
func (s *GRPCServer) Address() string { return s.address }

// Close ends the server when the calls under way have, or after a while.
func (s *GRPCServer) Close() error {
	impatient := time.AfterFunc(drainWithin, s.server.Stop)
	defer impatient.Stop()
	s.server.GracefulStop()
	return nil
}
