package memory

import (
	"cmp"
	"slices"
	"time"
	"unsafe"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/schema"
)

// picture answers from one graph. A checker has validated the questions, and
// refused those that cross tenants.
type picture struct{ graph *graph.Graph }

var _ checker.Picture = picture{}

// idBytes is room for an id as the engine holds it, but for one in which most
// bytes are encoded.
const idBytes = 320

// Check allocates nothing where it ends allowed or denied.
func (p picture) Check(q checker.Question, clock func() time.Time) (checker.Decision, bool) {
	var resource, user [idBytes]byte
	answer := p.graph.Check(graph.Question{
		Resource:   objectIn(resource[:0], q.Resource),
		Permission: q.Permission.Name(),
		Subject:    objectIn(user[:0], q.Subject),
	}, circumstances(clock))
	decision := checker.Decision{Missing: answer.Missing, Revision: schema.Revision(p.graph.Revision())}
	switch answer.Outcome {
	case graph.Allowed:
		decision.Outcome = checker.Allowed
	case graph.Conditional:
		decision.Outcome = checker.Conditional
	case graph.Denied:
		decision.Outcome = checker.Denied
	default:
		return checker.Decision{}, false
	}
	return decision, true
}

// objectIn is a reference as the engine holds it, written into a buffer that
// nobody writes to again.
func objectIn(buffer []byte, r schema.Ref) graph.Object {
	id := r.AppendObjectID(buffer)
	return graph.Object{Type: string(r.Type), ID: unsafe.String(unsafe.SliceData(id), len(id))}
}

func circumstances(clock func() time.Time) graph.Circumstances {
	return graph.Circumstances{Clock: clock, Context: schema.ContextAt}
}

// Resources are complete and sorted, each once.
func (p picture) Resources(user schema.Ref, permission schema.Permission, clock func() time.Time) (checker.List, bool) {
	found, err := p.graph.Resources(graph.Question{
		Resource:   graph.Object{Type: string(permission.Type())},
		Permission: permission.Name(),
		Subject:    graph.Object{Type: string(user.Type), ID: user.ObjectID()},
	}, circumstances(clock))
	if err != nil {
		return checker.List{}, false
	}
	return p.list(permission.Type(), user.Tenant, found)
}

// Subjects are complete and sorted, each once.
func (p picture) Subjects(permission schema.Permission, resource schema.Ref, clock func() time.Time) (checker.List, bool) {
	found, err := p.graph.Subjects(graph.Question{
		Resource:   graph.Object{Type: string(resource.Type), ID: resource.ObjectID()},
		Permission: permission.Name(),
		Subject:    graph.Object{Type: string(schema.TypeUser)},
	}, circumstances(clock))
	// What everybody has cannot be listed: the engine says how that ends.
	if err != nil || found.Everybody != graph.Denied {
		return checker.List{}, false
	}
	return p.list(schema.TypeUser, resource.Tenant, found.List)
}

// list makes references of ids; false for an id that remit would never write.
func (p picture) list(kind schema.Type, tenant schema.TenantID, found graph.List) (checker.List, bool) {
	list := checker.List{Revision: schema.Revision(p.graph.Revision())}
	var allowed, conditional bool
	list.Refs, allowed = refs(kind, tenant, found.Allowed)
	list.Conditional, conditional = refs(kind, tenant, found.Conditional)
	return list, allowed && conditional
}

// refs are those of the tenant, sorted by id.
func refs(kind schema.Type, tenant schema.TenantID, ids []string) ([]schema.Ref, bool) {
	if len(ids) == 0 {
		return nil, true
	}
	found := make([]schema.Ref, 0, len(ids))
	for _, id := range ids {
		ref, err := schema.RefOfObject(string(kind), id)
		if err != nil {
			return nil, false
		}
		if ref.Tenant == tenant { // a check denies the others
			found = append(found, ref)
		}
	}
	slices.SortFunc(found, func(a, b schema.Ref) int { return cmp.Compare(a.ID, b.ID) })
	return found, true
}
