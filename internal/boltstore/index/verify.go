package index

import (
	"bytes"
	"context"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// Verify compares the indexes with each other, and the expirations and the count
// with the relationships.
func Verify(ctx context.Context, tx *bolt.Tx, report *boltfile.Report, row func()) error {
	v := verification{ctx: ctx, tx: tx, report: report, row: row}
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
	report *boltfile.Report
	row    func() // is called for each row
}

// fields takes a key of an index apart.
func (v verification) fields(l Layout, of boltfile.Table, k []byte) (fields, clock.Revision, bool) {
	if len(k) <= boltfile.RevisionSize {
		v.report.Add("%s: key %q is too short", of.Name, k)
		return fields{}, 0, false
	}
	key, rev := boltfile.Unversioned(k)
	f, err := splitKey(l, key)
	if err != nil {
		v.report.Add("%s: %v", of.Name, err)
	}
	return f, rev, err == nil
}

// expect compares one entry of another index.
func (v verification) expect(in boltfile.Table, k []byte, value payload, whose fields, rev clock.Revision) {
	switch have, err := in.Get(v.tx, k); {
	case err != nil:
		v.report.Add("%v", err)
	case have == nil:
		v.report.Add("%s: %s of revision %s is missing", in.Name, whose.reference(), rev)
	case !bytes.Equal(have, value):
		v.report.Add("%s: %s of revision %s says something else than the relationship", in.Name, whose.reference(), rev)
	}
}

func (v verification) relationships() error {
	var last []byte
	err := boltfile.Relationships.Each(v.ctx, v.tx, func(k, value []byte) {
		v.row()
		v.report.Versions++
		f, rev, ok := v.fields(ByResource, boltfile.Relationships, k)
		if !ok {
			return
		}
		v.expect(boltfile.Subjects, boltfile.Versioned(appendKey(nil, BySubject, f), rev), value, f, rev)
		if len(f.subjectRelation) > 0 {
			v.expect(boltfile.Usersets, k, value, f, rev)
		}
		key, _ := boltfile.Unversioned(k)
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
	held, err := boltfile.ReadState(v.tx)
	if err == nil && held.Live != v.report.Relationships {
		v.report.Add("meta: %d relationships are counted, %d are there", held.Live, v.report.Relationships)
	}
	return err
}

func (v verification) expectExpiration(key []byte, value payload, f fields) {
	if !value.expires() {
		return
	}
	end, _, err := value.expiration()
	if err != nil {
		v.report.Add("%s: %s: %v", boltfile.Relationships.Name, f.reference(), err)
		return
	}
	if v.tx.Bucket(boltfile.Expirations.Name).Get(ExpirationKey(end, key)) == nil {
		v.report.Add("%s: the end of %s is missing", boltfile.Expirations.Name, f.reference())
	}
}

// subjects looks for entries that the relationships do not have. Their values
// have been compared from the other side.
func (v verification) subjects() error {
	return boltfile.Subjects.Each(v.ctx, v.tx, func(k, _ []byte) {
		v.row()
		f, rev, ok := v.fields(BySubject, boltfile.Subjects, k)
		if ok && v.tx.Bucket(boltfile.Relationships.Name).Get(boltfile.Versioned(appendKey(nil, ByResource, f), rev)) == nil {
			v.report.Add("%s: %s of revision %s is not among the relationships", boltfile.Subjects.Name, f.reference(), rev)
		}
	})
}

func (v verification) usersets() error {
	return boltfile.Usersets.Each(v.ctx, v.tx, func(k, _ []byte) {
		v.row()
		f, rev, ok := v.fields(ByResource, boltfile.Usersets, k)
		if ok && v.tx.Bucket(boltfile.Relationships.Name).Get(k) == nil {
			v.report.Add("%s: %s of revision %s is not among the relationships", boltfile.Usersets.Name, f.reference(), rev)
		}
	})
}

func (v verification) expirations() error {
	return boltfile.Expirations.Each(v.ctx, v.tx, func(k, _ []byte) {
		v.row()
		if len(k) <= instantSize {
			v.report.Add("%s: key %q is too short", boltfile.Expirations.Name, k)
			return
		}
		end, key := SplitExpiration(k)
		p, _, ok, err := newestVersion(v.tx, key)
		if err != nil || !ok || !p.expires() {
			v.report.Add("%s: %q has no relationship that ends", boltfile.Expirations.Name, key)
			return
		}
		if have, _, err := p.expiration(); err != nil || !have.Equal(end) {
			v.report.Add("%s: %q does not end then", boltfile.Expirations.Name, key)
		}
	})
}
