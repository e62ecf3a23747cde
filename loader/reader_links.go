package loader

import (
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/schema"
)

func (r *reader) readLinks() {
	r.each(linksFile, func(t *table, row row) {
		object, okObject := r.readObject(t, row)
		user, okUser := r.refer(t, row, schema.TypeUser, row.at("user"))
		if !okObject {
			return
		}
		role, ok := readLinkRole(t, row, object.Type)
		if !ok || !okUser {
			return
		}
		relation, _ := role.LinkRelation(object.Type)
		link := Link{user, role, object, readUntil(t, row, relation), row.line}
		r.checkLink(t, link)
		r.source.Links = append(r.source.Links, link)
	})
}

// readObject reads "organization:ID" and its like, in the row's tenant.
func (r *reader) readObject(t *table, row row) (schema.Ref, bool) {
	written := row.at("object")
	name, id, found := strings.Cut(written, ":")
	if typ := schema.Type(name); found && slices.Contains(linkTypes(), typ) {
		return r.refer(t, row, typ, id)
	}
	names := make([]string, len(linkTypes()))
	for i, typ := range linkTypes() {
		names[i] = string(typ)
	}
	t.problem(row.line, "object %q: write one of %s, a colon and the id%s", written, oneOf(names), didYouMean(name, names))
	return schema.Ref{}, false
}

// linkTypes are the types of objects that a source links users to.
func linkTypes() []schema.Type {
	return slices.DeleteFunc(schema.Types(), func(t schema.Type) bool { return len(schema.LinkRoles(t)) == 0 })
}

func readLinkRole(t *table, row row, typ schema.Type) (schema.Role, bool) {
	role := schema.Role(row.at("role"))
	if _, ok := role.LinkRelation(typ); ok {
		return role, true
	}
	if slices.Contains(schema.Roles(), role) {
		t.problem(row.line, "role %q cannot be had on one %s: the roles there are %s", role, typ, roleNames(schema.LinkRoles(typ)))
		return "", false
	}
	t.problem(row.line, "%s", noSuchRole(string(role), linkRoles()))
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

func readUntil(t *table, row row, link schema.Relation) time.Time {
	written := row.at("until")
	switch {
	case written == "" && ends(link):
		t.problem(row.line, "until is blank: an external client's invitation has an end, such as 2027-03-31T18:00:00+02:00")
	case written != "" && !ends(link):
		t.problem(row.line, "until %q: only an external client's invitation has an end, a link of role %q has none", written, link.Name())
	case written != "":
		until, ok := parseUntil(written)
		if !ok {
			t.problem(row.line, "until %q is not a time: write it as 2027-03-31T18:00:00+02:00 (RFC 3339)", written)
		}
		return until
	}
	return time.Time{}
}

func (r *reader) checkLink(t *table, link Link) {
	key := linkKey{link.User, link.Object, link.Role}
	if first, met := r.links[key]; met {
		t.problem(link.Line, "%s as %q on %s is there twice: first on line %d", link.User, link.Role, link.Object, first)
	} else {
		r.links[key] = link.Line
	}
	relation, _ := link.Role.LinkRelation(link.Object.Type)
	for _, held := range r.users[link.User].Roles {
		if inTenant, _ := held.TenantRelation(); slices.Contains(inTenant.Facts().Excludes, relation) {
			t.problem(link.Line, "%s has the system role %s: whoever has it can never be %s", link.User, held, link.Role)
		}
	}
}
