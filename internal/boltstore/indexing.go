package boltstore

import (
	"bytes"
	"slices"
)

const (
	// manyChanges is from where on a transaction is a load rather than an
	// edit.
	manyChanges = 1000
)

// indexed is a change on its way into an index.
type indexed struct {
	key    []byte
	change *change
}

// flush brings the indexes up to date with the changes.
func (s *changes) flush() error {
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
		for _, index := range []table{relationshipsBucket, usersetsBucket, subjectsBucket} {
			index.in(s.tx).FillPercent = loadFill
		}
	}
	sortIndexed(dirty)
	subjects := make([]indexed, 0, len(dirty))
	relationships, usersets := s.rows(relationshipsBucket), s.rows(usersetsBucket)
	for _, d := range dirty {
		f, err := splitKey(byResource, d.key)
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
		subjects = append(subjects, indexed{key: appendKey(nil, bySubject, f), change: d.change})
	}
	sortIndexed(subjects)
	bySubjects := s.rows(subjectsBucket)
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
func (s *changes) put(index rows, key []byte, c *change) error {
	return index.replace(versioned(key, s.revision), c.indexed, c.stored())
}

// moveExpiration keeps the expirations to those of what is there now.
func (s *changes) moveExpiration(key []byte, c *change) error {
	expirations := s.rows(expirationsBucket)
	old := c.before
	if c.indexed != nil {
		old = c.indexed
	}
	if old.expires() {
		end, _, err := old.expiration()
		if err != nil {
			return err
		}
		if err := expirations.replace(expirationKey(end, key), []byte{}, nil); err != nil {
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
	s.expires = min(s.expires, clockNanos(end))
	return expirations.replace(expirationKey(end, key), nil, []byte{})
}

func (s *changes) rows(of table) rows { return s.state.rows(s.tx, of) }
