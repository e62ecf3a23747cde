package boltfile

import (
	"context"
	"fmt"
	"io"
)

// Walk goes through the pages that hang together at one transaction, and through
// none of them twice: it ends whatever is in them. What it finds goes into the
// report.
type Walk struct {
	Ctx      context.Context
	File     io.ReaderAt
	PageSize int
	Head     Head
	Report   *Report
	Pause    func(read int) // after each page, of so many bytes; nil for no pause

	Seen    []bool   // by page
	buffers [][]byte // by depth
}

// Prepare gives each page up to the end of the file its place.
func (w *Walk) Prepare() {
	w.Seen = make([]bool, w.Head.top)
	for id := range min(2, len(w.Seen)) {
		w.Seen[id] = true // the heads
	}
}

// Tree visits every leaf under a page. Keys lie from the least on and before the
// end; nil stands for no bound.
func (w *Walk) Tree(of string, id uint64, depth int, least, end []byte, visit func(Element)) {
	if w.Ctx.Err() != nil {
		return
	}
	p, err := w.read(id, depth)
	if err != nil {
		w.Report.Add("%s: page %d: %v", of, id, err)
		return
	}
	if err := w.entries(of, p, depth, least, end, visit); err != nil {
		w.Report.Add("%s: page %d: %v", of, id, err)
	}
}

func (w *Walk) entries(of string, p Page, depth int, least, end []byte, visit func(Element)) error {
	if p.Kind != LeafPage && (p.Kind != BranchPage || p.count == 0) {
		return fmt.Errorf("its kind is %#x, with %d entries", p.Kind, p.count)
	}
	var last []byte
	for i := range p.count {
		e, err := p.Element(i)
		if err != nil {
			return err
		}
		if !inOrder(e.Key, least, last, end) {
			return fmt.Errorf("entry %d is out of order", i)
		}
		last = e.Key
		if p.Kind == LeafPage {
			visit(e)
			continue
		}
		below := end
		if i+1 < p.count {
			next, err := p.Element(i + 1)
			if err != nil {
				return err
			}
			below = next.Key
		}
		w.Tree(of, e.below, depth+1, e.Key, below, visit)
	}
	return nil
}

// read takes a page, with those that it flows over into. It is good until the
// next one of the same depth is read.
func (w *Walk) read(id uint64, depth int) (Page, error) {
	if depth >= deepest {
		return Page{}, fmt.Errorf("it lies %d pages deep", depth)
	}
	if id >= w.Head.top {
		return Page{}, fmt.Errorf("the file has %d pages", w.Head.top)
	}
	data := w.buffer(depth, w.PageSize)
	if err := w.readAt(data, id); err != nil {
		return Page{}, err
	}
	pages := 1 + uint64(Native.Uint32(data[12:]))
	if pages > w.Head.top-id {
		return Page{}, fmt.Errorf("it is %d pages long, of %d in the file", pages, w.Head.top)
	}
	for i := range pages {
		if w.Seen[id+i] {
			return Page{}, fmt.Errorf("page %d is used twice", id+i)
		}
		w.Seen[id+i] = true
	}
	if pages > 1 {
		data = w.buffer(depth, int(pages)*w.PageSize)
		if err := w.readAt(data, id); err != nil {
			return Page{}, err
		}
	}
	if w.Pause != nil {
		w.Pause(len(data))
	}
	return DecodePage(id, data)
}

func (w *Walk) readAt(data []byte, id uint64) error {
	_, err := w.File.ReadAt(data, int64(id)*int64(w.PageSize))
	return err
}

// buffer is the one for a depth: what lies above is still in use.
func (w *Walk) buffer(depth, size int) []byte {
	for len(w.buffers) <= depth {
		w.buffers = append(w.buffers, nil)
	}
	if len(w.buffers[depth]) < size {
		w.buffers[depth] = make([]byte, size)
	}
	return w.buffers[depth][:size]
}

// Bucket visits every row of what the value of a bucket stands for: a tree, or
// a page inside the value.
func (w *Walk) Bucket(name string, value []byte, visit func(Element)) {
	if len(value) < bucketHeaderSize {
		w.Report.Add("%s: the bucket has no start", name)
		return
	}
	if root := Native.Uint64(value); root != 0 {
		w.Tree(name, root, 0, nil, nil, visit)
		return
	}
	p, err := DecodePage(0, value[bucketHeaderSize:])
	if err == nil && p.Kind != LeafPage {
		err = fmt.Errorf("its kind is %#x", p.Kind)
	}
	if err == nil {
		err = w.entries(name, p, 0, nil, nil, visit)
	}
	if err != nil {
		w.Report.Add("%s: the page inside: %v", name, err)
	}
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
		if id >= w.Head.top || w.Seen[id] {
			w.Report.Add("free pages: page %d is in use or named twice, or lies outside of the file", id)
			continue
		}
		w.Seen[id] = true
	}
	for id, seen := range w.Seen {
		if !seen {
			w.Report.Add("page %d is neither in use nor free", id)
		}
	}
}
