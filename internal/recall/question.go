package recall

import (
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// mostContext is how many bytes of context SpiceDB takes with a question.
const mostContext = 4096

// accepted says whether SpiceDB takes a context for its size.
func accepted(context *structpb.Struct) bool {
	return context == nil || proto.Size(context) <= mostContext
}

// now are the circumstances of a question that is answered now.
func now(context *structpb.Struct) eval.Context {
	return eval.Context{At: time.Now(), Values: func(time.Time) map[string]any { return context.AsMap() }}
}

func object(o *v1.ObjectReference) relation.Object {
	return relation.Object{Type: schema.Type(o.GetObjectType()), ID: o.GetObjectId()}
}

func question(resource *v1.ObjectReference, permission string, subject *v1.SubjectReference) eval.Question {
	return eval.Question{
		Resource:        object(resource),
		Permission:      permission,
		Subject:         object(subject.GetObject()),
		SubjectRelation: subject.GetOptionalRelation(),
	}
}

// verdict is one answer in the words that SpiceDB's messages share.
type verdict struct {
	outcome eval.Outcome // Allowed, Conditional or Denied
	missing *v1.PartialCaveatInfo
}

// ask answers one question; false where SpiceDB has to.
//
// Of the names that a condition lacks, the graph knows all that SpiceDB would
// tell, and perhaps more: those of a way that ended otherwise. So it speaks for
// SpiceDB where it knows one name only.
func ask(g *eval.Snapshot, q eval.Question, c eval.Context) (verdict, bool) {
	answer := g.Check(q, c)
	switch answer.Outcome {
	case eval.Allowed, eval.Denied:
		return verdict{outcome: answer.Outcome}, true
	case eval.Conditional:
		return verdict{answer.Outcome, &v1.PartialCaveatInfo{MissingRequiredContext: answer.Missing}}, len(answer.Missing) == 1
	}
	return verdict{}, false
}

// checked is the verdict as a check says it.
func (v verdict) checked() v1.CheckPermissionResponse_Permissionship {
	switch v.outcome {
	case eval.Allowed:
		return v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION
	case eval.Conditional:
		return v1.CheckPermissionResponse_PERMISSIONSHIP_CONDITIONAL_PERMISSION
	}
	return v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION
}

// listed is the verdict as a list says it, which leaves out who is denied.
func (v verdict) listed() v1.LookupPermissionship {
	if v.outcome == eval.Allowed {
		return v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_HAS_PERMISSION
	}
	return v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_CONDITIONAL_PERMISSION
}
