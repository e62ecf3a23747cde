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
	contents := schema.Contents{
		Text:            "// remit's model, and what " + schema.Escape(filepath.Base(c.file)) + " adds to it.\n\n" + text,
		Conditions:      map[schema.Permission][]schema.Condition{},
		RelationFacts:   map[schema.Relation]schema.RelationFacts{},
		PermissionFacts: map[schema.Permission]schema.PermissionFacts{},
	}
	x := &Extension{Compiled: c.merged}
	used := newWalker(c.merged.ObjectDefinitions)
	for _, m := range c.added {
		if m.isPermission() {
			if err := used.name(step{typ: m.typ.GetName(), name: m.relation.GetName(), positive: true}); err != nil {
				return nil, c.problem(m.position(), "%v", err)
			}
		}
	}
	r, active := &reader{model: &Model{}}, newActive(c.merged.ObjectDefinitions)
	for _, m := range c.added {
		about := c.about(r, m)
		x.Added = append(x.Added, Added{schema.Type(m.typ.GetName()), m.name(), m.isPermission(), about.doc})
		switch {
		case m.caveat != nil:
		case m.whole:
			contents.Types = append(contents.Types, schema.Type(m.typ.GetName()))
			about.label("label", false)
		case m.isPermission():
			c.addPermission(&contents, m, about)
			if !active.only(m.typ.GetName(), m.relation.GetName()) {
				x.Notes = append(x.Notes, about.where+" is had by users whose account is not active, too: ask for tenant.all(member) besides, or for a permission of remit's")
			}
		default:
			c.addRelation(&contents, m, about, used.uses)
		}
		about.done()
	}
	x.Model = schema.Extended(contents)
	for _, relation := range contents.Relations {
		c.checkGrant(x.Model, relation, r)
	}
	c.problems = append(c.problems, r.problems...)
	return x, nil
}

// Names are the relations and permissions that are added, as "type#name".
func (x *Extension) Names() map[string]bool {
	names := map[string]bool{}
	for _, a := range x.Added {
		names[string(a.Type)+"#"+a.Name] = true
	}
	return names
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
func (c *composer) about(r *reader, m member) *about {
	where := fmt.Sprintf("%s:%d: %s", c.file, m.position().GetZeroIndexedLineNumber()+1, m)
	read, err := facts.Parse(m.comment())
	if err != nil {
		r.problem(where, "%v", err)
	}
	return &about{r: r, where: where, doc: read.Prose, left: read.Facts}
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

func (c *composer) addPermission(contents *schema.Contents, m member, about *about) {
	p := schema.Permission(m.typ.GetName() + "#" + m.relation.GetName())
	if about.flag("block") {
		return
	}
	contents.Permissions = append(contents.Permissions, p)
	f := schema.PermissionFacts{Label: about.label("label", false), Common: about.flag("common")}
	if f != (schema.PermissionFacts{}) {
		contents.PermissionFacts[p] = f
	}
	w := newWalker(c.merged.ObjectDefinitions)
	if w.name(step{typ: m.typ.GetName(), name: m.relation.GetName(), positive: true}) != nil {
		return // said already
	}
	for name, u := range w.uses {
		if !c.conditional(name) {
			continue
		}
		if u.here {
			contents.Conditions[p] = append(contents.Conditions[p], schema.Condition{Relation: schema.Relation(name)})
		}
		if u.elsewhere {
			contents.Conditions[p] = append(contents.Conditions[p], schema.Condition{Relation: schema.Relation(name), Elsewhere: true})
		}
	}
	slices.SortFunc(contents.Conditions[p], func(a, b schema.Condition) int {
		return cmp.Or(cmp.Compare(a.Relation, b.Relation), cmp.Compare(fmt.Sprint(a.Elsewhere), fmt.Sprint(b.Elsewhere)))
	})
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
func (c *composer) addRelation(contents *schema.Contents, m member, about *about, used uses) {
	name := schema.Relation(m.typ.GetName() + "#" + m.relation.GetName())
	contents.Relations = append(contents.Relations, name)
	f := schema.RelationFacts{
		By:        []schema.Writer{schema.ByApplication},
		Effect:    effectOf(used[string(name)]),
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
	contents.RelationFacts[name] = f
}

// linked is how a relation of an institution reads that somebody grants.
var linked = schema.Sentence{
	Is:    schema.Label{"{who} is {role} of {what}", "{who} is {role} van {what}", "{who} est {role} de {what}"},
	Gains: sentences[schema.KindLink].Gains,
	Loses: sentences[schema.KindLink].Loses,
}

// checkGrant looks for what the facts of a relation name.
func (c *composer) checkGrant(m schema.Model, relation schema.Relation, r *reader) {
	f := m.RelationFacts(relation)
	where := c.file + ": relation " + string(relation)
	for _, role := range f.Needs {
		if _, ok := role.TenantRelation(); !ok {
			r.problem(where, "@needs %q is no role in the tenant", role)
		}
	}
	near := f.GrantedBy.Type() == relation.Type() || f.GrantedBy.Type() == schema.TypeAccount ||
		slices.ContainsFunc(m.Relations(relation.Type()), func(other schema.Relation) bool { return other.Name() == string(f.GrantedBy.Type()) })
	if f.GrantedBy != "" && !(near && m.HasPermission(f.GrantedBy)) {
		r.problem(where, "@granted-by %q is no permission of %s, of its parent or of an account that can be asked", f.GrantedBy, relation.Type())
	}
}
