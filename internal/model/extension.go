package model

import (
	"cmp"
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"github.com/authzed/spicedb/pkg/namespace"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/facts"
	"github.com/remit-authz/remit/schema"
)

// extension is what was added, as a model with its facts.
func (c *composer) extension() (*Extension, error) {
	text, err := Flatten(c.merged)
	if err != nil {
		return nil, err
	}
	used, err := c.uses()
	if err != nil {
		return nil, err
	}
	onlyActive, err := newActive(c.merged.ObjectDefinitions)
	if err != nil {
		return nil, err
	}
	e := &extending{
		composer: c,
		reader:   &reader{model: &Model{}},
		used:     used,
		active:   onlyActive,
		made:     &Extension{Compiled: c.merged},
		places:   map[schema.Relation]string{},
		contents: schema.Contents{
			Text:            "// remit's model, and what " + schema.Escape(filepath.Base(c.file)) + " adds to it.\n\n" + text,
			Conditions:      map[schema.Permission][]schema.Condition{},
			RelationFacts:   map[schema.Relation]schema.RelationFacts{},
			PermissionFacts: map[schema.Permission]schema.PermissionFacts{},
		},
	}
	for _, m := range c.added {
		e.add(m)
	}
	e.made.Model = schema.Extended(e.contents)
	for _, relation := range e.contents.Relations {
		e.checkGrant(relation)
	}
	c.problems = append(c.problems, e.reader.problems...)
	return e.made, nil
}

// uses are what the permissions that were added make of relations.
func (c *composer) uses() (uses, error) {
	w := newWalker(c.merged.ObjectDefinitions)
	for _, m := range c.added {
		if !m.isPermission() {
			continue
		}
		if err := w.name(m.asked()); err != nil {
			return nil, c.problem(m.position(), "%v", err)
		}
	}
	return w.uses, nil
}

// extending is the reading of what was added.
type extending struct {
	*composer
	reader   *reader
	used     uses
	active   active
	made     *Extension
	contents schema.Contents
	places   map[schema.Relation]string
}

func (e *extending) add(m member) {
	about := e.about(m)
	e.made.Added = append(e.made.Added, Added{schema.Type(m.typ.GetName()), m.name(), m.isPermission(), about.doc})
	switch {
	case m.caveat != nil:
	case m.whole:
		e.contents.Types = append(e.contents.Types, schema.Type(m.typ.GetName()))
		about.label("label", false)
	case !m.isPermission():
		e.addRelation(m, about)
	case !about.flag("block"):
		e.addPermission(m, about)
	}
	about.done()
}

// Names are the relations and permissions that are added, as "type#name".
func (x *Extension) Names() map[string]bool {
	names := map[string]bool{}
	for _, a := range x.Added {
		names[string(a.Type)+"#"+a.Name] = true
	}
	return names
}

// asked is where the question of a permission begins.
func (m member) asked() step {
	return step{typ: m.typ.GetName(), name: m.relation.GetName(), positive: true}
}

func (m member) isPermission() bool { return m.relation.GetUsersetRewrite() != nil }

func (m member) name() string { return cmp.Or(m.relation.GetName(), m.caveat.GetName()) }

func (m member) position() *core.SourcePosition {
	switch {
	case m.caveat != nil:
		return m.caveat.GetSourcePosition()
	case m.whole:
		return m.typ.GetSourcePosition()
	}
	return m.relation.GetSourcePosition()
}

func (m member) comment() string {
	metadata := m.relation.GetMetadata()
	switch {
	case m.caveat != nil:
		metadata = m.caveat.GetMetadata()
	case m.whole:
		metadata = m.typ.GetMetadata()
	}
	return strings.Join(namespace.GetComments(metadata), "\n")
}

// about is what the comment of a name says. An institution's need not say
// anything; what it does say is read as strictly as remit's own.
func (e *extending) about(m member) *about {
	where := fmt.Sprintf("%s:%d: %s", e.file, m.position().GetZeroIndexedLineNumber()+1, m)
	read, err := facts.Parse(m.comment())
	if err != nil {
		e.reader.problem(where, "%v", err)
	}
	return &about{r: e.reader, where: where, doc: read.Prose, left: read.Facts}
}

// String names the member for people.
func (m member) String() string {
	switch {
	case m.caveat != nil:
		return "caveat " + m.caveat.GetName()
	case m.whole:
		return "definition " + m.typ.GetName()
	}
	return kindOf(m.relation) + " " + m.typ.GetName() + "#" + m.relation.GetName()
}

func (e *extending) addPermission(m member, about *about) {
	p := schema.Permission(m.typ.GetName() + "#" + m.relation.GetName())
	e.contents.Permissions = append(e.contents.Permissions, p)
	f := schema.PermissionFacts{Label: about.label("label", false), Common: about.flag("common")}
	if f != (schema.PermissionFacts{}) {
		e.contents.PermissionFacts[p] = f
	}
	if !e.active.only(m.typ.GetName(), m.relation.GetName()) {
		e.made.Notes = append(e.made.Notes, about.where+" is had by users whose account is not active, too: ask for tenant.all(member) besides, or for a permission of remit's")
	}
	if conditions := e.conditionsOf(m); len(conditions) > 0 {
		e.contents.Conditions[p] = conditions
	}
}

// conditionsOf are the relations that may give a permission, and whose
// relationships may carry a caveat of this program's.
func (e *extending) conditionsOf(m member) []schema.Condition {
	w := newWalker(e.merged.ObjectDefinitions)
	if w.name(m.asked()) != nil {
		return nil // said by uses
	}
	var found []schema.Condition
	for name, u := range w.uses {
		if !e.conditional(name) {
			continue
		}
		if u.here {
			found = append(found, schema.Condition{Relation: schema.Relation(name)})
		}
		if u.elsewhere {
			found = append(found, schema.Condition{Relation: schema.Relation(name), Elsewhere: true})
		}
	}
	slices.SortFunc(found, func(a, b schema.Condition) int {
		return cmp.Or(cmp.Compare(a.Relation, b.Relation), cmp.Compare(fmt.Sprint(a.Elsewhere), fmt.Sprint(b.Elsewhere)))
	})
	return found
}

// conditional says whether relationships of a relation may carry a caveat of
// this program's.
func (c *composer) conditional(name string) bool {
	typ, relation, _ := strings.Cut(name, "#")
	for _, def := range c.merged.ObjectDefinitions {
		for _, r := range def.GetRelation() {
			if def.GetName() == typ && r.GetName() == relation {
				return slices.ContainsFunc(r.GetTypeInformation().GetAllowedDirectRelations(), func(a *core.AllowedRelation) bool {
					return schema.Caveat(a.GetRequiredCaveat().GetCaveatName()).TakesTime()
				})
			}
		}
	}
	return false
}

// addRelation reads what a relation may say: who grants it, what it needs, and
// how it reads. Whoever writes it is an application: a source knows nothing of it.
func (e *extending) addRelation(m member, about *about) {
	name := schema.Relation(m.typ.GetName() + "#" + m.relation.GetName())
	e.contents.Relations = append(e.contents.Relations, name)
	f := schema.RelationFacts{
		By:        []schema.Writer{schema.ByApplication},
		Effect:    effectOf(e.used[string(name)]),
		Caveat:    caveatOf(m.relation),
		Needs:     listOf[schema.Role](about.words("needs")),
		GrantedBy: schema.Permission(about.word("granted-by", false)),
		OnlySelf:  about.flag("only-self"),
		Label:     about.label("label", false),
	}
	own := about.sentence()
	if f.GrantedBy != "" {
		f.Kind, f.Sentence = schema.KindLink, over(linked, own)
	} else {
		f.Sentence = own
	}
	if f.GrantedBy != "" && f.Label == (schema.Label{}) {
		f.Label = schema.Label{m.relation.GetName(), m.relation.GetName(), m.relation.GetName()}
	}
	e.contents.RelationFacts[name] = f
	e.places[name] = about.where
}

// caveatOf is the condition that every relationship of a relation carries; blank
// where they carry none, or some another one.
func caveatOf(r *core.Relation) schema.Caveat {
	kinds := r.GetTypeInformation().GetAllowedDirectRelations()
	first := kinds[0].GetRequiredCaveat().GetCaveatName()
	if slices.ContainsFunc(kinds, func(k *core.AllowedRelation) bool { return k.GetRequiredCaveat().GetCaveatName() != first }) {
		return ""
	}
	return schema.Caveat(first)
}

// linked is how a relation of an institution reads that somebody grants.
var linked = schema.Sentence{
	Is:    schema.Label{"{who} is {role} of {what}", "{who} is {role} van {what}", "{who} est {role} de {what}"},
	Gains: sentences[schema.KindLink].Gains,
	Loses: sentences[schema.KindLink].Loses,
}

// checkGrant looks for what the facts of a relation name.
func (e *extending) checkGrant(relation schema.Relation) {
	m := e.made.Model
	f := m.RelationFacts(relation)
	where := e.places[relation]
	for _, role := range f.Needs {
		if _, ok := role.TenantRelation(); !ok {
			e.reader.problem(where, "@needs %q is no role in the tenant", role)
		}
	}
	near := f.GrantedBy.Type() == relation.Type() || f.GrantedBy.Type() == schema.TypeAccount ||
		slices.ContainsFunc(m.Relations(relation.Type()), func(other schema.Relation) bool { return other.Name() == string(f.GrantedBy.Type()) })
	if f.GrantedBy != "" && !(near && m.HasPermission(f.GrantedBy)) {
		e.reader.problem(where, "@granted-by %q is no permission of %s, of its parent or of an account that can be asked", f.GrantedBy, relation.Type())
	}
}
