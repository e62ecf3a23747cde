package conformance

import (
	"fmt"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
)

// commentChanged ends the line of a change that means nothing to an engine.
const commentChanged = ": its comment"

// besides begin the lines of whole names that only the engine has.
var besides = []string{"- definition ", "- relation ", "- permission ", "- caveat "}

// describe is one difference as a line.
func describe(d *v1.ReflectionSchemaDiff) string {
	switch d := d.GetDiff().(type) {
	case *v1.ReflectionSchemaDiff_DefinitionAdded:
		return "+ definition " + d.DefinitionAdded.GetName()
	case *v1.ReflectionSchemaDiff_DefinitionRemoved:
		return "- definition " + d.DefinitionRemoved.GetName()
	case *v1.ReflectionSchemaDiff_DefinitionDocCommentChanged:
		return "~ definition " + d.DefinitionDocCommentChanged.GetName() + commentChanged
	case *v1.ReflectionSchemaDiff_RelationAdded:
		return "+ relation " + relationName(d.RelationAdded)
	case *v1.ReflectionSchemaDiff_RelationRemoved:
		return "- relation " + relationName(d.RelationRemoved)
	case *v1.ReflectionSchemaDiff_RelationDocCommentChanged:
		return "~ relation " + relationName(d.RelationDocCommentChanged) + commentChanged
	case *v1.ReflectionSchemaDiff_RelationSubjectTypeAdded:
		return "~ relation " + subjectTypeChange(d.RelationSubjectTypeAdded) + " comes"
	case *v1.ReflectionSchemaDiff_RelationSubjectTypeRemoved:
		return "~ relation " + subjectTypeChange(d.RelationSubjectTypeRemoved) + " goes"
	case *v1.ReflectionSchemaDiff_PermissionAdded:
		return "+ permission " + permissionName(d.PermissionAdded)
	case *v1.ReflectionSchemaDiff_PermissionRemoved:
		return "- permission " + permissionName(d.PermissionRemoved)
	case *v1.ReflectionSchemaDiff_PermissionDocCommentChanged:
		return "~ permission " + permissionName(d.PermissionDocCommentChanged) + commentChanged
	case *v1.ReflectionSchemaDiff_PermissionExprChanged:
		return "~ permission " + permissionName(d.PermissionExprChanged) + ": what it grants"
	}
	return describeCaveat(d)
}

func describeCaveat(d *v1.ReflectionSchemaDiff) string {
	switch d := d.GetDiff().(type) {
	case *v1.ReflectionSchemaDiff_CaveatAdded:
		return "+ caveat " + d.CaveatAdded.GetName()
	case *v1.ReflectionSchemaDiff_CaveatRemoved:
		return "- caveat " + d.CaveatRemoved.GetName()
	case *v1.ReflectionSchemaDiff_CaveatDocCommentChanged:
		return "~ caveat " + d.CaveatDocCommentChanged.GetName() + commentChanged
	case *v1.ReflectionSchemaDiff_CaveatExprChanged:
		return "~ caveat " + d.CaveatExprChanged.GetName() + ": when it holds"
	case *v1.ReflectionSchemaDiff_CaveatParameterAdded:
		return "+ parameter " + parameterName(d.CaveatParameterAdded)
	case *v1.ReflectionSchemaDiff_CaveatParameterRemoved:
		return "- parameter " + parameterName(d.CaveatParameterRemoved)
	case *v1.ReflectionSchemaDiff_CaveatParameterTypeChanged:
		return "~ parameter " + parameterName(d.CaveatParameterTypeChanged.GetParameter()) + ": its type"
	}
	// A kind of difference that a newer engine knows still is one.
	return fmt.Sprintf("~ a change that this program has no word for: %v", d)
}

func relationName(r *v1.ReflectionRelation) string {
	return r.GetParentDefinitionName() + "#" + r.GetName()
}

func permissionName(p *v1.ReflectionPermission) string {
	return p.GetParentDefinitionName() + "#" + p.GetName()
}

func parameterName(p *v1.ReflectionCaveatParameter) string {
	return p.GetName() + " of caveat " + p.GetParentCaveatName()
}

func subjectTypeChange(c *v1.ReflectionRelationSubjectTypeChange) string {
	subject := c.GetChangedSubjectType()
	name := subject.GetSubjectDefinitionName()
	if relation := subject.GetOptionalRelationName(); relation != "" {
		name += "#" + relation
	}
	if caveat := subject.GetOptionalCaveatName(); caveat != "" {
		name += " with " + caveat
	}
	return relationName(c.GetRelation()) + ": subject " + name
}
