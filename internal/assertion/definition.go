package assertion

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

// member is a relation or a permission of a type.
type member struct{ typ, name string }

func (m member) String() string { return m.typ + "#" + m.name }

// definition is a schema as rules look at it.
type definition struct {
	rewrites map[member]zed.Expression
	// subjects are what a relation takes: a type with a blank name for itself.
	subjects map[member][]subject
}

// subject is one kind of subject that a relation takes, and on which terms.
type subject struct {
	member
	wildcard, expires bool
	caveat            schema.Caveat
}

func define(s *zed.Schema) (definition, error) {
	d := definition{map[member]zed.Expression{}, map[member][]subject{}}
	for _, object := range s.Compiled.ObjectDefinitions {
		for _, relation := range object.GetRelation() {
			m := member{object.GetName(), relation.GetName()}
			if rewrite := relation.GetUsersetRewrite(); rewrite != nil {
				e, err := zed.ExpressionOf(rewrite)
				if err != nil {
					return d, phrase.Errorf("%s: %w", m, err)
				}
				d.rewrites[m] = e
				continue
			}
			d.subjects[m] = []subject{}
			for _, a := range relation.GetTypeInformation().GetAllowedDirectRelations() {
				name := a.GetRelation()
				if name == "..." {
					name = ""
				}
				d.subjects[m] = append(d.subjects[m], subject{
					member{a.GetNamespace(), name}, a.GetPublicWildcard() != nil, a.GetRequiredExpiration() != nil,
					schema.Caveat(a.GetRequiredCaveat().GetCaveatName()),
				})
			}
		}
	}
	return d, nil
}

// named is what a rule names; one without a type is a role in the tenant.
func (d definition) named(text string) (member, error) {
	typ, name, found := strings.Cut(text, "#")
	if !found {
		typ, name = string(schema.TypeTenant), text
	}
	m := member{typ, name}
	if d.isRelation(m) || d.isPermission(m) {
		return m, nil
	}
	var known []string
	for r := range d.subjects {
		known = append(known, r.String())
	}
	for r := range d.rewrites {
		known = append(known, r.String())
	}
	slices.Sort(known)
	return m, phrase.Errorf("%s is no relation and no permission of the schema%s", schema.Quote(m.String()), suggest.DidYouMean(m.String(), known))
}

func (d definition) isRelation(m member) bool   { _, ok := d.subjects[m]; return ok }
func (d definition) isPermission(m member) bool { _, ok := d.rewrites[m]; return ok }

func (d definition) relation(text string) (member, error) {
	m, err := d.named(text)
	if err == nil && !d.isRelation(m) {
		err = phrase.Errorf("%s is a permission: name a role, or a relation", m)
	}
	return m, err
}

// signed is a member as it counts: what is subtracted counts the other way round.
type signed struct {
	member
	positive bool
}

// way is the shortest way by which a relation counts towards something: the names from
// the one to the other; none where more of the relation never gives it.
func (d definition) way(from, to member) []string {
	begin, end := signed{to, true}, signed{from, true}
	before := map[signed]signed{begin: {}}
	for queue := []signed{begin}; len(queue) > 0; queue = queue[1:] {
		at := queue[0]
		if at == end {
			var names []string
			for ; at != (signed{}); at = before[at] {
				names = append(names, at.String())
			}
			slices.Reverse(names)
			return names
		}
		for _, next := range d.next(at) {
			if _, seen := before[next]; !seen {
				before[next] = at
				queue = append(queue, next)
			}
		}
	}
	return nil
}

// next are the members that one is made of.
func (d definition) next(at signed) []signed {
	var found []signed
	if !d.isPermission(at.member) {
		for _, s := range d.subjects[at.member] {
			if s.name != "" {
				found = append(found, signed{s.member, at.positive})
			}
		}
		return found
	}
	for o := range d.rewrites[at.member].All() {
		positive := at.positive != o.Negative
		switch {
		case o.Name != "":
			found = append(found, signed{member{at.typ, o.Name}, positive})
		case o.Arrow != nil:
			// What is followed counts both ways: one more may give, and under .all take.
			follow := member{at.typ, o.Arrow.Follow}
			found = append(found, signed{follow, true}, signed{follow, false})
			for _, s := range d.subjects[follow] {
				found = append(found, signed{member{s.typ, o.Arrow.Ask}, positive})
			}
		}
	}
	return found
}

// without is the smallest set of relations found by which somebody can have something
// though others are barred; false where nobody can. What is subtracted counts as if it
// were not. It is the least fixpoint, each member computed from what is known of the
// others until none becomes smaller: a walk down every way takes time exponential in the
// diamonds of a schema.
func (d definition) without(m member, barred map[member]bool) ([]member, bool) {
	found := witness{d, barred, nil, map[member]possible{}}.find(m)
	return found.set, found.can
}

// below are a member and all that it is made of, each after what it is made of but for
// cycles.
func (d definition) below(m member) []member {
	var all []member
	seen := map[member]bool{}
	var visit func(member)
	visit = func(m member) {
		if seen[m] {
			return
		}
		seen[m] = true
		for _, next := range d.next(signed{m, true}) {
			visit(next.member)
		}
		all = append(all, m)
	}
	visit(m)
	return all
}

type witness struct {
	definition
	barred map[member]bool
	held   map[member]bool // where somebody is named in no other relation; nil for any
	known  map[member]possible
}

// find is the least fixpoint of what is known, for a member and all that it is made of.
func (w witness) find(m member) possible {
	all := w.below(m)
	for changed := true; changed; {
		changed = false
		for _, one := range all {
			if now := w.of(one); now.smallerThan(w.known[one]) {
				w.known[one], changed = now, true
			}
		}
	}
	return w.known[m]
}

// of is what is possible of a member by what is known of those that it is made of.
func (w witness) of(m member) possible {
	if w.barred[m] {
		return possible{}
	}
	if e, ok := w.rewrites[m]; ok {
		return zed.Fold(e, part{w, m.typ})
	}
	best := possible{}
	for _, s := range w.subjects[m] {
		if w.held != nil && s.names() && !w.held[m] {
			continue
		}
		one := possible{[]member{m}, true}
		if s.name != "" {
			more := w.known[s.member]
			one = possible{join(one.set, more.set), more.can}
		}
		best = best.or(one)
	}
	return best
}

// names says whether it is a user, as such or by their account.
func (s subject) names() bool {
	return s.member == member{typ: string(schema.TypeUser)} && !s.wildcard || s.member == owner
}

var owner = member{string(schema.TypeAccount), schema.AccountOwner.Name()}

// possible is a set of relations that suffices, where one does.
type possible struct {
	set []member
	can bool
}

func (p possible) or(other possible) possible {
	if other.smallerThan(p) {
		return other
	}
	return p
}

func (p possible) smallerThan(other possible) bool {
	return p.can && (!other.can || len(p.set) < len(other.set))
}

func join(a, b []member) []member {
	all := slices.Concat(a, b)
	slices.SortFunc(all, func(a, b member) int { return strings.Compare(a.String(), b.String()) })
	return slices.Compact(all)
}

// part computes what is possible of an expression of a type.
type part struct {
	w   witness
	typ string
}

var _ zed.Meaning[possible] = part{}

func (p part) Name(name string) possible { return p.w.known[member{p.typ, name}] }

func (p part) Arrow(a zed.Arrow) possible {
	follow, best := member{p.typ, a.Follow}, possible{}
	if p.w.barred[follow] {
		return best
	}
	for _, s := range p.w.subjects[follow] {
		asked := p.w.known[member{s.typ, a.Ask}]
		best = best.or(possible{join([]member{follow}, asked.set), asked.can})
	}
	return best
}

func (part) Self() possible   { return possible{can: true} }
func (part) Nobody() possible { return possible{} }

func (part) Union(of []possible) (best possible) {
	for _, one := range of {
		best = best.or(one)
	}
	return best
}

func (part) Intersection(of []possible) possible {
	all := possible{can: true}
	for _, one := range of {
		all = possible{join(all.set, one.set), all.can && one.can}
	}
	return all
}

func (part) Exclusion(of []possible) possible { return of[0] }
