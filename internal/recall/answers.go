package recall

import (
	"context"
	"time"

	"github.com/authzed/authzed-go/pkg/requestmeta"
	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// permissionships are the outcomes that are answered here. SpiceDB names what a
// conditional one lacks.
var permissionships = map[eval.Outcome]v1.CheckPermissionResponse_Permissionship{
	eval.Allowed: v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION,
	eval.Denied:  v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION,
}

const listed = v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_HAS_PERMISSION

// question is one that is asked now; false where SpiceDB refuses its context for
// its size.
func question(resource *v1.ObjectReference, permission string, subject *v1.SubjectReference, given *structpb.Struct) (eval.Question, eval.Context, bool) {
	q := eval.Question{Resource: relation.ObjectIn(resource), Permission: permission, Subject: relation.ObjectIn(subject.GetObject()), SubjectRelation: subject.GetOptionalRelation()}
	c := eval.Context{
		At:     time.Now(),
		Values: func(time.Time) map[string]any { return given.AsMap() },
		Now:    func(time.Time) (time.Time, bool) { return momentIn(given) },
	}
	return q, c, given == nil || proto.Size(given) <= mostContext
}

// momentIn is the "now" that a question brings, read as SpiceDB reads it.
func momentIn(given *structpb.Struct) (time.Time, bool) {
	text, ok := given.GetFields()["now"].GetKind().(*structpb.Value_StringValue)
	if !ok {
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC3339, text.StringValue)
	return at, err == nil
}

// check leaves a trace to SpiceDB, which older clients ask for in a header.
func check(ctx context.Context, s *eval.Snapshot, r *v1.CheckPermissionRequest) ([]any, bool) {
	traced := r.GetWithTracing() || len(metadata.ValueFromIncomingContext(ctx, string(requestmeta.RequestDebugInformation))) > 0
	q, c, ok := question(r.GetResource(), r.GetPermission(), r.GetSubject(), r.GetContext())
	if !ok || traced {
		return nil, false
	}
	may, ok := permissionships[s.Check(q, c).Outcome]
	return []any{&v1.CheckPermissionResponse{CheckedAt: at(s), Permissionship: may}}, ok
}

// checkBulk answers all from one snapshot, or none.
func checkBulk(_ context.Context, s *eval.Snapshot, r *v1.CheckBulkPermissionsRequest) ([]any, bool) {
	if r.GetWithTracing() || len(r.GetItems()) > mostItems {
		return nil, false
	}
	all := &v1.CheckBulkPermissionsResponse{CheckedAt: at(s), Pairs: make([]*v1.CheckBulkPermissionsPair, len(r.GetItems()))}
	for i, item := range r.GetItems() {
		q, c, ok := question(item.GetResource(), item.GetPermission(), item.GetSubject(), item.GetContext())
		if !ok {
			return nil, false
		}
		may, ok := permissionships[s.Check(q, c).Outcome]
		again := &v1.CheckBulkPermissionsRequestItem{Resource: item.GetResource(), Permission: item.GetPermission(), Subject: item.GetSubject()}
		if given := item.GetContext(); len(given.GetFields()) > 0 { // which SpiceDB repeats as it has read it
			again.Context, _ = structpb.NewStruct(given.AsMap())
			ok = ok && again.Context != nil
		}
		if !ok {
			return nil, false
		}
		all.Pairs[i] = &v1.CheckBulkPermissionsPair{Request: again, Response: &v1.CheckBulkPermissionsPair_Item{
			Item: &v1.CheckBulkPermissionsResponseItem{Permissionship: may},
		}}
	}
	return []any{all}, true
}

// lookupResources are complete, each once, in no order that means anything, as
// SpiceDB's. A list without a limit leaves nothing to go on with, and no cursor.
func lookupResources(ctx context.Context, s *eval.Snapshot, r *v1.LookupResourcesRequest) ([]any, bool) {
	q, c, ok := question(nil, r.GetPermission(), r.GetSubject(), r.GetContext())
	if !ok || r.GetWithDebug() || r.GetOptionalLimit() != 0 || r.GetOptionalCursor() != nil {
		return nil, false
	}
	q.Resource.Type = schema.Type(r.GetResourceObjectType())
	found, err := s.Resources(q, c)
	if err != nil || len(found.Conditional) > 0 {
		return nil, false
	}
	return items(ctx, found.Allowed, func(id string) any {
		return &v1.LookupResourcesResponse{LookedUpAt: at(s), ResourceObjectId: id, Permissionship: listed}
	}), true
}

// lookupSubjects are complete, each once. What a wildcard has is SpiceDB's to say.
func lookupSubjects(ctx context.Context, s *eval.Snapshot, r *v1.LookupSubjectsRequest) ([]any, bool) {
	q, c, ok := question(r.GetResource(), r.GetPermission(), nil, r.GetContext())
	if !ok || r.GetOptionalSubjectRelation() != "" || r.GetOptionalConcreteLimit() != 0 || r.GetOptionalCursor() != nil {
		return nil, false
	}
	q.Subject.Type = schema.Type(r.GetSubjectObjectType())
	found, err := s.Subjects(q, c)
	if err != nil || found.Wildcard != eval.Denied || len(found.Conditional) > 0 {
		return nil, false
	}
	return items(ctx, found.Allowed, func(id string) any {
		return &v1.LookupSubjectsResponse{
			LookedUpAt: at(s), Subject: &v1.ResolvedSubject{SubjectObjectId: id, Permissionship: listed},
			// Clients from before Subject read these, and SpiceDB still fills them.
			SubjectObjectId: id,     //lint:ignore SA1019 see above
			Permissionship:  listed, //lint:ignore SA1019 see above
		}
	}), true
}

// items are messages of an id each, or of many for a checker.
func items(ctx context.Context, ids []string, message func(id string) any) []any {
	if decided.Asked(ctx) {
		ids = decided.Pack(ids)
	}
	items := make([]any, len(ids))
	for i, id := range ids {
		items[i] = message(id)
	}
	return items
}
