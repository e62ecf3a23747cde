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
	f := r.Relation.Facts()
	ofOwner := r.Subject.Type == schema.TypeAccount && r.SubjectRelation == schema.AccountOwner.Name()
	return (f.WrittenBy(schema.BySource) || f.WrittenBy(schema.ByDerivation)) && !ofOwner
}

// owned are those of some relationships that the loader writes.
func owned(relationships []Relationship) []Relationship {
	return madeIn(relationships).ownedOf(relationships)
}

// existence is what some relationships give a place in a tenant.
type existence struct {
	objects map[Object]bool // objects and users, and their tenants
	on      map[tenantSwitch]bool
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
	e := existence{map[Object]bool{}, map[tenantSwitch]bool{}}
	for _, r := range relationships {
		tenant := r.Resource.Tenant()
		kind := r.Relation.Facts().Kind
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

// placeMade takes out what applications made and is part of nothing that is
// there, and what is part of that.
func (e existence) placeMade(relationships []Relationship) {
	made, parents := madeIn(relationships), map[Object][]Object{}
	for _, r := range relationships {
		if made[r.Resource] && r.Relation.Facts().Kind == schema.KindParent {
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
// that ended when the procedure was switched off, which may be switched on
// again. Which objects are the applications' is for the caller to say.
func (e existence) orphan(r Relationship, m made) bool {
	f, tenant := r.Relation.Facts(), r.Resource.Tenant()
	switch {
	case m.owned(r), !f.WrittenBy(schema.ByApplication), f.Effect == schema.Takes:
		// What only takes away waits for whom it names to come back.
		return false
	case f.Under != "" && !e.on[tenantSwitch{tenant, f.Under}], r.Subject.Tenant() != tenant:
		return true
	}
	return !e.objects[r.Resource] || !e.objects[r.Subject]
}
