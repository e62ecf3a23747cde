package model

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/authzed/spicedb/pkg/caveats/types"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/schemadsl/input"

	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Extension is what an institution adds to this program's model. The zero value
// adds nothing.
type Extension struct {
	// Model is both together.
	Model schema.Model
	// Compiled is both together, in the order of the texts.
	Compiled *compiler.CompiledSchema
	// Added are what the institution's file has besides: types, and the names on
	// types of this program's, in its order.
	Added []Added
	// Notes say, with file and line, which permissions users keep whose account is
	// no longer active. None of this program's are.
	Notes []string
}

// Added is a relation, a permission, a type or a caveat of an institution.
type Added struct {
	// Type is blank for a caveat; Name is blank for a type itself.
	Type schema.Type
	Name string
	// Permission tells it from a relation.
	Permission bool
	// Doc is what its comment says to people; blank for none.
	Doc string
}

// Compose reads an institution's file: types and caveats of its own, and further
// relations and permissions of this program's types, as "definition client {
// permission archive = view_dossier }". The name is for its errors, which say file
// and line, what is wrong, and what to do. What would change what this program's
// model means is one; to say the same again is none.
func Compose(name, text string) (*Extension, error) {
	c, err := compose(name, text)
	if err != nil {
		return nil, err
	}
	x, err := c.extension()
	return x, errors.Join(append(c.problems, err)...)
}

// samePieces says whether two schemas have the same paragraphs, in whatever order
// and below whatever header: engines keep an order of their own, and no header. Two
// that differ can have the same only by what changes meanings.
func samePieces(one, other string) bool {
	pieces := func(text string) []string {
		all := strings.Split(strings.TrimSpace(text), "\n\n")
		slices.Sort(all)
		return slices.DeleteFunc(all, func(piece string) bool { return strings.HasPrefix(piece, "//") })
	}
	return slices.Equal(pieces(one), pieces(other))
}

// OfEngine is the model that an engine's schema has: this program's, with what
// else is there. Where the schema changes what this program's means, it is this
// program's alone: whoever is to find that out compares (package conformance).
// What comments say that cannot be read is not said.
func OfEngine(text string) schema.Model {
	if samePieces(text, schema.Text()) {
		return schema.Model{} // as nearly all are: nothing is compiled
	}
	c, err := compose("the engine's schema", text)
	if err != nil || len(c.added) == 0 {
		return schema.Model{}
	}
	x, err := c.extension()
	if err != nil {
		return schema.Model{}
	}
	return x.Model
}

// usesPartials finds what makes partials known, which a definition then takes in.
// The compiler drops one that none does, with all that it says.
var usesPartials = regexp.MustCompile(`(?m)^[ \t]*use[ \t]+partial\b`)

// composer puts two schemas together.
type composer struct {
	file     string
	merged   *compiler.CompiledSchema
	added    []member
	problems []error // of facts, which an engine knows nothing of
}

// member is one name that is added, or a whole type or caveat where the relation
// is nil.
type member struct {
	typ      *core.NamespaceDefinition
	relation *core.Relation
	caveat   *core.CaveatDefinition
	whole    bool // the type is new
}

func compose(name, text string) (*composer, error) {
	if at := usesPartials.FindStringIndex(text); at != nil {
		return nil, phrase.Errorf("%s:%d: partials are not taken from an institution's file: write definitions", name, 1+strings.Count(text[:at[0]], "\n"))
	}
	own, err := compileText(name, text)
	err = zed.InWords(err)
	if err != nil {
		return nil, err
	}
	merged, err := compileText("remit's schema", schema.Text())
	if err != nil {
		return nil, err
	}
	c := &composer{file: name, merged: merged}
	var wrong []error
	for _, caveat := range own.CaveatDefinitions {
		wrong = append(wrong, c.addCaveat(caveat))
	}
	for _, def := range own.ObjectDefinitions {
		wrong = append(wrong, c.addType(def))
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	if err := zed.Validate(merged); err != nil {
		return nil, phrase.Errorf("%s: %w", name, err)
	}
	return c, nil
}

// compileText compiles a schema that imports nothing.
func compileText(name, text string) (*compiler.CompiledSchema, error) {
	return compiler.Compile(
		compiler.InputSchema{Source: input.Source(name), SchemaString: text},
		compiler.AllowUnprefixedObjectType(),
		compiler.DisallowImportFlag(),
		compiler.CaveatTypeSet(types.Default.TypeSet),
	)
}

func (c *composer) problem(at *core.SourcePosition, format string, args ...any) error {
	return phrase.Errorf("%s:%d: %s", c.file, at.GetZeroIndexedLineNumber()+1, fmt.Sprintf(format, args...))
}

func (c *composer) addCaveat(caveat *core.CaveatDefinition) error {
	i := slices.IndexFunc(c.merged.CaveatDefinitions, func(ours *core.CaveatDefinition) bool { return ours.GetName() == caveat.GetName() })
	if i < 0 {
		c.merged.CaveatDefinitions = append(c.merged.CaveatDefinitions, caveat)
		c.merged.OrderedDefinitions = append(c.merged.OrderedDefinitions, caveat)
		c.added = append(c.added, member{caveat: caveat})
		return nil
	}
	same, err := sameCaveat(c.merged.CaveatDefinitions[i], caveat)
	if err == nil && !same {
		err = c.problem(caveat.GetSourcePosition(), "caveat %s is remit's, and would hold at other times: give yours another name", caveat.GetName())
	}
	return err
}

func (c *composer) addType(def *core.NamespaceDefinition) error {
	i := slices.IndexFunc(c.merged.ObjectDefinitions, func(ours *core.NamespaceDefinition) bool { return ours.GetName() == def.GetName() })
	if i < 0 {
		c.merged.ObjectDefinitions = append(c.merged.ObjectDefinitions, def)
		c.merged.OrderedDefinitions = append(c.merged.OrderedDefinitions, def)
		c.added = append(c.added, member{typ: def, whole: true})
		for _, relation := range def.GetRelation() {
			c.added = append(c.added, member{typ: def, relation: relation})
		}
		return nil
	}
	var wrong []error
	ours := c.merged.ObjectDefinitions[i]
	for _, relation := range def.GetRelation() {
		wrong = append(wrong, c.addMember(ours, relation))
	}
	return errors.Join(wrong...)
}

// addMember adds a relation or permission to a type of this program's.
func (c *composer) addMember(ours *core.NamespaceDefinition, own *core.Relation) error {
	i := slices.IndexFunc(ours.GetRelation(), func(r *core.Relation) bool { return r.GetName() == own.GetName() })
	if i < 0 {
		ours.Relation = append(ours.Relation, own)
		c.added = append(c.added, member{typ: ours, relation: own})
		return nil
	}
	there := ours.GetRelation()[i]
	what := kindOf(there) + " " + ours.GetName() + "#" + there.GetName()
	switch {
	case slices.ContainsFunc(c.added, func(m member) bool { return m.relation == there }):
		return c.problem(own.GetSourcePosition(), "%s is there twice", what)
	case same(there, own):
		return nil
	case there.GetUsersetRewrite() == nil && own.GetUsersetRewrite() == nil:
		return c.problem(own.GetSourcePosition(), "%s is remit's, and takes what remit's model says: write a relation of another name, and a permission that has both", what)
	case there.GetUsersetRewrite() != nil && own.GetUsersetRewrite() != nil:
		return c.problem(own.GetSourcePosition(), "%s is remit's, and would mean something else: write a permission of another name, and ask for that", what)
	}
	return c.problem(own.GetSourcePosition(), "%s is remit's: give yours another name", what)
}

func kindOf(r *core.Relation) string {
	if r.GetUsersetRewrite() != nil {
		return "permission"
	}
	return "relation"
}
