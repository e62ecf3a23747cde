package boltfile

import (
	"bytes"
	"context"
	"fmt"
	"sync/atomic"
)

// Walk goes through the pages that hang together at one transaction, and through
// none of them twice: it ends whatever is in them. What it finds goes into the
// report. It reads the pages where they are mapped: whoever walks is under Guard.
type Walk struct {
	Ctx      context.Context
	Data     []byte // the file, from its start to the last page or before
	PageSize int
	Head     Head
	Report   *Report
	// Pause is called after each page, of so many bytes. Nil is a walk without
	// pauses, on all processors.
	Pause func(read int)

	Seen []uint32 // by page: not zero for those that it has come to
}

// Prepare gives each page up to the end of the file its place.
func (w *Walk) Prepare() {
	w.Seen = make([]uint32, w.Head.top)
	for id := range min(2, len(w.Seen)) {
		w.Seen[id] = 1 // the heads
	}
}

// branch is a page to go on to, whose keys lie from the least on and before the
// end; nil stands for no bound.
type branch struct {
	page       uint64
	least, end []byte
}

// Tree visits every leaf under a page.
func (w *Walk) Tree(of string, page uint64, visit func(Element)) {
	w.tree(of, branch{page: page}, 0, visit)
}

func (w *Walk) tree(of string, from branch, depth int, visit func(Element)) {
	if w.Ctx.Err() != nil {
		return
	}
	p, err := w.read(from.page, depth)
	if err == nil {
		err = p.walk(from, visit, func(b branch) { w.tree(of, b, depth+1, visit) })
	}
	if err != nil {
		w.Report.Add("%s: page %d: %v", of, from.page, err)
	}
}

// walk visits the rows of a leaf, or names the pages under a branch.
func (p Page) walk(from branch, visit func(Element), under func(branch)) error {
	switch {
	case p.Kind == LeafPage:
		return p.leaf(from, visit)
	case p.Kind != BranchPage || p.count == 0:
		return fmt.Errorf("its kind is %#x, with %d entries", p.Kind, p.count)
	}
	var last Element
	for i := range p.count {
		e, err := p.Element(i)
		if err != nil {
			return err
		}
		if !inOrder(e.Key, from.least, last.Key, from.end) {
			return outOfOrder(i)
		}
		if i > 0 {
			under(branch{last.below, last.Key, e.Key})
		}
		last = e
	}
	under(branch{last.below, last.Key, from.end})
	return nil
}

func (p Page) leaf(from branch, visit func(Element)) error {
	data, last := p.data, []byte(nil)
	after := PageHeaderSize + p.count*ElementSize
	if after > len(data) {
		return noRoom(p.count)
	}
	for i, at := 0, PageHeaderSize; at < after; i, at = i+1, at+ElementSize {
		header := data[at:][:ElementSize]
		start := at + int(Native.Uint32(header[4:]))
		middle := start + int(Native.Uint32(header[8:]))
		end := middle + int(Native.Uint32(header[12:]))
		flags := Native.Uint32(header)
		if flags > bucketElement || start < after || end > len(data) {
			return noSense(i)
		}
		key := data[start:middle]
		// What lies between the first and the last one is within the bounds too.
		if i == 0 && !inOrder(key, from.least, nil, nil) || i > 0 && bytes.Compare(key, last) <= 0 || at+ElementSize == after && !inOrder(key, nil, nil, from.end) {
			return outOfOrder(i)
		}
		last = key
		visit(Element{Key: key, Value: data[middle:end], isBucket: flags == bucketElement})
	}
	return nil
}

func outOfOrder(entry int) error { return fmt.Errorf("entry %d is out of order", entry) }

// inOrder says whether a key is where a search would find it: not before the
// least, after the last, before the end. Nil stands for no bound.
func inOrder(key, least, last, end []byte) bool {
	return (least == nil || bytes.Compare(key, least) >= 0) &&
		(last == nil || bytes.Compare(key, last) > 0) &&
		(end == nil || bytes.Compare(key, end) < 0)
}

// read takes a page, with those that it flows over into.
func (w *Walk) read(id uint64, depth int) (Page, error) {
	if depth >= deepest {
		return Page{}, fmt.Errorf("it lies %d pages deep", depth)
	}
	if id >= w.Head.top {
		return Page{}, fmt.Errorf("the file has %d pages", w.Head.top)
	}
	first, err := w.pages(id, 1)
	if err != nil {
		return Page{}, err
	}
	pages := 1 + uint64(Native.Uint32(first[12:]))
	if pages > w.Head.top-id {
		return Page{}, fmt.Errorf("it is %d pages long, of %d in the file", pages, w.Head.top)
	}
	for i := range pages {
		if !atomic.CompareAndSwapUint32(&w.Seen[id+i], 0, 1) {
			return Page{}, fmt.Errorf("page %d is used twice", id+i)
		}
	}
	data, err := w.pages(id, pages)
	if err != nil {
		return Page{}, err
	}
	if w.Pause != nil {
		w.Pause(len(data))
	}
	return DecodePage(id, data)
}

// pages are some in a row.
func (w *Walk) pages(id, count uint64) ([]byte, error) {
	from, to := id*uint64(w.PageSize), (id+count)*uint64(w.PageSize)
	if to > uint64(len(w.Data)) {
		return nil, fmt.Errorf("the file ends before it, at %d bytes", len(w.Data))
	}
	return w.Data[from:to:to], nil
}

// Bucket visits every row of what the value of a bucket stands for: a tree, or
// a page inside the value.
func (w *Walk) Bucket(name string, value []byte, visit func(Element)) {
	for _, b := range w.root(name, value, visit) {
		w.tree(name, b, 1, visit)
	}
}

// root visits the rows of a bucket that is one page, and of a larger one returns
// what is under its first page.
func (w *Walk) root(name string, value []byte, visit func(Element)) (under []branch) {
	if len(value) < bucketHeaderSize {
		w.Report.Add("%s: the bucket has no start", name)
		return nil
	}
	id := Native.Uint64(value)
	p, err := w.first(id, value)
	if err == nil {
		err = p.walk(branch{}, visit, func(b branch) { under = append(under, b) })
	}
	switch {
	case err != nil && id == 0:
		w.Report.Add("%s: the page inside: %v", name, err)
	case err != nil:
		w.Report.Add("%s: page %d: %v", name, id, err)
	}
	return under
}

// first is the first page of a bucket, which is inside its value where it has no
// id.
func (w *Walk) first(id uint64, value []byte) (Page, error) {
	if id != 0 {
		return w.read(id, 0)
	}
	p, err := DecodePage(0, value[bucketHeaderSize:])
	if err == nil && p.Kind != LeafPage {
		err = fmt.Errorf("its kind is %#x", p.Kind)
	}
	return p, err
}

// free looks at the list of free pages: a page that is in use and free would be
// written over, and one that is neither is missing from where it belongs.
func (w *Walk) free() {
	p, err := w.read(w.Head.Free, 0)
	var list []byte
	if err == nil {
		list, err = p.freeIDs()
	}
	if err != nil {
		w.Report.Add("free pages: page %d: %v", w.Head.Free, err)
		return
	}
	for ; len(list) > 0; list = list[8:] {
		id := Native.Uint64(list)
		if id >= w.Head.top || w.Seen[id] != 0 {
			w.Report.Add("free pages: page %d is in use or named twice, or lies outside of the file", id)
			continue
		}
		w.Seen[id] = 1
	}
	for id, seen := range w.Seen {
		if seen == 0 {
			w.Report.Add("page %d is neither in use nor free", id)
		}
	}
}
