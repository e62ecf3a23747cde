package graph

// program is a schema, ready to be evaluated.
type program struct {
	text        string
	symbols     *symbols
	definitions []definition // by relation
	caveats     map[string]*caveat
	permissions []Permission // in the order of the text
}

// definition is one relation or permission. The zero value is a name that the
// schema does not define.
type definition struct {
	typ     typeID
	defined bool
	// rewrite is how a permission is computed; nil for a relation.
	rewrite *node
	// allowed are the kinds of subject that a relation takes.
	allowed []subjectKind
	// alias is the relation or permission that this permission is another
	// name for: SpiceDB goes to it without counting a step.
	alias relationID
	// recursive says that the definition can lead back to itself.
	recursive bool
}

// subjectKind is one kind of subject that a relation takes.
type subjectKind struct {
	typ       typeID
	relation  relationID
	everybody bool
	// caveat and expires are what a relationship of this kind has to carry.
	caveat  string
	expires bool
}

type operation int

const (
	opNil operation = iota // nobody
	opSelf
	opComputed
	opAny
	opAll
	opUnion
	opIntersection
	opExclusion
)

// node is one operation of a permission.
type node struct {
	op operation
	// typ is the type whose objects "self" stands for.
	typ typeID
	// relation is what a computed node goes to on the same object, and what an
	// arrow follows to the next.
	relation relationID
	// targets is what an arrow asks of the next object, by its type; zero where
	// that type does not define it.
	targets []relationID
	// children are what a set operation combines; an exclusion has two.
	children []*node
}

// definition is what the schema says of a relation; the zero value for one
// that it does not define.
func (p *program) definition(r relationID) *definition {
	if int(r) < len(p.definitions) {
		return &p.definitions[r]
	}
	return &definition{}
}

// target is what an arrow asks of an object of a type, or zero.
func (n *node) target(t typeID) relationID {
	if int(t) < len(n.targets) {
		return n.targets[t]
	}
	return 0
}

// references are the relations that a definition leads to, whatever the data.
func (p *program) references(d *definition) []relationID {
	var found []relationID
	for _, kind := range d.allowed {
		if kind.relation != 0 {
			found = append(found, kind.relation)
		}
	}
	return d.rewrite.references(p, found)
}

func (n *node) references(p *program, found []relationID) []relationID {
	if n == nil {
		return found
	}
	switch n.op {
	case opComputed:
		found = append(found, n.relation)
	case opAny, opAll:
		for _, kind := range p.definition(n.relation).allowed {
			if target := n.target(kind.typ); target != 0 {
				found = append(found, target)
			}
		}
	}
	for _, child := range n.children {
		found = child.references(p, found)
	}
	return found
}
