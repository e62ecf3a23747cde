package guard

import (
	"slices"
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"github.com/remit-authz/remit/internal/engine"
)

const healthCheck = healthpb.Health_Check_FullMethodName

// data are the methods of the services that answer questions which read and
// write relationships and ask nothing. What another SpiceDB has beside them is
// taken for a question.
var data = []string{
	v1.PermissionsService_ReadRelationships_FullMethodName,
	v1.PermissionsService_WriteRelationships_FullMethodName,
	v1.PermissionsService_DeleteRelationships_FullMethodName,
	v1.PermissionsService_ImportBulkRelationships_FullMethodName,
	v1.PermissionsService_ExportBulkRelationships_FullMethodName,
	v1.ExperimentalService_BulkImportRelationships_FullMethodName,
	v1.ExperimentalService_BulkExportRelationships_FullMethodName,
}

// answers says whether a method answers by the schema.
func answers(method string) bool {
	service, _, _ := strings.Cut(strings.TrimPrefix(method, "/"), "/")
	switch service {
	case v1.PermissionsService_ServiceDesc.ServiceName, v1.ExperimentalService_ServiceDesc.ServiceName:
		return !slices.Contains(data, method)
	}
	return false
}

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
