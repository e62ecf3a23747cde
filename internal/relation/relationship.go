// Package relation is a relationship as remit knows it, with its terms, its two
// objects and what a change does to it, and the only place that makes and reads
// SpiceDB's messages for them.
package relation

import (
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

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
func (r Relationship) Compare(other Relationship) int { return Compare(&r, &other) }

// Compare is Relationship.Compare of what need not be copied.
func Compare(r, other *Relationship) int {
	if c := r.Resource.Compare(other.Resource); c != 0 {
		return c
	}
	if c := strings.Compare(string(r.Relation), string(other.Relation)); c != 0 {
		return c
	}
	if c := r.Subject.Compare(other.Subject); c != 0 {
		return c
	}
	return strings.Compare(r.SubjectRelation, other.SubjectRelation)
}

// CompareMessage is Compare with one that an engine tells, which is not read for it.
func (r *Relationship) CompareMessage(m *v1.Relationship) int {
	if c := r.Resource.compareMessage(m.GetResource()); c != 0 {
		return c
	}
	// Of one type the names stand in the order of the relations.
	if c := strings.Compare(r.Relation.Name(), m.GetRelation()); c != 0 {
		return c
	}
	subject := m.GetSubject()
	if c := r.Subject.compareMessage(subject.GetObject()); c != 0 {
		return c
	}
	return strings.Compare(r.SubjectRelation, subject.GetOptionalRelation())
}

// Change is one relationship that comes, or replaces the one with the same key,
// or goes.
type Change struct {
	Relationship
	Gone bool `json:"gone,omitempty"`
}
