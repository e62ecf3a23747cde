package loader

import (
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// kind groups the changes of a plan for people.
type kind int

const (
	accountKind kind = iota
	activeKind
	roleKind
	linkKind
	objectKind
	switchKind
)

// Say is what the kind is called.
func (k kind) Say(in phrase.Printer) string {
	switch k {
	case accountKind:
		return in.Say("accounts")
	case activeKind:
		return in.Say("who is active")
	case roleKind:
		return in.Say("roles and groups")
	case linkKind:
		return in.Say("links")
	case switchKind:
		return in.Say("emergency procedure")
	}
	return in.Say("objects")
}

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
func (c Change) sentence(in phrase.Printer) string {
	words := c.Relation.Sentence()
	switch {
	case c.Action == Alter:
		if was := (Change{Relationship: Relationship{Terms: *c.Was}}).ends(in); was != "" {
			return in.Say("%s%s (was%s)", c.say(in, words.Gains), c.ends(in), was)
		}
		return in.Say("%s%s (was without an end)", c.say(in, words.Gains), c.ends(in))
	case c.Removes():
		return c.say(in, words.Loses)
	}
	return c.say(in, words.Gains) + c.ends(in)
}

// fact says that the relationship of a change is there.
func (c Change) fact(in phrase.Printer) string {
	return c.say(in, c.Relation.Sentence().Is) + c.ends(in)
}

func (c Change) say(in phrase.Printer, sentence schema.Label) string {
	return strings.NewReplacer(
		"{who}", c.who(in), "{what}", c.Resource.String(), "{parent}", c.Subject.String(),
		"{role}", schema.Role(c.Relation.Name()).Label().Say(in),
	).Replace(sentence.Say(in))
}

func (c Change) ends(in phrase.Printer) string {
	switch {
	case c.StoresQuestion():
		return in.Say(" whatever the time")
	case c.Expires == "":
		return ""
	}
	// An emergency's relationship stays a while longer than it gives anything.
	if end := c.End(); !end.IsZero() {
		return in.Say(" until %s", end.UTC().Format(time.RFC3339Nano))
	}
	return in.Say(" until %s", schema.Shown(c.Expires))
}

// who is the subject; the user for a link to the owner of their account.
func (c Change) who(in phrase.Printer) string {
	if c.SubjectRelation == "" {
		return c.Subject.String()
	}
	return in.Say("the %s of %s", schema.Shown(c.SubjectRelation), c.Subject)
}
