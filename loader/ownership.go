package loader

import "github.com/remit-authz/remit/schema"

// owned says whether the loader is the one that writes such a relationship, so
// that a source that does not name it takes it away. The others are an
// application's: emergency access, who created an organization, and links to
// an account's owner.
func (r Relationship) owned() bool {
	switch {
	case r.Relation == schema.OrganizationCreatedBy, r.Relation == schema.ClientEmergency:
		return false
	}
	return !(r.Subject.Type == schema.TypeAccount && r.SubjectRelation == schema.AccountOwner.Name())
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
	// emergencies are the tenants whose emergency procedure is switched on.
	emergencies map[schema.TenantID]bool
}

// existing finds the objects that are in their tenant, and the users whose
// accounts are: whatever the loader writes is.
func existing(relationships []Relationship) existence {
	e := existence{map[Object]bool{}, map[schema.TenantID]bool{}}
	for _, r := range relationships {
		tenant := r.Resource.tenant()
		if r.Relation == schema.TenantEmergencyProcedure {
			e.emergencies[tenant] = true
		}
		if r.name() != schema.AccountTenant.Name() || r.Subject != objectOf(schema.TenantRef(tenant)) {
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
	switch tenant := r.Resource.tenant(); {
	case r.owned(), r.Relation == schema.OrganizationBarred:
		// A bar only takes away: it waits for whom it names to come back.
		return false
	case r.Relation == schema.ClientEmergency && !e.emergencies[tenant], r.Subject.tenant() != tenant:
		return true
	}
	return !e.objects[r.Resource] || !e.objects[r.Subject]
}
