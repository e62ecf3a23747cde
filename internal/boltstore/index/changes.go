package index

import (
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// Changes are what one transaction does to relationships. They are collected and
// go into the indexes in the order of their keys, when they are flushed: bbolt
// puts a run of sorted keys into its pages many times faster than the same keys
// shuffled.
type Changes struct {
	tx       *bolt.Tx
	state    *boltfile.State // as the transaction is to leave it
	revision clock.Revision
	byKey    map[string]*change // by key, by resource
	expires  int64              // the first expiration that was added, or clock.Never
}

// NewChanges are none yet, of the transaction that has the revision.
func NewChanges(tx *bolt.Tx, state *boltfile.State, rev clock.Revision) *Changes {
	return &Changes{tx: tx, state: state, revision: rev, byKey: map[string]*change{}, expires: clock.Never}
}

// On goes on in another transaction of the file, which holds the same, before anything was
// flushed.
func (s *Changes) On(tx *bolt.Tx) { s.tx = tx }

// Dirty says whether there is something to flush.
func (s *Changes) Dirty() bool {
	for _, c := range s.byKey {
		if c.dirty {
			return true
		}
	}
	return false
}

// NextExpiry is the first expiration among what was flushed, or clock.Never.
func (s *Changes) NextExpiry() int64 { return s.expires }

// Growth is how many relationships more there are.
func (s *Changes) Growth() int64 {
	var more int64
	for _, c := range s.byKey {
		more += c.growth()
	}
	return more
}

// Keys are those of the relationships that were flushed, in their order.
func (s *Changes) Keys() []string {
	var keys []string
	for key, c := range s.byKey {
		if c.indexed != nil {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// change is what a transaction does to one relationship.
type change struct {
	before  payload // as it was when the transaction began; nil if it was not there
	now     payload // as it is to be; nil if it is not to be there
	indexed payload // as this transaction has put it into the indexes; nil if it has not
	dirty   bool    // indexed is not up to date
}

// set makes the change say something else.
func (c *change) set(now payload) { c.now, c.dirty = now, true }

// stored is the version that the transaction leaves, nil for none.
func (c *change) stored() payload {
	switch {
	case c.now != nil:
		return c.now
	case c.before != nil:
		return Tombstone
	default:
		return nil // it came and went within the transaction
	}
}

// growth is how many relationships more there are.
func (c *change) growth() int64 {
	switch {
	case c.before == nil && c.now != nil:
		return 1
	case c.before != nil && c.now == nil:
		return -1
	default:
		return 0
	}
}
