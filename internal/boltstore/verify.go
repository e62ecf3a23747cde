package boltstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
)

// maxDifferences is how many differences a report spells out.
const maxDifferences = 100

// Report is the outcome of Verify.
type Report struct {
	// Relationships are those that are there, with those that have expired;
	// Versions also counts what was deleted or replaced and is still kept.
	Relationships, Versions int64

	// Interrupted is that of the store.
	Interrupted bool

	// Problems is how many differences and faults were found, and Details
	// says what the first hundred are.
	Problems int64
	Details  []string
}

// OK is true if nothing was found.
func (r Report) OK() bool { return r.Problems == 0 }

func (r *Report) add(format string, args ...any) {
	if r.Problems++; len(r.Details) < maxDifferences {
		r.Details = append(r.Details, fmt.Sprintf(format, args...))
	}
}

// err is nil if nothing was found.
func (r Report) err() error {
	if r.OK() {
		return nil
	}
	return damaged("%d problems, the first: %s", r.Problems, r.Details[0])
}

// Check is Verify of the store in a file that may be too damaged to be opened.
// It writes to the file only where Open would, to bring it up to this format.
func Check(ctx context.Context, path string) (Report, error) {
	_, report, err := probe(ctx, path)
	if errors.Is(err, ErrDamaged) {
		report.add("%v", err)
		err = nil
	}
	if err != nil || !report.OK() {
		return report, openError(path, err)
	}
	s, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		return report, err
	}
	report, err = s.Verify(ctx)
	return report, errors.Join(err, s.Close())
}

// Verify reads the whole store: the pages, each row and the total of them, as
// Open does, and then compares what is in it twice: the indexes with each other,
// the expirations and the count with the relationships, and the log with what it
// names. An error means that it could not finish.
func (s *Store) Verify(ctx context.Context) (Report, error) {
	report, err := s.inspect(ctx, nil)
	if err == nil && report.OK() {
		err = s.view(func(tx *bolt.Tx) error { return compareIndexes(ctx, tx, &report) })
	}
	if err != nil {
		return report, fmt.Errorf("store %s: not all of it could be checked: %w", s.path, err)
	}
	report.Interrupted = s.interrupted
	return report, nil
}

func compareIndexes(ctx context.Context, tx *bolt.Tx, report *Report) error {
	v := verification{ctx: ctx, tx: tx, report: report}
	for _, step := range []func() error{v.relationships, v.subjects, v.usersets, v.expirations, v.log} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// inspect walks through the store as it is at this moment, while others read and
// write. Damage is remembered: see noted.
func (s *Store) inspect(ctx context.Context, pause func(read int)) (Report, error) {
	var report Report
	tx, newest, err := s.pin(ctx)
	if err != nil {
		return report, err
	}
	w := walk{ctx: ctx, file: s.file, pageSize: s.db.Info().PageSize, head: newest, report: &report, pause: pause}
	_, err = w.store()
	// It fails only for a transaction that has ended.
	_ = tx.Rollback()
	_ = s.noted(report.err())
	return report, err
}

// pin keeps the pages of the last transaction in the file until the caller rolls
// back what it gets. No writer comes in between, so that the newer head is its.
func (s *Store) pin(ctx context.Context) (*bolt.Tx, head, error) {
	if err := s.takeTurn(ctx); err != nil {
		return nil, head{}, err
	}
	defer s.endTurn()
	tx, err := s.db.Begin(false)
	if err != nil {
		return nil, head{}, closedError(err)
	}
	newest, err := readHeads(s.file, s.db.Info().PageSize)
	if err == nil {
		err = checkLength(s.file, tx)
	}
	if err != nil {
		// It fails only for a transaction that has ended.
		_ = tx.Rollback()
	}
	return tx, newest, s.noted(err)
}

// verification is one run of Verify.
type verification struct {
	ctx    context.Context
	tx     *bolt.Tx
	report *Report
}

// each visits every key of a bucket.
func (v verification) each(of table, visit func(k, value []byte)) error {
	c := of.cursor(v.tx)
	read := 0
	for k, value := c.first(); k != nil; k, value = c.next() {
		if read++; read%contextEvery == 0 && v.ctx.Err() != nil {
			return v.ctx.Err()
		}
		visit(k, value)
	}
	return c.err
}

// fields takes a key of an index apart.
func (v verification) fields(l layout, of table, k []byte) (fields, Revision, bool) {
	if len(k) <= revisionSize {
		v.report.add("%s: key %q is too short", of.name, k)
		return fields{}, 0, false
	}
	key, rev := unversioned(k)
	f, err := splitKey(l, key)
	if err != nil {
		v.report.add("%s: %v", of.name, err)
	}
	return f, rev, err == nil
}

// expect compares one entry of another index.
func (v verification) expect(in table, k []byte, value payload, whose fields, rev Revision) {
	switch have, err := in.get(v.tx, k); {
	case err != nil:
		v.report.add("%v", err)
	case have == nil:
		v.report.add("%s: %s of revision %s is missing", in.name, whose.reference(), rev)
	case !bytes.Equal(have, value):
		v.report.add("%s: %s of revision %s says something else than the relationship", in.name, whose.reference(), rev)
	}
}

func (v verification) relationships() error {
	var last []byte
	err := v.each(relationshipsBucket, func(k, value []byte) {
		v.report.Versions++
		f, rev, ok := v.fields(byResource, relationshipsBucket, k)
		if !ok {
			return
		}
		v.expect(subjectsBucket, versioned(appendKey(nil, bySubject, f), rev), value, f, rev)
		if len(f.subjectRelation) > 0 {
			v.expect(usersetsBucket, k, value, f, rev)
		}
		key, _ := unversioned(k)
		isNewest := !bytes.Equal(key, last)
		last = append(last[:0], key...)
		if isNewest && !payload(value).deleted() {
			v.report.Relationships++
			v.expectExpiration(key, value, f)
		}
	})
	if err != nil {
		return err
	}
	held, err := readState(v.tx)
	if err == nil && held.live != v.report.Relationships {
		v.report.add("meta: %d relationships are counted, %d are there", held.live, v.report.Relationships)
	}
	return err
}

func (v verification) expectExpiration(key []byte, value payload, f fields) {
	if !value.expires() {
		return
	}
	end, _, err := value.expiration()
	if err != nil {
		v.report.add("%s: %s: %v", relationshipsBucket.name, f.reference(), err)
		return
	}
	if v.tx.Bucket(expirationsBucket.name).Get(expirationKey(end, key)) == nil {
		v.report.add("%s: the end of %s is missing", expirationsBucket.name, f.reference())
	}
}

// subjects looks for entries that the relationships do not have. Their values
// have been compared from the other side.
func (v verification) subjects() error {
	return v.each(subjectsBucket, func(k, _ []byte) {
		f, rev, ok := v.fields(bySubject, subjectsBucket, k)
		if ok && v.tx.Bucket(relationshipsBucket.name).Get(versioned(appendKey(nil, byResource, f), rev)) == nil {
			v.report.add("%s: %s of revision %s is not among the relationships", subjectsBucket.name, f.reference(), rev)
		}
	})
}

func (v verification) usersets() error {
	return v.each(usersetsBucket, func(k, _ []byte) {
		f, rev, ok := v.fields(byResource, usersetsBucket, k)
		if ok && v.tx.Bucket(relationshipsBucket.name).Get(k) == nil {
			v.report.add("%s: %s of revision %s is not among the relationships", usersetsBucket.name, f.reference(), rev)
		}
	})
}

func (v verification) expirations() error {
	return v.each(expirationsBucket, func(k, _ []byte) {
		if len(k) <= instantSize {
			v.report.add("%s: key %q is too short", expirationsBucket.name, k)
			return
		}
		end, key := splitExpiration(k)
		p, _, ok, err := newestVersion(v.tx, key)
		if err != nil || !ok || !p.expires() {
			v.report.add("%s: %q has no relationship that ends", expirationsBucket.name, key)
			return
		}
		if have, _, err := p.expiration(); err != nil || !have.Equal(end) {
			v.report.add("%s: %q does not end then", expirationsBucket.name, key)
		}
	})
}

// log looks for records whose definition is not there. A relationship can have
// been collected since.
func (v verification) log() error {
	return v.each(logBucket, func(k, chunk []byte) {
		records, err := readRecords(chunk)
		if err != nil {
			v.report.add("%s: revision %s: %v", logBucket.name, logRevision(k), err)
		}
		for _, r := range records {
			if r.kind != definitionRecord {
				continue
			}
			if v.tx.Bucket(definitionsBucket.name).Get(versioned(r.data, logRevision(k))) == nil {
				v.report.add("%s: revision %s names %q, which is missing", logBucket.name, logRevision(k), r.data)
			}
		}
	})
}
