// Package relationtest makes relationships of what tests write.
package relationtest

import (
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Of reads a relationship as SpiceDB writes it, "doc:d#viewer@user:u". What
// cannot be read panics, as do the others.
func Of(text string) relation.Relationship {
	r, err := relation.Parse(text)
	if err != nil {
		panic(err)
	}
	return r
}

// Change reads a relationship that comes, or one that goes: "-doc:d#viewer@user:u".
func Change(text string) relation.Change {
	text, gone := strings.CutPrefix(text, "-")
	return relation.Change{Relationship: Of(text), Gone: gone}
}

// Object reads an object, "doc:d".
func Object(text string) relation.Object {
	t, id, found := strings.Cut(text, ":")
	if !found {
		panic(text + " is no object")
	}
	return relation.Object{Type: schema.Type(t), ID: id}
}

// Given are terms with a caveat and what it is given, without an end.
func Given(caveat schema.Caveat, given map[string]any) relation.Terms {
	t, err := relation.Terms{}.WithCaveat(caveat, given)
	if err != nil {
		panic(err)
	}
	return t
}

// Until are terms with an end and no caveat.
func Until(end time.Time) relation.Terms { return relation.Terms{}.Expiring(end) }
