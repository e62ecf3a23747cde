// Package relation is a relationship as remit knows it, with its terms, its two
// objects and what a change does to it, and the only place that makes and reads
// SpiceDB's messages for them.
package relation

import (
	"cmp"

	"github.com/remit-authz/remit/schema"
)

// Relationship is one relationship with its terms: a plain value, compared
// with ==.
type Relationship struct {
	Resource Object          `json:"resource"`
	Relation schema.Relation `json:"relation"`
	Subject  Object          `json:"subject"`
	// SubjectRelation is blank where the subject is the object itself, and "owner"
	// on a link that an application wrote to an account's owner.
	SubjectRelation string `json:"subject_relation,omitempty"`
	Terms
}

// New is a relationship between two objects, by the name of a relation of the
// resource's type, without terms.
func New(resource Object, name string, subject Object) Relationship {
	return Relationship{Resource: resource, Relation: Name(resource.Type, name), Subject: subject}
}

// Between is a relationship between two references, without terms.
func Between(resource schema.Ref, relation schema.Relation, subject schema.Ref) Relationship {
	return Relationship{Resource: ObjectOf(resource), Relation: relation, Subject: ObjectOf(subject)}
}

// Name is the relation of a type that has a name, of whatever schema.
func Name(t schema.Type, name string) schema.Relation {
	return schema.Relation(string(t) + "#" + name)
}

// Key is the relationship without its terms: an engine holds each at most once.
func (r Relationship) Key() Relationship {
	r.Terms = Terms{}
	return r
}

// String is the relationship in SpiceDB's notation, with references as people
// write them.
func (r Relationship) String() string {
	s := r.Resource.String() + "#" + schema.Shown(r.Relation.Name()) + "@" + r.Subject.String()
	if r.SubjectRelation != "" {
		s += "#" + schema.Shown(r.SubjectRelation)
	}
	return s
}

// Compare orders relationships by what they relate, and not by their terms.
func (r Relationship) Compare(other Relationship) int {
	return cmp.Or(
		r.Resource.Compare(other.Resource),
		cmp.Compare(r.Relation, other.Relation),
		r.Subject.Compare(other.Subject),
		cmp.Compare(r.SubjectRelation, other.SubjectRelation),
	)
}

// Change is one relationship that comes, or replaces the one with the same key,
// or goes.
type Change struct {
	Relationship
	Gone bool `json:"gone,omitempty"`
}
