package graph

import (
	"strings"

	"github.com/authzed/spicedb/pkg/namespace"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
)

// Permission is one permission of a schema.
type Permission struct {
	// Type is the type of the objects that it is asked of.
	Type, Name string
	// Doc is the text of the comment above it, on one line; blank for none.
	Doc string
}

// Permissions are all permissions of the graph's schema, in its order.
func (g *Graph) Permissions() []Permission { return g.program.permissions }

func (c *compiling) permissions() []Permission {
	var found []Permission
	for _, object := range c.schema.ObjectDefinitions {
		for _, relation := range object.GetRelation() {
			if relation.GetUsersetRewrite() != nil {
				found = append(found, Permission{object.GetName(), relation.GetName(), docOf(relation)})
			}
		}
	}
	return found
}

// docOf is a comment without its marks.
func docOf(relation *core.Relation) string {
	var words []string
	for _, comment := range namespace.GetComments(relation.GetMetadata()) {
		for line := range strings.Lines(comment) {
			line = strings.TrimSpace(line)
			line = strings.TrimPrefix(strings.TrimPrefix(line, "/**"), "//")
			line = strings.TrimPrefix(strings.TrimSuffix(line, "*/"), "*")
			words = append(words, strings.Fields(line)...)
		}
	}
	return strings.Join(words, " ")
}
