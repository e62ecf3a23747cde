package loader

import (
	"slices"

	"github.com/remit-authz/remit/schema"
)

// kind groups the changes of a plan for people.
type kind string

const (
	accountKind kind = "accounts"
	activeKind  kind = "who is active"
	roleKind    kind = "roles and groups"
	linkKind    kind = "links"
	objectKind  kind = "objects"
	switchKind  kind = "emergency procedure"
)

// kinds are in the order in which a plan prints them.
func kinds() []kind {
	return []kind{switchKind, activeKind, roleKind, linkKind, objectKind, accountKind}
}

func kindOfRelation(r schema.Relation) kind {
	switch {
	case r == schema.TenantMember:
		return activeKind
	case r == schema.TenantEmergencyProcedure:
		return switchKind
	case r.Type() == schema.TypeTenant:
		return roleKind
	case r.Type() == schema.TypeAccount:
		return accountKind
	case slices.Contains(schema.LinkRoles(r.Type()), schema.Role(r.Name())),
		r == schema.ClientEmergency, r == schema.OrganizationCreatedBy:
		return linkKind
	}
	return objectKind
}

// sentence says in words what a change does.
func (c Change) sentence() string {
	words := wordsOf(c)
	switch {
	case c.Action == Alter:
		return words.given + c.ends() + " (was" + Change{Relationship: Relationship{Terms: *c.Was}}.ends() + ")"
	case c.Removes():
		return words.taken
	}
	return words.given + c.ends()
}

func (c Change) ends() string {
	if c.Expires == "" {
		return ""
	}
	return " until " + schema.Shown(c.Expires)
}

// words are how a change reads when it gives and when it takes.
type words struct{ given, taken string }

func wordsOf(c Change) words {
	who, what := c.who(), c.Resource.String()
	switch kindOfRelation(c.Relation) {
	case switchKind:
		return words{"switched on", "switched off: running ones end at once"}
	case activeKind:
		return words{who + " becomes active", who + " becomes inactive"}
	case roleKind:
		role := schema.Role(c.name()).Label().In(schema.English)
		return words{who + " gains the role " + role, who + " loses the role " + role}
	case accountKind:
		return accountWords(c, what, who)
	case linkKind:
		return linkWords(c, what, who)
	}
	return objectWords(c, what, who)
}

// who is the subject; the user himself for a link to his account's owner.
func (c Change) who() string {
	if c.SubjectRelation == "" {
		return c.Subject.String()
	}
	return "the " + schema.Shown(c.SubjectRelation) + " of " + c.Subject.String()
}

func accountWords(c Change, account, who string) words {
	switch c.Relation {
	case schema.AccountTenant:
		return words{account + " is new in " + who, account + " is gone from " + who}
	case schema.AccountOwner:
		return words{account + " is " + who + "'s", account + " is no longer " + who + "'s"}
	case schema.AccountOrdinaryIn:
		return words{account + " can be managed by user admins", account + " can no longer be managed by user admins"}
	}
	return words{account + " shows that it has roles", account + " shows no roles any more"}
}

func linkWords(c Change, object, who string) words {
	switch c.Relation {
	case schema.OrganizationBarred:
		return words{who + " is barred from " + object, who + " is no longer barred from " + object}
	case schema.ClientEmergency:
		return words{who + " has emergency access to " + object, who + " no longer has emergency access to " + object}
	case schema.ConnectionExternalClient:
		return words{who + " is invited to " + object, who + " is no longer invited to " + object}
	case schema.OrganizationCreatedBy:
		return words{who + " created " + object, who + " is no longer known as who created " + object}
	}
	role := schema.Role(c.name()).Label().In(schema.English)
	return words{who + " becomes " + role + " of " + object, who + " is no longer " + role + " of " + object}
}

func objectWords(c Change, object, who string) words {
	switch c.Relation {
	case schema.ClientLogin:
		return words{who + " becomes the login of " + object, who + " is no longer the login of " + object}
	case schema.EngagementLead:
		return words{who + " becomes the lead of " + object, who + " is no longer the lead of " + object}
	}
	if c.name() == schema.AccountTenant.Name() {
		return words{object + " is new in " + who, object + " is gone from " + who}
	}
	return words{object + " is placed under " + who, object + " is no longer under " + who}
}
