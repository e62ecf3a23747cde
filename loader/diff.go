package loader

import (
	"slices"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Diff makes the plan that turns what an engine has into what a source wants,
// in the tenants that the source names. It reads no clock and writes nothing.
func Diff(desired Desired, observed Observed) Plan {
	desired = desired.keeping(observed)
	p := Plan{
		Format:       planFormat,
		Source:       desired.Source,
		Revision:     observed.Revision,
		BaseDigest:   observed.baseDigest(desired.Tenants),
		WritesSchema: observed.NoSchema,
		Tenants:      []TenantChanges{},
		Notices:      desired.Notices,
		Unnamed:      observed.Others,
	}
	wanted, held := byTenant(desired.Relationships), byTenant(observed.Relationships)
	for _, tenant := range desired.Tenants {
		var t TenantChanges
		if slices.Contains(desired.Gone, tenant) {
			t = erasing(tenant, observed.in(tenant))
		} else {
			t = diffTenant(tenant, wanted[tenant], held[tenant])
		}
		t.Spent, t.SpentBefore = spentIn(observed.leases, tenant, desired.Source)
		p.Tenants = append(p.Tenants, t)
	}
	p.Digest = p.digest()
	return p
}

func diffTenant(tenant schema.TenantID, desired, observed []Relationship) TenantChanges {
	t := TenantChanges{
		Tenant:  tenant,
		Before:  len(observed),
		Holders: holdersOf(desired, observed),
		Losers:  losersOf(desired, observed),
		Emptied: emptied(desired, observed),
		Changes: changes(desired, observed),
	}
	t.Findings = t.findings(observed)
	return t
}

// emptied are the kinds of row that stand for some of what is observed, and for
// nothing that is desired.
func emptied(desired, observed []Relationship) []source.Kind {
	before, after := map[source.Kind]bool{}, map[source.Kind]bool{}
	for _, r := range owned(observed) {
		before[rowKind(r)] = true
	}
	for _, r := range desired {
		after[rowKind(r)] = true
	}
	var found []source.Kind
	for _, kind := range source.Kinds() {
		if kind != source.Tenants && before[kind] && !after[kind] { // of which there is a switch at most
			found = append(found, kind)
		}
	}
	return found
}

// holdersOf count those who have each role; nobody's are left out.
func holdersOf(desired, observed []Relationship) map[schema.Role]Holders {
	before, after := holders(observed), holders(desired)
	var all map[schema.Role]Holders
	for _, role := range schema.TenantRoles() {
		relation, _ := role.TenantRelation()
		if h := (Holders{before[relation], after[relation]}); h != (Holders{}) {
			if all == nil {
				all = map[schema.Role]Holders{}
			}
			all[role] = h
		}
	}
	return all
}

// holders count the active members with each role. One without an account that is
// active cannot let anybody back in.
func holders(relationships []Relationship) map[schema.Relation]int {
	members := map[Object]bool{}
	for _, r := range relationships {
		if r.Relation.Facts().Kind == schema.KindActive {
			members[r.Subject] = true
		}
	}
	n := map[schema.Relation]int{}
	for _, r := range relationships {
		if members[r.Subject] {
			n[r.Relation]++
		}
	}
	return n
}

// changes are those of the loader's own relationships, and what is cleared away
// of an application's.
func changes(desired, observed []Relationship) []Change {
	found := append(ownedChanges(desired, observed), clearings(desired, observed)...)
	slices.SortFunc(found, func(a, b Change) int { return a.Compare(b.Relationship) })
	return found
}

func ownedChanges(desired, observed []Relationship) []Change {
	wanted, held := byKey(desired), byKey(observed)
	all := madeIn(observed)
	left := all.without(desired)
	found := []Change{}
	for _, r := range observed {
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
	for _, r := range desired {
		if _, ok := held[r.Key()]; !ok {
			found = append(found, Change{Add, r, nil})
		}
	}
	return found
}

// clearings are the orphans among an application's relationships: what is one
// once the engine holds what is wanted, and what is one now, or it would
// come to life with the id that it names; and what ends at no clock. An object
// that an application made goes with what it is part of.
func clearings(desired, observed []Relationship) []Change {
	all := madeIn(observed)
	left := all.without(desired)
	then, now := existing(append(left.placings(observed), desired...)), existing(observed)
	var found []Change
	for _, r := range observed {
		switch {
		case tellsOrigin(r) && all[r.Resource] && !left[r.Resource]: // taken over
		case !left.owned(r) && r.StoresQuestion():
			found = append(found, Change{ClearStoredNow, r, nil})
		case then.orphan(r, left) || now.orphan(r, left):
			found = append(found, Change{ClearOrphan, r, nil})
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
