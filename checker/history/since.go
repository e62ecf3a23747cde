package history

import (
	"time"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
)

// Since says of each of some relationships since when it is there, without a break, by
// the acts until a moment: on whatever terms. One that the record does not tell of is left
// out.
func (h *History) Since(at time.Time, of ...relation.Relationship) (map[relation.Relationship]Act, error) {
	log, err := entry.Open(h.folder)
	if err != nil {
		return nil, err
	}
	wanted, found := map[relation.Relationship]bool{}, map[relation.Relationship]Act{}
	for _, r := range of {
		wanted[r.Key()] = true
	}
	ends, begun := map[relation.Relationship]relation.Terms{}, false
	comes := func(e entry.Entry, r relation.Relationship) {
		key := r.Key()
		if _, there := found[key]; !there || ends[key].Expired(e.From()) {
			found[key] = actOf(e)
		}
		ends[key] = r.Terms
	}
	for e, err := range log.Entries(0) {
		if err != nil {
			return nil, err
		}
		if !e.Kind.OfEngine() {
			continue
		}
		if e.From().After(at) {
			break
		}
		begins, err := log.Begins(e)
		if err != nil {
			return nil, err
		}
		if begun = begun || begins; !begun {
			continue // what was there before was pruned
		}
		if begins {
			if err := sinceFound(log, e, wanted, found, comes); err != nil {
				return nil, err
			}
			continue
		}
		for _, c := range e.Changes {
			switch {
			case !wanted[c.Key()]:
			case c.Gone:
				delete(found, c.Key())
			default:
				comes(e, c.Relationship)
			}
		}
	}
	return found, nil
}

// sinceFound holds what is there to a state that was found: what was there before a gap
// and is after it may have been away in between.
func sinceFound(log *entry.History, e entry.Entry, wanted map[relation.Relationship]bool, found map[relation.Relationship]Act, comes func(entry.Entry, relation.Relationship)) error {
	s, err := log.Found(e)
	if err != nil {
		return err
	}
	clear(found)
	for r := range s.Relationships() {
		if wanted[r.Key()] {
			comes(e, r)
		}
	}
	return nil
}
