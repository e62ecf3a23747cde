package source

import (
	"maps"
	"slices"
	"strings"

	"github.com/remit-authz/remit/schema"
)

// Member is one of several sources that feed an engine together, each with rows of
// its own.
type Member struct {
	// Name is what messages call it.
	Name string
	// Tenants are those that it feeds; none are all that it names.
	Tenants []schema.TenantID
	// Owns are the kinds of row that it feeds; none are all. Rows of other kinds are
	// left out, with a warning.
	Owns    []Kind
	Records Records
}

func (m Member) owns(k Kind) bool { return len(m.Owns) == 0 || slices.Contains(m.Owns, k) }

func (m Member) feeds(t schema.TenantID) bool {
	return len(m.Tenants) == 0 || slices.Contains(m.Tenants, t)
}

// CheckAll is the check of sources that feed an engine together: what one names,
// the others may refer to. No two of them may own a kind in one tenant: that is
// for the caller to see to. Its error is an *Error.
func (o Options) CheckAll(members []Member) (Source, error) {
	all := Records{Parts: map[Kind]*Part{}, union: true}
	var warnings []Problem
	for _, m := range members {
		warnings = append(warnings, all.join(m)...)
	}
	src, err := o.Check(all)
	if err != nil {
		return Source{}, err
	}
	src.Warnings = append(warnings, src.Warnings...)
	for _, t := range src.Tenants {
		owned := slices.DeleteFunc(Kinds(), func(k Kind) bool {
			return !slices.ContainsFunc(members, func(m Member) bool { return m.owns(k) && m.feeds(t.ID) })
		})
		if len(owned) < len(Kinds()) {
			if src.Unowned == nil {
				src.Unowned = map[schema.TenantID][]Kind{}
			}
			src.Unowned[t.ID] = slices.DeleteFunc(Kinds(), func(k Kind) bool { return slices.Contains(owned, k) })
		}
	}
	return src.sealed(), nil
}

// join adds the rows that a source owns, and says which it leaves out.
func (r *Records) join(m Member) (leftOut []Problem) {
	from := m.Records
	part := from.namer(m.Name)
	r.problems.join("", from.problems[""], part)
	if !slices.ContainsFunc(Kinds(), func(k Kind) bool { _, n := from.first(k); return m.owns(k) && (n > 0 || from.partial[k]) }) {
		r.Problem("", Position{Part: &Part{Name: "source " + m.Name}}, "has no row of what it owns: an empty source takes nothing away; look whether it is all there")
	}
	for _, warning := range from.warnings {
		warning.At = part(warning.At)
		r.warnings = append(r.warnings, warning)
	}
	for _, note := range from.notes.all {
		note.First = part(note.First)
		r.notes.add(note)
	}
	for _, k := range Kinds() {
		if !m.owns(k) {
			if first, n := from.first(k); n > 0 {
				leftOut = append(leftOut, problemAt(part(first), "", "is left out, as are all %s here: source %s does not own them", k, schema.Shown(m.Name)))
			}
			continue
		}
		r.problems.join(k, from.problems[k], part)
		if from.partial[k] {
			r.Partial(k)
		}
		if p := from.Parts[k]; p != nil {
			r.Parts[k] = either(r.Parts[k], part(Position{Part: p}).Part)
		}
		r.joinRows(k, m, part)
	}
	r.Digest = strings.TrimPrefix(r.Digest+" "+m.Name+" "+from.Digest, " ")
	return leftOut
}

// joinRows adds the rows of a kind, each with where it stands.
func (r *Records) joinRows(k Kind, m Member, part func(Position) Position) {
	from := m.Records
	own := func(at Position, tenant string) {
		if !m.feeds(schema.TenantID(tenant)) {
			r.Problem(k, at, "tenant %q is none that source %s feeds, which are %s: leave the row out, or name the tenant there", tenant, schema.Shown(m.Name), tenantNames(m.Tenants))
		}
	}
	switch k {
	case Tenants:
		r.Tenants = joined(r.Tenants, from.Tenants, func(row *TenantRow) { row.At = part(row.At); own(row.At, row.ID) })
	case Users:
		r.Users = joined(r.Users, from.Users, func(row *UserRow) { row.At = part(row.At); own(row.At, row.Tenant) })
	case Clients:
		r.Clients = joined(r.Clients, from.Clients, func(row *ClientRow) { row.At = part(row.At); own(row.At, row.Tenant) })
	case Links:
		r.Links = joined(r.Links, from.Links, func(row *LinkRow) { row.At = part(row.At); own(row.At, row.Tenant) })
	default:
		rows := r.things(k)
		*rows = joined(*rows, *from.things(k), func(row *ThingRow) { row.At = part(row.At); own(row.At, row.Tenant) })
	}
}

// either is where rows of two sources stand, for a sentence about both.
func either(one, other *Part) *Part {
	if one == nil {
		return other
	}
	return &Part{Name: one.Name + " or " + other.Name}
}

// joined adds copies of rows.
func joined[T any](rows, more []T, change func(*T)) []T {
	for _, row := range more {
		change(&row)
		rows = append(rows, row)
	}
	return rows
}

// namer gives every part of the records the source's name, "hr/links.csv", each
// once.
func (r *Records) namer(name string) func(Position) Position {
	named := map[*Part]*Part{}
	return func(at Position) Position {
		if at.Part == nil {
			return at
		}
		if named[at.Part] == nil {
			named[at.Part] = &Part{Name: name + "/" + at.Part.Name, Place: at.Part.Place}
		}
		return Position{named[at.Part], at.Row}
	}
}

// first is where the first row of a kind stands, and how many there are.
func (r *Records) first(k Kind) (Position, int) {
	switch {
	case k == Tenants && len(r.Tenants) > 0:
		return r.Tenants[0].At, len(r.Tenants)
	case k == Users && len(r.Users) > 0:
		return r.Users[0].At, len(r.Users)
	case k == Clients && len(r.Clients) > 0:
		return r.Clients[0].At, len(r.Clients)
	case k == Links && len(r.Links) > 0:
		return r.Links[0].At, len(r.Links)
	}
	if slices.ContainsFunc(things(), func(t thingKind) bool { return t.kind == k }) && len(*r.things(k)) > 0 {
		return (*r.things(k))[0].At, len(*r.things(k))
	}
	return Position{}, 0
}

// join adds what is wrong with one of several sources.
func (p *problems) join(k Kind, some *someProblems, part func(Position) Position) {
	if some == nil {
		return
	}
	for _, one := range some.first {
		one.At = part(one.At)
		p.addProblem(k, one)
	}
	own := p.of(k)
	own.more += some.more
	for key, n := range some.alike { // those that were not kept
		key.part = part(Position{Part: key.part}).Part
		own.alike[key] = max(own.alike[key], n)
	}
}

func tenantNames(tenants []schema.TenantID) string {
	names := map[string]bool{}
	for _, t := range tenants {
		names[t.String()] = true
	}
	return strings.Join(slices.Sorted(maps.Keys(names)), ", ")
}
