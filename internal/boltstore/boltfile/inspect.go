package boltfile

import (
	"bytes"
	"maps"
	"slices"
)

// Store walks through everything: that the pages hang together, that each row is
// as it was written, and that none is missing. It returns the version of the
// format, BlankFormat also where what was found leaves it open. An error says that
// it is not a store, or that the walk was stopped.
func (w *Walk) Store() (format uint32, err error) {
	w.Prepare()
	buckets := map[string][]byte{}
	w.Tree("root", w.Head.Root, func(e Element) {
		if !e.isBucket {
			w.Report.Add("root: %q is no bucket", e.Key)
			return
		}
		buckets[string(e.Key)] = bytes.Clone(e.Value)
	})
	if len(buckets) == 0 || !w.Report.OK() {
		return BlankFormat, w.Ctx.Err()
	}
	meta, err := w.meta(buckets)
	if err != nil || !w.Report.OK() {
		return BlankFormat, err
	}
	if format, err = readFormat(meta[string(MetaFormat)]); err != nil {
		return format, err
	}
	if format == UnsealedFormat {
		w.structure(buckets)
	} else {
		w.tables(buckets, meta)
	}
	if w.Report.OK() && w.Ctx.Err() == nil {
		w.free()
	}
	return format, w.Ctx.Err()
}

// meta are the rows of the bucket that says whose file it is.
func (w *Walk) meta(buckets map[string][]byte) (map[string][]byte, error) {
	bucket, ok := buckets[string(Meta.Name)]
	if !ok {
		return nil, Foreign(otherProgram())
	}
	meta := map[string][]byte{}
	w.Bucket(string(Meta.Name), bucket, func(e Element) {
		meta[string(e.Key)] = bytes.Clone(e.Value)
	})
	return meta, nil
}

// tables looks at every row and at what the state says of them together.
func (w *Walk) tables(buckets, meta map[string][]byte) {
	held, err := w.state(meta)
	if err != nil {
		w.Report.Add("%v", err)
		return
	}
	var parts []*part
	for _, t := range tables {
		bucket, ok := buckets[string(t.Name)]
		if !ok {
			w.Report.Add("%s: the bucket is missing", t.Name)
			continue
		}
		first := &part{Walk: *w, of: t}
		parts = append(parts, first)
		for _, b := range w.root(string(t.Name), bucket, first.row) {
			parts = append(parts, &part{Walk: *w, of: t, from: b})
		}
	}
	w.all(parts)
	var found [len(tables)]total
	for _, p := range parts {
		found[p.of.at].join(p.found)
		w.Report.join(p.report)
	}
	for _, t := range tables {
		if found[t.at] != held.totals[t.at] && w.Ctx.Err() == nil {
			w.Report.Add("%s: %d rows were written, %d are there, or others", t.Name, held.totals[t.at].count, found[t.at].count)
		}
	}
	for name := range buckets {
		if !slices.ContainsFunc(tables[:], func(t Table) bool { return string(t.Name) == name }) && name != string(Meta.Name) {
			w.Report.Add("root: the bucket %q does not belong to a store", name)
		}
	}
}

// state is that of the meta rows, which are sealed but for the format.
func (w *Walk) state(meta map[string][]byte) (State, error) {
	if _, err := Meta.unsealed(MetaID, meta[string(MetaID)]); err != nil {
		return State{}, err
	}
	if value, there := meta[string(metaRecorded)]; there {
		if _, err := Meta.unsealed(metaRecorded, value); err != nil {
			return State{}, err
		}
	}
	value, err := Meta.unsealed(metaState, meta[string(metaState)])
	if err != nil {
		return State{}, err
	}
	return decodeState(value)
}

// structure is all that can be said of a store without seals.
func (w *Walk) structure(buckets map[string][]byte) {
	for _, name := range slices.Sorted(maps.Keys(buckets)) {
		if name != string(Meta.Name) {
			w.Bucket(name, buckets[name], func(Element) {})
		}
	}
}
