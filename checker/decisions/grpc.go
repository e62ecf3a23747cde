package decisions

import (
	"context"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/methods"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Intercept is an interceptor for an engine that is served (embedded.ServeOptions): it
// records what SpiceDB's permission calls are answered. With Options.Required a call whose
// answer would be recorded if it could be (what is experimental) is
// refused as FailedPrecondition; otherwise it is answered and not recorded. asker says who calls.
func (l *Log) Intercept(asker func(context.Context) Asker) grpc.StreamServerInterceptor {
	return func(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
		var request proto.Message
		switch info.FullMethod {
		case v1.PermissionsService_CheckPermission_FullMethodName:
			request = &v1.CheckPermissionRequest{}
		case v1.PermissionsService_CheckBulkPermissions_FullMethodName, v1.ExperimentalService_BulkCheckPermission_FullMethodName:
			request = &v1.CheckBulkPermissionsRequest{} // as which the older one is written too
		case v1.PermissionsService_LookupResources_FullMethodName:
			request = &v1.LookupResourcesRequest{}
		case v1.PermissionsService_LookupSubjects_FullMethodName:
			request = &v1.LookupSubjectsRequest{}
		case v1.PermissionsService_ExpandPermissionTree_FullMethodName:
			request = &v1.ExpandPermissionTreeRequest{}
		default:
			if l.refuses(info.FullMethod) {
				return status.Errorf(codes.FailedPrecondition, "decisions are to be recorded before they are answered, and what %s answers cannot be: ask with CheckPermission, CheckBulkPermissions, LookupResources, LookupSubjects or ExpandPermissionTree", info.FullMethod)
			}
			return next(server, stream)
		}
		if l.options.Record == None {
			return next(server, stream)
		}
		w := &watched{ServerStream: stream, log: l, asker: asker(stream.Context()), request: request}
		return w.ended(next(server, w))
	}
}

// refuses says whether a method that is not recorded answers what has to be.
func (l *Log) refuses(method string) bool {
	return l.options.Required && l.options.Record > Denials && methods.Answer(method)
}

// watched is a call of which the request and the answers are seen on their way.
type watched struct {
	grpc.ServerStream
	log     *Log
	asker   Asker
	request proto.Message
	asked   bool // the request has come
	told    bool // a check was answered
	count   int  // of a list
	at      string
	unseen  error // why an answer did not go out
}

// RecvMsg sees the one request.
func (w *watched) RecvMsg(message any) error {
	err := w.ServerStream.RecvMsg(message)
	if err == nil && !w.asked {
		w.asked = true
		err = again(w.request, message)
	}
	return err
}

// SendMsg records a check's answer before it goes out, and counts a list's.
func (w *watched) SendMsg(message any) error {
	if err := w.saw(message); err != nil {
		w.unseen = status.Error(codes.Unavailable, err.Error())
		return w.unseen
	}
	return w.ServerStream.SendMsg(message)
}

// again makes a message that may have been read as bytes one that can be looked at.
func again(into proto.Message, message any) error {
	from, ok := message.(proto.Message)
	if !ok {
		return phrase.Errorf("a message of type %T is none of gRPC's", message)
	}
	written, err := proto.Marshal(from)
	if err != nil {
		return err
	}
	return proto.Unmarshal(written, into)
}

func (w *watched) saw(message any) error {
	switch r := w.request.(type) {
	case *v1.CheckPermissionRequest:
		answer := &v1.CheckPermissionResponse{}
		if err := again(answer, message); err != nil {
			return err
		}
		w.told = true
		return w.checks(checker.OperationCheck, answer.GetCheckedAt().GetToken(), []one{{r.GetSubject(), r.GetPermission(), r.GetResource(), outcomeIn(answer.GetPermissionship())}})
	case *v1.CheckBulkPermissionsRequest:
		answer := &v1.CheckBulkPermissionsResponse{}
		if err := again(answer, message); err != nil {
			return err
		}
		w.told = true
		var all []one
		for _, pair := range answer.GetPairs() {
			all = append(all, askedTogether(pair))
		}
		return w.checks(checker.OperationCheckAll, answer.GetCheckedAt().GetToken(), all)
	case *v1.LookupResourcesRequest:
		answer := &v1.LookupResourcesResponse{}
		if err := again(answer, message); err != nil {
			return err
		}
		w.count, w.at = w.count+decided.Count(answer.GetResourceObjectId()), answer.GetLookedUpAt().GetToken()
	case *v1.LookupSubjectsRequest:
		answer := &v1.LookupSubjectsResponse{}
		if err := again(answer, message); err != nil {
			return err
		}
		w.count, w.at = w.count+decided.Count(answer.GetSubject().GetSubjectObjectId()), answer.GetLookedUpAt().GetToken()
	case *v1.ExpandPermissionTreeRequest:
		answer := &v1.ExpandPermissionTreeResponse{}
		if err := again(answer, message); err != nil {
			return err
		}
		w.told = true
		d := asks(r)
		d.Outcome, d.Listed = listed, subjectsIn(answer.GetTreeRoot())
		if _, wanted := w.log.wants(checker.Operation(d.Operation), d.Permission, d.Outcome); !wanted {
			return nil
		}
		return w.log.keep(w.Context(), w.item(d, answer.GetExpandedAt().GetToken()))
	}
	return nil
}

// expand is the operation of a tree of who has a permission, which no checker has.
const expand = "expand"

// subjectsIn is how many subjects a tree names.
func subjectsIn(tree *v1.PermissionRelationshipTree) int {
	n := len(tree.GetLeaf().GetSubjects())
	for _, child := range tree.GetIntermediate().GetChildren() {
		n += subjectsIn(child)
	}
	return n
}

// askedTogether is one of the checks of a bulk call.
func askedTogether(pair *v1.CheckBulkPermissionsPair) one {
	q, outcome := pair.GetRequest(), unanswered
	if pair.GetItem() != nil {
		outcome = outcomeIn(pair.GetItem().GetPermissionship())
	}
	return one{q.GetSubject(), q.GetPermission(), q.GetResource(), outcome}
}

func outcomeIn(p v1.CheckPermissionResponse_Permissionship) string {
	switch p {
	case v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION:
		return allowed
	case v1.CheckPermissionResponse_PERMISSIONSHIP_CONDITIONAL_PERMISSION:
		return checker.Conditional.String()
	case v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION:
		return checker.Denied.String()
	}
	return unanswered
}

// one is one question with its answer.
type one struct {
	subject    *v1.SubjectReference
	permission string
	resource   *v1.ObjectReference
	outcome    string
}

// checks records answers to checks.
func (w *watched) checks(as checker.Operation, at string, all []one) error {
	var items []item
	for _, q := range all {
		resource := relation.ObjectIn(q.resource)
		permission := schema.Permission(relation.Name(resource.Type, q.permission))
		sampled, wanted := w.log.wants(as, permission, q.outcome)
		if !wanted {
			continue
		}
		items = append(items, w.item(entry.Decided{
			User: relation.ObjectIn(q.subject.GetObject()), Permission: permission, Object: resource,
			Outcome: q.outcome, Operation: string(as), Sampled: sampled,
		}, at))
	}
	if len(items) == 0 {
		return nil
	}
	return w.log.keep(w.Context(), items...)
}

func (w *watched) item(d entry.Decided, at string) item {
	d.Via, d.Caller = w.asker.Via, w.asker.Caller
	e := &entry.Entry{Kind: entry.Decision, Revision: at, Through: at, Decision: &d}
	return item{deed: e, at: time.Now()}
}

// ended records a list, and a call that was not answered.
func (w *watched) ended(err error) error {
	if w.unseen != nil {
		return w.unseen
	}
	refused := status.Code(err) == codes.InvalidArgument || status.Code(err) == codes.FailedPrecondition
	if !w.asked || w.told || refused {
		return err
	}
	d := asks(w.request)
	d.Outcome, d.Listed = listed, max(d.Listed, w.count)
	if err != nil {
		d.Outcome = unanswered
	}
	if _, wanted := w.log.wants(checker.Operation(d.Operation), d.Permission, d.Outcome); !wanted {
		return err
	}
	if unseen := w.log.keep(w.Context(), w.item(d, w.at)); unseen != nil {
		return status.Error(codes.Unavailable, unseen.Error())
	}
	return err
}

// asks is what a request asks, without its answer; of a bulk call how much.
func asks(request proto.Message) (d entry.Decided) {
	switch r := request.(type) {
	case *v1.CheckPermissionRequest:
		d.Operation, d.User, d.Object = string(checker.OperationCheck), relation.ObjectIn(r.GetSubject().GetObject()), relation.ObjectIn(r.GetResource())
		d.Permission = schema.Permission(relation.Name(d.Object.Type, r.GetPermission()))
	case *v1.CheckBulkPermissionsRequest:
		d.Operation, d.Listed = string(checker.OperationCheckAll), len(r.GetItems())
	case *v1.LookupResourcesRequest:
		d.Operation, d.User = string(checker.OperationResources), relation.ObjectIn(r.GetSubject().GetObject())
		d.Permission = schema.Permission(relation.Name(schema.Type(r.GetResourceObjectType()), r.GetPermission()))
	case *v1.LookupSubjectsRequest:
		d.Operation, d.Object = string(checker.OperationSubjects), relation.ObjectIn(r.GetResource())
		d.Permission = schema.Permission(relation.Name(d.Object.Type, r.GetPermission()))
	case *v1.ExpandPermissionTreeRequest:
		d.Operation, d.Object = expand, relation.ObjectIn(r.GetResource())
		d.Permission = schema.Permission(relation.Name(d.Object.Type, r.GetPermission()))
	}
	return d
}
