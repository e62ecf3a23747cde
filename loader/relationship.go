package loader

import (
	"github.com/remit-authz/remit/internal/relation"
)

// Relationship is one relationship with its terms: a plain value, compared
// with ==. Terms are the conditions that it carries, and Object is an object or
// a user as an engine holds it.
type (
	Relationship = relation.Relationship
	Terms        = relation.Terms
	Object       = relation.Object
)
