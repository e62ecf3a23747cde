package definition

import (
	"sync"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// Catalog knows the newest version of every definition that was committed. Where
// a damaged page hides that, an older one would answer, which may allow more.
type Catalog struct {
	mu     sync.RWMutex
	newest map[string]Entry // by key of the definition
}

// Entry is the newest version of a definition.
type Entry struct {
	Revision clock.Revision
	Deleted  bool // and may be collected
}

// Read takes in what the file has.
func (c *Catalog) Read(tx *bolt.Tx) error {
	c.newest = map[string]Entry{}
	rows := boltfile.Definitions.Cursor(tx)
	for k, v := rows.First(); k != nil; k, v = rows.Next() {
		key, rev := boltfile.Unversioned(k)
		if _, ok := c.newest[string(key)]; !ok { // the newest comes first
			c.newest[string(key)] = Entry{Revision: rev, Deleted: decodeVersion(k, v).Content == nil}
		}
	}
	return rows.Err()
}

// Add takes in what a transaction has written, before anybody is given its
// revision.
func (c *Catalog) Add(written map[string]Entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, e := range written {
		c.newest[key] = e
	}
}

// Check says whether a version that was found for a revision can be the one that
// holds.
func (c *Catalog) Check(key []byte, at clock.Revision, found Version) error {
	c.mu.RLock()
	e, ok := c.newest[string(key)]
	c.mu.RUnlock()
	if !ok || e.Revision > at || found.Revision >= e.Revision || e.Deleted && found.Content == nil {
		return nil
	}
	return boltfile.Damaged("the newest version of the definition %q is missing", key)
}

// Names are those of a kind that exist at a revision, as far as their newest
// version tells.
func (c *Catalog) Names(kind Kind, at clock.Revision) []string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	var names []string
	for key, e := range c.newest {
		if k, name := ParseKey([]byte(key)); k == kind && !e.Deleted && e.Revision <= at {
			names = append(names, name)
		}
	}
	return names
}
