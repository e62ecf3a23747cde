package boltstore

import (
	"sync"

	bolt "go.etcd.io/bbolt"
)

// catalog knows the newest version of every definition that was committed. Where
// a damaged page hides that, an older one would answer, which may allow more.
type catalog struct {
	mu     sync.RWMutex
	newest map[string]entry // by key of the definition
}

type entry struct {
	revision Revision
	deleted  bool // and may be collected
}

// read takes in what the file has.
func (c *catalog) read(tx *bolt.Tx) error {
	c.newest = map[string]entry{}
	rows := definitionsBucket.cursor(tx)
	for k, v := rows.first(); k != nil; k, v = rows.next() {
		key, rev := unversioned(k)
		if _, ok := c.newest[string(key)]; !ok { // the newest comes first
			c.newest[string(key)] = entry{revision: rev, deleted: decodeVersion(k, v).content == nil}
		}
	}
	return rows.err
}

// add takes in what a transaction has written, before anybody is given its
// revision.
func (c *catalog) add(written map[string]entry) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for key, e := range written {
		c.newest[key] = e
	}
}

// check says whether a version that was found for a revision can be the one that
// holds.
func (c *catalog) check(key []byte, at Revision, found version) error {
	c.mu.RLock()
	e, ok := c.newest[string(key)]
	c.mu.RUnlock()
	if !ok || e.revision > at || found.revision >= e.revision || e.deleted && found.content == nil {
		return nil
	}
	return damaged("the newest version of the definition %q is missing", key)
}

// names are those of a kind that exist at a revision, as far as their newest
// version tells.
func (c *catalog) names(kind definitionKind, at Revision) []string {
	c.mu.RLock()
	defer c.mu.RUnlock()
	var names []string
	for key, e := range c.newest {
		if k, name := definitionName([]byte(key)); k == kind && !e.deleted && e.revision <= at {
			names = append(names, name)
		}
	}
	return names
}
