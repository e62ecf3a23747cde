package loader

import (
	"slices"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Diff makes the plan that turns what an engine has into what a source wants,
// in the tenants that the source names. It reads no clock and writes nothing.
func Diff(desired Desired, observed Observed) Plan {
	p := newPlanning(desired.Source, observed)
	wanted, held := byTenant(desired.Relationships), observed.byTenant()
	for _, tenant := range desired.Tenants {
		p.add(desired.of(tenant, wanted[tenant]), held(tenant))
	}
	p.plan.Notices, p.plan.Unnamed = desired.Notices, observed.Others
	return p.done().sealed()
}

// planning makes a plan, tenant by tenant.
type planning struct {
	plan Plan
	base baseDigest
}

// newPlanning begins the plan of a source over an engine's state.
func newPlanning(source string, observed Observed) *planning {
	return &planning{Plan{
		Format: planFormat, Source: source, Revision: observed.Revision, WritesSchema: observed.NoSchema, Tenants: []TenantChanges{},
	}, newBaseDigest(observed.NoSchema)}
}

// add takes up what one tenant is to hold and what it holds, and gives back what
// changes.
func (p *planning) add(desired Desired, observed Observed) *TenantChanges {
	tenant := desired.Tenants[0]
	p.base.add(tenant, observed.Relationships)
	p.plan.Tenants = append(p.plan.Tenants, changesOf(desired, observed))
	return &p.plan.Tenants[len(p.plan.Tenants)-1]
}

// addUnchanged is add of a tenant that holds just what it is to hold.
func (p *planning) addUnchanged(desired Desired, observed Observed) {
	tenant, held := desired.Tenants[0], desired.packed
	p.base.addPacked(tenant, held)
	n := holders(held.ofTenant())
	t := TenantChanges{Tenant: tenant, Before: len(held.rows), Holders: holdersOf(n, n)}
	t.Spent, t.SpentBefore = spentIn(observed.leases, tenant, desired.Source)
	p.plan.Tenants = append(p.plan.Tenants, t)
}

// done is the plan, unsealed.
func (p *planning) done() Plan {
	p.plan.BaseDigest = p.base.String()
	return p.plan
}

// changesOf are the changes of one tenant.
func changesOf(desired Desired, observed Observed) TenantChanges {
	tenant := desired.Tenants[0]
	t := TenantChanges{}
	if len(desired.Gone) > 0 {
		t = erasing(tenant, observed.in(tenant))
	} else {
		t = diffTenant(tenant, desired.keeping(observed), observed.Relationships)
	}
	t.Spent, t.SpentBefore = spentIn(observed.leases, tenant, desired.Source)
	return t
}

func diffTenant(tenant schema.TenantID, want Desired, observed []Relationship) TenantChanges {
	desired := want.Relationships
	t := TenantChanges{
		Tenant:  tenant,
		Before:  len(observed),
		Holders: holdersOf(holders(observed), holders(desired)),
		Losers:  losersOf(desired, observed),
		Emptied: emptied(desired, observed),
	}
	left := desired
	if want.packed != nil && len(observed)+len(want.Revoked) == 0 {
		t.Changes = additions(want.packed)
	} else {
		found := revoking(want.Revoked, changes(desired, observed))
		t.Changes, left = ChangesOf(found...), afterAll(found, observed)
	}
	t.Findings = t.findings(left, observed)
	return t
}

// emptied are the kinds of row that stand for some of what is observed, and for
// nothing that is desired.
func emptied(desired, observed []Relationship) []source.Kind {
	before, after := rowKinds(observed, madeIn(observed).owned), rowKinds(desired, ownedBySource)
	var found []source.Kind
	for _, kind := range source.Kinds() {
		if kind != source.Tenants && before[kind] && !after[kind] { // of which there is a switch at most
			found = append(found, kind)
		}
	}
	return found
}

// rowKinds are those of some relationships that count.
func rowKinds(relationships []Relationship, counts func(Relationship) bool) map[source.Kind]bool {
	seen, kinds := map[schema.Relation]bool{}, map[source.Kind]bool{}
	for _, r := range relationships {
		if !seen[r.Relation] && counts(r) {
			seen[r.Relation], kinds[rowKind(r)] = true, true
		}
	}
	return kinds
}

// holdersOf are those of each role; nobody's are left out.
func holdersOf(before, after map[schema.Relation]int) map[schema.Role]Holders {
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
	n := map[schema.Relation]int{}
	active := activeIn(relationships)
	for _, r := range ofTenants(relationships) {
		if active[r.Subject] {
			n[r.Relation]++
		}
	}
	return n
}

// activeIn are the users who are active.
func activeIn(relationships []Relationship) map[Object]bool {
	active := map[Object]bool{}
	for _, r := range ofTenants(relationships) {
		if traitsOf(r).kind == schema.KindActive {
			active[r.Subject] = true
		}
	}
	return active
}

// changes are those of the loader's own relationships, and what is cleared away
// of an application's.
func changes(desired, observed []Relationship) []Change {
	found, cleared := ownedChanges(desired, observed), clearings(desired, observed)
	if len(cleared) > 0 {
		found = append(found, cleared...)
		slices.SortFunc(found, func(a, b Change) int { return a.Compare(b.Relationship) })
	}
	return found
}

// ownedChanges are those of the loader's own relationships; both are sorted, and so are
// the changes.
func ownedChanges(desired, observed []Relationship) []Change {
	all := madeIn(observed)
	left := all.without(desired)
	found := make([]Change, 0, max(0, len(desired)-len(observed)))
	for len(desired)+len(observed) > 0 {
		side := compareFirst(desired, observed)
		switch {
		case side < 0:
			found = append(found, Change{Add, desired[0], nil})
			desired = desired[1:]
			continue
		case side == 0 && desired[0].Terms != observed[0].Terms:
			was := observed[0].Terms // alone: the change outlives the state
			found = append(found, Change{Alter, desired[0], &was})
		case tellsOrigin(observed[0]) && all[observed[0].Resource] && !left[observed[0].Resource]:
			found = append(found, Change{TakeOver, observed[0], nil})
		case side == 0 || !left.owned(observed[0]):
		case observed[0].StoresQuestion():
			found = append(found, Change{ClearStoredNow, observed[0], nil})
		default:
			found = append(found, Change{Remove, observed[0], nil})
		}
		if side == 0 {
			desired = desired[1:]
		}
		observed = observed[1:]
	}
	return found
}

// compareFirst orders the first of two lists; the end of one comes after all.
func compareFirst(a, b []Relationship) int {
	switch {
	case len(b) == 0:
		return -1
	case len(a) == 0:
		return 1
	}
	return a[0].Compare(b[0])
}

// clearings are the orphans among an application's relationships: what is one
// once the engine holds what is wanted, and what is one now, or it would
// come to life with the id that it names; and what ends at no clock. An object
// that an application made goes with what it is part of.
func clearings(desired, observed []Relationship) []Change {
	all := madeIn(observed)
	if !slices.ContainsFunc(observed, func(r Relationship) bool { return !all.owned(r) }) {
		return nil // applications wrote nothing
	}
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
