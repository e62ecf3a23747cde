package loader

import (
	"slices"

	"github.com/remit-authz/remit/schema"
)

// Diff makes the plan that turns what an engine has into what a source wants,
// in the tenants that the source names. It reads no clock and writes nothing.
func Diff(want World, have State) Plan {
	p := Plan{
		Format:       planFormat,
		Source:       want.Source,
		Revision:     have.Revision,
		Ground:       have.ground(want.Tenants),
		WritesSchema: have.NoSchema,
		Tenants:      []TenantChanges{},
		Notices:      want.Notices,
	}
	wanted, held := byTenant(want.Relationships), byTenant(have.Relationships)
	for _, tenant := range want.Tenants {
		p.Tenants = append(p.Tenants, diffTenant(tenant, wanted[tenant], held[tenant]))
	}
	p.Digest = p.digest()
	return p
}

func diffTenant(tenant schema.TenantID, want, have []Relationship) TenantChanges {
	return TenantChanges{
		Tenant:              tenant,
		Before:              len(have),
		AppAdmins:           Holders{holders(have, schema.TenantAppAdmin), holders(want, schema.TenantAppAdmin)},
		ApplicationManagers: Holders{holders(have, schema.TenantApplicationManager), holders(want, schema.TenantApplicationManager)},
		Changes:             changes(want, have),
	}
}

// holders count the active members with a role. One without an account that is
// active cannot let anybody back in.
func holders(relationships []Relationship, role schema.Relation) int {
	members := map[Object]bool{}
	for _, r := range relationships {
		if r.Relation == schema.TenantMember {
			members[r.Subject] = true
		}
	}
	n := 0
	for _, r := range relationships {
		if r.Relation == role && members[r.Subject] {
			n++
		}
	}
	return n
}

// changes are those of the loader's own relationships, and what is cleared away
// of an application's.
func changes(want, have []Relationship) []Change {
	found := append(ownedChanges(want, have), clearings(want, have)...)
	slices.SortFunc(found, func(a, b Change) int { return a.Compare(b.Relationship) })
	return found
}

func ownedChanges(want, have []Relationship) []Change {
	wanted, held := byKey(want), byKey(have)
	all := madeIn(have)
	left := all.without(want)
	found := []Change{}
	for _, r := range have {
		switch now, ok := wanted[r.Key()]; {
		case ok && now.Terms != r.Terms:
			found = append(found, Change{Alter, now, &r.Terms})
		case tellsOrigin(r) && all[r.Resource] && !left[r.Resource]:
			found = append(found, Change{TakeOver, r, nil})
		case !ok && left.owned(r) && r.StoresQuestion():
			found = append(found, Change{ClearStoredNow, r, nil})
		case !ok && left.owned(r):
			found = append(found, Change{Remove, r, nil})
		}
	}
	for _, r := range want {
		if _, ok := held[r.Key()]; !ok {
			found = append(found, Change{Add, r, nil})
		}
	}
	return found
}

// clearings are what is left over of an application's relationships: what is an
// orphan once the engine holds what is wanted, and what is one now, or it would
// come to life with the id that it names; and what ends at no clock. An object
// that an application made goes with what it is part of.
func clearings(want, have []Relationship) []Change {
	all := madeIn(have)
	left := all.without(want)
	then, now := existing(append(left.placings(have), want...)), existing(have)
	var found []Change
	for _, r := range have {
		switch {
		case tellsOrigin(r) && all[r.Resource] && !left[r.Resource]: // taken over
		case !left.owned(r) && r.StoresQuestion():
			found = append(found, Change{ClearStoredNow, r, nil})
		case then.orphan(r, left) || now.orphan(r, left):
			found = append(found, Change{ClearLeftOver, r, nil})
		}
	}
	return found
}

func byKey(relationships []Relationship) map[Relationship]Relationship {
	m := make(map[Relationship]Relationship, len(relationships))
	for _, r := range relationships {
		m[r.Key()] = r
	}
	return m
}
