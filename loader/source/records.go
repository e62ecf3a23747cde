package source

import (
	"github.com/remit-authz/remit/internal/phrase"
)

// Records are the rows of a source as its format decoded them, unchecked. The
// zero value has none. A format fills it and notes what it could not decode;
// [Options.Check] makes a Source of it.
type Records struct {
	Tenants                                                      []TenantRow
	Users                                                        []UserRow
	Organizations, Engagements, Analyses, Connections, Libraries []ThingRow
	Clients                                                      []ClientRow
	Links                                                        []LinkRow
	// Parts say where the rows of each kind stand, or would: what is not found is
	// said not to be there. A kind without one goes by its name.
	Parts map[Kind]*Part
	// Digest tells two contents of the source apart.
	Digest string

	// union says that these are the rows of several sources, of which each owns some.
	union    bool
	problems problems
	warnings []Problem
	notes    notes
	partial  map[Kind]bool
}

// Problem notes what could not be decoded, of a kind of rows; blank for what is
// of none, which is told first. No Source is made of records with problems.
func (r *Records) Problem(k Kind, at Position, format string, args ...any) {
	r.problems.add(k, at, "", format, args...)
}

// Warn notes what was understood and gives nothing. A format that has it of many
// rows says so once, with how many they are.
func (r *Records) Warn(at Position, format string, args ...any) {
	r.warnings = append(r.warnings, problemAt(at, "", format, args...))
}

// Partial says that rows of a kind are missing or could not be decoded, so that a
// reference to one that finds nothing is no news.
func (r *Records) Partial(k Kind) {
	if r.partial == nil {
		r.partial = map[Kind]bool{}
	}
	r.partial[k] = true
}

// AddThing adds a row of a kind that has things: organizations, engagements,
// analyses, connections or libraries.
func (r *Records) AddThing(k Kind, row ThingRow) {
	rows := r.things(k)
	*rows = append(*rows, row)
}

// things are the rows of a kind of things.
func (r *Records) things(k Kind) *[]ThingRow {
	switch k {
	case Organizations:
		return &r.Organizations
	case Engagements:
		return &r.Engagements
	case Analyses:
		return &r.Analyses
	case Connections:
		return &r.Connections
	case Libraries:
		return &r.Libraries
	}
	panic("rows of kind " + string(k) + " name no things")
}

// place is where the rows of a kind stand, as a name.
func (r *Records) place(k Kind) phrase.Phrase {
	if part := r.Parts[k]; part != nil {
		return phrase.Literal(part.Name)
	}
	if r.union {
		return phrase.Of("%s, which no source owns", k)
	}
	return phrase.Literal(string(k))
}
