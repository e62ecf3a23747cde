package engine

import (
	"context"
	"time"

	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/remit-authz/remit/internal/phrase"
)

// readyWithin bounds the wait for an engine that starts.
const readyWithin = 20 * time.Second

// awaitReady waits until the engine says that it serves, so that the first
// question is never refused for coming early.
func (s *server) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readyWithin)
	defer cancel()
	health := healthpb.NewHealthClient(s.conn)
	for {
		answer, err := health.Check(ctx, &healthpb.HealthCheckRequest{Service: "authzed.api.v1.PermissionsService"})
		if err == nil && answer.GetStatus() == healthpb.HealthCheckResponse_SERVING {
			return nil
		}
		select {
		case stopped := <-s.done:
			return phrase.Errorf("it stopped while it started: %w", stopped)
		case <-ctx.Done():
			return phrase.Errorf("it did not become ready within %s: %w", readyWithin, ctx.Err())
		case <-time.After(5 * time.Millisecond):
		}
	}
}
