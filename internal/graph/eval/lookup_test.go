package eval_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
)

// lookup is what one of SpiceDB's lists says.
type lookup struct {
	id       func(eval.Question) string // of the item that a question is about
	outcomes map[string]eval.Outcome
	wildcard eval.Outcome
	except   map[string]eval.Outcome
}

// says is what the list says of one item.
func (l lookup) says(q eval.Question) eval.Outcome {
	id := l.id(q)
	if outcome := l.outcomes[id]; outcome != eval.Denied || l.wildcard == eval.Denied {
		return outcome
	}
	switch l.except[id] {
	case eval.Allowed:
		return eval.Denied
	case eval.Conditional:
		return eval.Conditional
	}
	return l.wildcard
}

// resources is SpiceDB's list of resources, or that it gave up.
func (r *reference) resources(t *testing.T, w *world, q eval.Question, given map[string]any) (lookup, bool) {
	t.Helper()
	found := lookup{id: func(q eval.Question) string { return q.Resource.ID }, outcomes: map[string]eval.Outcome{}}
	if w.self {
		return found, false // see selfFailsInLists
	}
	asked, _ := structpb.NewStruct(given)
	ctx, cancel := context.WithTimeout(t.Context(), lostAfter)
	defer cancel()
	stream, err := r.client.LookupResources(ctx, &v1.LookupResourcesRequest{
		Consistency: fullyConsistent, ResourceObjectType: string(q.Resource.Type), Permission: q.Permission, Subject: q.Subject.Subject(q.SubjectRelation), Context: asked,
	})
	if err != nil {
		t.Fatal(err)
	}
	for {
		item, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return found, false
		}
		if err != nil {
			if !isGivingUp(err) {
				t.Fatalf("resources of %v: %v", q, err)
			}
			return lookup{}, true
		}
		id := item.GetResourceObjectId()
		found.outcomes[id] = max(found.outcomes[id], outcomeOf(item.GetPermissionship()))
	}
}

// subjects is SpiceDB's list of subjects, or that it gave up.
func (r *reference) subjects(t *testing.T, q eval.Question, given map[string]any) (lookup, bool) {
	t.Helper()
	asked, _ := structpb.NewStruct(given)
	ctx, cancel := context.WithTimeout(t.Context(), lostAfter)
	defer cancel()
	stream, err := r.client.LookupSubjects(ctx, &v1.LookupSubjectsRequest{
		Consistency: fullyConsistent, Resource: q.Resource.Message(), Permission: q.Permission, SubjectObjectType: string(q.Subject.Type), Context: asked,
	})
	if err != nil {
		t.Fatal(err)
	}
	found := lookup{
		id:       func(q eval.Question) string { return q.Subject.ID },
		outcomes: map[string]eval.Outcome{}, except: map[string]eval.Outcome{},
	}
	for {
		item, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return found, false
		}
		if err != nil {
			if !isGivingUp(err) {
				t.Fatalf("subjects of %v: %v", q, err)
			}
			return lookup{}, true
		}
		found.add(item)
	}
}

func (l *lookup) add(item *v1.LookupSubjectsResponse) {
	id, outcome := item.GetSubject().GetSubjectObjectId(), outcomeOf(item.GetSubject().GetPermissionship())
	if id != relation.Wildcard {
		l.outcomes[id] = max(l.outcomes[id], outcome)
		return
	}
	l.wildcard = max(l.wildcard, outcome)
	for _, excluded := range item.GetExcludedSubjects() {
		l.except[excluded.GetSubjectObjectId()] = outcomeOf(excluded.GetPermissionship())
	}
}

func outcomeOf(p v1.LookupPermissionship) eval.Outcome {
	if p == v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_HAS_PERMISSION {
		return eval.Allowed
	}
	return eval.Conditional
}

// listSays is what the graph's list says of one item.
func listSays(l eval.List, id string) eval.Outcome {
	switch {
	case slices.Contains(l.Allowed, id):
		return eval.Allowed
	case slices.Contains(l.Conditional, id):
		return eval.Conditional
	}
	return eval.Denied
}

// subjectsSay is what the graph's list of subjects says of one.
func subjectsSay(s eval.Subjects, id string) eval.Outcome {
	if outcome := listSays(s.List, id); outcome != eval.Denied || slices.Contains(s.Except, id) {
		return outcome
	}
	return s.Wildcard
}
