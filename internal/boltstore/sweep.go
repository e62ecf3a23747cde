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
	state  *state
	counts *datastore.DeletionCounts
}

// history works through the log from its start. more is false when what is left
// of it is newer than the limit.
func (s sweep) history(limit Revision, readableFrom func(Revision)) (more bool, err error) {
	log := s.rows(logBucket)
	c := logBucket.cursor(s.tx)
	var done [][2][]byte
	var reached Revision
	records := 0
	for k, chunk := c.first(); k != nil && logRevision(k) <= limit; k, chunk = c.next() {
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
		done = append(done, [2][]byte{bytes.Clone(k), bytes.Clone(chunk)})
	}
	if c.err != nil {
		return false, c.err
	}
	if len(done) == 0 {
		return false, errIdle
	}
	for _, row := range done {
		if err := log.replace(row[0], row[1], nil); err != nil {
			return false, err
		}
	}
	readableFrom(reached)
	s.state.collected = reached
	return more, nil
}

// record removes what a change superseded, and the change if it is a deletion.
func (s sweep) record(r record, rev Revision) error {
	switch r.kind {
	case relationshipRecord:
		return s.relationship(r.data, rev)
	case definitionRecord:
		gone, err := s.superseded(definitionsBucket, r.data, rev, func(v []byte) bool {
			return len(v) == 0 || v[0] != contentFollows
		})
		if err != nil {
			return err
		}
		s.counts.Namespaces += int64(len(gone))
		return s.removeVersions(definitionsBucket, r.data, gone)
	default:
		return nil
	}
}

func (s sweep) relationship(key []byte, rev Revision) error {
	gone, err := s.superseded(relationshipsBucket, key, rev, func(v []byte) bool { return payload(v).deleted() })
	if err != nil {
		return err
	}
	s.counts.Relationships += int64(len(gone))
	return s.removeRelationship(key, gone)
}

// removeRelationship removes versions from all three indexes.
func (s sweep) removeRelationship(key []byte, gone []Revision) error {
	f, err := splitKey(byResource, key)
	if err != nil {
		return err
	}
	if err := s.removeVersions(subjectsBucket, appendKey(nil, bySubject, f), gone); err != nil {
		return err
	}
	if len(f.subjectRelation) > 0 {
		if err := s.removeVersions(usersetsBucket, key, gone); err != nil {
			return err
		}
	}
	return s.removeVersions(relationshipsBucket, key, gone)
}

// superseded are the versions of a key before a revision, and with them the
// version of that revision if it is a deletion.
func (s sweep) superseded(of table, key []byte, rev Revision, deleted func([]byte) bool) ([]Revision, error) {
	var gone []Revision
	c := of.cursor(s.tx)
	for k, v := c.seek(versioned(key, rev)); k != nil && len(k) == len(key)+revisionSize && bytes.HasPrefix(k, key); k, v = c.next() {
		if _, found := unversioned(k); found < rev || deleted(v) {
			gone = append(gone, found)
		}
	}
	return gone, c.err
}

func (s sweep) removeVersions(of table, key []byte, gone []Revision) error {
	rows := s.rows(of)
	for _, rev := range gone {
		row := versioned(key, rev)
		value, err := rows.get(s.tx, row)
		if err != nil {
			return err
		}
		if err := rows.replace(row, value, nil); err != nil {
			return err
		}
	}
	return nil
}

func (s sweep) rows(of table) rows { return s.state.rows(s.tx, of) }

// expired removes relationships that ended before a time, from a key of the
// expirations on. It returns where to go on, or nil.
func (s sweep) expired(before time.Time, from []byte) (next []byte, err error) {
	expirations := s.rows(expirationsBucket)
	c := expirationsBucket.cursor(s.tx)
	var ended [][]byte
	k, _ := c.seek(from)
	for ; k != nil && len(ended) < collectAtOnce; k, _ = c.next() {
		if end, _ := splitExpiration(k); !end.Before(before) {
			k = nil
			break
		}
		ended = append(ended, bytes.Clone(k))
	}
	if c.err != nil {
		return nil, c.err
	}
	if len(ended) == 0 {
		return nil, errIdle
	}
	next = bytes.Clone(k)
	for _, k := range ended {
		_, key := splitExpiration(k)
		// A version that the log still names is left for a later run: a
		// watcher may ask for it.
		_, rev, ok, err := newestVersion(s.tx, key)
		if err != nil {
			return nil, err
		}
		if !ok || rev > s.state.collected {
			continue
		}
		if err := s.removeRelationship(key, []Revision{rev}); err != nil {
			return nil, err
		}
		if err := expirations.replace(k, []byte{}, nil); err != nil {
			return nil, err
		}
		s.counts.Relationships++
	}
	s.state.live -= s.counts.Relationships
	return next, nil
}
