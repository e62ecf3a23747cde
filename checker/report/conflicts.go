package report

import (
	"context"
	"slices"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// conflicts are roles in one hand that should not be, by the model's own table of them
// (@conflicts), of users who are active.
var conflicts = Report{
	Name:    "conflicts",
	Title:   schema.Label{"Roles that should not be in one hand", "Rollen die niet in één hand horen", "Rôles qui ne devraient pas être réunis"},
	columns: []column{userColumn, nameColumn, roleColumn, {key: "with", title: schema.Label{"together with", "samen met", "avec"}, words: roleWords}, objectColumn},
	rows:    conflictRows,
}

func conflictRows(_ context.Context, w *work) error {
	m := w.Moment.Model()
	for u := range w.users() {
		if !w.active(u) {
			continue
		}
		all := w.held(u)
		for _, one := range all {
			barred := m.RelationFacts(one.Relation).Conflicts
			if len(barred) == 0 {
				continue
			}
			for _, other := range all {
				if !slices.Contains(barred, other.Relation) {
					continue
				}
				if on, meet := w.meet(one.Resource, other.Resource); meet {
					w.row(u.Text(), w.Name(u), w.label(one.Relation), w.label(other.Relation), on.String())
				}
			}
		}
	}
	return nil
}

// held are the relations to anything that a user is in, each once, sorted: by a
// relationship of their own, and by one to their account, as applications write them.
func (w *work) held(u schema.Ref) []relation.Relationship {
	var all []relation.Relationship
	for _, subject := range []relation.Object{relation.ObjectOf(u), relation.ObjectOf(u.Account())} {
		for r := range w.Moment.Graph().To(subject, "") {
			if !r.Expired(w.Moment.Time()) {
				all = append(all, relation.Relationship{Resource: r.Resource, Relation: r.Relation})
			}
		}
	}
	slices.SortFunc(all, relation.Relationship.Compare)
	return slices.Compact(all)
}

// meet is the narrower of two objects on which something is held beside one another: on
// one and the same, in the tenant and on anything, or on one that the other is part of.
func (w *work) meet(one, other relation.Object) (on relation.Object, meet bool) {
	switch {
	case one.Type == schema.TypeTenant:
		return other, true
	case other.Type == schema.TypeTenant:
		return one, true
	case w.within(other, one, map[relation.Object]bool{}):
		return other, true
	}
	return one, w.within(one, other, map[relation.Object]bool{})
}

// within says whether an object is another, or part of it by the parents that it has.
// Those seen before are not looked at again: data can go round in a circle.
func (w *work) within(o, whole relation.Object, seen map[relation.Object]bool) bool {
	if o == whole {
		return true
	}
	seen[o] = true
	for r := range w.Moment.Graph().Of(o, "") {
		if w.Moment.Model().RelationFacts(r.Relation).Kind == schema.KindParent && !seen[r.Subject] && w.within(r.Subject, whole, seen) {
			return true
		}
	}
	return false
}

// label is a role or link in a cell of roleColumn.
func (w *work) label(r schema.Relation) string { return r.Name() }
