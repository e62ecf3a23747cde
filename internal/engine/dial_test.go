package engine_test

import (
	"net"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/health"
	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
)

// An engine that was away for long is asked again soon after it is back: by gRPC's own
// rules not before ten seconds had gone, and up to two minutes.
func TestAnEngineThatWasAwayIsTriedAgainSoon(t *testing.T) {
	t.Parallel()
	address := loopbacktest.Address(t)
	conn, err := engine.Dial(address, "0123456789abcdef")
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	asks := func() error {
		_, err := grpc_health_v1.NewHealthClient(conn).Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
		return err
	}
	for begun := time.Now(); time.Since(begun) < 17*time.Second; time.Sleep(50 * time.Millisecond) {
		if asks() == nil {
			t.Fatal("somebody answers")
		}
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	grpc_health_v1.RegisterHealthServer(server, health.NewServer())
	go func() { _ = server.Serve(listener) }()
	defer server.Stop()
	for back := time.Now(); asks() != nil; time.Sleep(20 * time.Millisecond) {
		if time.Since(back) > 4*time.Second {
			t.Fatal("it is not asked again")
		}
	}
}
