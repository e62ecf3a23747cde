package assertion

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Result is what holding something to a rule came to.
type Result struct {
	Assertion string `json:"assertion"` // as the file has it
	Holds     bool   `json:"holds"`     // nothing contradicts it
	// Of is "schema", for all data, or "data".
	Of string `json:"of"`
	// Because is the counterexample of one that fails, a line each.
	Because []string `json:"because,omitempty"`

	// Rule and Why are Assertion and Because, which can be said in every language.
	Rule phrase.Phrase   `json:"-"`
	Why  []phrase.Phrase `json:"-"`
}

// Hold holds a snapshot's schema and data, as they are at a moment, to the rules of a
// file, in their order. A nil snapshot holds the schema alone: then a rule about data is
// an error. So is one that names what the schema has not, and a question that cannot be
// decided: no rule holds because nobody could tell. Progress is told how many rules were
// looked at; nil is for nobody.
func Hold(f File, text string, s *eval.Snapshot, now time.Time, progress func(done, total int)) ([]Result, error) {
	read, err := zed.Parse(text)
	if err != nil {
		return nil, err
	}
	d, err := define(read)
	if err != nil {
		return nil, err
	}
	h := holding{definition: d, snapshot: s, context: eval.Context{At: now, Values: schema.ContextAt}, now: now}
	var results []Result
	for i, a := range f.Assertions {
		if progress != nil {
			progress(i, len(f.Assertions))
		}
		r := Result{Assertion: a.String(), Rule: a.rule(), Of: "schema"}
		if a.OfData() {
			r.Of = "data"
		}
		if r.Why, err = h.against(a); err != nil {
			return nil, phrase.Errorf("assertion %s: %w", schema.Quote(a.String()), err)
		}
		for _, line := range r.Why {
			r.Because = append(r.Because, line.String())
		}
		r.Holds = len(r.Why) == 0
		results = append(results, r)
	}
	return results, nil
}

// holding is what is held to rules.
type holding struct {
	definition
	snapshot *eval.Snapshot
	context  eval.Context
	now      time.Time
}

// against is the counterexample to a rule; none where it holds.
func (h holding) against(a Assertion) ([]phrase.Phrase, error) {
	if a.OfData() && h.snapshot == nil {
		return nil, phrase.Errorf("it is about data, and there is none: leave --schema-only out, and say where it is with --store, --endpoint or --source; or keep rules about data in a file of their own")
	}
	switch {
	case a.NoPath != NoPath{}:
		return h.path(a.NoPath)
	case len(a.Only.Through) > 0:
		return h.through(a.Only)
	case len(a.Only.Users) > 0:
		return h.others(a.Only)
	case len(a.NeverBoth) > 0:
		return h.both(a.NeverBoth)
	}
	return h.more(a.AtMost)
}

func (h holding) path(n NoPath) ([]phrase.Phrase, error) {
	from, err := h.relation(n.From)
	if err != nil {
		return nil, err
	}
	to, err := h.named(n.To)
	if err != nil {
		return nil, err
	}
	if way := h.way(from, to); len(way) > 0 {
		return []phrase.Phrase{phrase.Literal(strings.Join(way, " <- "))}, nil
	}
	return nil, nil
}

func (h holding) through(o Only) ([]phrase.Phrase, error) {
	to, err := h.named(o.To)
	if err != nil {
		return nil, err
	}
	barred := map[member]bool{}
	for _, name := range o.Through {
		m, err := h.relation(name)
		if err != nil {
			return nil, err
		}
		barred[m] = true
	}
	set, can := h.without(to, barred)
	if !can {
		return nil, nil
	}
	names := []string{}
	for _, m := range set {
		names = append(names, m.String())
	}
	return []phrase.Phrase{phrase.Of("without them: %s", strings.Join(names, ", "))}, nil
}

// held is why a user has something.
type held struct {
	user relation.Object
	why  []phrase.Phrase
}

func (h holding) others(o Only) ([]phrase.Phrase, error) {
	to, err := h.named(o.To)
	if err != nil {
		return nil, err
	}
	may := map[relation.Object]bool{}
	for _, text := range o.Users {
		user, err := schema.ParseRef(text)
		if err != nil {
			return nil, err
		}
		may[relation.ObjectOf(user)] = true
	}
	all, err := h.holders(to)
	if err != nil {
		return nil, err
	}
	best := held{}
	for _, one := range all {
		if !may[one.user] && (best.why == nil || len(one.why) < len(best.why)) {
			best = one
		}
	}
	return best.why, nil
}

func (h holding) both(names []string) ([]phrase.Phrase, error) {
	seen, best := map[relation.Object][]phrase.Phrase{}, []phrase.Phrase(nil)
	for _, name := range names {
		m, err := h.named(name)
		if err != nil {
			return nil, err
		}
		all, err := h.holders(m)
		if err != nil {
			return nil, err
		}
		now := map[relation.Object][]phrase.Phrase{}
		for _, one := range all {
			if other, twice := seen[one.user]; twice && (best == nil || len(other)+len(one.why) < len(best)) {
				best = slices.Concat(other, one.why)
			}
			now[one.user] = one.why
		}
		for user, why := range now {
			if _, there := seen[user]; !there {
				seen[user] = why
			}
		}
	}
	return best, nil
}

func (h holding) more(a AtMost) ([]phrase.Phrase, error) {
	m, err := h.relation(a.Role)
	if err != nil {
		return nil, err
	}
	every, err := h.having(m)
	if err != nil {
		return nil, err
	}
	users := map[relation.Object][]string{}
	for _, one := range every {
		users[one.by.Resource] = append(users[one.by.Resource], one.user.String())
	}
	worst := relation.Object{}
	for _, on := range slices.SortedFunc(maps.Keys(users), relation.Object.Compare) {
		if len(distinct(users[on])) > max(a.Count, len(distinct(users[worst]))) {
			worst = on
		}
	}
	if worst == (relation.Object{}) {
		return nil, nil
	}
	all := distinct(users[worst])
	return []phrase.Phrase{phrase.Of("%s has %d: %s", worst, len(all), strings.Join(all, ", "))}, nil
}

func distinct(names []string) []string {
	names = slices.Clone(names)
	slices.Sort(names)
	return slices.Compact(names)
}

// holders are the active users that have a relation or a permission of anything, each
// once, sorted, with why.
func (h holding) holders(m member) ([]held, error) {
	var found []held
	if h.isRelation(m) {
		all, err := h.having(m)
		if err != nil {
			return nil, err
		}
		seen := map[relation.Object]bool{}
		for _, one := range all {
			if !seen[one.user] {
				seen[one.user] = true
				found = append(found, held{one.user, []phrase.Phrase{phrase.Literal(one.by.String())}})
			}
		}
	} else {
		for user := range h.active() {
			why, err := h.has(user, m)
			if err != nil {
				return nil, err
			}
			if why != nil {
				found = append(found, held{user, why})
			}
		}
	}
	slices.SortFunc(found, func(a, b held) int { return cmp.Or(len(a.why)-len(b.why), a.user.Compare(b.user)) })
	return found, nil
}

// has is why a user has a permission of something; nil where they have it of nothing.
// What lacks context counts as had.
func (h holding) has(user relation.Object, m member) ([]phrase.Phrase, error) {
	q := eval.Question{Resource: relation.Object{Type: schema.Type(m.typ)}, Permission: m.name, Subject: user}
	list, err := h.snapshot.Resources(q, h.context)
	if err != nil {
		return nil, err
	}
	ids := append(list.Allowed, list.Conditional...)
	if len(ids) == 0 {
		return nil, nil
	}
	q.Resource.ID = ids[0]
	why := []phrase.Phrase{phrase.Of("%s has %s on %s", user, m, q.Resource)}
	if paths := h.snapshot.Paths(q, h.context); len(paths) > 0 {
		for _, step := range paths[0].Steps {
			why = append(why, phrase.Literal(step.String()))
		}
	}
	return why, nil
}

// had is a relationship by which an active user is in a relation.
type had struct {
	user relation.Object
	by   relation.Relationship
}

// having are the active users in a relation of anything.
func (h holding) having(m member) ([]had, error) {
	var found []had
	for id := range h.snapshot.Graph.Resources() {
		resource := h.snapshot.Object(id)
		if string(resource.Type) != m.typ {
			continue
		}
		for r := range h.snapshot.Of(resource, m.name) {
			if r.Expired(h.now) {
				continue
			}
			users, err := h.users(r)
			if err != nil {
				return nil, err
			}
			for _, user := range users {
				if h.isActive(user) {
					found = append(found, had{user, r})
				}
			}
		}
	}
	return found, nil
}

// users are whom a relationship is about: everybody by a wildcard, and whoever has the
// relation of its subject.
func (h holding) users(r relation.Relationship) ([]relation.Object, error) {
	if r.Subject.ID == relation.Wildcard {
		return slices.Collect(h.active()), nil
	}
	if r.SubjectRelation == "" {
		return []relation.Object{r.Subject}, nil
	}
	q := eval.Question{Resource: r.Subject, Permission: r.SubjectRelation, Subject: relation.Object{Type: schema.TypeUser}}
	all, err := h.snapshot.Subjects(q, h.context)
	if err != nil {
		return nil, err
	}
	if all.Wildcard != eval.Denied {
		return slices.Collect(h.active()), nil // but for some, who count all the same
	}
	var found []relation.Object
	for _, id := range slices.Concat(all.Allowed, all.Conditional) {
		found = append(found, relation.Object{Type: schema.TypeUser, ID: id})
	}
	return found, nil
}

func (h holding) isActive(user relation.Object) bool {
	tenant := relation.ObjectOf(schema.TenantRef(user.Tenant()))
	return user.Type == schema.TypeUser && h.snapshot.Has(tenant, schema.TenantMember.Name(), user)
}

// active are all active users.
func (h holding) active() iter.Seq[relation.Object] {
	return func(yield func(relation.Object) bool) {
		for id := range h.snapshot.Graph.Resources() {
			tenant := h.snapshot.Object(id)
			if tenant.Type != schema.TypeTenant {
				continue
			}
			for r := range h.snapshot.Of(tenant, schema.TenantMember.Name()) {
				if r.Subject.Type == schema.TypeUser && !yield(r.Subject) {
					return
				}
			}
		}
	}
}
