package explain

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Holder is a user who has a permission on something.
type Holder struct {
	User schema.Ref
	// Paths are those by which they have it, the shortest first: all that take different
	// relationships, up to a few dozen. None where the graph finds more than it keeps.
	Paths []Path
}

// Holders are all who have a permission on something, at one revision.
type Holders struct {
	All []Holder // sorted
	// Conditional are those who have it under a condition that the question does not
	// bring: none of them is in All.
	Conditional []schema.Ref
	Revision    schema.Revision
}

// Path is one path to an answer: relationships that all exist, as people tell them.
type Path []Step

// Role is the role or link by which the path's user has it; blank for a path of neither,
// such as that of a client to their own dossier.
func (p Path) Role() schema.Role {
	for _, kinds := range [][]schema.Kind{{schema.KindLink}, {schema.KindSystemRole, schema.KindGroup}} {
		for _, s := range p {
			if slices.Contains(kinds, s.Model.RelationFacts(s.Relation).Kind) {
				return schema.Role(s.Relation.Name())
			}
		}
	}
	return ""
}

// Until is when the first of its relationships ends by itself; nil for never.
func (p Path) Until() *time.Time {
	var first *time.Time
	for _, s := range p {
		if s.Until != nil && (first == nil || s.Until.Before(*first)) {
			first = s.Until
		}
	}
	return first
}

// Sentence is the path in one line.
func (p Path) Sentence(l schema.Language) string { return Explanation{Path: p}.PathSentence(l) }

// Holders finds all who have a permission on a resource, of its tenant, each with all
// paths. What cannot be decided is an error, never a shorter list.
func (e *Explainer) Holders(ctx context.Context, permission schema.Permission, resource schema.Ref) (Holders, error) {
	m := e.options.Model
	subject := schema.Ref{Type: m.Listed(), Tenant: resource.Tenant, ID: "-"} // any: it is the resource that is looked at
	q := checker.Question{Subject: subject, Permission: permission, Resource: resource}
	if err := q.Validate(m); err != nil {
		return Holders{}, err
	}
	given, err := e.context.Normalize(m)
	if err != nil {
		return Holders{}, err
	}
	clock := e.clock()
	g, err := e.held(ctx, q)
	if err != nil {
		return Holders{}, phrase.Errorf("who has %s on %s: %w", permission, resource, err)
	}
	x := explanationOf(q, given, clock)
	i := newInquiry(g, &x, m, given, clock)
	found, err := g.Subjects(i.asked(), i.context)
	if err == nil && found.Wildcard != eval.Denied {
		err = phrase.Errorf("everybody has it by a wildcard, which is no list")
	}
	if err != nil {
		return Holders{}, phrase.Errorf("who has %s on %s: %w", permission, resource, err)
	}
	holders := Holders{Revision: schema.Revision(g.Revision())}
	allowed, err := refsIn(m, resource.Tenant, found.Allowed)
	if err != nil {
		return Holders{}, err
	}
	for _, ref := range allowed {
		holders.All = append(holders.All, Holder{ref, i.pathsOf(ref)})
	}
	holders.Conditional, err = refsIn(m, resource.Tenant, found.Conditional)
	return holders, err
}

// refsIn are the references of those who are in a tenant, sorted: a stranger has no rights
// there, whatever is written.
func refsIn(m schema.Model, tenant schema.TenantID, ids []string) ([]schema.Ref, error) {
	var refs []schema.Ref
	for _, id := range ids {
		ref, err := m.RefOfObject(string(m.Listed()), id)
		if err != nil {
			return nil, err
		}
		if ref.Tenant == tenant {
			refs = append(refs, ref)
		}
	}
	slices.SortFunc(refs, func(a, b schema.Ref) int { return cmp.Compare(a.Text(), b.Text()) })
	return refs, nil
}

func (i *inquiry) pathsOf(user schema.Ref) []Path {
	asked := i.asked()
	asked.Subject = relation.ObjectOf(user)
	var all []Path
	for _, p := range i.graph.Paths(asked, i.context) {
		all = append(all, i.stepsOf(p.Steps))
	}
	return all
}

// key is a step as an engine holds it, without its terms.
func (s Step) key() relation.Relationship {
	r := relation.Between(s.Resource, s.Relation, s.Subject)
	if s.Subject.ID == "" && s.Subject.Type != schema.TypeTenant {
		r.Subject.ID = relation.Wildcard
	}
	r.SubjectRelation = s.SubjectRelation
	return r
}

// Relationships are the keys of the path's steps, by which a record tells of them. They
// are for package history.
func (p Path) Relationships() []relation.Relationship {
	all := make([]relation.Relationship, len(p))
	for i, s := range p {
		all[i] = s.key()
	}
	return all
}
