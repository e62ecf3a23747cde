package emergency_test

import (
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/schema"
)

// may asks whether a user may read a client's dossier, as of a moment.
func may(t *testing.T, conn grpc.ClientConnInterface, user, client schema.Ref, now time.Time) v1.CheckPermissionResponse_Permissionship {
	t.Helper()
	answer, err := v1.NewPermissionsServiceClient(conn).CheckPermission(t.Context(), &v1.CheckPermissionRequest{
		Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
		Resource:    &v1.ObjectReference{ObjectType: "client", ObjectId: client.ObjectID()},
		Permission:  schema.ClientViewDossier.Name(),
		Subject:     &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: user.ObjectID()}},
		Context: &structpb.Struct{Fields: map[string]*structpb.Value{
			"now": structpb.NewStringValue(now.UTC().Format(time.RFC3339)),
		}},
	})
	if err != nil {
		t.Fatal(err)
	}
	return answer.GetPermissionship()
}
