package graph

import "unsafe"

// Bytes is about how much memory the graph takes: its edges from both ends, the places
// of its objects, and their names. Conditions, and ids that are very long, are not
// counted.
func (g *Graph) Bytes() int64 {
	edges := 2 * int64(g.count) * int64(unsafe.Sizeof(Edge{}))
	places := int64(len(g.forward.pages)+len(g.reverse.pages)) * int64(unsafe.Sizeof(page{}))
	names := int64(len(*g.dictionary.pages.Load())) * int64(unsafe.Sizeof(namePage{}))
	slots := int64(len(*g.dictionary.slots.Load())) * 8
	return edges + places + names + slots
}
