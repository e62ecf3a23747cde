package loader

import (
	"cmp"
	"strings"

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
	if r.Type() == schema.TypeAccount {
		return accountKind
	}
	switch r.Facts().Kind {
	case schema.KindActive:
		return activeKind
	case schema.KindSwitch:
		return switchKind
	case schema.KindSystemRole, schema.KindGroup:
		return roleKind
	case schema.KindLink, schema.KindContact:
		return linkKind
	}
	return objectKind
}

// sentence says in words what a change does.
func (c Change) sentence() string {
	words := c.Relation.Sentence()
	switch {
	case c.Action == Alter:
		return c.say(words.Gains) + c.ends() + " (was" + cmp.Or(Change{Relationship: Relationship{Terms: *c.Was}}.ends(), " without an end") + ")"
	case c.Removes():
		return c.say(words.Loses)
	}
	return c.say(words.Gains) + c.ends()
}

// fact says that the relationship of a change is there.
func (c Change) fact() string { return c.say(c.Relation.Sentence().Is) + c.ends() }

func (c Change) say(sentence schema.Label) string {
	return strings.NewReplacer(
		"{who}", c.who(), "{what}", c.Resource.String(), "{parent}", c.Subject.String(),
		"{role}", schema.Role(c.Relation.Name()).Label().In(schema.English),
	).Replace(sentence.In(schema.English))
}

func (c Change) ends() string {
	switch {
	case c.StoresQuestion():
		return " whatever the time"
	case c.Expires == "":
		return ""
	}
	return " until " + schema.Shown(c.Expires)
}

// who is the subject; the user for a link to the owner of their account.
func (c Change) who() string {
	if c.SubjectRelation == "" {
		return c.Subject.String()
	}
	return "the " + schema.Shown(c.SubjectRelation) + " of " + c.Subject.String()
}
