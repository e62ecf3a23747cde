package graph

import (
	"encoding/binary"
	"slices"
)

// class is resources of one type that give the same answer, in either graph, to
// every subject that neither they nor what they lead to name: their
// relationships are the same but for those, one object in the place of another
// of the same class. An object to which very many lead stands for itself.
type class struct {
	members []objectID // sorted by name
	broad   bool       // the changes may concern every subject
}

// classify sorts all objects into classes.
func (c *comparing) classify() {
	before, after := newClassing(c, c.Before.Graph), newClassing(c, c.After.Graph)
	type kind struct {
		spot
		broad         bool
		before, after uint32
	}
	classes := map[kind]*class{}
	c.classes = map[spot][]*class{}
	for _, o := range c.objects {
		if c.parts[o] == 0 {
			continue
		}
		k := kind{spot{c.typ(o), c.parts[o]}, c.everywhere || c.broad[o], before.class(o), after.class(o)}
		found, ok := classes[k]
		if !ok {
			found = &class{broad: k.broad}
			classes[k] = found
			c.classes[k.spot] = append(c.classes[k.spot], found)
		}
		found.members = append(found.members, o)
		c.classOf[o] = found
	}
}

// classing is the work of sorting the objects of one graph.
type classing struct {
	*comparing
	graph      *Graph
	numbers    map[string]uint32
	conditions map[*condition]uint32
	of         []uint32 // by object; zero for one that was not looked at yet
}

// inCircle marks an object whose class is being found: whoever comes back to it
// in a circle takes it for itself.
const inCircle = 1<<32 - 1

func newClassing(c *comparing, g *Graph) *classing {
	return &classing{c, g, map[string]uint32{}, map[*condition]uint32{nil: 0}, make([]uint32, len(c.classOf))}
}

func (k *classing) class(o objectID) uint32 {
	if k.of[o] != 0 {
		return k.of[o]
	}
	k.of[o] = inCircle
	key := k.key(o)
	number, ok := k.numbers[key]
	if !ok {
		number = uint32(len(k.numbers)) + 1
		k.numbers[key] = number
	}
	k.of[o] = number
	return number
}

func (k *classing) key(o objectID) string {
	var traits []trait
	for _, x := range k.graph.forward.at(o) {
		if k.counts(x) {
			traits = append(traits, k.trait(x))
		}
	}
	slices.SortFunc(traits, trait.compare)
	key := binary.BigEndian.AppendUint16(nil, uint16(k.typ(o)))
	for _, t := range slices.Compact(traits) {
		key = t.append(key)
	}
	return string(key)
}

// counts says whether an edge can make a difference to a subject that it does
// not name.
func (k *classing) counts(x edge) bool {
	switch {
	case k.followed[x.relation()]:
		return true
	case x.subjectRelation() == 0:
		return x.other() == k.everybody
	}
	return k.hubs[x.other()] || !k.namesOnly(x.subjectRelation(), x.other())
}

// namesOnly says whether nobody is in a relation of an object but those whom
// the object itself names.
func (k *classing) namesOnly(r relationID, o objectID) bool {
	d := k.graph.program.definition(r)
	if d.rewrite != nil {
		return false
	}
	for _, kind := range d.allowed {
		if kind.relation != 0 {
			return false
		}
	}
	return k.graph.forward.at(o).find(keyOf(r, 0, k.everybody)) == nil
}

func (k *classing) trait(x edge) trait {
	t := trait{x.relation(), x.subjectRelation(), true, uint32(x.other()), 0}
	if number, ok := k.conditions[x.condition]; ok {
		t.condition = number
	} else {
		t.condition = uint32(len(k.conditions))
		k.conditions[x.condition] = t.condition
	}
	if o := x.other(); !k.hubs[o] && k.of[o] != inCircle {
		t.itself, t.target = false, k.class(o)
	}
	return t
}
