package eval

import (
	"time"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/relation"
)

// Question asks whether a subject has a permission, or is in a relation, of a
// resource.
type Question struct {
	Resource   relation.Object
	Permission string
	Subject    relation.Object
	// SubjectRelation is blank where the subject is the object itself.
	SubjectRelation string
}

// Context is what a question brings beside itself.
type Context struct {
	// At is the clock that relationships expire by; where it is zero, Clock
	// tells it once the first condition is met: most questions meet none.
	At    time.Time
	Clock func() time.Time
	// Values makes what caveats are given, once the first caveat is met: a question
	// that meets none pays nothing for it. They are as structpb gives them: a number
	// is a float64, a time its RFC 3339 text. What was written with a relationship
	// goes before them. Nil gives nothing.
	Values func(at time.Time) map[string]any
	// Now is the "now" among the values as a time, false where they hold none or one
	// that is no time: most caveats are answered by that alone. Nil is not to say.
	Now func(at time.Time) (time.Time, bool)
}

// Answer is the outcome of one question.
type Answer struct {
	Outcome Outcome
	// Missing names the context that a conditional answer lacks, sorted; nil
	// otherwise.
	Missing []string
}

// Idle is a question about objects that do not exist, for whoever wants to
// know at which revision an engine answers; false for a schema in which
// nothing can be asked.
func (s *Snapshot) Idle() (Question, bool) {
	const nobody = "remit-nobody"
	symbols := s.schema.symbols
	for i, d := range s.schema.definitions {
		for _, kind := range d.allowed {
			if !d.defined || kind.typ == 0 {
				continue
			}
			return Question{
				Resource:   relation.Object{Type: symbols.TypeName(d.typ), ID: nobody},
				Permission: symbols.RelationName(graph.RelationID(i)),
				Subject:    relation.Object{Type: symbols.TypeName(kind.typ), ID: nobody},
			}, true
		}
	}
	return Question{}, false
}
