package loader

import (
	"fmt"
	"slices"
	"strings"

	"github.com/remit-authz/remit/schema"
)

// warn collects what the source says and the model gives nothing for.
func (r *reader) warn() {
	r.warnUsers()
	for _, link := range r.source.Links {
		r.warnLink(link)
	}
}

func (r *reader) warning(file string, line int, format string, args ...any) {
	r.source.Warnings = append(r.source.Warnings, Problem{file, line, fmt.Sprintf(format, args...)})
}

func (r *reader) warnUsers() {
	for _, user := range r.source.Users {
		line := r.lines[user.Ref]
		// A client's own login has no role and needs none.
		if _, login := r.logins[user.Ref]; len(user.Roles) == 0 && !login {
			r.warning(usersFile, line, "%s has no role: he may do nothing", user.Ref)
		}
		if strings.TrimSpace(user.Ref.ID) != user.Ref.ID {
			r.warning(usersFile, line, "id %q begins or ends with a blank, which is kept", user.Ref.ID)
		}
	}
}

func (r *reader) warnLink(link Link) {
	relation, _ := link.Role.LinkRelation(link.Object.Type)
	if relation.Facts().Effect == schema.Takes {
		return
	}
	if missing := r.users[link.User].lacks(relation); missing != "" {
		r.warning(linksFile, link.Line, "%s lacks %s: this link gives nothing until he has it", link.User, missing)
	}
	organization := link.Object
	for r.parents[organization] != (schema.Ref{}) {
		organization = r.parents[organization]
	}
	if line, barred := r.links[linkKey{link.User, organization, schema.RoleBarred}]; barred {
		r.warning(linksFile, link.Line, "%s is barred from %s on line %d: this link gives nothing", link.User, organization, line)
	}
}

// lacks is the tenant role without which a link gives nothing to the user, or
// blank.
func (u User) lacks(link schema.Relation) string {
	needs := link.Facts().Needs
	switch {
	case len(needs) == 0 || slices.ContainsFunc(needs, u.Has):
		return ""
	case len(needs) == 1:
		return fmt.Sprintf("the role %q", needs[0])
	}
	return "a system role"
}

func roleNames(roles []schema.Role) string {
	names := make([]string, len(roles))
	for i, role := range roles {
		names[i] = string(role)
	}
	return oneOf(names)
}
