package boltstore

import (
	"context"
	"fmt"
	"io"
)

// walk goes through the pages that hang together at one transaction, and through
// none of them twice: it ends whatever is in them. What it finds goes into the
// report.
type walk struct {
	ctx      context.Context
	file     io.ReaderAt
	pageSize int
	head     head
	report   *Report
	pause    func(read int) // after each page, of so many bytes; nil for no pause

	seen    []bool   // by page
	buffers [][]byte // by depth
}

// prepare gives each page up to the end of the file its place.
func (w *walk) prepare() {
	w.seen = make([]bool, w.head.top)
	for id := range min(2, len(w.seen)) {
		w.seen[id] = true // the heads
	}
}

// tree visits every leaf under a page. Keys lie from the least on and before the
// end; nil stands for no bound.
func (w *walk) tree(of string, id uint64, depth int, least, end []byte, visit func(element)) {
	if w.ctx.Err() != nil {
		return
	}
	p, err := w.read(id, depth)
	if err != nil {
		w.report.add("%s: page %d: %v", of, id, err)
		return
	}
	if err := w.entries(of, p, depth, least, end, visit); err != nil {
		w.report.add("%s: page %d: %v", of, id, err)
	}
}

func (w *walk) entries(of string, p page, depth int, least, end []byte, visit func(element)) error {
	if p.kind != leafPage && (p.kind != branchPage || p.count == 0) {
		return fmt.Errorf("its kind is %#x, with %d entries", p.kind, p.count)
	}
	var last []byte
	for i := range p.count {
		e, err := p.element(i)
		if err != nil {
			return err
		}
		if !inOrder(e.key, least, last, end) {
			return fmt.Errorf("entry %d is out of order", i)
		}
		last = e.key
		if p.kind == leafPage {
			visit(e)
			continue
		}
		below := end
		if i+1 < p.count {
			next, err := p.element(i + 1)
			if err != nil {
				return err
			}
			below = next.key
		}
		w.tree(of, e.below, depth+1, e.key, below, visit)
	}
	return nil
}

// read takes a page, with those that it flows over into. It is good until the
// next one of the same depth is read.
func (w *walk) read(id uint64, depth int) (page, error) {
	if depth >= deepest {
		return page{}, fmt.Errorf("it lies %d pages deep", depth)
	}
	if id >= w.head.top {
		return page{}, fmt.Errorf("the file has %d pages", w.head.top)
	}
	data := w.buffer(depth, w.pageSize)
	if err := w.readAt(data, id); err != nil {
		return page{}, err
	}
	pages := 1 + uint64(native.Uint32(data[12:]))
	if pages > w.head.top-id {
		return page{}, fmt.Errorf("it is %d pages long, of %d in the file", pages, w.head.top)
	}
	for i := range pages {
		if w.seen[id+i] {
			return page{}, fmt.Errorf("page %d is used twice", id+i)
		}
		w.seen[id+i] = true
	}
	if pages > 1 {
		data = w.buffer(depth, int(pages)*w.pageSize)
		if err := w.readAt(data, id); err != nil {
			return page{}, err
		}
	}
	if w.pause != nil {
		w.pause(len(data))
	}
	return decodePage(id, data)
}

func (w *walk) readAt(data []byte, id uint64) error {
	_, err := w.file.ReadAt(data, int64(id)*int64(w.pageSize))
	return err
}

// buffer is the one for a depth: what lies above is still in use.
func (w *walk) buffer(depth, size int) []byte {
	for len(w.buffers) <= depth {
		w.buffers = append(w.buffers, nil)
	}
	if len(w.buffers[depth]) < size {
		w.buffers[depth] = make([]byte, size)
	}
	return w.buffers[depth][:size]
}

// bucket visits every row of what the value of a bucket stands for: a tree, or
// a page inside the value.
func (w *walk) bucket(name string, value []byte, visit func(element)) {
	if len(value) < bucketHeaderSize {
		w.report.add("%s: the bucket has no start", name)
		return
	}
	if root := native.Uint64(value); root != 0 {
		w.tree(name, root, 0, nil, nil, visit)
		return
	}
	p, err := decodePage(0, value[bucketHeaderSize:])
	if err == nil && p.kind != leafPage {
		err = fmt.Errorf("its kind is %#x", p.kind)
	}
	if err == nil {
		err = w.entries(name, p, 0, nil, nil, visit)
	}
	if err != nil {
		w.report.add("%s: the page inside: %v", name, err)
	}
}

// free looks at the list of free pages: a page that is in use and free would be
// written over, and one that is neither is missing from where it belongs.
func (w *walk) free() {
	p, err := w.read(w.head.free, 0)
	var list []byte
	if err == nil {
		list, err = p.freeIDs()
	}
	if err != nil {
		w.report.add("free pages: page %d: %v", w.head.free, err)
		return
	}
	for ; len(list) > 0; list = list[8:] {
		id := native.Uint64(list)
		if id >= w.head.top || w.seen[id] {
			w.report.add("free pages: page %d is in use or named twice, or lies outside of the file", id)
			continue
		}
		w.seen[id] = true
	}
	for id, seen := range w.seen {
		if !seen {
			w.report.add("page %d is neither in use nor free", id)
		}
	}
}
