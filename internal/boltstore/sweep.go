package boltstore

import (
	"bytes"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
)

// collectAtOnce is how many records one transaction of the garbage collection
// deals with, so that writers wait for milliseconds and not for the whole.
const collectAtOnce = 1000

// errIdle ends a transaction that found nothing to do, without a write.
var errIdle = errors.New("nothing to collect")

// sweep is one transaction of the collection.
type sweep struct {
	tx     *bolt.Tx
	counts *datastore.DeletionCounts
}

// history works through the log from its start. more is false when what is left
// of it is newer than the limit.
func (s sweep) history(limit Revision, readableFrom func(Revision)) (more bool, err error) {
	bucket := s.tx.Bucket(logBucket)
	c := bucket.Cursor()
	var done [][]byte
	var reached Revision
	records := 0
	for k, chunk := c.First(); k != nil && logRevision(k) <= limit; k, chunk = c.Next() {
		if records >= collectAtOnce {
			more = true
			break
		}
		list, err := readRecords(chunk)
		if err != nil {
			return false, err
		}
		for _, r := range list {
			if err := s.record(r, logRevision(k)); err != nil {
				return false, err
			}
		}
		records += max(1, len(list))
		if logRevision(k) != reached {
			s.counts.Transactions++
		}
		reached = logRevision(k)
		done = append(done, bytes.Clone(k))
	}
	if len(done) == 0 {
		return false, errIdle
	}
	for _, k := range done {
		if err := bucket.Delete(k); err != nil {
			return false, err
		}
	}
	readableFrom(reached)
	return more, writeNumber(s.tx, metaCollected, int64(reached))
}

// record removes what a change superseded, and the change if it is a deletion.
func (s sweep) record(r record, rev Revision) error {
	switch r.kind {
	case relationshipRecord:
		return s.relationship(r.data, rev)
	case definitionRecord:
		gone := superseded(s.tx.Bucket(definitionsBucket), r.data, rev, func(v []byte) bool {
			return len(v) == 0 || v[0] != contentFollows
		})
		s.counts.Namespaces += int64(len(gone))
		return removeVersions(s.tx.Bucket(definitionsBucket), r.data, gone)
	default:
		return nil
	}
}

func (s sweep) relationship(key []byte, rev Revision) error {
	gone := superseded(s.tx.Bucket(relationshipsBucket), key, rev, func(v []byte) bool { return payload(v).deleted() })
	s.counts.Relationships += int64(len(gone))
	return s.removeRelationship(key, gone)
}

// removeRelationship removes versions from all three indexes.
func (s sweep) removeRelationship(key []byte, gone []Revision) error {
	f, err := splitKey(byResource, key)
	if err != nil {
		return err
	}
	if err := removeVersions(s.tx.Bucket(subjectsBucket), appendKey(nil, bySubject, f), gone); err != nil {
		return err
	}
	if len(f.subjectRelation) > 0 {
		if err := removeVersions(s.tx.Bucket(usersetsBucket), key, gone); err != nil {
			return err
		}
	}
	return removeVersions(s.tx.Bucket(relationshipsBucket), key, gone)
}

// superseded are the versions of a key before a revision, and with them the
// version of that revision if it is a deletion.
func superseded(bucket *bolt.Bucket, key []byte, rev Revision, deleted func([]byte) bool) []Revision {
	var gone []Revision
	c := bucket.Cursor()
	for k, v := c.Seek(versioned(key, rev)); k != nil && len(k) == len(key)+revisionSize && bytes.HasPrefix(k, key); k, v = c.Next() {
		if _, found := unversioned(k); found < rev || deleted(v) {
			gone = append(gone, found)
		}
	}
	return gone
}

func removeVersions(bucket *bolt.Bucket, key []byte, gone []Revision) error {
	for _, rev := range gone {
		if err := bucket.Delete(versioned(key, rev)); err != nil {
			return err
		}
	}
	return nil
}

// expired removes relationships that ended before a time, from a key of the
// expirations on. It returns where to go on, or nil.
func (s sweep) expired(before time.Time, from []byte) (next []byte, err error) {
	collected := Revision(readNumber(s.tx, metaCollected))
	bucket := s.tx.Bucket(expirationsBucket)
	c := bucket.Cursor()
	var ended [][]byte
	k, _ := c.Seek(from)
	for ; k != nil && len(ended) < collectAtOnce; k, _ = c.Next() {
		if end, _ := splitExpiration(k); !end.Before(before) {
			k = nil
			break
		}
		ended = append(ended, bytes.Clone(k))
	}
	if len(ended) == 0 {
		return nil, errIdle
	}
	next = bytes.Clone(k)
	for _, k := range ended {
		_, key := splitExpiration(k)
		// A version that the log still names is left for a later run: a
		// watcher may ask for it.
		_, rev, ok := newestVersion(s.tx, key)
		if !ok || rev > collected {
			continue
		}
		if err := s.removeRelationship(key, []Revision{rev}); err != nil {
			return nil, err
		}
		if err := bucket.Delete(k); err != nil {
			return nil, err
		}
		s.counts.Relationships++
	}
	live := readNumber(s.tx, metaLive) - s.counts.Relationships
	return next, writeNumber(s.tx, metaLive, live)
}
