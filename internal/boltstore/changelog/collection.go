package changelog

import (
	"bytes"
	"context"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
	"github.com/remit-authz/remit/internal/boltstore/index"
)

// collectAtOnce is how many records one transaction of the garbage collection
// deals with, so that writers wait for milliseconds and not for the whole.
const collectAtOnce = 1000

// Collection is one transaction of the garbage collection.
type Collection struct {
	Tx     *bolt.Tx
	State  *boltfile.State
	Counts *datastore.DeletionCounts
}

// Run works through the log from its start. more is false when what is left
// of it is newer than the limit. readableFrom is told which revisions go, before
// they do.
func (s Collection) Run(limit clock.Revision, readableFrom func(clock.Revision)) (more bool, err error) {
	log := s.rows(boltfile.Log)
	c := boltfile.Log.Cursor(s.Tx)
	var done [][2][]byte
	var reached clock.Revision
	records := 0
	for k, chunk := c.First(); k != nil && RevisionOf(k) <= limit; k, chunk = c.Next() {
		if records >= collectAtOnce {
			more = true
			break
		}
		list, err := readRecords(chunk)
		if err != nil {
			return false, err
		}
		for _, r := range list {
			if err := s.collect(r, RevisionOf(k)); err != nil {
				return false, err
			}
		}
		records += max(1, len(list))
		if RevisionOf(k) != reached {
			s.Counts.Transactions++
		}
		reached = RevisionOf(k)
		done = append(done, [2][]byte{bytes.Clone(k), bytes.Clone(chunk)})
	}
	if c.Err() != nil {
		return false, c.Err()
	}
	if len(done) == 0 {
		return false, boltfile.ErrIdle
	}
	for _, row := range done {
		if err := log.Replace(row[0], row[1], nil); err != nil {
			return false, err
		}
	}
	readableFrom(reached)
	s.State.Collected = reached
	return more, nil
}

// collect removes what a change superseded, and the change if it is a deletion.
func (s Collection) collect(r record, rev clock.Revision) error {
	switch r.kind {
	case relationshipRecord:
		gone, err := index.RemoveSuperseded(s.Tx, s.State, r.data, rev)
		s.Counts.Relationships += gone
		return err
	case definitionRecord:
		gone, err := boltfile.Superseded(s.Tx, boltfile.Definitions, r.data, rev, definition.Deleted)
		if err != nil {
			return err
		}
		s.Counts.Namespaces += int64(len(gone))
		return s.State.RemoveVersions(s.Tx, boltfile.Definitions, r.data, gone)
	default:
		return nil
	}
}

func (s Collection) rows(of boltfile.Table) boltfile.Rows { return s.State.Rows(s.Tx, of) }

// WrittenBy is the last revision that is ahead of the clock, which says now, and
// was written by a time all the same. Zero stands for none.
func WrittenBy(ctx context.Context, tx *bolt.Tx, now, by time.Time) (last clock.Revision, err error) {
	log := boltfile.Log.Cursor(tx)
	read := 0
	for k, chunk := log.Seek(Key(clock.Revision(now.UnixNano())+1, 0)); k != nil; k, chunk = log.Next() {
		if read++; read%boltfile.ContextEvery == 0 && ctx.Err() != nil {
			return last, ctx.Err()
		}
		if at, ok := writtenAt(chunk); ok && at <= by.UnixNano() {
			last = RevisionOf(k)
		}
	}
	return last, log.Err()
}
