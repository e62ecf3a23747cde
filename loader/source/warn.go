package source

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// warn collects what the source says and the model gives nothing for.
func (c *check) warn() {
	c.warnUsers()
	c.warnIDs()
	for _, link := range c.source.Links {
		c.warnLink(link)
	}
}

// maxWarnings is how many of those that are alike are kept: where one group is missing
// there is one of each link.
const maxWarnings = 1000

func (c *check) warning(at Position, format string, args ...any) {
	if c.warned[format]++; c.warned[format] > maxWarnings {
		c.source.MoreWarnings++
		return
	}
	c.source.Warnings = append(c.source.Warnings, problemAt(at, "", format, args...))
}

func (c *check) warnUsers() {
	for _, user := range c.source.Users {
		at := c.places[user.Ref].Position
		// A client's own login has no role and needs none.
		if _, login := c.logins[user.Ref]; len(user.Roles) == 0 && !login {
			c.warning(at, "%s has no role: they may do nothing", user.Ref)
		}
	}
}

// warnIDs says which ids are not what they look like.
func (c *check) warnIDs() {
	met := map[schema.Ref]schema.Ref{}
	look := func(ref schema.Ref) {
		if strings.TrimSpace(ref.ID) != ref.ID {
			c.warning(c.places[ref].Position, "id %q begins or ends with a blank, which is kept", ref.ID)
		}
		c.warnTwins(ref, met)
	}
	for _, user := range c.source.Users {
		look(user.Ref)
	}
	for _, thing := range c.source.Things {
		look(thing.Ref)
	}
	for _, client := range c.source.Clients {
		look(client.Ref)
	}
}

func (c *check) warnLink(link Link) {
	relation, _ := link.Role.LinkRelation(link.Object.Type)
	if relation.Facts().Effect == schema.Takes {
		return
	}
	if missing := c.user(link.User).lacks(relation); missing.Key() != "" {
		c.warning(link.At, "%s lacks %s: this link gives nothing until they have it", link.User, missing)
	}
	organization := link.Object
	for c.parents[organization] != (schema.Ref{}) {
		organization = c.parents[organization]
	}
	if first, barred := c.links[c.linkKey(link.User, organization, schema.RoleBarred)]; barred {
		c.warning(link.At, "%s is barred from %s %s: this link gives nothing", link.User, organization, first.from(link.At))
	}
}

// lacks is the tenant role without which a link gives nothing to the user, or
// blank.
func (u User) lacks(link schema.Relation) phrase.Phrase {
	needs := link.Facts().Needs
	switch {
	case len(needs) == 0 || slices.ContainsFunc(needs, u.Has):
		return phrase.Phrase{}
	case len(needs) == 1:
		return phrase.Of("the role %q", needs[0])
	}
	return phrase.Of("a system role")
}
