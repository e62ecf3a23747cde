package report

import (
	"cmp"
	"slices"
	"time"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// withLifted adds to the walls that stand, from the record, those that stood once, by user
// and object, in their order. Without a record there are none.
func (w *work) withLifted(standing []wall) ([]wall, error) {
	if w.Record == "" {
		return standing, nil
	}
	h, err := history.Open(w.Record, history.Options{})
	if err != nil {
		return nil, err
	}
	links, err := h.LinksOf(w.Moment.Time(), w.bars()...)
	if err != nil {
		return nil, err
	}
	lifted := map[relation.Relationship][]wall{}
	for _, l := range links {
		user, is := userOf(l.Relationship.Subject)
		if !is {
			continue
		}
		key := relation.Relationship{Resource: l.Relationship.Resource, Subject: relation.ObjectOf(user)}
		one := wall{user: user, from: l.Relationship.Resource, since: l.Since.Time, lifted: l.Ends}
		if l.Since.Found {
			one.since = time.Time{} // it was there before, since nobody knows when
		}
		if l.Gone != nil && (one.lifted.IsZero() || l.Gone.Time.Before(one.lifted)) {
			one.lifted = l.Gone.Time
		}
		if one.lifted.After(w.Moment.Time()) {
			one.lifted = time.Time{}
		}
		lifted[key] = append(lifted[key], one)
	}
	all := slices.Clone(standing)
	for _, walls := range lifted {
		for _, one := range joined(walls) {
			if !one.lifted.IsZero() {
				all = append(all, one)
				continue
			}
			for i, stands := range standing { // it may have begun by what is not there any more
				if stands.user == one.user && stands.from == one.from && one.since.Before(stands.since) {
					all[i].since = one.since
				}
			}
		}
	}
	slices.SortStableFunc(all, func(a, b wall) int {
		return cmp.Or(cmp.Compare(a.user.Text(), b.user.Text()), a.from.Compare(b.from), endOf(a).Compare(endOf(b)))
	})
	for i := 1; i < len(all); i++ {
		if before := all[i-1]; before.user == all[i].user && before.from == all[i].from {
			all[i].after = before.lifted
		}
	}
	return all, nil
}

// bars are the relations that take away what others give.
func (w *work) bars() []schema.Relation {
	var all []schema.Relation
	m := w.Moment.Model()
	for _, t := range m.Types() {
		for _, r := range m.Relations(t) {
			if m.RelationFacts(r).Effect == schema.Takes {
				all = append(all, r)
			}
		}
	}
	return all
}

// userOf is who is barred: a user, by their account too.
func userOf(subject relation.Object) (schema.Ref, bool) {
	if subject.Type == schema.TypeAccount {
		subject.Type = schema.TypeUser
	}
	ref, known := subject.Ref()
	return ref, known && ref.Type == schema.TypeUser
}

// endOf orders the walls of a user and an object: the one that stands is the last.
func endOf(w wall) time.Time {
	if w.lifted.IsZero() {
		return time.Unix(1<<40, 0)
	}
	return w.lifted
}

// joined are walls of one user and object without a break between them, each once: one may be
// written in two ways, or again on other terms.
func joined(walls []wall) []wall {
	slices.SortFunc(walls, func(a, b wall) int { return a.since.Compare(b.since) })
	var all []wall
	for _, next := range walls {
		n := len(all)
		switch {
		case n == 0 || !all[n-1].lifted.IsZero() && all[n-1].lifted.Before(next.since):
			all = append(all, next)
		case endOf(next).After(endOf(all[n-1])):
			all[n-1].lifted = next.lifted
		}
	}
	return all
}
