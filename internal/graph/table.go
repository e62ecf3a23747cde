package graph

import (
	"cmp"
	"slices"
)

const objectsPerPage = 256

type page [objectsPerPage]Edges

// table holds the edges of every object. A table never changes: a writer makes
// a new one that shares every page it did not touch, and readers of the old
// one are not disturbed.
type table struct {
	pages []*page
	used  int // objects that have edges
}

// at are the edges of one object.
func (t table) at(o ObjectID) Edges {
	if p := int(o / objectsPerPage); p < len(t.pages) && t.pages[p] != nil {
		return t.pages[p][o%objectsPerPage]
	}
	return nil
}

// patch is one edge that comes or goes.
type patch struct {
	object ObjectID
	gone   bool
	edge   Edge
}

// with is the table with patches applied, of which a later one on the same
// edge wins, and the number of edges that it has more. The patches are the table's.
func (t table) with(patches []patch) (table, int) {
	patches = sorted(patches)
	next, more := table{slices.Clone(t.pages), t.used}, 0
	last := -1
	for len(patches) > 0 {
		o := patches[0].object
		n := 1
		for n < len(patches) && patches[n].object == o {
			n++
		}
		p := int(o / objectsPerPage)
		if p != last { // the patches are sorted: no page comes back
			next.own(p)
			last = p
		}
		slot := &next.pages[p][o%objectsPerPage]
		merged := merge(*slot, patches[:n])
		more += len(merged) - len(*slot)
		next.used += min(len(merged), 1) - min(len(*slot), 1)
		*slot, patches = merged, patches[n:]
	}
	return next, more
}

// sorted are patches by object and edge, those of one edge in their order.
func sorted(patches []patch) []patch {
	byObject, byEdge := func(a, b patch) int { return cmp.Compare(a.object, b.object) }, func(a, b patch) int { return cmp.Compare(a.edge.key, b.edge.key) }
	most := ObjectID(0)
	for i := range patches {
		most = max(most, patches[i].object)
	}
	if 4*len(patches) < int(most) {
		slices.SortStableFunc(patches, func(a, b patch) int { return cmp.Or(byObject(a, b), byEdge(a, b)) })
		return patches
	}
	// Of many a counting sort by object is several times as fast.
	starts, all := make([]int, int(most)+2), make([]patch, len(patches))
	for i := range patches {
		starts[patches[i].object+1]++
	}
	for o := range most + 1 {
		starts[o+1] += starts[o]
	}
	for _, p := range patches {
		all[starts[p.object]] = p
		starts[p.object]++
	}
	first := 0
	for o := range most + 1 { // its start is by now that of the next
		if some := all[first:starts[o]]; !slices.IsSortedFunc(some, byEdge) {
			slices.SortStableFunc(some, byEdge)
		}
		first = starts[o]
	}
	return all
}

// own gives the table a page of its own in the place of a shared one.
func (t *table) own(p int) {
	for len(t.pages) <= p {
		t.pages = append(t.pages, nil)
	}
	fresh := &page{}
	if t.pages[p] != nil {
		*fresh = *t.pages[p]
	}
	t.pages[p] = fresh
}

// merge is a new list of the old edges and the patches, both sorted.
func merge(old Edges, patches []patch) Edges {
	merged := make(Edges, 0, len(old)+len(patches))
	for i, p := range patches {
		if i+1 < len(patches) && patches[i+1].edge.key == p.edge.key {
			continue // the later one wins
		}
		before := old.Search(p.edge.key)
		merged, old = append(merged, old[:before]...), old[before:]
		if len(old) > 0 && old[0].key == p.edge.key {
			old = old[1:]
		}
		if !p.gone {
			merged = append(merged, p.edge)
		}
	}
	merged = append(merged, old...)
	if len(merged) == 0 {
		return nil
	}
	return merged
}

// objects are those that have edges.
func (t table) objects() func(yield func(ObjectID) bool) {
	return func(yield func(ObjectID) bool) {
		for p, page := range t.pages {
			if page == nil {
				continue
			}
			for i := range page {
				if page[i] != nil && !yield(ObjectID(p*objectsPerPage+i)) {
					return
				}
			}
		}
	}
}
