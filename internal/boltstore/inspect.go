package boltstore

import (
	"bytes"
	"maps"
	"slices"
)

// store walks through everything: that the pages hang together, that each row is
// as it was written, and that none is missing. It returns the version of the
// format, blankFormat also where what was found leaves it open. An error says that
// it is not a store, or that the walk was stopped.
func (w *walk) store() (format uint32, err error) {
	w.prepare()
	buckets := map[string][]byte{}
	w.tree("root", w.head.root, 0, nil, nil, func(e element) {
		if !e.isBucket {
			w.report.add("root: %q is no bucket", e.key)
			return
		}
		buckets[string(e.key)] = bytes.Clone(e.value)
	})
	if len(buckets) == 0 || !w.report.OK() {
		return blankFormat, w.ctx.Err()
	}
	meta, err := w.meta(buckets)
	if err != nil || !w.report.OK() {
		return blankFormat, err
	}
	if format, err = readFormat(meta[string(metaFormat)]); err != nil {
		return format, err
	}
	if format == unsealedFormat {
		w.structure(buckets)
	} else {
		w.tables(buckets, meta)
	}
	if w.report.OK() && w.ctx.Err() == nil {
		w.free()
	}
	return format, w.ctx.Err()
}

// meta are the rows of the bucket that says whose file it is.
func (w *walk) meta(buckets map[string][]byte) (map[string][]byte, error) {
	bucket, ok := buckets[string(metaBucket.name)]
	if !ok {
		return nil, foreign("a bbolt file of another program")
	}
	meta := map[string][]byte{}
	w.bucket(string(metaBucket.name), bucket, func(e element) {
		meta[string(e.key)] = bytes.Clone(e.value)
	})
	return meta, nil
}

// tables looks at every row and at what the state says of them together.
func (w *walk) tables(buckets, meta map[string][]byte) {
	held, err := w.state(meta)
	if err != nil {
		w.report.add("%v", err)
		return
	}
	for _, t := range tables {
		bucket, ok := buckets[string(t.name)]
		if !ok {
			w.report.add("%s: the bucket is missing", t.name)
			continue
		}
		var found total
		w.bucket(string(t.name), bucket, func(e element) {
			if _, err := t.unsealed(e.key, e.value); err != nil || e.isBucket {
				w.report.add("%s: the row %q is not as it was written", t.name, e.key)
				return
			}
			found.add(sealOf(e.value))
		})
		if found != held.totals[t.at] && w.ctx.Err() == nil {
			w.report.add("%s: %d rows were written, %d are there, or others", t.name, held.totals[t.at].count, found.count)
		}
	}
	for name := range buckets {
		if !slices.ContainsFunc(tables[:], func(t table) bool { return string(t.name) == name }) && name != string(metaBucket.name) {
			w.report.add("root: the bucket %q does not belong to a store", name)
		}
	}
}

// state is that of the meta rows, which are sealed but for the format.
func (w *walk) state(meta map[string][]byte) (state, error) {
	if _, err := metaBucket.unsealed(metaID, meta[string(metaID)]); err != nil {
		return state{}, err
	}
	value, err := metaBucket.unsealed(metaState, meta[string(metaState)])
	if err != nil {
		return state{}, err
	}
	return decodeState(value)
}

// structure is all that can be said of a store without seals.
func (w *walk) structure(buckets map[string][]byte) {
	for _, name := range slices.Sorted(maps.Keys(buckets)) {
		if name != string(metaBucket.name) {
			w.bucket(name, buckets[name], func(element) {})
		}
	}
}
