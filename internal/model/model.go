// Package model reads a model's .zed sources: what SpiceDB reads in them, and
// beside each name the facts that the loader and explanations go by. It is
// strict: a fact that it does not know, one that is missing, two that
// contradict each other are errors with their file and line.
//
// It puts an institution's file together with this program's model (Compose), and
// makes a schema.Model of that, of what an engine has, and of any schema at all.
package model

import (
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"github.com/authzed/spicedb/pkg/caveats/types"
	"github.com/authzed/spicedb/pkg/namespace"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/schemadsl/input"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Model is a model with its facts. Everything is in the order of the sources.
type Model struct {
	Compiled *compiler.CompiledSchema
	Types    []Type
	Caveats  []Caveat
	// Actions are the rows of the role tables, by their keys.
	Actions []schema.Action
}

// Type is one object type.
type Type struct {
	Name schema.Type
	// Doc is what its comment says to people.
	Doc         string
	Facts       schema.TypeFacts
	Relations   []Relation
	Permissions []Permission
	where       string
}

// Relation is one relation of a type.
type Relation struct {
	Name  schema.Relation
	Doc   string
	Facts schema.RelationFacts
	// targets are the types of its subjects, each with what it demands of them.
	targets []*core.AllowedRelation
	where   string
}

// Permission is one permission of a type.
type Permission struct {
	Name  schema.Permission
	Doc   string
	Facts schema.PermissionFacts
	// Block says that others are made of it and nobody asks for it.
	Block bool
	rows  []row
	where string
}

// Caveat is one condition.
type Caveat struct {
	Name schema.Caveat
	Doc  string
}

// row is one place of a permission in the role tables.
type row struct {
	key string
	// onAppAdmin says that it is needed where the action concerns an app admin.
	onAppAdmin bool
	// ownLabel says that the permission's label is the row's.
	ownLabel bool
	label    schema.Label
}

// Read reads a model from its root source, which may import others.
func Read(sources fs.FS, root string) (*Model, error) {
	text, err := fs.ReadFile(sources, root)
	if err != nil {
		return nil, err
	}
	compiled, err := compiler.Compile(
		compiler.InputSchema{Source: input.Source(root), SchemaString: string(text)},
		compiler.AllowUnprefixedObjectType(),
		compiler.SourceFS(sources),
		compiler.CaveatTypeSet(types.Default.TypeSet),
	)
	if err != nil {
		return nil, err
	}
	places, err := placesIn(sources)
	if err != nil {
		return nil, err
	}
	r := &reader{model: &Model{Compiled: compiled}, places: places}
	r.read()
	return r.model, errors.Join(r.problems...)
}

// reader reads one model and collects what is wrong with it.
type reader struct {
	model    *Model
	places   []place
	problems []error
}

func (r *reader) problem(where, format string, args ...any) {
	r.problems = append(r.problems, phrase.Errorf("%s: %s", where, fmt.Sprintf(format, args...)))
}

func (r *reader) read() {
	for _, def := range r.model.Compiled.ObjectDefinitions {
		r.readType(def)
	}
	for _, c := range r.model.Compiled.CaveatDefinitions {
		where := r.where(c.GetSourcePosition(), "caveat "+c.GetName())
		about := r.about(where, c.GetMetadata())
		about.done()
		r.model.Caveats = append(r.model.Caveats, Caveat{schema.Caveat(c.GetName()), about.doc})
	}
	r.check()
	r.readActions()
}

func (r *reader) readType(def *core.NamespaceDefinition) {
	where := r.where(def.GetSourcePosition(), "definition "+def.GetName())
	about := r.about(where, def.GetMetadata())
	t := Type{Name: schema.Type(def.GetName()), Doc: about.doc, where: where, Facts: schema.TypeFacts{
		Label:       about.label("label", true),
		CreatedWith: schema.Permission(about.word("created-with", false)),
		RemovedWith: schema.Permission(about.word("removed-with", false)),
	}}
	for _, name := range about.words("creator") {
		t.Facts.Creator = append(t.Facts.Creator, schema.Relation(def.GetName()+"#"+name))
	}
	own := about.sentence()
	about.done()
	for _, member := range def.GetRelation() {
		if member.GetUsersetRewrite() != nil {
			t.Permissions = append(t.Permissions, r.readPermission(def.GetName(), member))
		} else {
			t.Relations = append(t.Relations, r.readRelation(def.GetName(), member, own))
		}
	}
	r.model.Types = append(r.model.Types, t)
}

func (r *reader) readRelation(typ string, member *core.Relation, ofType schema.Sentence) Relation {
	where := r.where(member.GetSourcePosition(), "relation "+member.GetName())
	about := r.about(where, member.GetMetadata())
	relation := Relation{Name: schema.Relation(typ + "#" + member.GetName()), Doc: about.doc, where: where}
	relation.targets = member.GetTypeInformation().GetAllowedDirectRelations()
	kind := schema.Kind(about.word("kind", true))
	f := schema.RelationFacts{
		Kind:        kind,
		By:          listOf[schema.Writer](about.words("by")),
		Effect:      schema.Effect(about.word("effect", true)),
		Caveat:      schema.Caveat(relation.targets[0].GetRequiredCaveat().GetCaveatName()),
		MayEnd:      relation.mayEnd(),
		Needs:       listOf[schema.Role](about.words("needs")),
		GrantedBy:   schema.Permission(about.word("granted-by", false)),
		OnlySelf:    about.flag("only-self"),
		Under:       schema.Relation(about.word("under", false)),
		Excludes:    listOf[schema.Relation](about.words("excludes")),
		Administers: about.flag("administers"),
		Conflicts:   listOf[schema.Relation](about.words("conflicts")),
		KeepLast:    about.flag("keep-last"),
		While:       listOf[schema.Relation](about.words("while")),
		Unless:      listOf[schema.Relation](about.words("unless")),
		Always:      about.flag("always"),
		Wildcard:    relation.takesWildcard(),
		Label:       about.label("label", isRole(kind)),
		Sentence:    sentences[kind],
	}
	if kind == schema.KindLink {
		f.Sentence = over(f.Sentence, ofType)
	}
	f.Sentence = over(f.Sentence, about.sentence())
	about.done()
	relation.Facts = f
	return relation
}

func (r *reader) readPermission(typ string, member *core.Relation) Permission {
	where := r.where(member.GetSourcePosition(), "permission "+member.GetName())
	about := r.about(where, member.GetMetadata())
	block := about.flag("block")
	p := Permission{
		Name:  schema.Permission(typ + "#" + member.GetName()),
		Doc:   about.doc,
		Block: block,
		Facts: schema.PermissionFacts{Label: about.label("label", !block), Common: about.flag("common")},
		rows:  about.rows(),
		where: where,
	}
	about.done()
	return p
}

// isRole says whether relations of a kind are roles that people have.
func isRole(k schema.Kind) bool {
	return k == schema.KindSystemRole || k == schema.KindGroup || k == schema.KindLink
}

func listOf[T ~string](words []string) []T {
	var list []T
	for _, w := range words {
		list = append(list, T(w))
	}
	return list
}

// place is a line of a source that names something: the compiler tells the
// line and not the file.
type place struct {
	file string
	line int
	text string
}

var naming = regexp.MustCompile(`^\s*((?:definition|relation|permission|caveat) \w+)`)

func placesIn(sources fs.FS) ([]place, error) {
	files, err := fs.Glob(sources, "*.zed")
	if err != nil {
		return nil, err
	}
	var places []place
	for _, file := range files {
		text, err := fs.ReadFile(sources, file)
		if err != nil {
			return nil, err
		}
		line := 0
		for written := range strings.Lines(string(text)) {
			line++
			if found := naming.FindStringSubmatch(written); found != nil {
				places = append(places, place{file, line, found[1]})
			}
		}
	}
	return places, nil
}

// where is the file and line of something named.
func (r *reader) where(at *core.SourcePosition, text string) string {
	line := int(at.GetZeroIndexedLineNumber()) + 1
	i := slices.IndexFunc(r.places, func(p place) bool { return p.line == line && p.text == text })
	if i < 0 {
		return text
	}
	return fmt.Sprintf("%s:%d: %s", r.places[i].file, line, text)
}

func (r *reader) about(where string, metadata *core.Metadata) *about {
	return newAbout(r, where, strings.Join(namespace.GetComments(metadata), "\n"))
}
