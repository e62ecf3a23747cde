package loader

import (
	"slices"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// owned says whether the relationship is of the kind that the loader writes for
// a source, so that a source that does not name it takes it away, unless it
// places what an application made. The others are an application's, those that
// name the owner of an account among them.
func ownedBySource(r Relationship) bool {
	ofOwner := r.Subject.Type == schema.TypeAccount && r.SubjectRelation == schema.AccountOwner.Name()
	return !ofOwner && traitsOf(r).bySource
}

// owned are those of some relationships that the loader writes.
func owned(relationships []Relationship) []Relationship {
	return madeIn(relationships).ownedOf(relationships)
}

// existence is what some relationships give a place in a tenant.
type existence struct {
	objects map[Object]bool // objects and users, and their tenants
	on      map[tenantSwitch]bool
	// has are the active, and who has a role that something temporary needs.
	has map[tenantRole]bool
}

// tenantRole is a user with a relation to their tenant.
type tenantRole struct {
	user     Object
	relation schema.Relation
}

// tenantSwitch is a switch of one tenant.
type tenantSwitch struct {
	tenant   schema.TenantID
	relation schema.Relation
}

// existing finds the switches that are on, the objects that are in their tenant,
// and the users whose accounts are: whatever the loader writes is. What an
// application made is there as long as all that it is part of is.
func existing(relationships []Relationship) existence {
	e := existence{map[Object]bool{}, map[tenantSwitch]bool{}, map[tenantRole]bool{}}
	needed := temporaryNeeds()
	for _, r := range relationships {
		tenant := r.Resource.Tenant()
		if needed[r.Relation] {
			e.has[tenantRole{r.Subject, r.Relation}] = true
		}
		kind := traitsOf(r).kind
		if kind == schema.KindSwitch {
			e.on[tenantSwitch{tenant, r.Relation}] = true
		}
		if kind != schema.KindTenant || r.Subject != relation.ObjectOf(schema.TenantRef(tenant)) {
			continue
		}
		e.objects[r.Resource], e.objects[r.Subject] = true, true
		if r.Resource.Type == schema.TypeAccount {
			e.objects[Object{Type: schema.TypeUser, ID: r.Resource.ID}] = true
		}
	}
	e.placeMade(relationships)
	return e
}

// temporaryNeeds are the relations to the tenant without which what an application
// gives for a time, under a switch, gives nothing.
func temporaryNeeds() map[schema.Relation]bool {
	needed := map[schema.Relation]bool{schema.TenantMember: true}
	for _, t := range schema.Types() {
		for _, r := range schema.Relations(t) {
			for _, role := range temporaryRoles(r) {
				needed[role] = true
			}
		}
	}
	return needed
}

// temporaryRoles are the roles that the subject of a relation under a switch needs.
func temporaryRoles(r schema.Relation) []schema.Relation {
	f := r.Facts()
	if f.Under == "" {
		return nil
	}
	var roles []schema.Relation
	for _, role := range f.Needs {
		if in, ok := role.TenantRelation(); ok {
			roles = append(roles, in)
		}
	}
	return roles
}

// lapsed says whether something temporary has lost what it needs: it must not come
// to life when that comes back.
func (e existence) lapsed(r Relationship) bool {
	f := r.Relation.Facts()
	if f.Under == "" {
		return false
	}
	return !e.on[tenantSwitch{r.Resource.Tenant(), f.Under}] || !e.has[tenantRole{r.Subject, schema.TenantMember}] ||
		slices.ContainsFunc(temporaryRoles(r.Relation), func(role schema.Relation) bool { return !e.has[tenantRole{r.Subject, role}] })
}

// placeMade takes out what applications made and is part of nothing that is
// there, and what is part of that.
func (e existence) placeMade(relationships []Relationship) {
	made, parents := madeIn(relationships), map[Object][]Object{}
	for _, r := range relationships {
		if made[r.Resource] && traitsOf(r).kind == schema.KindParent {
			parents[r.Resource] = append(parents[r.Resource], r.Subject)
		}
	}
	for changed := true; changed; {
		changed = false
		for o := range made {
			missing := slices.ContainsFunc(parents[o], func(p Object) bool { return !e.objects[p] })
			if e.objects[o] && (missing || len(parents[o]) == 0 && isPart(o.Type)) {
				delete(e.objects, o)
				changed = true
			}
		}
	}
}

// isPart says whether objects of a type are part of another.
func isPart(t schema.Type) bool {
	return slices.ContainsFunc(schema.Relations(t), func(r schema.Relation) bool { return r.Facts().Kind == schema.KindParent })
}

// orphan says whether an application's relationship gives nothing and could
// come to life by itself: it names an object or a user that does not exist,
// whose id may be used again, or one of another tenant, or it is an emergency
// that ended when the procedure was switched off, or when its user became inactive or
// lost the group, all of which may come back. Which objects are the applications' is for the caller to say.
func (e existence) orphan(r Relationship, m made) bool {
	f := r.Relation.Facts()
	switch {
	case m.owned(r), !f.WrittenBy(schema.ByApplication), f.Effect == schema.Takes:
		// What only takes away waits for whom it names to come back.
		return false
	case e.lapsed(r), r.Subject.Tenant() != r.Resource.Tenant():
		return true
	}
	return !e.objects[r.Resource] || !e.objects[r.Subject]
}
