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

// existence is the set of objects and users that some relationships give a
// place in a tenant.
type existence map[Object]bool

// existing finds the objects that have a tenant, and the users whose accounts
// have one: whatever the loader writes has.
func existing(relationships []Relationship) existence {
	e := existence{}
	for _, r := range relationships {
		if r.name() != schema.AccountTenant.Name() {
			continue
		}
		e[r.Resource] = true
		if r.Resource.Type == schema.TypeAccount {
			e[Object{schema.TypeUser, r.Resource.ID}] = true
		}
	}
	return e
}

// leftOver says whether an application's relationship names an object or a
// user that does not exist: a reused id would revive it.
func (e existence) leftOver(r Relationship) bool {
	return !r.owned() && !(e[r.Resource] && e[r.Subject])
}
