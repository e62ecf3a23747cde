package loader

import "github.com/remit-authz/remit/schema"

// owned says whether the loader is the one that writes such a relationship for
// a source, so that a source that does not name it takes it away. The others are
// an application's, those that name the owner of an account among them.
func (r Relationship) owned() bool {
	f := r.Relation.Facts()
	ofOwner := r.Subject.Type == schema.TypeAccount && r.SubjectRelation == schema.AccountOwner.Name()
	return (f.WrittenBy(schema.BySource) || f.WrittenBy(schema.ByDerivation)) && !ofOwner
}

// owned are those of some relationships that the loader writes.
func owned(relationships []Relationship) []Relationship {
	var found []Relationship
	for _, r := range relationships {
		if r.owned() {
			found = append(found, r)
		}
	}
	return found
}

// existence is what some relationships give a place in a tenant.
type existence struct {
	objects map[Object]bool // objects and users
	on      map[tenantSwitch]bool
}

// tenantSwitch is a switch of one tenant.
type tenantSwitch struct {
	tenant   schema.TenantID
	relation schema.Relation
}

// existing finds the switches that are on, the objects that are in their tenant,
// and the users whose accounts are: whatever the loader writes is.
func existing(relationships []Relationship) existence {
	e := existence{map[Object]bool{}, map[tenantSwitch]bool{}}
	for _, r := range relationships {
		tenant := r.Resource.tenant()
		kind := r.Relation.Facts().Kind
		if kind == schema.KindSwitch {
			e.on[tenantSwitch{tenant, r.Relation}] = true
		}
		if kind != schema.KindTenant || r.Subject != objectOf(schema.TenantRef(tenant)) {
			continue
		}
		e.objects[r.Resource] = true
		if r.Resource.Type == schema.TypeAccount {
			e.objects[Object{schema.TypeUser, r.Resource.ID}] = true
		}
	}
	return e
}

// orphan says whether an application's relationship gives nothing and could
// come to life by itself: it names an object or a user that does not exist,
// whose id may be used again, or one of another tenant, or it is an emergency
// that ended when the procedure was switched off, which may be switched on
// again.
func (e existence) orphan(r Relationship) bool {
	f, tenant := r.Relation.Facts(), r.Resource.tenant()
	switch {
	case r.owned(), !f.WrittenBy(schema.ByApplication), f.Effect == schema.Takes:
		// What only takes away waits for whom it names to come back.
		return false
	case f.Under != "" && !e.on[tenantSwitch{tenant, f.Under}], r.Subject.tenant() != tenant:
		return true
	}
	return !e.objects[r.Resource] || !e.objects[r.Subject]
}
