package history

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Link is one relationship as long as it was there on the same terms.
type Link struct {
	Relationship relation.Relationship `json:"relationship"`
	Since        Act                   `json:"since"`
	// Ends is when it ends by itself; zero for never.
	Ends time.Time `json:"ends,omitzero"`
	// Gone is what took it away, or put other terms in its place; nil where nothing has.
	Gone *Act `json:"gone,omitempty"`
}

// Links are all relationships of an object or a user that the record tells of, by their
// beginning: a user's as such, and as the account that is administered.
func (h *History) Links(about schema.Ref) ([]Link, error) {
	log, err := entry.Open(h.folder)
	if err != nil {
		return nil, err
	}
	o, account := relation.ObjectOf(about), relation.Object{}
	if about.Type == schema.TypeUser {
		account = relation.ObjectOf(about.Account())
	}
	is := func(x relation.Object) bool { return x == o || account != relation.Object{} && x == account }
	return linksOf(log, func(entry.Entry) bool { return false },
		func(r relation.Relationship) bool { return is(r.Resource) || is(r.Subject) },
		func(e entry.Entry) ([]relation.Relationship, error) {
			s, err := log.Found(e)
			if err != nil {
				return nil, err
			}
			return slices.Collect(s.Relationships()), nil
		})
}

// LinksOf are all relationships of some relations that the record tells of up to a moment, by
// their beginning.
func (h *History) LinksOf(until time.Time, relations ...schema.Relation) ([]Link, error) {
	log, err := entry.Open(h.folder)
	if err != nil {
		return nil, err
	}
	return linksOf(log, func(e entry.Entry) bool { return e.Kind.OfEngine() && e.From().After(until) },
		func(r relation.Relationship) bool { return slices.Contains(relations, r.Relation) },
		func(e entry.Entry) ([]relation.Relationship, error) { return log.FoundOf(e, relations...) })
}

// linksOf are those relationships of a record that concern somebody, until its entries are
// over; found reads a state, of others too.
func linksOf(log *entry.History, over func(entry.Entry) bool, concerns func(relation.Relationship) bool, found func(entry.Entry) ([]relation.Relationship, error)) ([]Link, error) {
	l := linking{open: map[relation.Relationship]*Link{}}
	for e, err := range log.Entries(0) {
		if err != nil {
			return nil, err
		}
		if over(e) {
			break
		}
		begins, err := log.Begins(e)
		if err != nil {
			return nil, err
		}
		if begins {
			rows, err := found(e)
			if err != nil {
				return nil, err
			}
			l.found(e, rows, concerns)
			continue
		}
		for _, c := range e.Changes {
			if concerns(c.Relationship) {
				l.take(e, c)
			}
		}
	}
	links := make([]Link, len(l.all))
	for i, one := range l.all {
		links[i] = *one
	}
	return links, nil
}

// linking is the work on links.
type linking struct {
	all  []*Link
	open map[relation.Relationship]*Link // by key
}

func (l *linking) take(e entry.Entry, c relation.Change) {
	act := actOf(e)
	if was := l.open[c.Key()]; was != nil {
		if !c.Gone && was.Relationship == c.Relationship {
			return // written again as it was
		}
		was.Gone = &act
		delete(l.open, c.Key())
	}
	if c.Gone {
		return
	}
	one := &Link{Relationship: c.Relationship, Since: act, Ends: endOf(c.Terms)}
	l.all, l.open[c.Key()] = append(l.all, one), one
}

// found holds what is open to a state that was found.
func (l *linking) found(e entry.Entry, rows []relation.Relationship, concerns func(relation.Relationship) bool) {
	there := map[relation.Relationship]bool{}
	for _, r := range rows {
		if concerns(r) {
			there[r.Key()] = true
			l.take(e, relation.Change{Relationship: r})
		}
	}
	for key, was := range l.open {
		if !there[key] {
			l.take(e, relation.Change{Relationship: was.Relationship, Gone: true})
		}
	}
}

// endOf is when terms end by themselves; zero for never.
func endOf(t relation.Terms) time.Time {
	if t == (relation.Terms{}) {
		return time.Time{}
	}
	return t.End().UTC()
}
