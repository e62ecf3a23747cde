package source

import (
	"maps"
	"slices"
	"unicode"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

// Check is the one check of what a source says, whatever it is written in. Its
// error is an *Error; there is no source then.
func (o Options) Check(records Records) (Source, error) {
	c := newCheck(o, records)
	c.checkTenants()
	c.checkUsers()
	for _, k := range things() {
		c.checkThings(k)
	}
	c.checkClients()
	c.checkLinks()
	if err := c.records.problems.err(); err != nil {
		return Source{}, err
	}
	c.source.Warnings = slices.Clone(records.warnings)
	if !o.Tersely {
		c.warn()
	}
	c.source.Notes = slices.Clone(records.notes.all)
	c.source.Digest = records.Digest
	return c.source.sealed(), nil
}

// check turns rows into a source. It meets the kinds in the order in which they
// refer to each other, and remembers where it met each name.
type check struct {
	options Options
	records *Records
	source  Source
	// places say where a name was met. A row whose other fields are wrong counts
	// too: what refers to it is not wrong for that.
	places map[schema.Ref]place
	users  map[schema.Ref]int // where they are in the source
	// parents are the organizations of engagements and the engagements of
	// analyses and connections.
	parents map[schema.Ref]schema.Ref
	logins  map[schema.Ref]schema.Ref
	links   map[linkKey]Position
	// strangers are what links name that was not met.
	strangers map[schema.Ref]int32
	twins     twins
	warned    map[string]int // how often, by what it says
}

// place is where a name was met, and its number, in which links are remembered: of
// those there are most.
type place struct {
	Position
	number int32
}

type linkKey struct {
	user, object int32
	role         schema.Role
}

func (c *check) linkKey(user, object schema.Ref, role schema.Role) linkKey {
	return linkKey{c.number(user), c.number(object), role}
}

// number is one that only this reference has.
func (c *check) number(ref schema.Ref) int32 {
	if met, ok := c.places[ref]; ok {
		return met.number
	}
	n, known := c.strangers[ref]
	if !known {
		n = -1 - int32(len(c.strangers))
		c.strangers[ref] = n
	}
	return n
}

// user is one that was met; zero for others.
func (c *check) user(ref schema.Ref) User {
	if i, met := c.users[ref]; met {
		return c.source.Users[i]
	}
	return User{}
}

func newCheck(o Options, records Records) *check {
	records.problems, records.partial = records.problems.clone(), maps.Clone(records.partial)
	return &check{
		options:   o,
		records:   &records,
		places:    map[schema.Ref]place{},
		users:     map[schema.Ref]int{},
		parents:   map[schema.Ref]schema.Ref{},
		logins:    map[schema.Ref]schema.Ref{},
		links:     make(map[linkKey]Position, len(records.Links)),
		strangers: map[schema.Ref]int32{},
		twins:     twins{},
		warned:    map[string]int{},
	}
}

// at is one row to complain of.
type at struct {
	*check
	kind     Kind
	position Position
}

func (c *check) at(k Kind, p Position) at { return at{c, k, p} }

// problem notes what is wrong with a field of the row; blank for the whole row.
func (a at) problem(field, format string, args ...any) {
	a.records.problems.add(a.kind, a.position, field, format, args...)
}

// key reads the name of a row's own record and remembers it; false when it is
// not one or was met before.
func (a at) key(typ schema.Type, tenant, id string) (schema.Ref, bool) {
	ref, err := schema.NewRef(typ, schema.TenantID(tenant), id)
	if err != nil {
		a.records.Partial(a.kind) // what refers to this row finds nothing
		a.problem("id", "%v", err)
		return schema.Ref{}, false
	}
	if c, hidden := schema.Hidden(ref.ID); hidden && !a.options.AllowInvisible {
		a.invisible(ref.ID, c)
	}
	if !a.knows(schema.TenantRef(ref.Tenant)) {
		a.problem("tenant", "tenant %q is not in %s%s", ref.Tenant, a.records.place(Tenants), a.tenantHint(ref.Tenant))
	}
	return ref, a.remember(ref)
}

// invisible refuses an id that can pass for another.
func (a at) invisible(id string, c rune) {
	what := phrase.Of("an invisible character")
	if unicode.Is(unicode.Bidi_Control, c) {
		what = phrase.Of("a character that turns the direction of text")
	}
	one := problemAt(a.position, "id", "id %s holds %s (%U): write the id without it", schema.Quote(id), what, c)
	one.Invisible = true
	a.records.problems.addProblem(a.kind, one)
}

func (a at) remember(ref schema.Ref) bool {
	if first, met := a.places[ref]; met {
		a.problem("id", "%s is there twice: first %s", ref, first.from(a.position))
		return false
	}
	a.places[ref] = place{a.position, int32(len(a.places))}
	return true
}

// knows says whether a reference finds its record. Rows that could not all be
// read vouch for everything: their own problem is the one to mend.
func (c *check) knows(ref schema.Ref) bool {
	_, met := c.places[ref]
	return met || c.records.partial[KindOf(ref.Type)]
}

// refer reads a reference to another record of the row's tenant.
func (a at) refer(field string, typ schema.Type, tenant, id string) (schema.Ref, bool) {
	ref, err := schema.NewRef(typ, schema.TenantID(tenant), id)
	if err != nil {
		a.problem(field, "%s: %v", typ, err)
		return schema.Ref{}, false
	}
	if !a.knows(ref) {
		place := a.records.place(KindOf(typ))
		if hint := a.twinHint(ref); hint.Key() != "" {
			a.problem(field, "%s is not in %s%s", ref, place, hint)
		} else {
			a.problem(field, "%s is not in %s", ref, place)
		}
		return schema.Ref{}, false
	}
	return ref, true
}

// tenantHint names the tenant that is meant. There may be so many that they are
// looked through only for a problem that is told.
func (a at) tenantHint(tenant schema.TenantID) phrase.Phrase {
	if a.records.problems.full(a.kind) {
		return phrase.Phrase{}
	}
	names := make([]string, len(a.source.Tenants))
	for i, t := range a.source.Tenants {
		names[i] = string(t.ID)
	}
	return suggest.DidYouMean(string(tenant), names)
}
