package difference

import (
	"encoding/binary"
	"slices"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/eval"
)

// class is resources of one type that give the same answer, in either graph, to
// every subject that neither they nor what they lead to name: their
// relationships are the same but for those, one object in the place of another
// of the same class. An object to which very many lead stands for itself.
type class struct {
	members []graph.ObjectID // sorted by name
	broad   bool             // the changes may concern every subject
}

// classify sorts all objects into classes.
func (c *work) classify() {
	before, after := newClassing(c, c.Before.Snapshot), newClassing(c, c.After.Snapshot)
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
	*work
	graph      *eval.Snapshot
	numbers    map[string]uint32
	conditions map[*graph.Condition]uint32
	of         []uint32 // by object; zero for one that was not looked at yet
}

// inCircle marks an object whose class is being found: whoever comes back to it
// in a circle takes it for itself.
const inCircle = 1<<32 - 1

func newClassing(c *work, g *eval.Snapshot) *classing {
	return &classing{c, g, map[string]uint32{}, map[*graph.Condition]uint32{nil: 0}, make([]uint32, len(c.classOf))}
}

func (k *classing) class(o graph.ObjectID) uint32 {
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

func (k *classing) key(o graph.ObjectID) string {
	var traits []trait
	for _, x := range k.graph.Forward(o) {
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
func (k *classing) counts(x graph.Edge) bool {
	switch {
	case k.followed[x.Relation()]:
		return true
	case x.SubjectRelation() == 0:
		return x.Other() == k.wildcard
	}
	return k.hubs[x.Other()] || !k.namesOnly(x.SubjectRelation(), x.Other())
}

// namesOnly says whether nobody is in a relation of an object but those whom
// the object itself names.
func (k *classing) namesOnly(r graph.RelationID, o graph.ObjectID) bool {
	return k.graph.Schema().NamesItsSubjects(r) && k.graph.Forward(o).Find(graph.Key(r, 0, k.wildcard)) == nil
}

func (k *classing) trait(x graph.Edge) trait {
	t := trait{x.Relation(), x.SubjectRelation(), true, uint32(x.Other()), 0}
	if number, ok := k.conditions[x.Condition]; ok {
		t.condition = number
	} else {
		t.condition = uint32(len(k.conditions))
		k.conditions[x.Condition] = t.condition
	}
	if o := x.Other(); !k.hubs[o] && k.of[o] != inCircle {
		t.itself, t.target = false, k.class(o)
	}
	return t
}
