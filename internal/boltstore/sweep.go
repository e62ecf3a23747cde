package boltstore

import (
	"bytes"
	"context"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
)

// collectAtOnce is how many records one transaction of the garbage collection
// deals with, so that writers wait for milliseconds and not for the whole.
const collectAtOnce = 1000

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
		gone, err := removeSuperseded(s.tx, s.state, r.data, rev)
		s.counts.Relationships += gone
		return err
	case definitionRecord:
		gone, err := superseded(s.tx, definitionsBucket, r.data, rev, func(v []byte) bool {
			return len(v) == 0 || v[0] != contentFollows
		})
		if err != nil {
			return err
		}
		s.counts.Namespaces += int64(len(gone))
		return s.state.removeVersions(s.tx, definitionsBucket, r.data, gone)
	default:
		return nil
	}
}

func (s sweep) rows(of table) rows { return s.state.rows(s.tx, of) }

// writtenBy is the last revision that is ahead of the clock, which says now, and
// was written by a time all the same. Zero stands for none.
func writtenBy(ctx context.Context, tx *bolt.Tx, now, by time.Time) (last Revision, err error) {
	log := logBucket.cursor(tx)
	read := 0
	for k, chunk := log.seek(logKey(Revision(now.UnixNano())+1, 0)); k != nil; k, chunk = log.next() {
		if read++; read%contextEvery == 0 && ctx.Err() != nil {
			return last, ctx.Err()
		}
		if at, ok := writtenAt(chunk); ok && at <= by.UnixNano() {
			last = logRevision(k)
		}
	}
	return last, log.err
}
