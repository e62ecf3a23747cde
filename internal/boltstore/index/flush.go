package index

import (
	"bytes"
	"slices"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// manyChanges is from where on a transaction is a load rather than an edit.
const manyChanges = 1000

// indexed is a change on its way into an index.
type indexed struct {
	key    []byte
	change *change
}

// Flush brings the indexes up to date with the changes.
func (s *Changes) Flush() error {
	var dirty []indexed
	for key, c := range s.byKey {
		if c.dirty {
			dirty = append(dirty, indexed{key: []byte(key), change: c})
		}
	}
	if len(dirty) == 0 {
		return nil
	}
	if len(dirty) >= manyChanges {
		for _, index := range []boltfile.Table{boltfile.Relationships, boltfile.Usersets, boltfile.Subjects} {
			s.rows(index).Fill(boltfile.LoadFill)
		}
	}
	sortIndexed(dirty)
	subjects := make([]indexed, 0, len(dirty))
	relationships, usersets := s.rows(boltfile.Relationships), s.rows(boltfile.Usersets)
	for _, d := range dirty {
		f, err := splitKey(ByResource, d.key)
		if err != nil {
			return err
		}
		if err := s.put(relationships, d.key, d.change); err != nil {
			return err
		}
		if len(f.subjectRelation) > 0 {
			if err := s.put(usersets, d.key, d.change); err != nil {
				return err
			}
		}
		if err := s.moveExpiration(d.key, d.change); err != nil {
			return err
		}
		subjects = append(subjects, indexed{key: appendKey(nil, BySubject, f), change: d.change})
	}
	sortIndexed(subjects)
	bySubjects := s.rows(boltfile.Subjects)
	for _, d := range subjects {
		if err := s.put(bySubjects, d.key, d.change); err != nil {
			return err
		}
	}
	for _, d := range dirty {
		d.change.indexed, d.change.dirty = d.change.stored(), false
	}
	return nil
}

func sortIndexed(list []indexed) {
	slices.SortFunc(list, func(a, b indexed) int { return bytes.Compare(a.key, b.key) })
}

// put writes the version of the transaction into one index.
func (s *Changes) put(index boltfile.Rows, key []byte, c *change) error {
	return index.Replace(boltfile.Versioned(key, s.revision), c.indexed, c.stored())
}

// moveExpiration keeps the expirations to those of what is there now.
func (s *Changes) moveExpiration(key []byte, c *change) error {
	expirations := s.rows(boltfile.Expirations)
	old := c.before
	if c.indexed != nil {
		old = c.indexed
	}
	if old.expires() {
		end, _, err := old.expiration()
		if err != nil {
			return err
		}
		if err := expirations.Replace(ExpirationKey(end, key), []byte{}, nil); err != nil {
			return err
		}
	}
	if !c.now.expires() {
		return nil
	}
	end, _, err := c.now.expiration()
	if err != nil {
		return err
	}
	s.expires = min(s.expires, clock.Nanos(end))
	return expirations.Replace(ExpirationKey(end, key), nil, []byte{})
}

func (s *Changes) rows(of boltfile.Table) boltfile.Rows { return s.state.Rows(s.tx, of) }
