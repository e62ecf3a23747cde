package mindbridge

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
	"github.com/remit-authz/remit/loader/source/internal/lists"
	"github.com/remit-authz/remit/schema"
)

// reading adds rows to records.
type reading struct {
	tenant  string
	records source.Records
	// machines are the accounts that are nobody's.
	machines []source.Position
}

// roles are those of the platform's people. What is not here is an error.
func roles() map[string]schema.Role {
	return map[string]schema.Role{
		"ROLE_ADMIN":              schema.RoleAppAdmin,
		"ROLE_USER_ADMIN":         schema.RoleUserAdmin,
		"ROLE_ORGANIZATION_ADMIN": schema.RoleOrganizationCreator,
		"ROLE_USER":               schema.RoleStandardUser,
		"ROLE_CLIENT":             schema.RoleExternalClient,
	}
}

// support is the role of the vendor's own people, who are none of the firm's.
const support = "ROLE_MINDBRIDGE_SUPPORT"

type user struct {
	ID             string `json:"id"`
	Email          string `json:"email"`
	FirstName      string `json:"firstName"`
	LastName       string `json:"lastName"`
	Role           string `json:"role"`
	Enabled        *bool  `json:"enabled"`
	Validated      *bool  `json:"validated"`
	ServiceAccount *bool  `json:"serviceAccount"`
}

func (r *reading) user(e lists.Element) error {
	u, err := jsondoc.Decode[user](e.Document, e.Raw, e.Pointer)
	switch {
	case err != nil:
		return err
	case u.Enabled == nil:
		return e.Problem("", "does not say whether it is enabled")
	case u.Validated == nil:
		return e.Problem("", "does not say whether it is validated")
	case u.ServiceAccount == nil:
		return e.Problem("", "does not say whether it is a serviceAccount: such a one shows as an administrator and is none")
	}
	at := e.At(map[string]string{"id": "id", "email": "email", "name": "lastName", "roles": "role", "status": "enabled"})
	row := source.UserRow{At: at, Tenant: r.tenant, ID: u.ID, Name: strings.TrimSpace(u.FirstName + " " + u.LastName), Email: u.Email, Status: u.status()}
	if *u.ServiceAccount || u.Role == support {
		r.machines = append(r.machines, at)
		r.records.Users = append(r.records.Users, row) // what it manages is not for that unknown
		return nil
	}
	role, known := roles()[u.Role]
	if !known {
		return e.Problem("role", "role %q is not known: they are ROLE_ADMIN, ROLE_USER_ADMIN, ROLE_ORGANIZATION_ADMIN, ROLE_USER, ROLE_CLIENT and %s", u.Role, support)
	}
	row.Roles = []string{string(role)}
	r.records.Users = append(r.records.Users, row)
	return nil
}

// status is the least of what the account may.
func (u user) status() string {
	switch {
	case !*u.Enabled:
		return string(source.Inactive)
	case !*u.Validated:
		return string(source.Invited)
	}
	return string(source.Active)
}

type thing struct {
	ID               string   `json:"id"`
	Name             string   `json:"name"`
	OrganizationID   string   `json:"organizationId"`
	EngagementID     string   `json:"engagementId"`
	EngagementLeadID string   `json:"engagementLeadId"`
	ManagerUserIDs   []string `json:"managerUserIds"`
	AuditorIDs       []string `json:"auditorIds"`
}

func (r *reading) organization(e lists.Element) error {
	return r.thing(e, source.Organizations, func(t thing, row *source.ThingRow) {
		r.links(e, "managerUserIds", t.ManagerUserIDs, schema.RoleManager, "organization:"+t.ID)
	})
}

func (r *reading) engagement(e lists.Element) error {
	return r.thing(e, source.Engagements, func(t thing, row *source.ThingRow) {
		row.Parent, row.Lead = t.OrganizationID, t.EngagementLeadID
		r.links(e, "auditorIds", t.AuditorIDs, schema.RoleAuditor, "engagement:"+t.ID)
	})
}

func (r *reading) analysis(e lists.Element) error {
	return r.thing(e, source.Analyses, func(t thing, row *source.ThingRow) { row.Parent = t.EngagementID })
}

func (r *reading) library(e lists.Element) error {
	return r.thing(e, source.Libraries, func(thing, *source.ThingRow) {})
}

// thing adds a row of its kind, after somebody has filled in what only that kind
// has.
func (r *reading) thing(e lists.Element, k source.Kind, fill func(thing, *source.ThingRow)) error {
	t, err := jsondoc.Decode[thing](e.Document, e.Raw, e.Pointer)
	if err != nil {
		return err
	}
	row := source.ThingRow{Tenant: r.tenant, ID: t.ID, Name: t.Name,
		At: e.At(map[string]string{"id": "id", "organization": "organizationId", "engagement": "engagementId", "lead": "engagementLeadId"})}
	fill(t, &row)
	r.records.AddThing(k, row)
	return nil
}

// links gives a role on an object to each of some users. Each is named once,
// however often the list has them.
func (r *reading) links(e lists.Element, member string, users []string, role schema.Role, object string) {
	at := e.At(map[string]string{"user": member, "role": member, "object": "id"})
	for i, user := range users {
		if !slices.Contains(users[:i], user) {
			r.records.Links = append(r.records.Links, source.LinkRow{At: at, Tenant: r.tenant, User: user, Role: string(role), Object: object})
		}
	}
}

func (r *reading) finish() source.Records {
	if n := len(r.machines); n > 0 {
		r.records.Warn(r.machines[0], "is an account of a service or of the vendor's support, of which there are %d: it has no role here, whatever the platform shows", n)
	}
	return r.records
}
