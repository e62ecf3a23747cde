package boltstore

import (
	"bytes"
	"context"

	bolt "go.etcd.io/bbolt"
)

// verify compares the indexes with each other, and the expirations and the count
// with the relationships.
func verify(ctx context.Context, tx *bolt.Tx, report *Report) error {
	v := verification{ctx: ctx, tx: tx, report: report}
	for _, step := range []func() error{v.relationships, v.subjects, v.usersets, v.expirations} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// verification is one run of verify.
type verification struct {
	ctx    context.Context
	tx     *bolt.Tx
	report *Report
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
	err := relationshipsBucket.each(v.ctx, v.tx, func(k, value []byte) {
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
	return subjectsBucket.each(v.ctx, v.tx, func(k, _ []byte) {
		f, rev, ok := v.fields(bySubject, subjectsBucket, k)
		if ok && v.tx.Bucket(relationshipsBucket.name).Get(versioned(appendKey(nil, byResource, f), rev)) == nil {
			v.report.add("%s: %s of revision %s is not among the relationships", subjectsBucket.name, f.reference(), rev)
		}
	})
}

func (v verification) usersets() error {
	return usersetsBucket.each(v.ctx, v.tx, func(k, _ []byte) {
		f, rev, ok := v.fields(byResource, usersetsBucket, k)
		if ok && v.tx.Bucket(relationshipsBucket.name).Get(k) == nil {
			v.report.add("%s: %s of revision %s is not among the relationships", usersetsBucket.name, f.reference(), rev)
		}
	})
}

func (v verification) expirations() error {
	return expirationsBucket.each(v.ctx, v.tx, func(k, _ []byte) {
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
