package access

import (
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Asked are the permissions of a graph's schema that a difference looks at.
func Asked(g *eval.Snapshot) []zed.Permission { return side(g, g).Permissions }

// OfPart is OfChanges that looks at a part of what is held however large that is.
func OfPart(m schema.Model, held []relation.Relationship, changes []relation.Change, at time.Time) (Difference, error) {
	return ofPart(m, held, changes, at, everyTenant, 1)
}

// Touched is the part that OfPart looks at.
func Touched(held []relation.Relationship, changes []relation.Change) []relation.Relationship {
	return touched(held, changes, 1)
}
