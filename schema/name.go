package schema

import (
	"strings"
	"time"
)

// Type is an object type of the model, such as TypeClient. The zero value
// names none.
type Type string

// Permission is a permission with the type that it is asked on, as
// "client#view_dossier". The zero value names none and is refused by every
// question.
type Permission string

// Relation is a relation with the type that holds it, as
// "client#practitioner". The zero value names none.
type Relation string

// Caveat is a condition that a relationship may carry, such as an end.
type Caveat string

// now is the parameter of the model's caveats that the question brings.
const now = "now"

// ContextAt is what the model's caveats are given when a question is asked at a
// moment, in the form of a JSON object.
func ContextAt(at time.Time) map[string]any {
	return map[string]any{now: at.UTC().Format(time.RFC3339Nano)}
}

// StoresQuestion says whether a relationship was written with what only a
// question brings to its caveat. Such a relationship never holds, and whoever
// lists relationships names it: to SpiceDB what was written goes before what a
// question brings, so that there it never ends. It is so of an institution's
// caveats as of the model's: remit brings the time to all of them.
func StoresQuestion[Value any](c Caveat, written map[string]Value) bool {
	_, stored := written[now]
	return stored && c.TakesTime()
}

// TakesTime says whether a question brings the time to the caveat: to every one
// there is, and to none that is blank.
func (c Caveat) TakesTime() bool { return c != "" }

// ConditionalOn is the relation of the same object whose relationships carry a
// caveat and may give the permission; blank where none may.
func (p Permission) ConditionalOn() Relation { return p.Facts().ConditionalOn }

// EndedShownFor is how long a relationship that has ended by its caveat is still
// there, for explanations to name its end. It is short: the engine's own expiry
// also bounds what a clock that is slow gives to whoever asks by it.
const EndedShownFor = time.Minute

// Revision is a state of an engine's data: applying a plan returns one, a
// question may carry one. It is SpiceDB's ZedToken, opaque and not ordered.
// The zero value is no state in particular.
type Revision string

// Type is the type that the permission is asked on.
func (p Permission) Type() Type { t, _, _ := strings.Cut(string(p), "#"); return Type(t) }

// Name is the permission's name without its type: "view_dossier".
func (p Permission) Name() string { _, n, _ := strings.Cut(string(p), "#"); return n }

// Type is the type that holds the relation.
func (r Relation) Type() Type { t, _, _ := strings.Cut(string(r), "#"); return Type(t) }

// Name is the relation's name without its type: "practitioner".
func (r Relation) Name() string { _, n, _ := strings.Cut(string(r), "#"); return n }

// NewPermission finds the permission of a type by its name.
func NewPermission(t Type, name string) (Permission, error) { return Model{}.NewPermission(t, name) }
