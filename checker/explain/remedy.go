package explain

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/graph/paths"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// mostRemedies bounds what is shown: further ones help nobody.
const mostRemedies = 5

// remedies finds the smallest sets of changes that would allow the question.
func (i *inquiry) remedies() {
	for _, path := range i.graph.Remedies(i.asked(), i.context, i.complete) {
		if len(i.explanation.Remedies) == mostRemedies {
			return
		}
		i.explanation.Remedies = append(i.explanation.Remedies, i.remedy(path))
	}
}

func (i *inquiry) remedy(path paths.Path) Remedy {
	var r Remedy
	for _, c := range path.Changes {
		r.Changes = append(r.Changes, Change{i.stepOf(c.Relationship), c.Gone})
	}
	slices.SortStableFunc(r.Changes, func(a, b Change) int { return a.before(b.Step) })
	for n, change := range r.Changes {
		permission, on, ok := i.needs(change)
		if !ok {
			continue
		}
		at := slices.IndexFunc(r.Grants, func(g Grant) bool { return g.Permission == permission && g.On == on })
		if at < 0 {
			at = len(r.Grants)
			r.Grants = append(r.Grants, Grant{Permission: permission, On: on, Holders: i.holders(permission, on, i.model.RelationFacts(change.Relation).OnlySelf)})
		}
		r.Grants[at].Of = append(r.Grants[at].Of, n)
	}
	return r
}

// needs is what it takes to make a change, and on what; false for one that
// comes along with another.
func (i *inquiry) needs(c Change) (schema.Permission, schema.Ref, bool) {
	facts := i.model.RelationFacts(c.Relation)
	if facts.GrantedBy == "" || facts.Kind == schema.KindSystemRole && c.Gone {
		return "", schema.Ref{}, false
	}
	on, found := i.near(c, facts.GrantedBy.Type())
	return facts.GrantedBy, on, found
}

// near is the object of a type that a relationship leads to: its resource, its
// subject's account, or the parent of that type.
func (i *inquiry) near(c Change, t schema.Type) (schema.Ref, bool) {
	switch t {
	case c.Resource.Type:
		return c.Resource, true
	case schema.TypeAccount:
		return c.Subject.Account(), true
	}
	for r := range i.graph.Of(relation.ObjectOf(c.Resource), string(t)) {
		return i.refOf(r.Subject), true
	}
	return schema.Ref{}, false
}

// holders are who has a permission now, or only the one who asks where nobody
// does it for another.
func (i *inquiry) holders(permission schema.Permission, on schema.Ref, onlySelf bool) []schema.Ref {
	q := eval.Question{Resource: relation.ObjectOf(on), Permission: permission.Name(), Subject: relation.Object{Type: schema.TypeUser}}
	found, err := i.graph.Subjects(q, i.context)
	if err != nil {
		return nil
	}
	var holders []schema.Ref
	for _, id := range found.Allowed {
		ref, err := i.model.RefOfObject(string(schema.TypeUser), id)
		if err != nil || ref.Tenant != on.Tenant {
			continue // a stranger has no rights here, whatever is written
		}
		if !onlySelf || ref == i.explanation.Question.Subject {
			holders = append(holders, ref)
		}
	}
	slices.SortFunc(holders, func(a, b schema.Ref) int { return strings.Compare(a.String(), b.String()) })
	return holders
}
