// Package access says what a change does to who may do what: which permissions
// a plan, or another schema, gives and takes, for whom, on what. Nothing is
// written, and what it answers is exact: the graph of what an engine holds is
// evaluated before the change and after it.
package access

import (
	"errors"
	"time"

	"github.com/remit-authz/remit/internal/facts"
	"github.com/remit-authz/remit/internal/graph/difference"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Difference is what a change gives and takes at one moment: permissions that
// are allowed after it and not before, or the other way round. What is
// conditional does not count as allowed.
//
// A user of another tenant than the resource's has nothing there whatever is
// written, and is left out; so is whoever no relationship names.
type Difference struct {
	At time.Time
	// Gained and Lost are sorted by user, then by permission in the order of
	// the schema.
	Gained, Lost Entries
}

// Empty says whether nobody gains or loses anything.
func (d Difference) Empty() bool { return len(d.Gained) == 0 && len(d.Lost) == 0 }

// differ compares two graphs at one moment, of which one came of the other by changes,
// or by anything if they are nil, in the tenants that count.
func differ(before, after difference.Side, changes []relation.Change, at time.Time, counts func(schema.TenantID) bool) (Difference, error) {
	before.Context, after.Context = contextAt(at), contextAt(at)
	d, err := between(before, after, changes, counts)
	d.At = at.UTC()
	return d, err
}

// between compares two graphs, each by its own clock.
func between(before, after difference.Side, changes []relation.Change, counts func(schema.TenantID) bool) (Difference, error) {
	entries, err := difference.Comparison{
		Before:   before,
		After:    after,
		Changes:  changes,
		Subjects: schema.TypeUser,
		Part:     tenantPart(counts),
	}.Entries()
	if errors.Is(err, eval.ErrUndecided) {
		return Difference{}, phrase.Errorf("who may do what cannot be told: %w", err)
	}
	if err != nil {
		return Difference{}, err
	}
	var d Difference
	for _, s := range entries {
		if s.Gained {
			d.Gained = append(d.Gained, entryOf(s, after.Snapshot, d.Gained))
		} else {
			d.Lost = append(d.Lost, entryOf(s, before.Snapshot, d.Lost))
		}
	}
	return d, nil
}

// side is a graph with the permissions that can be asked under any of some
// schemas. A comment says in its own schema only that nobody asks for a
// permission: in another one it may have the same name and be asked.
func side(g *eval.Snapshot, schemas ...*eval.Snapshot) difference.Side {
	s := difference.Side{Snapshot: g}
	for _, other := range schemas {
		for _, p := range other.Permissions() {
			if schema.Permission(string(p.Type)+"#"+p.Name).Known() || !isBlock(p) {
				s.Permissions = append(s.Permissions, p)
			}
		}
	}
	return s
}

// isBlock says whether a permission is one that others are made of and nobody
// asks for. A comment that cannot be read says nothing.
func isBlock(p zed.Permission) bool {
	comment, err := facts.Parse(p.Comment)
	return err == nil && comment.Has("block")
}

// contextAt is the clock, as package checker brings it to the model's conditions.
func contextAt(at time.Time) eval.Context {
	now := func(at time.Time) (time.Time, bool) { return at, true }
	return eval.Context{At: at, Values: schema.ContextAt, Now: now}
}

// tenantPart puts each object in its tenant. An id that remit would never write
// cannot be asked about, and is in none.
func tenantPart(counts func(schema.TenantID) bool) func(relation.Object) string {
	return func(o relation.Object) string {
		ref, err := refOf(o)
		if err != nil || !counts(ref.Tenant) {
			return ""
		}
		return string(ref.Tenant)
	}
}

func everyTenant(schema.TenantID) bool { return true }

// refOf is the reference of an object, which may be of a type that only another
// schema has.
func refOf(o relation.Object) (schema.Ref, error) {
	if o.Type == schema.TypeTenant {
		return schema.RefOfObject(string(o.Type), o.ID)
	}
	ref, err := schema.RefOfObject(string(schema.TypeUser), o.ID)
	ref.Type = o.Type
	return ref, err
}
