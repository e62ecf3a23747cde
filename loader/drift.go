package loader

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/schema"
)

// Drift is how what an engine holds differs from what sources say. The zero value
// is no difference.
type Drift struct {
	Tenants []TenantDrift `json:"tenants"`
	// Unnamed are the tenants that the engine has and no source names.
	Unnamed []schema.TenantID `json:"unnamed,omitempty"`
}

// TenantDrift is how one tenant differs. A sync would make each change.
type TenantDrift struct {
	Tenant schema.TenantID `json:"tenant"`
	// Missing are in the source and not in the engine.
	Missing []Change `json:"missing,omitempty"`
	// Altered have other terms, or are of an object that an application made and the
	// source names.
	Altered []Change `json:"altered,omitempty"`
	// Extra are in the engine and not in the source, and Ended those of them that give
	// nothing any more, as their time is over.
	Extra []Change `json:"extra,omitempty"`
	Ended []Change `json:"ended,omitempty"`
	// Orphaned are an application's, and name what is not there, or store a time of
	// their own.
	Orphaned []Change `json:"orphaned,omitempty"`
	// NotOurs counts what applications and an institution's own model have besides: no
	// source says anything of it, and it is no difference.
	NotOurs int `json:"not_ours"`
}

// Empty says whether nothing differs.
func (d Drift) Empty() bool {
	return len(d.Unnamed) == 0 && !slices.ContainsFunc(d.Tenants, func(t TenantDrift) bool { return t.Size() > 0 })
}

// Size counts the differences of the tenant.
func (t TenantDrift) Size() int {
	return len(t.Missing) + len(t.Altered) + len(t.Extra) + len(t.Ended) + len(t.Orphaned)
}

// Drift is how the engine differed from the source when the plan was computed.
func (p Proposal) Drift() Drift {
	d := Drift{Tenants: []TenantDrift{}, Unnamed: p.Plan.Unnamed}
	for i, t := range p.Plan.Tenants {
		found := TenantDrift{Tenant: t.Tenant, NotOurs: p.notOurs[i]}
		for c := range t.Changes.All() {
			found.add(c, p.At)
		}
		found.NotOurs -= len(found.Orphaned)
		d.Tenants = append(d.Tenants, found)
	}
	return d
}

func (t *TenantDrift) add(c Change, now time.Time) {
	switch {
	case c.Action == Add:
		t.Missing = append(t.Missing, c)
	case c.Action == Alter || c.Action == TakeOver:
		t.Altered = append(t.Altered, c)
	case c.Action == Remove && !c.End().After(now):
		t.Ended = append(t.Ended, c)
	case c.Action == Remove:
		t.Extra = append(t.Extra, c)
	default:
		t.Orphaned = append(t.Orphaned, c)
	}
}
