package relation

import (
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/schema"
)

// Reader makes relationships of messages, as FromMessage does. All that one makes
// share the names of types and relations, and neighbors the id of their resource:
// of a hundred thousand that takes half the memory. Nothing of the messages is kept. The
// zero value is ready; it is for one goroutine.
type Reader struct {
	types     map[string]schema.Type
	relations map[typedName]schema.Relation
	resource  string
}

type typedName struct {
	of   schema.Type
	name string
}

// Read is a relationship as an engine tells it. Half of one is an error, and one with a field
// that is not known.
func (n *Reader) Read(m *v1.Relationship) (Relationship, error) {
	if hasUnknown(m) {
		return Relationship{}, errUnknown
	}
	if n.types == nil {
		n.types, n.relations = map[string]schema.Type{}, map[typedName]schema.Relation{}
	}
	resource, subject := n.object(m.GetResource()), m.GetSubject()
	if resource.ID != n.resource {
		n.resource = strings.Clone(resource.ID)
	}
	resource.ID = n.resource
	r := Relationship{
		Resource: resource, Relation: n.relation(resource.Type, m.GetRelation()),
		Subject: n.object(subject.GetObject()), SubjectRelation: strings.Clone(subject.GetOptionalRelation()),
	}
	r.Subject.ID = strings.Clone(r.Subject.ID)
	if err := r.complete(m); err != nil {
		return Relationship{}, err
	}
	return r, nil
}

func (n *Reader) object(m *v1.ObjectReference) Object {
	t, known := n.types[m.GetObjectType()]
	if !known {
		t = schema.Type(strings.Clone(m.GetObjectType()))
		n.types[string(t)] = t
	}
	return Object{t, m.GetObjectId()}
}

func (n *Reader) relation(t schema.Type, name string) schema.Relation {
	r, known := n.relations[typedName{t, name}]
	if !known {
		r = Name(t, name)
		n.relations[typedName{t, r.Name()}] = r
	}
	return r
}
