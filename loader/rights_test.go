package loader_test

import (
	"context"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/schema"
)

// rights are the questions of the random worlds that are answered with yes.
type rights map[string]bool

// askedOn are the permissions that differ: the others of a type are the same
// expression under another name.
func askedOn(t schema.Type) []schema.Permission {
	switch t {
	case schema.TypeOrganization:
		return []schema.Permission{schema.OrganizationView, schema.OrganizationDelete}
	case schema.TypeEngagement:
		return []schema.Permission{schema.EngagementView, schema.EngagementDelete}
	case schema.TypeAnalysis:
		return []schema.Permission{schema.AnalysisView, schema.AnalysisDelete}
	case schema.TypeClient:
		return []schema.Permission{schema.ClientViewAccount, schema.ClientManageAccount, schema.ClientViewDossier, schema.ClientMessage, schema.ClientLinkProfessionals, schema.ClientStartEmergency}
	}
	return schema.Permissions(t)
}

// ask asks everything about the random worlds, as of a moment.
func ask(t tester, conn grpc.ClientConnInterface, now time.Time) rights {
	t.Helper()
	request := &v1.CheckBulkPermissionsRequest{
		Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
		Items:       questions(now),
	}
	answer, err := v1.NewPermissionsServiceClient(conn).CheckBulkPermissions(context.Background(), request)
	if err != nil {
		t.Fatal(err)
	}
	allowed := rights{}
	for _, pair := range answer.GetPairs() {
		if pair.GetError() != nil {
			t.Fatal(pair.GetError())
		}
		if pair.GetItem().GetPermissionship() == v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION {
			q := pair.GetRequest()
			allowed[fmt.Sprintf("%s:%s#%s@user:%s", q.GetResource().GetObjectType(), q.GetResource().GetObjectId(), q.GetPermission(), q.GetSubject().GetObject().GetObjectId())] = true
		}
	}
	return allowed
}

func questions(at time.Time) []*v1.CheckBulkPermissionsRequestItem {
	now := &structpb.Struct{Fields: map[string]*structpb.Value{"now": structpb.NewStringValue(at.Format(time.RFC3339))}}
	var items []*v1.CheckBulkPermissionsRequestItem
	for _, user := range []string{"acme/u1", "acme/u2", "acme/u3", "beta/x"} {
		for _, resource := range askedResources() {
			for _, permission := range askedOn(resource.Type) {
				items = append(items, &v1.CheckBulkPermissionsRequestItem{
					Resource:   &v1.ObjectReference{ObjectType: string(resource.Type), ObjectId: resource.ObjectID()},
					Permission: permission.Name(),
					Subject:    &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: user}},
					Context:    now,
				})
			}
		}
	}
	return items
}

func askedResources() []schema.Ref {
	resources := []schema.Ref{schema.TenantRef("acme"), schema.TenantRef("beta")}
	for _, typ := range someObjectTypes {
		for _, id := range someObjects[typ] {
			resources = append(resources, acme(typ, id))
		}
	}
	for _, id := range someUsers {
		resources = append(resources, acme(schema.TypeAccount, id))
	}
	return resources
}

// beyond are the rights that neither of two others has.
func (r rights) beyond(before, after rights) []string {
	var found []string
	for right := range r {
		if !before[right] && !after[right] {
			found = append(found, right)
		}
	}
	return found
}
