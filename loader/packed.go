package loader

import (
	"bytes"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// packed are relationships of one tenant as numbers, in a tenth of the memory: what they
// name is there once. Those of a state are sorted, each there once, as is what they name;
// changes have them in the order in which they come. The zero value has none.
type packed struct {
	objects   []Object
	relations []schema.Relation
	terms     []Terms // the first are none
	rows      []row
}

// row is a relationship: the places of its parts. Its subject is an object itself.
type row struct{ resource, relation, subject, terms int32 }

func (p *packed) at(i int) Relationship {
	r := p.rows[i]
	return Relationship{Resource: p.objects[r.resource], Relation: p.relations[r.relation], Subject: p.objects[r.subject], Terms: p.terms[r.terms]}
}

// list are some of the relationships as such.
func (p *packed) list(from, to int) []Relationship {
	all := make([]Relationship, to-from)
	for i := range all {
		all[i] = p.at(from + i)
	}
	return all
}

// ofTenant are those of the tenant itself.
func (p *packed) ofTenant() []Relationship {
	first := 0
	for first < len(p.rows) && p.typeOf(first) < schema.TypeTenant {
		first++
	}
	last := first
	for last < len(p.rows) && p.typeOf(last) == schema.TypeTenant {
		last++
	}
	return p.list(first, last)
}

// typeOf is that of the resource.
func (p *packed) typeOf(i int) schema.Type { return p.objects[p.rows[i].resource].Type }

// isWritten says whether a message in its bytes is one of the relationships. False may
// be wrong.
func (p *packed) isWritten(i int, message, buffer []byte) (is bool, room []byte) {
	r := &p.rows[i]
	if r.terms != 0 {
		return false, buffer
	}
	room = relation.AppendWritten(buffer[:0], &p.objects[r.resource], p.relations[r.relation].Name(), &p.objects[r.subject])
	return bytes.Equal(room, message), room
}

// making makes the relationships of one tenant after another.
type making struct {
	packed                    // in the order in which they were named
	numbers map[string]int32  // of the objects, by "type:id"; an account's is the next after its user's
	about   []relationMarkers // of the relations
	named   map[schema.Relation]int32
	buffer  []byte
}

func newMaking() *making {
	return &making{numbers: map[string]int32{}, named: map[schema.Relation]int32{}, packed: packed{terms: []Terms{{}}}}
}

// ref is the number of what an engine holds for a reference.
func (m *making) ref(ref schema.Ref) int32 {
	of, next := numberedAs(ref.Type)
	m.begin(of)
	m.buffer = ref.AppendObjectID(m.buffer)
	return m.number(of) + next
}

// object is the number of an object.
func (m *making) object(o Object) int32 {
	of, next := numberedAs(o.Type)
	m.begin(of)
	m.buffer = append(m.buffer, o.ID...)
	return m.number(of) + next
}

// numberedAs is the type by which an object is found, and how far behind that it is.
func numberedAs(t schema.Type) (schema.Type, int32) {
	if t == schema.TypeAccount {
		return schema.TypeUser, 1
	}
	return t, 0
}

// begin begins the name of an object.
func (m *making) begin(of schema.Type) { m.buffer = append(append(m.buffer[:0], of...), ':') }

// number is that of the object of a type whose name is written; it comes to have one, and
// the account of a user the next.
func (m *making) number(of schema.Type) int32 {
	if n, there := m.numbers[string(m.buffer)]; there {
		return n
	}
	name, n := string(m.buffer), int32(len(m.objects))
	id := name[len(of)+1:]
	m.numbers[name], m.objects = n, append(m.objects, Object{Type: of, ID: id})
	if of == schema.TypeUser {
		m.objects = append(m.objects, Object{Type: schema.TypeAccount, ID: id})
	}
	return n
}

// relation is the number of a relation.
func (m *making) relation(r schema.Relation) int32 {
	n, there := m.named[r]
	if !there {
		n = int32(len(m.relations))
		m.named[r], m.relations, m.about = n, append(m.relations, r), append(m.about, markersAt(r))
	}
	return n
}

func (m *making) add(resource int32, r schema.Relation, subject int32) {
	m.rows = append(m.rows, row{resource: resource, relation: m.relation(r), subject: subject})
}

// done is what was made, sorted; what is made then is of another tenant.
func (m *making) done() *packed {
	p := &packed{objects: make([]Object, len(m.objects)), terms: m.terms, rows: make([]row, len(m.rows))}
	objects, relations := make([]int32, len(m.objects)), make([]int32, len(m.relations)) // their places, by number
	for place, key := range inOrder(len(m.objects), func(i int) *Object { return &m.objects[i] }, func(a, b int32) int { return m.objects[a].Compare(m.objects[b]) }) {
		objects[key.at], p.objects[place] = int32(place), m.objects[key.at]
	}
	p.relations = sortedRelations(m.relations, relations)
	for i := range m.rows {
		r := &m.rows[i]
		r.resource, r.relation, r.subject = objects[r.resource], relations[r.relation], objects[r.subject]
	}
	sortedBy(p.rows, m.rows, len(objects), func(r *row) int32 { return r.subject })
	sortedBy(m.rows, p.rows, len(relations), func(r *row) int32 { return r.relation })
	sortedBy(p.rows, m.rows, len(objects), func(r *row) int32 { return r.resource })
	clear(m.numbers)
	clear(m.named)
	m.objects, m.relations, m.about, m.terms, m.rows = m.objects[:0], m.relations[:0], m.about[:0], []Terms{{}}, m.rows[:0]
	return p
}
