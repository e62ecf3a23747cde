package memory

import (
	"cmp"
	"errors"
	"slices"
	"time"
	"unsafe"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// snapshot answers from one graph. A checker has validated the questions, and
// refused those that cross tenants.
type snapshot struct{ graph *eval.Snapshot }

var _ checker.Snapshot = snapshot{}

// errUndecided is the answer to what the graph cannot decide.
var errUndecided = errors.New("not decided from memory")

// idBytes is room for an id as the engine holds it, but for one in which most
// bytes are encoded.
const idBytes = 320

// Check allocates nothing where it ends allowed or denied.
func (s snapshot) Check(q checker.Question, e checker.EvaluationContext, asked time.Time) (checker.Decision, error) {
	var resource, subject [idBytes]byte
	answer := s.graph.Check(eval.Question{
		Resource:   objectIn(resource[:0], q.Resource),
		Permission: q.Permission.Name(),
		Subject:    objectIn(subject[:0], q.Subject),
	}, contextOf(e, asked))
	decision := checker.Decision{Missing: answer.Missing, Revision: schema.Revision(s.graph.Revision())}
	switch answer.Outcome {
	case eval.Allowed:
		decision.Outcome = checker.Allowed
	case eval.Conditional:
		decision.Outcome = checker.Conditional
	case eval.Denied:
		decision.Outcome = checker.Denied
	default:
		return checker.Decision{}, errUndecided
	}
	return decision, nil
}

// objectIn is a reference as the engine holds it, written into a buffer that
// nobody writes to again.
func objectIn(buffer []byte, r schema.Ref) relation.Object {
	id := r.AppendObjectID(buffer)
	return relation.Object{Type: r.Type, ID: unsafe.String(unsafe.SliceData(id), len(id))}
}

// contextOf is that of a question that is asked at a moment, now for a zero
// one. As in an engine, what expires by itself goes by that, whatever moment the
// question is of: only caveats are given the latter.
func contextOf(e checker.EvaluationContext, asked time.Time) eval.Context {
	return eval.Context{At: asked, Clock: time.Now, Values: e.Caveats()}
}

// Resources are complete and sorted, each once.
func (s snapshot) Resources(m schema.Model, subject schema.Ref, permission schema.Permission, e checker.EvaluationContext) (checker.List, error) {
	found, err := s.graph.Resources(eval.Question{
		Resource:   relation.Object{Type: permission.Type()},
		Permission: permission.Name(),
		Subject:    relation.ObjectOf(subject),
	}, contextOf(e, time.Time{}))
	if err != nil {
		return checker.List{}, err
	}
	return s.list(m, permission.Type(), subject.Tenant, found)
}

// Subjects are complete and sorted, each once.
func (s snapshot) Subjects(m schema.Model, permission schema.Permission, resource schema.Ref, e checker.EvaluationContext) (checker.List, error) {
	found, err := s.graph.Subjects(eval.Question{
		Resource:   relation.ObjectOf(resource),
		Permission: permission.Name(),
		Subject:    relation.Object{Type: m.Listed()},
	}, contextOf(e, time.Time{}))
	if err != nil {
		return checker.List{}, err
	}
	// What the wildcard has cannot be listed: the engine says how that ends.
	if found.Wildcard != eval.Denied {
		return checker.List{}, errUndecided
	}
	return s.list(m, m.Listed(), resource.Tenant, found.List)
}

// list makes references of ids; an error for an id that remit would never write.
func (s snapshot) list(m schema.Model, kind schema.Type, tenant schema.TenantID, found eval.List) (checker.List, error) {
	allowed, err := refs(m, kind, tenant, found.Allowed)
	if err != nil {
		return checker.List{}, err
	}
	conditional, err := refs(m, kind, tenant, found.Conditional)
	if err != nil {
		return checker.List{}, err
	}
	return checker.List{Refs: allowed, Conditional: conditional, Revision: schema.Revision(s.graph.Revision())}, nil
}

// refs are those of the tenant, sorted by id.
func refs(m schema.Model, kind schema.Type, tenant schema.TenantID, ids []string) ([]schema.Ref, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	found := make([]schema.Ref, 0, len(ids))
	for _, id := range ids {
		ref, err := m.RefOfObject(string(kind), id)
		if err != nil {
			return nil, err
		}
		if ref.Tenant == tenant { // a check denies the others
			found = append(found, ref)
		}
	}
	slices.SortFunc(found, func(a, b schema.Ref) int { return cmp.Compare(a.ID, b.ID) })
	return found, nil
}
