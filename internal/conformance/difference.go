package conformance

import (
	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/phrase"
)

// harmless says of a difference that answers are the same with it. This is the
// one place that decides what may differ. A whole type, relation, permission or
// caveat more gives nobody anything by another name: that no arrow of the model's
// leads to a name that its target lacks is a test of package model. A kind of
// subject more is no whole, and does.
func harmless(d *v1.ReflectionSchemaDiff) bool {
	switch d.GetDiff().(type) {
	case *v1.ReflectionSchemaDiff_DefinitionDocCommentChanged, *v1.ReflectionSchemaDiff_RelationDocCommentChanged,
		*v1.ReflectionSchemaDiff_PermissionDocCommentChanged, *v1.ReflectionSchemaDiff_CaveatDocCommentChanged,
		*v1.ReflectionSchemaDiff_DefinitionRemoved, *v1.ReflectionSchemaDiff_RelationRemoved,
		*v1.ReflectionSchemaDiff_PermissionRemoved, *v1.ReflectionSchemaDiff_CaveatRemoved:
		return true
	}
	return false
}

// describe is one difference as a line.
func describe(d *v1.ReflectionSchemaDiff) phrase.Phrase {
	switch d := d.GetDiff().(type) {
	case *v1.ReflectionSchemaDiff_DefinitionAdded:
		return phrase.Of("+ definition %s", d.DefinitionAdded.GetName())
	case *v1.ReflectionSchemaDiff_DefinitionRemoved:
		return phrase.Of("- definition %s", d.DefinitionRemoved.GetName())
	case *v1.ReflectionSchemaDiff_DefinitionDocCommentChanged:
		return phrase.Of("~ definition %s: its comment", d.DefinitionDocCommentChanged.GetName())
	case *v1.ReflectionSchemaDiff_RelationAdded:
		return phrase.Of("+ relation %s", relationName(d.RelationAdded))
	case *v1.ReflectionSchemaDiff_RelationRemoved:
		return phrase.Of("- relation %s", relationName(d.RelationRemoved))
	case *v1.ReflectionSchemaDiff_RelationDocCommentChanged:
		return phrase.Of("~ relation %s: its comment", relationName(d.RelationDocCommentChanged))
	case *v1.ReflectionSchemaDiff_RelationSubjectTypeAdded:
		return phrase.Of("~ relation %s: subject %s comes", relationName(d.RelationSubjectTypeAdded.GetRelation()), subject(d.RelationSubjectTypeAdded))
	case *v1.ReflectionSchemaDiff_RelationSubjectTypeRemoved:
		return phrase.Of("~ relation %s: subject %s goes", relationName(d.RelationSubjectTypeRemoved.GetRelation()), subject(d.RelationSubjectTypeRemoved))
	case *v1.ReflectionSchemaDiff_PermissionAdded:
		return phrase.Of("+ permission %s", permissionName(d.PermissionAdded))
	case *v1.ReflectionSchemaDiff_PermissionRemoved:
		return phrase.Of("- permission %s", permissionName(d.PermissionRemoved))
	case *v1.ReflectionSchemaDiff_PermissionDocCommentChanged:
		return phrase.Of("~ permission %s: its comment", permissionName(d.PermissionDocCommentChanged))
	case *v1.ReflectionSchemaDiff_PermissionExprChanged:
		return phrase.Of("~ permission %s: what it grants", permissionName(d.PermissionExprChanged))
	}
	return describeCaveat(d)
}

func describeCaveat(d *v1.ReflectionSchemaDiff) phrase.Phrase {
	switch d := d.GetDiff().(type) {
	case *v1.ReflectionSchemaDiff_CaveatAdded:
		return phrase.Of("+ caveat %s", d.CaveatAdded.GetName())
	case *v1.ReflectionSchemaDiff_CaveatRemoved:
		return phrase.Of("- caveat %s", d.CaveatRemoved.GetName())
	case *v1.ReflectionSchemaDiff_CaveatDocCommentChanged:
		return phrase.Of("~ caveat %s: its comment", d.CaveatDocCommentChanged.GetName())
	case *v1.ReflectionSchemaDiff_CaveatExprChanged:
		return phrase.Of("~ caveat %s: when it holds", d.CaveatExprChanged.GetName())
	case *v1.ReflectionSchemaDiff_CaveatParameterAdded:
		return phrase.Of("+ parameter %s of caveat %s", d.CaveatParameterAdded.GetName(), d.CaveatParameterAdded.GetParentCaveatName())
	case *v1.ReflectionSchemaDiff_CaveatParameterRemoved:
		return phrase.Of("- parameter %s of caveat %s", d.CaveatParameterRemoved.GetName(), d.CaveatParameterRemoved.GetParentCaveatName())
	case *v1.ReflectionSchemaDiff_CaveatParameterTypeChanged:
		p := d.CaveatParameterTypeChanged.GetParameter()
		return phrase.Of("~ parameter %s of caveat %s: its type", p.GetName(), p.GetParentCaveatName())
	}
	// A kind of difference that a newer engine knows still is one.
	return phrase.Of("~ a change that this program has no word for: %v", d)
}

func relationName(r *v1.ReflectionRelation) string {
	return r.GetParentDefinitionName() + "#" + r.GetName()
}

func permissionName(p *v1.ReflectionPermission) string {
	return p.GetParentDefinitionName() + "#" + p.GetName()
}

// subject is a kind of subject of a relation, as a schema writes it.
func subject(c *v1.ReflectionRelationSubjectTypeChange) string {
	changed := c.GetChangedSubjectType()
	name := changed.GetSubjectDefinitionName()
	if relation := changed.GetOptionalRelationName(); relation != "" {
		name += "#" + relation
	}
	if caveat := changed.GetOptionalCaveatName(); caveat != "" {
		name += " with " + caveat
	}
	return name
}
