package eval

import (
	"testing"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/encoding/protowire"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/zed"
)

const whole = `use expiration
use self
caveat flagged(flag bool) { flag }
definition user {}
definition doc {
	relation parent: doc
	relation reader: user | user:* | user with flagged and expiration | doc#reader
	permission view = (reader + parent->view - parent.all(view)) & parent.any(view) + nil + self
}`

// What a later SpiceDB may say of a schema and this program does not know may be
// a condition, or may take away: read past, it would be another answer, and under
// an exclusion an allowed one.
func TestWhatIsNotKnownIsRefused(t *testing.T) {
	// A field that no message has today.
	unknown := protowire.AppendVarint(protowire.AppendTag(nil, 2000, protowire.VarintType), 1)
	for what, spoil := range map[string]func(reader, view *core.Relation){
		"a field of a relation": func(reader, _ *core.Relation) { reader.ProtoReflect().SetUnknown(unknown) },
		"a field of its types": func(reader, _ *core.Relation) {
			reader.TypeInformation.ProtoReflect().SetUnknown(unknown)
		},
		"an operation": func(_, view *core.Relation) { view.UsersetRewrite.RewriteOperation = nil },
		"a field of an operation": func(_, view *core.Relation) {
			view.UsersetRewrite.ProtoReflect().SetUnknown(unknown)
		},
		"an operand": func(_, view *core.Relation) { firstOperand(view.UsersetRewrite).ChildType = nil },
		"an operand that was one once": func(_, view *core.Relation) {
			firstOperand(view.UsersetRewrite).ChildType = &core.SetOperation_Child_XThis{}
		},
		"a field of an operand": func(_, view *core.Relation) {
			firstOperand(view.UsersetRewrite).ProtoReflect().SetUnknown(unknown)
		},
		"no operands": func(_, view *core.Relation) {
			view.UsersetRewrite.RewriteOperation = &core.UsersetRewrite_Union{Union: &core.SetOperation{}}
		},
		"an arrow function": func(_, view *core.Relation) { function(view, 77) },
		"no arrow function": func(_, view *core.Relation) { function(view, 0) },
		"a subject":         func(reader, _ *core.Relation) { allowed(reader).RelationOrWildcard = nil },
		"a field of a kind of subject": func(reader, _ *core.Relation) {
			allowed(reader).ProtoReflect().SetUnknown(unknown)
		},
		"a field of an expiration": func(reader, _ *core.Relation) {
			trait := &core.ExpirationTrait{}
			trait.ProtoReflect().SetUnknown(unknown)
			allowed(reader).RequiredExpiration = trait
		},
		"a field of a caveat": func(reader, _ *core.Relation) {
			caveat := &core.AllowedCaveat{CaveatName: "flagged"}
			caveat.ProtoReflect().SetUnknown(unknown)
			allowed(reader).RequiredCaveat = caveat
		},
	} {
		read, err := zed.Parse(whole)
		require.NoError(t, err)
		_, err = compile(read, graph.NewSymbols())
		require.NoError(t, err)
		relations := read.Compiled.ObjectDefinitions[1].GetRelation()
		spoil(relations[1], relations[2])
		_, err = compile(read, graph.NewSymbols())
		assert.Error(t, err, what)
	}
}

func firstOperand(rewrite *core.UsersetRewrite) *core.SetOperation_Child {
	for _, set := range []*core.SetOperation{rewrite.GetUnion(), rewrite.GetIntersection(), rewrite.GetExclusion()} {
		if len(set.GetChild()) > 0 {
			return set.GetChild()[0]
		}
	}
	return nil
}

func allowed(r *core.Relation) *core.AllowedRelation {
	return r.GetTypeInformation().GetAllowedDirectRelations()[0]
}

// function makes a permission a single arrow of a function.
func function(view *core.Relation, f core.FunctionedTupleToUserset_Function) {
	view.UsersetRewrite.RewriteOperation = &core.UsersetRewrite_Union{Union: &core.SetOperation{Child: []*core.SetOperation_Child{{
		ChildType: &core.SetOperation_Child_FunctionedTupleToUserset{FunctionedTupleToUserset: &core.FunctionedTupleToUserset{
			Function:        f,
			Tupleset:        &core.FunctionedTupleToUserset_Tupleset{Relation: "parent"},
			ComputedUserset: &core.ComputedUserset{Relation: "view"},
		}},
	}}}}
}
