package schema

import (
	"cmp"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
)

// Model is what can be asked: types, with their permissions and relations. The
// zero value is this package's own; Extended adds an institution's to it, and
// Other is any schema at all. Models are plain values, and never change.
type Model struct{ c *contents }

// Contents are the names of a schema and what it says of them, in its order, as
// package internal/model reads them and generated code has them.
type Contents struct {
	// Text is the whole schema, as it is written to an engine.
	Text        string
	Types       []Type
	Permissions []Permission
	Relations   []Relation
	// Conditions are by permission; none for most.
	Conditions map[Permission][]Condition
	// Facts are there for names of which the schema says something.
	RelationFacts   map[Relation]RelationFacts
	PermissionFacts map[Permission]PermissionFacts
}

type contents struct {
	Contents
	ours bool
	// listed is the type of the subjects that lists are made of.
	listed Type
}

// Extended is this package's model with what an institution adds to it: c names
// what is added, and has the text of both. Whoever makes one has seen to it that
// nothing of this package's means anything else in that text.
func Extended(c Contents) Model { return Model{&contents{c, true, TypeUser}} }

// Other is a model of its own, without tenants, roles or any name of this
// package's. Listed is the type of subject that is listed where nobody says
// which; blank where nothing can be.
func Other(c Contents, listed Type) Model { return Model{&contents{c, false, listed}} }

// Contents are what the model was made of; the zero value for this package's own.
// They are the caller's to read only.
func (m Model) Contents() Contents {
	if m.c == nil {
		return Contents{}
	}
	return m.c.Contents
}

// Equal says whether two are one and the same.
func (m Model) Equal(other Model) bool { return m == other }

// HasTenants says whether objects belong to tenants and users act in their own
// only, as in this package's model and what extends it.
func (m Model) HasTenants() bool { return m.c == nil || m.c.ours }

// Text is the whole model as one SpiceDB schema, as it is written to an engine.
func (m Model) Text() string {
	if m.c == nil {
		return text
	}
	return m.c.Text
}

// Types are the object types; an institution's after this package's.
func (m Model) Types() []Type { return joined(m, Types(), Contents.types) }

// Permissions are those of a type that can be asked; an institution's after this
// package's, none for a type that does not exist.
func (m Model) Permissions(t Type) []Permission {
	return joined(m, Permissions(t), func(c Contents) []Permission { return of(t, c.Permissions) })
}

// Relations are those of a type; an institution's after this package's, none for
// a type that does not exist.
func (m Model) Relations(t Type) []Relation {
	return joined(m, Relations(t), func(c Contents) []Relation { return of(t, c.Relations) })
}

func (c Contents) types() []Type { return c.Types }

func joined[T any](m Model, ours []T, own func(Contents) []T) []T {
	switch {
	case m.c == nil:
		return ours
	case !m.c.ours:
		return own(m.c.Contents)
	}
	return append(ours, own(m.c.Contents)...)
}

func of[T interface {
	~string
	Type() Type
}](t Type, all []T) []T {
	return slices.DeleteFunc(slices.Clone(all), func(one T) bool { return one.Type() != t })
}

// HasType says whether the type is one of the model's.
func (m Model) HasType(t Type) bool {
	return m.HasTenants() && t.known() || m.c != nil && slices.Contains(m.c.Types, t)
}

// HasPermission says whether the permission can be asked. In a model that is not
// this package's a relation can be, too.
func (m Model) HasPermission(p Permission) bool {
	switch {
	case m.HasTenants() && p.Known():
		return true
	case m.c == nil:
		return false
	}
	return slices.Contains(m.c.Permissions, p) || !m.c.ours && slices.Contains(m.c.Relations, Relation(p))
}

// NewPermission finds the permission of a type by its name.
func (m Model) NewPermission(t Type, name string) (Permission, error) {
	if !m.HasType(t) {
		return "", m.noSuchType(t)
	}
	p := Permission(string(t) + "#" + name)
	if !m.HasPermission(p) {
		return "", &UnknownNameError{t, name, m.named(t)}
	}
	return p, nil
}

func (m Model) noSuchType(t Type) error {
	var names []string
	for _, t := range m.Types() {
		names = append(names, string(t))
	}
	return &UnknownNameError{t, "", names}
}

// UnknownNameError is the name of a type, or of a permission, that a model does not
// have.
type UnknownNameError struct {
	// Type is what does not exist, or the type that lacks the permission.
	Type Type
	// Permission is blank where the type does not exist.
	Permission string
	// Known are the names that there are in its place.
	Known []string
}

// Error says what there is.
func (e *UnknownNameError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *UnknownNameError) Say(in phrase.Printer) string {
	known := strings.Join(e.Known, ", ")
	switch {
	case e.Permission == "":
		return in.Say("type %s does not exist: the types are %s", Quote(string(e.Type)), known)
	case known == "":
		return in.Say("type %s has no permission %s, nor any other", Shown(string(e.Type)), Quote(e.Permission))
	}
	return in.Say("type %s has no permission %s: it has %s", Shown(string(e.Type)), Quote(e.Permission), known)
}

// Written is the name as somebody wrote it.
func (e *UnknownNameError) Written() string { return cmp.Or(e.Permission, string(e.Type)) }

// named are what can be asked on a type.
func (m Model) named(t Type) []string {
	var names []string
	for _, p := range m.Permissions(t) {
		names = append(names, p.Name())
	}
	if !m.HasTenants() {
		for _, r := range m.Relations(t) {
			names = append(names, r.Name())
		}
	}
	return names
}

// Acts says whether objects of a type ask questions: users do, and in a model
// that is not this package's whatever there is.
func (m Model) Acts(t Type) bool {
	return m.HasTenants() && t == TypeUser || !m.HasTenants() && m.HasType(t)
}

// Listed is the type of the subjects that lists of subjects are made of; blank
// where a model does not say.
func (m Model) Listed() Type {
	if m.c == nil {
		return TypeUser
	}
	return m.c.listed
}

// Condition is a relation that may give a permission, and whose relationships
// carry a caveat of this package's.
type Condition struct {
	Relation Relation
	// Elsewhere says that they are of other objects than the one that is asked
	// about, which leads to them.
	Elsewhere bool
}

// Conditions are those of a permission; none for most.
func (m Model) Conditions(p Permission) []Condition {
	if r := p.ConditionalOn(); r != "" && m.HasTenants() {
		return []Condition{{Relation: r}}
	}
	return m.Contents().Conditions[p]
}

// RelationFacts are what the model says of a relation; the zero value for one
// that it does not have, or says nothing of.
func (m Model) RelationFacts(r Relation) RelationFacts {
	if own, ok := m.Contents().RelationFacts[r]; ok || !m.HasTenants() {
		return own
	}
	return r.Facts()
}

// PermissionFacts are what the model says of a permission; the zero value for
// one that it does not have, or says nothing of.
func (m Model) PermissionFacts(p Permission) PermissionFacts {
	if own, ok := m.Contents().PermissionFacts[p]; ok || !m.HasTenants() {
		return own
	}
	return p.Facts()
}
