package eval_test

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// world is a random schema with random relationships under it. The seed makes
// it, so a seed that failed is a test case.
type world struct {
	random *rand.Rand
	shape  shape
	// self is whether permissions use it: SpiceDB's lists of resources fail on
	// it, so most worlds go without.
	self bool
	// caveated is whether relationships have caveats: then no expression
	// subtracts what it also adds, see TestSpiceDBKnowsTautologiesAtTimes.
	caveated bool
	types    []*objectType
	// moment is the clock that the questions bring. It is past when SpiceDB is
	// asked, which goes by its own.
	moment time.Time
	// sign says which operands the expression in the making subtracts.
	sign map[string]bool
	// relationships are each of a kind that the schema allows.
	relationships []relation.Change
}

// shape is how far a world may lead back to itself.
type shape int

const (
	layered   shape = iota // no type leads to itself
	recursive              // types do, objects do not
	circular               // objects do too, in a small world: see TestRandomCircles
)

type objectType struct {
	name        schema.Type
	index       int
	relations   []*relationDef
	permissions []string
	text        []string // the permissions as they stand in the schema
	objects     []string
}

type relationDef struct {
	name  string
	kinds []kind
}

// kind is one kind of subject that a relation takes.
type kind struct {
	typ      *objectType
	relation string
	wildcard bool
	caveat   string
	expires  bool
}

const caveats = `
caveat below(limit int, level int) { level < limit }
caveat flagged(flag bool) { flag }
caveat timely(now timestamp, since timestamp, until timestamp, why string) {
	since <= now && now < until && until - since <= duration("24h") && why.matches("[a-z]")
}
caveat late(now timestamp, after timestamp, flag bool) { flag || now > after && after <= now }
caveat either(now timestamp, a timestamp, b timestamp) { now >= a || b >= now }
caveat mixed(now timestamp, a timestamp, b timestamp, flag bool) { now >= a && (flag || now < b) }
caveat fixed(now timestamp, part int, whole int) { now < timestamp("2026-05-01T12:00:00Z") && whole - part > 1 }
caveat spans(now timestamp, a timestamp, b timestamp) { a - b < duration("1h") && duration("-25h") <= a - b && b > timestamp("1900-05-01T12:00:00Z") && a >= b && now <= a }
caveat apart(a timestamp, b timestamp) { a - b > duration("-30h") && duration("30h") >= b - a && a < b }
caveat oddly(now int, limit int) { limit > 3 || now < limit }
`

// caveatParameters are what each may be given by a relationship.
var caveatParameters = map[string][]string{
	"below": {"limit"}, "flagged": {"flag"}, "timely": {"since", "until", "why"}, "late": {"after", "flag"}, "either": {"a", "b"}, "oddly": {"limit"}, "spans": {"a", "b"}, "apart": {"a", "b"}, "mixed": {"a", "b", "flag"}, "fixed": {"part", "whole"},
}

var caveatNames = slices.Sorted(maps.Keys(caveatParameters))

// contexts are what questions bring for the caveats above, whose times lie around
// noon.
var contexts = []map[string]any{
	nil,
	{"level": 3.0, "now": noon(0)},
	{"level": 7.0, "flag": true, "now": "2026-05-01T14:00:00+02:00"},
	{"flag": false, "now": noon(-time.Nanosecond)},
	{"now": noon(time.Hour), "why": 1.0, "since": noon(0)},
	{"now": "noon"},
	{"now": 12.0, "level": 1.0},
}

// noon is a moment so far from noon of a day.
func noon(away time.Duration) string {
	return time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC).Add(away).Format(time.RFC3339Nano)
}

// nowIn is the moment of a context, as Context has it.
func nowIn(context map[string]any) func(time.Time) (time.Time, bool) {
	return func(time.Time) (time.Time, bool) {
		text, _ := context["now"].(string)
		now, err := time.Parse(time.RFC3339, text)
		return now, err == nil
	}
}

func newWorld(seed uint64) *world {
	w := &world{random: rand.New(rand.NewPCG(seed, 0)), moment: time.Now().UTC()}
	w.shape = pick(w, []shape{layered, recursive})
	w.fill(30 + w.random.IntN(90))
	return w
}

func newCircularWorld(seed uint64) *world {
	w := &world{random: rand.New(rand.NewPCG(seed, 1)), moment: time.Now().UTC(), shape: circular}
	w.fill(4 + w.random.IntN(16))
	return w
}

// fill makes everything up, and draws so many relationships.
func (w *world) fill(relationships int) {
	w.self, w.caveated = w.one(5), w.one(2)
	user := &objectType{name: "user", objects: objectIDs("u", 3)}
	w.types = append(w.types, user)
	for i := range 2 + w.random.IntN(3) {
		w.types = append(w.types, &objectType{name: schema.Type(fmt.Sprintf("type%d", i)), index: i + 1, objects: objectIDs("o", 2+w.random.IntN(3))})
	}
	for _, t := range w.types[1:] {
		w.addRelations(t)
	}
	for _, t := range w.types[1:] {
		w.addPermissions(t)
	}
	w.addRelationships(relationships)
}

func objectIDs(prefix string, n int) []string {
	var ids []string
	for i := range n {
		ids = append(ids, fmt.Sprintf("%s%d", prefix, i))
	}
	return ids
}

func (w *world) one(chance int) bool { return w.random.IntN(chance) == 0 }

func pick[T any](w *world, from []T) T { return from[w.random.IntN(len(from))] }

func (w *world) addRelations(t *objectType) {
	for i := range 2 + w.random.IntN(3) {
		r := &relationDef{name: fmt.Sprintf("rel%d", i)}
		t.relations = append(t.relations, r)
		taken := map[string]bool{}
		for range 1 + w.random.IntN(3) {
			k := w.kind(t)
			if text := k.String(); !taken[text] {
				taken[text] = true
				r.kinds = append(r.kinds, k)
			}
		}
		r.keepPlain()
	}
}

// keepPlain takes conditions off the kinds of a type that stand beside a
// relation of the same type: see TestSpiceDBSkipsConditions.
func (r *relationDef) keepPlain() {
	kinds, usersets := map[schema.Type]int{}, map[schema.Type]bool{}
	for _, k := range r.kinds {
		kinds[k.typ.name]++
		mixed := k.relation != "" || k.wildcard && len(k.typ.relations) > 0
		usersets[k.typ.name] = usersets[k.typ.name] || mixed
	}
	seen := map[string]bool{}
	for i := range r.kinds {
		if k := &r.kinds[i]; kinds[k.typ.name] > 1 && usersets[k.typ.name] {
			k.caveat, k.expires = "", false
		}
	}
	r.kinds = slices.DeleteFunc(r.kinds, func(k kind) bool {
		again := seen[k.String()]
		seen[k.String()] = true
		return again
	})
}

// kind is a random kind of subject for a relation of a type.
func (w *world) kind(t *objectType) kind {
	k := kind{typ: w.types[0]}
	if w.one(2) {
		k.typ = w.next(t)
	}
	switch {
	case w.one(8):
		k.wildcard = true
	case len(k.typ.relations) > 0 && w.one(2):
		k.relation = pick(w, k.typ.relations).name
	}
	if w.caveated && w.one(4) {
		k.caveat = pick(w, caveatNames)
	}
	k.expires = w.one(4)
	return k
}

// next is a type that relations of a type may lead to.
func (w *world) next(t *objectType) *objectType {
	if w.shape == layered {
		return w.types[w.random.IntN(t.index)]
	}
	return w.types[w.random.IntN(t.index+1)]
}

func (k kind) String() string {
	s := string(k.typ.name)
	switch {
	case k.wildcard:
		s += ":*"
	case k.relation != "":
		s += "#" + k.relation
	}
	switch {
	case k.caveat != "" && k.expires:
		s += " with " + k.caveat + " and expiration"
	case k.caveat != "":
		s += " with " + k.caveat
	case k.expires:
		s += " with expiration"
	}
	return s
}

func (w *world) schema() string {
	var b strings.Builder
	b.WriteString("use expiration\nuse self\n" + caveats)
	for _, t := range w.types {
		fmt.Fprintf(&b, "definition %s {\n", t.name)
		for _, r := range t.relations {
			var kinds []string
			for _, k := range r.kinds {
				kinds = append(kinds, k.String())
			}
			fmt.Fprintf(&b, "\trelation %s: %s\n", r.name, strings.Join(kinds, " | "))
		}
		for _, text := range t.text {
			fmt.Fprintf(&b, "\t%s\n", text)
		}
		b.WriteString("}\n")
	}
	return b.String()
}

func (w *world) addRelationships(draws int) {
	seen := map[string]bool{}
	for range draws {
		t := w.types[1+w.random.IntN(len(w.types)-1)]
		r := pick(w, t.relations)
		rel, ok := w.relationship(t, r, pick(w, r.kinds))
		if ok && !seen[rel.String()] {
			seen[rel.String()] = true
			w.relationships = append(w.relationships, relation.Change{Relationship: rel})
		}
	}
}

func (w *world) relationship(t *objectType, r *relationDef, k kind) (relation.Relationship, bool) {
	from, to := w.random.IntN(len(t.objects)), w.random.IntN(len(k.typ.objects))
	if t == k.typ && to >= from && w.shape != circular {
		return relation.Relationship{}, false
	}
	rel := relation.New(relation.Object{Type: t.name, ID: t.objects[from]}, r.name, relation.Object{Type: k.typ.name, ID: k.typ.objects[to]})
	rel.SubjectRelation = k.relation
	if k.wildcard {
		rel.Subject.ID = relation.Wildcard
	}
	if k.expires {
		rel.Terms = relationtest.Until(pick(w, w.expiries()))
	}
	if k.caveat == "" {
		return rel, true
	}
	expires := rel.Expires
	rel.Terms = relationtest.Given(schema.Caveat(k.caveat), w.givens(k.caveat))
	rel.Expires = expires
	return rel, true
}

// givens are what a relationship may give to a caveat.
func (w *world) givens(caveat string) map[string]any {
	given := map[string]any{}
	for _, parameter := range caveatParameters[caveat] {
		if !w.one(4) {
			given[parameter] = w.given(parameter)
		}
	}
	return given
}

// given is what a relationship may give to a parameter.
func (w *world) given(parameter string) any {
	switch parameter {
	case "limit":
		return float64(w.random.IntN(10))
	case "part", "whole":
		return float64(w.random.IntN(4))
	case "flag":
		return w.one(2)
	case "why":
		return pick(w, []string{"because", "", "42"})
	}
	return noon(pick(w, []time.Duration{0, 0, time.Nanosecond, -time.Nanosecond, time.Hour, -time.Hour, -30 * time.Hour, 24 * time.Hour, -3e18, 9e18, -9e18}))
}

// expiries are the ends that relationships have: most an hour before or after
// the question, then the very moment of it, and the edges of what a time can be.
func (w *world) expiries() []time.Time {
	soon, ago := w.moment.Add(time.Hour).Truncate(time.Second), w.moment.Add(-time.Hour).Truncate(time.Second)
	return []time.Time{
		soon, soon, soon, soon, soon, soon, ago, ago, ago,
		w.moment,
		{}, // what timestamppb.New makes of a Go time that nobody set, and the first that protobuf has
		time.Time{}.Add(time.Nanosecond),
		time.Unix(0, math.MinInt64).UTC(), // the first in nanoseconds
		time.Unix(0, -1).UTC(),
		time.Unix(0, 0).UTC(),
		time.Unix(0, math.MaxInt64).UTC(), // the last in nanoseconds
		time.Date(2999, 12, 31, 0, 0, 0, 0, time.UTC),
		time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.UTC), // the last that protobuf has
	}
}
