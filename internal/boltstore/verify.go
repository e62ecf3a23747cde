package boltstore

import (
	"bytes"
	"context"
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

// Verify reads the whole store and compares what is in it twice: the indexes
// with each other, the expirations and the count with the relationships, the log
// with what it names, and the pages as bbolt itself checks them. An error means
// that it could not finish.
func (s *Store) Verify(ctx context.Context) (Report, error) {
	var report Report
	err := s.db.View(func(tx *bolt.Tx) error {
		for err := range tx.Check() {
			report.add("page: %v", err)
		}
		if !report.OK() {
			return nil // with damaged pages the rest would only confuse
		}
		v := verification{ctx: ctx, tx: tx, report: &report}
		for _, step := range []func() error{v.relationships, v.subjects, v.usersets, v.expirations, v.log} {
			if err := step(); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return report, fmt.Errorf("store %s: not all of it could be checked: %w", s.path, closedError(err))
	}
	return report, nil
}

// verification is one run of Verify.
type verification struct {
	ctx    context.Context
	tx     *bolt.Tx
	report *Report
}

// each visits every key of a bucket.
func (v verification) each(bucket []byte, visit func(k, value []byte)) error {
	c := v.tx.Bucket(bucket).Cursor()
	read := 0
	for k, value := c.First(); k != nil; k, value = c.Next() {
		if read++; read%contextEvery == 0 && v.ctx.Err() != nil {
			return v.ctx.Err()
		}
		visit(k, value)
	}
	return nil
}

// fields takes a key of an index apart.
func (v verification) fields(l layout, bucket, k []byte) (fields, Revision, bool) {
	if len(k) <= revisionSize {
		v.report.add("%s: key %q is too short", bucket, k)
		return fields{}, 0, false
	}
	key, rev := unversioned(k)
	f, err := splitKey(l, key)
	if err != nil {
		v.report.add("%s: %v", bucket, err)
	}
	return f, rev, err == nil
}

// expect compares one entry of another index.
func (v verification) expect(bucket, k []byte, value payload, whose fields, rev Revision) {
	switch have := v.tx.Bucket(bucket).Get(k); {
	case have == nil:
		v.report.add("%s: %s of revision %s is missing", bucket, whose.reference(), rev)
	case !bytes.Equal(have, value):
		v.report.add("%s: %s of revision %s says something else than the relationship", bucket, whose.reference(), rev)
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
	if counted := readNumber(v.tx, metaLive); err == nil && counted != v.report.Relationships {
		v.report.add("meta: %d relationships are counted, %d are there", counted, v.report.Relationships)
	}
	return err
}

func (v verification) expectExpiration(key []byte, value payload, f fields) {
	if !value.expires() {
		return
	}
	end, _, err := value.expiration()
	if err != nil {
		v.report.add("%s: %s: %v", relationshipsBucket, f.reference(), err)
		return
	}
	if v.tx.Bucket(expirationsBucket).Get(expirationKey(end, key)) == nil {
		v.report.add("%s: the end of %s is missing", expirationsBucket, f.reference())
	}
}

// subjects looks for entries that the relationships do not have. Their values
// have been compared from the other side.
func (v verification) subjects() error {
	return v.each(subjectsBucket, func(k, _ []byte) {
		f, rev, ok := v.fields(bySubject, subjectsBucket, k)
		if ok && v.tx.Bucket(relationshipsBucket).Get(versioned(appendKey(nil, byResource, f), rev)) == nil {
			v.report.add("%s: %s of revision %s is not among the relationships", subjectsBucket, f.reference(), rev)
		}
	})
}

func (v verification) usersets() error {
	return v.each(usersetsBucket, func(k, _ []byte) {
		f, rev, ok := v.fields(byResource, usersetsBucket, k)
		if ok && v.tx.Bucket(relationshipsBucket).Get(k) == nil {
			v.report.add("%s: %s of revision %s is not among the relationships", usersetsBucket, f.reference(), rev)
		}
	})
}

func (v verification) expirations() error {
	return v.each(expirationsBucket, func(k, _ []byte) {
		if len(k) <= instantSize {
			v.report.add("%s: key %q is too short", expirationsBucket, k)
			return
		}
		end, key := splitExpiration(k)
		p, _, ok := newestVersion(v.tx, key)
		if !ok || !p.expires() {
			v.report.add("%s: %q has no relationship that ends", expirationsBucket, key)
			return
		}
		if have, _, err := p.expiration(); err != nil || !have.Equal(end) {
			v.report.add("%s: %q does not end then", expirationsBucket, key)
		}
	})
}

// log looks for records whose definition is not there. A relationship can have
// been collected since.
func (v verification) log() error {
	return v.each(logBucket, func(k, chunk []byte) {
		records, err := readRecords(chunk)
		if err != nil {
			v.report.add("%s: revision %s: %v", logBucket, logRevision(k), err)
		}
		for _, r := range records {
			if r.kind != definitionRecord {
				continue
			}
			if v.tx.Bucket(definitionsBucket).Get(versioned(r.data, logRevision(k))) == nil {
				v.report.add("%s: revision %s names %q, which is missing", logBucket, logRevision(k), r.data)
			}
		}
	})
}
