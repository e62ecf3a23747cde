package source

import (
	"time"

	"github.com/remit-authz/remit/schema"
)

// Status is the state of a user's account. The zero value is not one.
type Status string

// The states of an account. Only an active one has any right.
const (
	Active   Status = "active"
	Inactive Status = "inactive"
	Invited  Status = "invited"
)

// Tenant is a firm or an institution that a source names.
type Tenant struct {
	ID   schema.TenantID
	Name string
	// Emergency says whether the emergency procedure is switched on.
	Emergency bool
}

// User is a user with their roles in the tenant.
type User struct {
	Ref         schema.Ref
	Name, Email string
	Status      Status
	// Roles are the user's system role, if any, and groups, as written.
	Roles []schema.Role
}

// Has says whether the user has a role in the tenant.
func (u User) Has(role schema.Role) bool {
	for _, r := range u.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// Thing is an organization, an engagement, an analysis, a connection or a library:
// an object with a name.
type Thing struct {
	Ref  schema.Ref
	Name string
	// Parent is the organization of an engagement, or the engagement of an
	// analysis or a connection; zero for the others.
	Parent schema.Ref
	// Lead is the contact of an engagement, or zero.
	Lead schema.Ref
}

// Client is a person in care.
type Client struct {
	Ref schema.Ref
	// Login is the client's own user, or zero.
	Login schema.Ref
}

// Link is a role of one user on one object.
type Link struct {
	User   schema.Ref
	Role   schema.Role
	Object schema.Ref
	// Until is the end, and From the beginning, in whole seconds of UTC: of a
	// fraction, the one that gives less. Zero is none; an invitation has an end.
	Until, From time.Time
	// At is where the source says so.
	At Position
}

// Ends says whether links of a relation are invitations: those must have an end.
func Ends(link schema.Relation) bool { return link.Facts().Caveat == schema.CaveatInvitation }
