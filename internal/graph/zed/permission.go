package zed

import (
	"strings"

	"github.com/authzed/spicedb/pkg/namespace"

	"github.com/remit-authz/remit/schema"
)

// Permission is one permission of a schema.
type Permission struct {
	// Type is the type of the objects that it is asked of.
	Type schema.Type
	Name string
	// Comment is what stands above it, with its marks; blank for none.
	Comment string
}

// Permissions are all permissions of the schema, in its order.
func (s *Schema) Permissions() []Permission {
	var found []Permission
	for _, object := range s.Compiled.ObjectDefinitions {
		for _, relation := range object.GetRelation() {
			if relation.GetUsersetRewrite() != nil {
				found = append(found, Permission{schema.Type(object.GetName()), relation.GetName(), strings.Join(namespace.GetComments(relation.GetMetadata()), "\n")})
			}
		}
	}
	return found
}
