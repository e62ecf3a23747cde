package graph

import "slices"

// leastNames is how many objects may have a number before any are too many: a
// few megabytes.
const leastNames = 1 << 16

// Names is how many objects there is room for in the dictionary, which only grows.
func (g *Graph) Names() int { return len(*g.dictionary.pages.Load()) * namesPerPage }

// Sparse says whether most objects that have a number, which takes some 130
// bytes each, are in no relationship any more: Compacted lets them go.
func (g *Graph) Sparse() bool {
	names := g.Names()
	return names > leastNames && names > 2*(g.forward.used+g.reverse.used)
}

// Compacted is the same graph with numbers of its own, for the objects that are
// in a relationship. It shares nothing with g that grows, and takes about as
// long as reading every relationship twice. The two are not Related.
func (g *Graph) Compacted() *Graph {
	next := *g
	next.dictionary = newDictionary()
	numbers := g.renumber(next.dictionary)
	next.forward, next.reverse = g.forward.renumbered(numbers), g.reverse.renumbered(numbers)
	return &next
}

// renumber gives every object that has Edges a number in another dictionary, in
// the order of the numbers that they have.
func (g *Graph) renumber(in *dictionary) []ObjectID {
	numbers := make([]ObjectID, max(len(g.forward.pages), len(g.reverse.pages))*objectsPerPage)
	for i := range numbers {
		o := ObjectID(i)
		if len(g.forward.at(o)) > 0 || len(g.reverse.at(o)) > 0 {
			numbers[i] = in.intern(g.TypeOf(o), g.ID(o))
		}
	}
	return numbers
}

// renumbered is the table with other numbers for its objects, in the same order:
// so every list of edges stays sorted.
func (t table) renumbered(numbers []ObjectID) table {
	next := table{used: t.used}
	for o := range t.objects() {
		list := slices.Clone(t.at(o))
		for i, x := range list {
			list[i].key = Key(x.Relation(), x.SubjectRelation(), numbers[x.Other()])
		}
		n := numbers[o]
		p := int(n / objectsPerPage)
		for len(next.pages) <= p {
			next.pages = append(next.pages, nil)
		}
		if next.pages[p] == nil {
			next.pages[p] = &page{}
		}
		next.pages[p][n%objectsPerPage] = list
	}
	return next
}
