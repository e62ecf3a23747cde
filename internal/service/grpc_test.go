package service_test

import (
	"crypto/tls"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/service"
)

func startGRPC(t *testing.T, o service.GRPCOptions) *service.GRPCServer {
	t.Helper()
	o.Register = func(s *grpc.Server) { healthpb.RegisterHealthServer(s, health.NewServer()) }
	s, err := service.StartGRPC(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func answers(t *testing.T, address string, how credentials.TransportCredentials) error {
	t.Helper()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(how))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_, err = healthpb.NewHealthClient(conn).Check(t.Context(), &healthpb.HealthCheckRequest{})
	return err
}

func everybody(string) bool { return true }

func TestGRPC(t *testing.T) {
	address := loopbacktest.Address(t)
	s := startGRPC(t, service.GRPCOptions{Address: address, Trusts: everybody})
	if err := answers(t, address, insecure.NewCredentials()); err != nil {
		t.Error(err)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	if err := <-s.Done(); err != nil {
		t.Error(err)
	}
	if _, err := net.DialTimeout("tcp", address, time.Second); err == nil {
		t.Error("it listens still")
	}

	cert, key := certificate(t, t.TempDir(), "one")
	address = loopbacktest.Address(t)
	startGRPC(t, service.GRPCOptions{Address: address, Certificate: cert, PrivateKey: key, Trusts: everybody})
	if err := answers(t, address, insecure.NewCredentials()); err == nil {
		t.Error("it answers in clear")
	}
	if err := answers(t, address, credentials.NewTLS(&tls.Config{InsecureSkipVerify: true})); err != nil { //nolint:gosec // the test's own
		t.Error(err)
	}
}

// Whoever is no gateway holds no connection.
func TestGRPCHangsUpOnStrangers(t *testing.T) {
	address := loopbacktest.Address(t)
	startGRPC(t, service.GRPCOptions{Address: address, Trusts: func(address string) bool {
		host, _, err := net.SplitHostPort(address)
		return err == nil && host != "127.0.0.2"
	}})
	stranger := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2)}, Timeout: 5 * time.Second}
	for range 300 { // more than it has connections
		conn, err := stranger.DialContext(t.Context(), "tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		_ = conn.SetReadDeadline(time.Now().Add(10 * time.Second))
		if _, err := io.ReadAll(conn); errors.Is(err, os.ErrDeadlineExceeded) {
			t.Fatal("a stranger's connection is kept")
		}
	}
	if err := answers(t, address, insecure.NewCredentials()); err != nil {
		t.Error(err)
	}
}

func TestWhatGRPCIsNotServed(t *testing.T) {
	cert, key := certificate(t, t.TempDir(), "one")
	for why, o := range map[string]service.GRPCOptions{
		"a network without TLS": {Address: "0.0.0.0:0"},
		"every address":         {Address: ":0"},
		"no port":               {Address: "127.0.0.1"},
		"a certificate alone":   {Address: loopbacktest.Address(t), Certificate: cert},
		"a private key alone":   {Address: loopbacktest.Address(t), PrivateKey: key},
		"no certificate":        {Address: loopbacktest.Address(t), Certificate: "none.pem", PrivateKey: "none.pem"},
	} {
		o.Trusts, o.Register = everybody, func(*grpc.Server) {}
		if s, err := service.StartGRPC(t.Context(), o); err == nil {
			_ = s.Close()
			t.Errorf("%s: was served", why)
		}
	}
}
