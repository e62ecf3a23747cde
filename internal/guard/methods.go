package guard

import (
	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/remit-authz/remit/internal/engine"
)

const healthCheck = healthpb.Health_Check_FullMethodName

// health says that the server does not serve permissions while it refuses.
func (g *Guard) health(server any, stream grpc.ServerStream, next grpc.StreamHandler) error {
	request := &healthpb.HealthCheckRequest{}
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	about := request.GetService()
	if g.Err() != nil && (about == "" || about == v1.PermissionsService_ServiceDesc.ServiceName) {
		return stream.SendMsg(&healthpb.HealthCheckResponse{Status: healthpb.HealthCheckResponse_NOT_SERVING})
	}
	return next(server, engine.Again(stream, request))
}
