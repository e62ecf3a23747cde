package graph

import (
	"hash/maphash"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"
)

// ObjectID stands for one object in every graph that shares a dictionary. Zero
// stands for none.
type ObjectID uint32

const (
	namesPerPage = 1024
	// NoObject is given to a resource that no relationship names, and
	// NoSubject to such a subject: they have no edges, and differ.
	NoObject  ObjectID = 1<<32 - 1
	NoSubject ObjectID = 1<<32 - 2
)

// dictionary gives objects numbers. It only grows, so graphs of different
// revisions share it: readers take no lock, and writers take turns. A graph
// that lives long leaves it behind now and then, see Compacted.
type dictionary struct {
	seed  maphash.Seed
	slots atomic.Pointer[[]atomic.Uint64] // open addressing: 32 bits of hash, 32 of object
	pages atomic.Pointer[[]*namePage]

	writing sync.Mutex
	count   uint32
}

// name is one object's. It fills a cache line, the bytes of all but very long
// ids included: a question whose objects nobody asked about lately waits for
// memory, and for little else.
type name struct {
	long  string // an id that is longer than short
	typ   TypeID
	bytes uint8 // of short
	short [longestShort]byte
}

const longestShort = 64 - 16 - 2 - 1

type namePage [namesPerPage]name

func newName(typ TypeID, id string) name {
	n := name{typ: typ}
	if len(id) > longestShort {
		n.long = strings.Clone(id) // what it was cut from may be a whole message
		return n
	}
	n.bytes = uint8(copy(n.short[:], id))
	return n
}

// id is the object's id. It lives as long as the dictionary's page, which
// never changes once it is written.
func (n *name) id() string {
	if n.bytes == 0 {
		return n.long
	}
	return unsafe.String(&n.short[0], n.bytes)
}

func newDictionary() *dictionary {
	d := &dictionary{seed: maphash.MakeSeed(), count: 1} // object 0 is none
	slots, pages := make([]atomic.Uint64, 1024), []*namePage{{}}
	d.slots.Store(&slots)
	d.pages.Store(&pages)
	return d
}

// name is what an object is called. The object must come from the dictionary.
func (d *dictionary) name(o ObjectID) *name {
	return &(*d.pages.Load())[o/namesPerPage][o%namesPerPage]
}

// find is the number of an object, or zero.
func (d *dictionary) find(typ TypeID, id string) ObjectID {
	return d.probe(*d.slots.Load(), d.hash(typ, id), typ, id)
}

// intern is the number of an object, which it gets if it has none.
func (d *dictionary) intern(typ TypeID, id string) ObjectID {
	if o := d.find(typ, id); o != 0 {
		return o
	}
	d.writing.Lock()
	defer d.writing.Unlock()
	if o := d.find(typ, id); o != 0 {
		return o
	}
	return d.add(typ, id)
}

func (d *dictionary) hash(typ TypeID, id string) uint64 {
	return maphash.String(d.seed, id) ^ uint64(typ)*0x9e3779b97f4a7c15
}

func (d *dictionary) probe(slots []atomic.Uint64, hash uint64, typ TypeID, id string) ObjectID {
	mask := uint64(len(slots) - 1)
	for i := hash & mask; ; i = (i + 1) & mask {
		slot := slots[i].Load()
		if slot == 0 {
			return 0
		}
		if slot>>32 == hash>>32 {
			if n := d.name(ObjectID(slot)); n.typ == typ && n.id() == id {
				return ObjectID(slot)
			}
		}
	}
}

// add writes the name before the slot: a reader that sees the slot must find
// the name.
func (d *dictionary) add(typ TypeID, id string) ObjectID {
	o := ObjectID(d.count)
	d.count++
	if o%namesPerPage == 0 {
		pages := append((*d.pages.Load())[:len(*d.pages.Load()):len(*d.pages.Load())], &namePage{})
		d.pages.Store(&pages)
	}
	*d.name(o) = newName(typ, id)
	if int(d.count)*2 > len(*d.slots.Load()) {
		d.grow()
	} else {
		place(*d.slots.Load(), d.hash(typ, id), o)
	}
	return o
}

func (d *dictionary) grow() {
	slots := make([]atomic.Uint64, 2*len(*d.slots.Load()))
	for o := ObjectID(1); o < ObjectID(d.count); o++ {
		n := d.name(o)
		place(slots, d.hash(n.typ, n.id()), o)
	}
	d.slots.Store(&slots)
}

func place(slots []atomic.Uint64, hash uint64, o ObjectID) {
	mask := uint64(len(slots) - 1)
	i := hash & mask
	for slots[i].Load() != 0 {
		i = (i + 1) & mask
	}
	slots[i].Store(hash>>32<<32 | uint64(o))
}
