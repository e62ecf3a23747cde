package source

import (
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

func (c *check) checkLinks() {
	c.source.Links = slices.Grow(c.source.Links, len(c.records.Links))
	for _, row := range c.records.Links {
		a := c.at(Links, row.At)
		object, okObject := a.object(row)
		user, okUser := a.refer("user", schema.TypeUser, row.Tenant, row.User)
		if !okObject {
			continue
		}
		role, ok := a.linkRole(row.Role, object.Type)
		if !ok || !okUser {
			continue
		}
		relation, _ := role.LinkRelation(object.Type)
		link := Link{user, role, object, a.until(row.Until, relation), a.from(row.From, relation), row.At}
		if !link.From.IsZero() && !link.Until.IsZero() && !link.From.Before(link.Until) {
			a.problem("from", "from %q is not before until %q", row.From, row.Until)
		}
		a.checkLink(link)
		c.source.Links = append(c.source.Links, link)
	}
}

// object reads "organization:ID" and its like, in the row's tenant.
func (a at) object(row LinkRow) (schema.Ref, bool) {
	name, id, found := strings.Cut(row.Object, ":")
	if typ := schema.Type(name); found && slices.Contains(linkTypes(), typ) {
		return a.refer("object", typ, row.Tenant, id)
	}
	names := make([]string, len(linkTypes()))
	for i, typ := range linkTypes() {
		names[i] = string(typ)
	}
	a.problem("object", "object %q: write one of %s, a colon and the id%s", row.Object, strings.Join(names, ", "), suggest.DidYouMean(name, names))
	return schema.Ref{}, false
}

// linkTypes are the types of objects that a source links users to.
var linkTypes = sync.OnceValue(func() []schema.Type {
	return slices.DeleteFunc(schema.Types(), func(t schema.Type) bool { return len(schema.LinkRoles(t)) == 0 })
})

func (a at) linkRole(written string, typ schema.Type) (schema.Role, bool) {
	role := schema.Role(written)
	if _, ok := role.LinkRelation(typ); ok {
		return role, true
	}
	if slices.Contains(schema.Roles(), role) {
		a.problem("role", "role %q cannot be had on one %s: the roles there are %s", role, typ, roleNames(schema.LinkRoles(typ)))
		return "", false
	}
	a.problem("role", "%s", noSuchRole(written, linkRoles()))
	return "", false
}

func linkRoles() []schema.Role {
	var roles []schema.Role
	for _, typ := range linkTypes() {
		roles = append(roles, schema.LinkRoles(typ)...)
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

func roleNames(roles []schema.Role) string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = string(role)
	}
	return strings.Join(names, ", ")
}

func (a at) until(written string, link schema.Relation) time.Time {
	switch {
	case written == "" && Ends(link):
		a.problem("until", "until is blank: an external client's invitation has an end, such as 2027-03-31T18:00:00+02:00")
	case written != "" && !Ends(link) && !link.Facts().MayEnd:
		a.problem("until", "until %q: a link of role %q has no end: what it shuts out would be let in by the clock, and by no plan", written, link.Name())
	case written != "":
		until := a.time("until", written).Truncate(time.Second)
		if until.IsZero() { // an end that is long past, and not none
			until = until.Add(time.Second)
		}
		return until
	}
	return time.Time{}
}

// from reads a beginning: of a fraction of a second, the next whole one.
func (a at) from(written string, link schema.Relation) time.Time {
	switch {
	case written == "":
		return time.Time{}
	case link.Facts().Effect == schema.Takes:
		a.problem("from", "from %q: a link of role %q has no beginning: until the first sync after it nobody would be shut out; write the link when it begins", written, link.Name())
	}
	return a.time("from", written).Add(time.Second - 1).Truncate(time.Second)
}

// time reads a time in UTC.
func (a at) time(field, written string) time.Time {
	at, err := time.Parse(time.RFC3339, written)
	at = at.UTC()
	// Beyond these years an engine has no timestamp.
	if err != nil || at.Year() < 1 || at.Year() > 9999 {
		a.problem(field, "%s %q is not a time: write it as 2027-03-31T18:00:00+02:00 (RFC 3339)", field, written)
	}
	return at
}

func (a at) checkLink(link Link) {
	key := a.linkKey(link.User, link.Object, link.Role)
	if first, met := a.links[key]; met {
		a.problem("", "%s as %q on %s is there twice: first %s", link.User, link.Role, link.Object, first.from(a.position))
	} else {
		a.links[key] = link.At
	}
	relation, _ := link.Role.LinkRelation(link.Object.Type)
	for _, held := range a.user(link.User).Roles {
		if inTenant, _ := held.TenantRelation(); slices.Contains(inTenant.Facts().Excludes, relation) {
			a.problem("role", "%s has the system role %s: whoever has it can never be %s", link.User, held, link.Role)
		}
	}
}
