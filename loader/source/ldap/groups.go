package ldap

import (
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// group is a group with its members, by the keys of their DNs.
type group struct {
	dn      string
	members []string
}

// groups are all groups of the directory.
func (d *directory) groups() (map[string]group, error) {
	attributes := []string{"member", "uniqueMember"}
	entries, err := d.search(d.options.GroupBase, d.options.GroupFilter, attributes)
	if err != nil {
		return nil, err
	}
	all := map[string]group{}
	for _, e := range entries {
		key, err := keyOf(e.DN)
		if err != nil {
			return nil, phrase.Errorf("the directory has an entry %s, which is no DN: %w", schema.Quote(e.DN), err)
		}
		if _, met := all[key]; met {
			return nil, phrase.Errorf("the directory returned %s twice", schema.Shown(e.DN))
		}
		g := group{dn: e.DN}
		for _, attribute := range attributes {
			values, err := d.values(e, attribute)
			if err != nil {
				return nil, err
			}
			for _, dn := range values {
				// One that is no DN is nobody's: it can match no user's.
				if member, err := keyOf(dn); err == nil {
					g.members = append(g.members, member)
				}
			}
		}
		all[key] = g
	}
	return all, nil
}

// roles are the roles of each user, by the key of their DN.
func (d *directory) roles(r *source.Records, groups map[string]group) map[string][]string {
	held := map[string][]string{}
	for _, dn := range slices.Sorted(maps.Keys(d.options.Roles)) {
		role := d.options.Roles[dn]
		key, _ := keyOf(dn) // checked
		if _, found := groups[key]; !found {
			r.Problem(source.Users, at(dn, nil), "is not among the groups that were read: was it renamed, or may %s not see it?", d.options.BindDN)
			continue
		}
		members := d.members(r, groups, key)
		if len(members) == 0 {
			r.Warn(at(dn, nil), "has no members: nobody has the role %s by it", role)
		}
		for _, member := range members {
			if !slices.Contains(held[member], role) {
				held[member] = append(held[member], role)
			}
		}
	}
	return held
}

// members are who is in a group: with Nested, also in a group within it, however
// deep, and however they go in circles.
func (d *directory) members(r *source.Records, groups map[string]group, key string) []string {
	var members []string
	seen := map[string]bool{key: true}
	for rest := []string{key}; len(rest) > 0; {
		g := groups[rest[0]]
		rest = rest[1:]
		for _, member := range g.members {
			inner, isGroup := groups[member]
			switch {
			case !isGroup:
				members = append(members, member)
			case !d.options.Nested:
				r.Warn(at(g.dn, nil), "has the group %s in it, which gives nothing: set nested if its members are meant", schema.Shown(inner.dn))
			case !seen[member]:
				seen[member] = true
				rest = append(rest, member)
			}
		}
	}
	return members
}
