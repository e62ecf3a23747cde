package model

import (
	"slices"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/schema"
)

// active tells which names only users have whose account is active: each path to
// one leads past tenant#member.
type active struct {
	members map[string]activeMember // by "type#name"
	others  map[string]bool         // names that others have, too
}

// activeMember is a relation or permission with what it says.
type activeMember struct {
	*core.Relation
	typ        string
	expression zed.Expression
}

// newActive takes every name for one of active users, and then out those that are
// not, until there are no more.
func newActive(definitions []*core.NamespaceDefinition) (active, error) {
	a := active{map[string]activeMember{}, map[string]bool{}}
	for _, def := range definitions {
		for _, r := range def.GetRelation() {
			e, err := zed.ExpressionOf(r.GetUsersetRewrite())
			if err != nil {
				return active{}, err
			}
			a.members[def.GetName()+"#"+r.GetName()] = activeMember{r, def.GetName(), e}
		}
	}
	for more := true; more; {
		more = false
		for name, m := range a.members {
			if !a.others[name] && !a.holds(name, m) {
				a.others[name], more = true, true
			}
		}
	}
	return a, nil
}

// only says so of a name; of one that a type lacks, too: nobody has it.
func (a active) only(typ, name string) bool { return !a.others[typ+"#"+name] }

func (a active) holds(name string, m activeMember) bool {
	switch {
	case schema.Relation(name).Facts().Kind == schema.KindActive:
		return true
	case m.GetUsersetRewrite() != nil:
		return zed.Fold(m.expression, onlyActive{a, m.typ})
	}
	return a.subjects(m.Relation)
}

// subjects says so of whoever stands in a relation: never where it takes users.
func (a active) subjects(r *core.Relation) bool {
	return !slices.ContainsFunc(kindsOf(r), func(kind *core.AllowedRelation) bool {
		return kind.GetPublicWildcard() != nil || kind.GetRelation() == "..." || !a.only(kind.GetNamespace(), kind.GetRelation())
	})
}

func kindsOf(r *core.Relation) []*core.AllowedRelation {
	return r.GetTypeInformation().GetAllowedDirectRelations()
}

// onlyActive says so of an expression of a type.
type onlyActive struct {
	active
	typ string
}

func (o onlyActive) Name(name string) bool { return o.only(o.typ, name) }

func (o onlyActive) Arrow(a zed.Arrow) bool {
	return !slices.ContainsFunc(kindsOf(o.members[o.typ+"#"+a.Follow].Relation), func(kind *core.AllowedRelation) bool {
		return !o.only(kind.GetNamespace(), a.Ask)
	})
}

func (o onlyActive) Self() bool                  { return false }
func (o onlyActive) Nobody() bool                { return true }
func (o onlyActive) Union(of []bool) bool        { return !slices.Contains(of, false) }
func (o onlyActive) Intersection(of []bool) bool { return slices.Contains(of, true) }
func (o onlyActive) Exclusion(of []bool) bool    { return of[0] }
