// Package answer answers a checker's questions from a graph: from what an engine holds
// now, or from what it held at a moment.
package answer

import (
	"errors"
	"time"
	"unsafe"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Now answers from one graph, by the clock of whoever asks. A checker has validated
// the questions, and refused those that cross tenants. It is no more than a pointer, so
// that it costs nothing to hand over.
type Now struct{ Graph *eval.Snapshot }

// Then answers from one graph by the clock of a moment, whenever it is asked.
type Then struct {
	Graph *eval.Snapshot
	At    time.Time
}

// Part is Now from a graph that holds some tenants: what is asked about any other has
// no answer here.
type Part struct {
	Graph *eval.Snapshot
	Scope relation.Scope
}

var (
	_ checker.Snapshot = Now{}
	_ checker.Snapshot = Part{}
	_ checker.Snapshot = Then{}
)

// Check allocates nothing where it ends allowed or denied.
func (s Now) Check(q checker.Question, e checker.EvaluationContext, asked time.Time) (checker.Decision, error) {
	return check(s.Graph, q, contextOf(e, asked))
}

// Check goes by the moment.
func (s Then) Check(q checker.Question, e checker.EvaluationContext, _ time.Time) (checker.Decision, error) {
	return check(s.Graph, q, contextOf(e, s.At))
}

// Check has no answer about what the graph does not hold.
func (s Part) Check(q checker.Question, e checker.EvaluationContext, asked time.Time) (checker.Decision, error) {
	if !s.Scope.Has(q.Resource.Tenant) || !s.Scope.Has(q.Subject.Tenant) {
		return checker.Decision{}, errUndecided
	}
	return Now{s.Graph}.Check(q, e, asked)
}

// Resources are complete and sorted, each once.
func (s Part) Resources(m schema.Model, subject schema.Ref, permission schema.Permission, e checker.EvaluationContext) (checker.List, error) {
	if !s.Scope.Has(subject.Tenant) {
		return checker.List{}, errUndecided
	}
	return Now{s.Graph}.Resources(m, subject, permission, e)
}

// Subjects are complete and sorted, each once.
func (s Part) Subjects(m schema.Model, permission schema.Permission, resource schema.Ref, e checker.EvaluationContext) (checker.List, error) {
	if !s.Scope.Has(resource.Tenant) {
		return checker.List{}, errUndecided
	}
	return Now{s.Graph}.Subjects(m, permission, resource, e)
}

// Resources are complete and sorted, each once.
func (s Now) Resources(m schema.Model, subject schema.Ref, permission schema.Permission, e checker.EvaluationContext) (checker.List, error) {
	return resources(s.Graph, m, subject, permission, contextOf(e, time.Time{}))
}

// Resources are complete and sorted, each once.
func (s Then) Resources(m schema.Model, subject schema.Ref, permission schema.Permission, e checker.EvaluationContext) (checker.List, error) {
	return resources(s.Graph, m, subject, permission, contextOf(e, s.At))
}

// Subjects are complete and sorted, each once.
func (s Now) Subjects(m schema.Model, permission schema.Permission, resource schema.Ref, e checker.EvaluationContext) (checker.List, error) {
	return subjects(s.Graph, m, permission, resource, contextOf(e, time.Time{}))
}

// Subjects are complete and sorted, each once.
func (s Then) Subjects(m schema.Model, permission schema.Permission, resource schema.Ref, e checker.EvaluationContext) (checker.List, error) {
	return subjects(s.Graph, m, permission, resource, contextOf(e, s.At))
}

// errUndecided is the answer to what the graph cannot decide.
var errUndecided = errors.New("not decided from the graph")

// idBytes is room for an id as the engine holds it, but for one in which most
// bytes are encoded.
const idBytes = 320

func check(g *eval.Snapshot, q checker.Question, c eval.Context) (checker.Decision, error) {
	var resource, subject [idBytes]byte
	answer := g.Check(eval.Question{
		Resource:   objectIn(resource[:0], q.Resource),
		Permission: q.Permission.Name(),
		Subject:    objectIn(subject[:0], q.Subject),
	}, c)
	decision := checker.Decision{Missing: answer.Missing, Revision: schema.Revision(g.Revision())}
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
	return eval.Context{At: asked, Clock: time.Now, Values: e.Caveats(), Now: e.Now()}
}

func resources(g *eval.Snapshot, m schema.Model, subject schema.Ref, permission schema.Permission, c eval.Context) (checker.List, error) {
	found := listing{model: m, kind: permission.Type(), tenant: subject.Tenant}
	err := g.EachResource(eval.Question{
		Resource:   relation.Object{Type: permission.Type()},
		Permission: permission.Name(),
		Subject:    relation.ObjectOf(subject),
	}, c, &found)
	if err != nil {
		return checker.List{}, err
	}
	return found.sorted(g), nil
}

func subjects(g *eval.Snapshot, m schema.Model, permission schema.Permission, resource schema.Ref, c eval.Context) (checker.List, error) {
	found, err := g.Subjects(eval.Question{
		Resource:   relation.ObjectOf(resource),
		Permission: permission.Name(),
		Subject:    relation.Object{Type: m.Listed()},
	}, c)
	if err != nil {
		return checker.List{}, err
	}
	// What the wildcard has cannot be listed: the engine says how that ends.
	if found.Wildcard != eval.Denied {
		return checker.List{}, errUndecided
	}
	list := listing{model: m, kind: m.Listed(), tenant: resource.Tenant}
	list.Grow(len(found.Allowed))
	for _, id := range found.Allowed {
		if err := list.Add(id, eval.Allowed); err != nil {
			return checker.List{}, err
		}
	}
	for _, id := range found.Conditional {
		if err := list.Add(id, eval.Conditional); err != nil {
			return checker.List{}, err
		}
	}
	return list.sorted(g), nil
}

// listing makes references of ids, those of the tenant.
type listing struct {
	model                schema.Model
	kind                 schema.Type
	tenant               schema.TenantID
	allowed, conditional []schema.Ref
	unsorted             bool
}

// Grow makes room, of which an empty list takes none.
func (l *listing) Grow(most int) { l.allowed = make([]schema.Ref, 0, most) }

// Add is an error for an id that remit would never write.
func (l *listing) Add(id string, outcome eval.Outcome) error {
	ref, err := l.model.RefOfObject(string(l.kind), id)
	if err != nil || ref.Tenant != l.tenant { // a check denies those
		return err
	}
	to := &l.allowed
	if outcome != eval.Allowed {
		to = &l.conditional
	}
	l.unsorted = l.unsorted || len(*to) > 0 && (*to)[len(*to)-1].ID > ref.ID
	*to = append(*to, ref)
	return nil
}

func (l *listing) sorted(g *eval.Snapshot) checker.List {
	if l.unsorted {
		eval.SortByID(l.allowed, func(r schema.Ref) string { return r.ID })
		eval.SortByID(l.conditional, func(r schema.Ref) string { return r.ID })
	}
	list := checker.List{Conditional: l.conditional, Revision: schema.Revision(g.Revision())}
	if len(l.allowed) > 0 {
		list.Refs = l.allowed
	}
	return list
}
