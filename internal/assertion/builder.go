package assertion

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// builder makes small data by which somebody may have something, to be tried: it knows
// nothing of what takes away.
type builder struct {
	definition
	role   member
	held   map[member]bool // as witness.held
	at     time.Time
	within map[member]int // how often each is being made
}

// attempt is data, and whether the role is in it.
type attempt struct {
	data []relation.Relationship
	role bool
}

// The bounds of what is tried: attempts with the role, as many without, at each turn;
// and how often a definition that comes back to itself is followed.
const (
	mostAttempts = 48
	mostTurns    = 2
)

const madeTenant = "example"

var somebody = relation.Object{Type: schema.TypeUser, ID: madeTenant + "/somebody"}

// made is the made-up object of a type.
func made(typ string) relation.Object {
	switch schema.Type(typ) {
	case schema.TypeUser:
		return somebody
	case schema.TypeTenant:
		return relation.Object{Type: schema.TypeTenant, ID: madeTenant}
	}
	return relation.Object{Type: schema.Type(typ), ID: madeTenant + "/" + typ}
}

// beside is the object of a type that another one leads to: another one of its own type.
func beside(o relation.Object, typ string) relation.Object {
	if string(o.Type) == typ && o != somebody {
		o.ID += "-2"
		return o
	}
	return made(typ)
}

// of are attempts at a member of an object, those with the role first, each of these the
// smallest first.
func (b builder) of(m member, o relation.Object) []attempt {
	if b.within[m] == mostTurns {
		return nil
	}
	b.within[m]++
	defer func() { b.within[m]-- }()
	if e, is := b.rewrites[m]; is {
		return zed.Fold(e, building{b, o})
	}
	var all []attempt
	for _, s := range b.subjects[m] {
		if b.held != nil && s.names() && !b.held[m] {
			continue
		}
		all = append(all, b.by(s, m, o)...)
	}
	return best(all)
}

// by are attempts at a relation of an object by one kind of subject.
func (b builder) by(s subject, m member, o relation.Object) []attempt {
	subject, user := made(s.typ), member{typ: string(schema.TypeUser)}
	switch {
	case s.wildcard && s.member == user:
		subject.ID = relation.Wildcard
	case s.wildcard || s.name == "" && s.member != user:
		return nil // is nobody
	case s.member == owner:
		subject.ID = somebody.ID
	case s.name != "":
		subject = beside(o, s.typ)
	}
	r := relation.New(o, m.name, subject)
	r.SubjectRelation, r.Terms = s.name, b.terms(s)
	link := []attempt{{[]relation.Relationship{r}, m == b.role}}
	if s.name == "" {
		return link
	}
	return both(link, b.of(s.member, subject))
}

// terms are some on which it holds at the moment. Those of a caveat that is not remit's
// nobody knows: it is given nothing.
func (b builder) terms(s subject) relation.Terms {
	const while = 30 * time.Minute
	end := b.at.Add(while)
	switch {
	case s.caveat == schema.CaveatEmergencyAccess:
		return relation.Emergency(b.at, end, "example")
	case s.caveat == schema.CaveatInvitation:
		return relation.Invitation(end)
	case s.expires:
		t := relation.Ending(end)
		t.Caveat = s.caveat
		return t
	}
	return relation.Terms{Caveat: s.caveat}
}

// building makes attempts at an expression of an object.
type building struct {
	b builder
	o relation.Object
}

var _ zed.Meaning[[]attempt] = building{}

func (g building) Name(name string) []attempt {
	return g.b.of(member{string(g.o.Type), name}, g.o)
}

func (g building) Arrow(a zed.Arrow) []attempt {
	follow := member{string(g.o.Type), a.Follow}
	var all []attempt
	for _, s := range g.b.subjects[follow] {
		if s.wildcard {
			continue // which no arrow follows
		}
		to := beside(g.o, s.typ)
		r := relation.New(g.o, a.Follow, to)
		r.SubjectRelation, r.Terms = s.name, g.b.terms(s)
		link := []attempt{{[]relation.Relationship{r}, follow == g.b.role}}
		all = append(all, both(link, g.b.of(member{s.typ, a.Ask}, to))...)
	}
	return best(all)
}

func (g building) Self() []attempt {
	if g.o == somebody {
		return []attempt{{}}
	}
	return nil
}

func (building) Nobody() []attempt { return nil }

func (building) Union(of [][]attempt) []attempt { return best(slices.Concat(of...)) }

func (building) Intersection(of [][]attempt) []attempt {
	all := []attempt{{}}
	for _, one := range of {
		all = both(all, one)
	}
	return all
}

// Exclusion tries what is taken away as well: what is taken from that again may be what
// the role gives.
func (building) Exclusion(of [][]attempt) []attempt {
	all := of[0]
	for _, taken := range of[1:] {
		all = append(slices.Clone(all), both(of[0], taken)...)
	}
	return best(all)
}

// both are attempts at two things at once.
func both(one, other []attempt) []attempt {
	var all []attempt
	for _, a := range one {
		for _, o := range other {
			data := slices.Concat(a.data, o.data)
			slices.SortFunc(data, relation.Relationship.Compare)
			data = slices.CompactFunc(data, func(a, b relation.Relationship) bool { return a.Key() == b.Key() })
			all = append(all, attempt{data, a.role || o.role})
		}
	}
	return best(all)
}

func best(all []attempt) []attempt {
	all = slices.Clone(all)
	slices.SortStableFunc(all, func(a, b attempt) int { return len(a.data) - len(b.data) })
	var kept []attempt
	for _, role := range []bool{true, false} {
		n := 0
		for _, a := range all {
			if a.role == role && n < mostAttempts {
				kept = append(kept, a)
				n++
			}
		}
	}
	return kept
}
