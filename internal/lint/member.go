package lint

import (
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/phrase"
)

// member is one relation or permission of a type, with what that says.
type member struct {
	typ        string
	relation   *core.Relation
	expression zed.Expression
}

// membersOf are the members of every type, in the order of the schema. An operator
// that is not known is an error.
func membersOf(compiled *compiler.CompiledSchema) ([]member, error) {
	var all []member
	for _, def := range compiled.ObjectDefinitions {
		for _, relation := range def.GetRelation() {
			e, err := zed.ExpressionOf(relation.GetUsersetRewrite())
			if err != nil {
				return nil, phrase.Errorf("%s#%s: %w", def.GetName(), relation.GetName(), err)
			}
			all = append(all, member{def.GetName(), relation, e})
		}
	}
	return all, nil
}

func (m member) name() string { return m.typ + "#" + m.relation.GetName() }

func (m member) isPermission() bool { return m.relation.GetUsersetRewrite() != nil }

// String says what it is, for people.
func (m member) String() string { return m.Say(phrase.Printer{}) }

// Say is String in the language of a printer.
func (m member) Say(in phrase.Printer) string {
	if m.isPermission() {
		return in.Say("permission %s", m.name())
	}
	return in.Say("relation %s", m.name())
}

// takes are the kinds of subject of a relation.
func (m member) takes() []*core.AllowedRelation {
	return m.relation.GetTypeInformation().GetAllowedDirectRelations()
}

// isUserset says of a kind of subject that it is whoever has a relation to an
// object.
func isUserset(kind *core.AllowedRelation) bool {
	return kind.GetPublicWildcard() == nil && kind.GetRelation() != tuple.Ellipsis
}

// at is where something in a member stands. The compiler tells the line.
func (s *Schema) at(m member, position *core.SourcePosition) place {
	found := s.placeOf(m)
	if position != nil && found.file != "" {
		found.line = int(position.GetZeroIndexedLineNumber()) + 1
	}
	return found
}

// found is a shape in a member, at a position in it.
func (s *Schema) found(m member, position *core.SourcePosition, about phrase.Phrase) shape {
	return shape{s.at(m, position), about}
}
