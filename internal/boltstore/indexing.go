package boltstore

import (
	"bytes"
	"slices"
)

const (
	// manyChanges is from where on a transaction is a load rather than an
	// edit.
	manyChanges = 1000

	// loadFill is how full a load leaves the pages. An edit leaves them half
	// full, bbolt's own measure, since single keys come in anywhere.
	loadFill = 0.9
)

// indexed is a change on its way into an index.
type indexed struct {
	key    []byte
	change *change
}

// index brings the indexes up to date with the changes.
func (t *transaction) index() error {
	var dirty []indexed
	for key, c := range t.changes {
		if c.dirty {
			dirty = append(dirty, indexed{key: []byte(key), change: c})
		}
	}
	if len(dirty) == 0 {
		return nil
	}
	if len(dirty) >= manyChanges {
		for _, index := range []table{relationshipsBucket, usersetsBucket, subjectsBucket} {
			index.in(t.tx).FillPercent = loadFill
		}
	}
	sortIndexed(dirty)
	subjects := make([]indexed, 0, len(dirty))
	relationships, usersets := t.rows(relationshipsBucket), t.rows(usersetsBucket)
	for _, d := range dirty {
		f, err := splitKey(byResource, d.key)
		if err != nil {
			return err
		}
		if err := t.put(relationships, d.key, d.change); err != nil {
			return err
		}
		if len(f.subjectRelation) > 0 {
			if err := t.put(usersets, d.key, d.change); err != nil {
				return err
			}
		}
		if err := t.moveExpiration(d.key, d.change); err != nil {
			return err
		}
		subjects = append(subjects, indexed{key: appendKey(nil, bySubject, f), change: d.change})
	}
	sortIndexed(subjects)
	bySubjects := t.rows(subjectsBucket)
	for _, d := range subjects {
		if err := t.put(bySubjects, d.key, d.change); err != nil {
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
func (t *transaction) put(index rows, key []byte, c *change) error {
	return index.replace(versioned(key, t.revision), c.indexed, c.stored())
}

func (t *transaction) rows(of table) rows { return t.state.rows(t.tx, of) }

// moveExpiration keeps the expirations to those of what is there now.
func (t *transaction) moveExpiration(key []byte, c *change) error {
	expirations := t.rows(expirationsBucket)
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
	t.effect.expires = min(t.effect.expires, clockNanos(end))
	return expirations.replace(expirationKey(end, key), nil, []byte{})
}
