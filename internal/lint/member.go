package lint

import (
	"iter"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/tuple"
)

// member is one relation or permission of a type.
type member struct {
	typ      string
	relation *core.Relation
}

// all are the members of every type, in the order of the schema.
func (s *Schema) all() iter.Seq[member] {
	return func(yield func(member) bool) {
		for _, def := range s.compiled.ObjectDefinitions {
			for _, relation := range def.GetRelation() {
				if !yield(member{def.GetName(), relation}) {
					return
				}
			}
		}
	}
}

func (m member) name() string { return m.typ + "#" + m.relation.GetName() }

func (m member) isPermission() bool { return m.relation.GetUsersetRewrite() != nil }

// String says what it is, for people.
func (m member) String() string {
	if m.isPermission() {
		return "permission " + m.name()
	}
	return "relation " + m.name()
}

// takes are the kinds of subject of a relation.
func (m member) takes() []*core.AllowedRelation { return takes(m.relation) }

func takes(relation *core.Relation) []*core.AllowedRelation {
	return relation.GetTypeInformation().GetAllowedDirectRelations()
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
func (s *Schema) found(m member, position *core.SourcePosition, what string) shape {
	return shape{s.at(m, position), m.String() + " " + what}
}

// operands are all the operands of an expression, those of expressions in it
// too. The second value says whether one is subtracted where it stands.
func operands(rewrite *core.UsersetRewrite) iter.Seq2[*core.SetOperation_Child, bool] {
	return func(yield func(*core.SetOperation_Child, bool) bool) { walk(rewrite, yield) }
}

func walk(rewrite *core.UsersetRewrite, yield func(*core.SetOperation_Child, bool) bool) bool {
	for _, set := range []*core.SetOperation{rewrite.GetUnion(), rewrite.GetIntersection(), rewrite.GetExclusion()} {
		for i, child := range set.GetChild() {
			subtracted := i > 0 && set == rewrite.GetExclusion()
			if !yield(child, subtracted) || !walk(child.GetUsersetRewrite(), yield) {
				return false
			}
		}
	}
	return true
}

// arrow is an operand that follows a relation to other objects.
type arrow struct {
	follow, ask string
	all         bool // every one of them must have what is asked
}

// arrowOf is the arrow that an operand is, if it is one.
func arrowOf(child *core.SetOperation_Child) (arrow, bool) {
	if plain := child.GetTupleToUserset(); plain != nil {
		return arrow{plain.GetTupleset().GetRelation(), plain.GetComputedUserset().GetRelation(), false}, true
	}
	f := child.GetFunctionedTupleToUserset()
	return arrow{
		f.GetTupleset().GetRelation(), f.GetComputedUserset().GetRelation(),
		f.GetFunction() == core.FunctionedTupleToUserset_FUNCTION_ALL,
	}, f != nil
}
