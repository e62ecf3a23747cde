package model

import (
	"slices"

	"github.com/authzed/spicedb/pkg/schemadsl/compiler"

	"github.com/remit-authz/remit/schema"
)

// Other is a schema that is not this program's, as a model: whatever it names can
// be asked, and nothing that its comments say is read.
func Other(compiled *compiler.CompiledSchema) (schema.Model, error) {
	text, err := Flatten(compiled)
	if err != nil {
		return schema.Model{}, err
	}
	c := schema.Contents{Text: text}
	for _, def := range compiled.ObjectDefinitions {
		c.Types = append(c.Types, schema.Type(def.GetName()))
		for _, r := range def.GetRelation() {
			name := def.GetName() + "#" + r.GetName()
			if r.GetUsersetRewrite() != nil {
				c.Permissions = append(c.Permissions, schema.Permission(name))
			} else {
				c.Relations = append(c.Relations, schema.Relation(name))
			}
		}
	}
	return schema.Other(c, subjectsOf(c)), nil
}

// subjectsOf is the type of those who ask: user, where there is one, or the only
// type that has no relations and no permissions; blank where neither is so.
func subjectsOf(c schema.Contents) schema.Type {
	if slices.Contains(c.Types, schema.TypeUser) {
		return schema.TypeUser
	}
	plain := slices.DeleteFunc(slices.Clone(c.Types), func(t schema.Type) bool {
		return slices.ContainsFunc(c.Relations, func(r schema.Relation) bool { return r.Type() == t }) ||
			slices.ContainsFunc(c.Permissions, func(p schema.Permission) bool { return p.Type() == t })
	})
	if len(plain) != 1 {
		return ""
	}
	return plain[0]
}
