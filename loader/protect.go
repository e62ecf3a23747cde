package loader

import (
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Protected are users and roles that no plan takes away, whatever is allowed
// besides. The zero value protects nothing more than the limits do.
type Protected struct {
	// Users keep their roles in the tenant, and their accounts stay active.
	Users []schema.Ref
	// Roles in a tenant that nobody active loses.
	Roles []schema.Role
	// Last are the roles in a tenant of which the last active holder does not lose
	// theirs. Those that the model says are kept need not be named.
	Last []schema.Role
}

// Validate says which of them is no user, or no role in a tenant.
func (p Protected) Validate() error {
	for _, u := range p.Users {
		if u.Type != schema.TypeUser {
			return phrase.Errorf("protected %s is no user, such as user:acme/ada", u)
		}
	}
	for _, r := range slices.Concat(p.Roles, p.Last) {
		if _, ok := r.TenantRelation(); !ok {
			return phrase.Errorf("protected role %s is none in a tenant: they are %v", schema.Quote(string(r)), schema.TenantRoles())
		}
	}
	return nil
}

// reasons are those that stand against a plan of a tenant.
func (p Protected) reasons(t TenantChanges) []phrase.Phrase {
	var reasons []phrase.Phrase
	for _, role := range schema.TenantRoles() {
		losers := t.Losers[role]
		label := role.Label()
		if slices.Contains(p.Roles, role) {
			for _, user := range losers {
				reasons = append(reasons, phrase.Of("%s loses the protected role %s", user, label))
			}
		}
		if h := t.Holders[role]; slices.Contains(p.Last, role) && h.Before > 0 && h.After == 0 {
			reasons = append(reasons, phrase.Of("loses its last active %s, which is protected: %s", label, namesOf(losers)))
		}
		for _, u := range p.Users {
			if slices.Contains(losers, relation.ObjectOf(u)) {
				reasons = append(reasons, phrase.Of("%s, who is protected, loses the role %s", u, label))
			}
		}
	}
	for c := range t.Changes.others() {
		if c.Removes() && c.Relation.Facts().Kind == schema.KindActive && slices.ContainsFunc(p.Users, func(u schema.Ref) bool { return relation.ObjectOf(u) == c.Subject }) {
			reasons = append(reasons, phrase.Of("%s, who is protected, becomes inactive", c.Subject))
		}
	}
	return reasons
}

// namesOf lists some users.
func namesOf(users []Object) phrase.Phrase {
	text := ""
	for i, u := range users {
		switch {
		case i == namesShown:
			return phrase.Of("%s and %d more", text, len(users)-i)
		case i > 0:
			text += ", "
		}
		text += u.String()
	}
	return phrase.Literal(text)
}

// losersOf are those who had each role in a tenant while they were active, and have
// it no more, or are not active any more. Nil where nobody is.
func losersOf(desired, observed []Relationship) map[schema.Role][]Object {
	before, after := effectiveRoles(observed), effectiveRoles(desired)
	var all map[schema.Role][]Object
	for _, r := range ofTenants(observed) {
		if role := schema.Role(r.Relation.Name()); before[r.Key()] && !after[r.Key()] {
			if all == nil {
				all = map[schema.Role][]Object{}
			}
			all[role] = append(all[role], r.Subject)
		}
	}
	return all
}

// effectiveRoles are the relationships that give active users roles in a tenant.
func effectiveRoles(relationships []Relationship) map[Relationship]bool {
	active, found := activeIn(relationships), map[Relationship]bool{}
	for _, r := range ofTenants(relationships) {
		if kind := traitsOf(r).kind; (kind == schema.KindSystemRole || kind == schema.KindGroup) && active[r.Subject] {
			found[r.Key()] = true
		}
	}
	return found
}
