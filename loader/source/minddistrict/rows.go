package minddistrict

import (
	"strings"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
	"github.com/remit-authz/remit/loader/source/internal/lists"
	"github.com/remit-authz/remit/schema"
)

// reading adds rows to records.
type reading struct {
	options Options
	records source.Records
}

// roles are the platform's. What is not here is an error.
func roles() map[string]schema.Role {
	return map[string]schema.Role{
		"ith.Therapist":          schema.RolePractitioner,
		"ith.Supervisor":         schema.RoleSupervisor,
		"ith.Secretary":          schema.RoleSecretary,
		"ith.ApplicationManager": schema.RoleApplicationManager,
		"ith.Analyst":            schema.RoleAnalyst,
	}
}

type account struct {
	ID        string   `json:"id"`
	FirstName string   `json:"first_name"`
	Infix     string   `json:"infix"`
	LastName  string   `json:"last_name"`
	Email     string   `json:"email"`
	Active    *bool    `json:"active"`
	Roles     []string `json:"roles"`
}

func (r *reading) professional(e lists.Element) error {
	a, err := read(e)
	if err != nil {
		return err
	}
	var names []string
	for _, written := range a.Roles {
		role, known := roles()[written]
		if !known {
			return e.Problem("roles", "role %q is not known: they are ith.Therapist, ith.Supervisor, ith.Secretary, ith.ApplicationManager and ith.Analyst", written)
		}
		names = append(names, string(role))
	}
	at := e.At(map[string]string{"id": "id", "name": "last_name", "email": "email", "status": "active", "roles": "roles"})
	r.records.Users = append(r.records.Users, source.UserRow{At: at, Tenant: r.options.Tenant.ID, ID: a.ID,
		Name: strings.Join(strings.Fields(a.FirstName+" "+a.Infix+" "+a.LastName), " "), Email: a.Email, Status: a.status(), Roles: names})
	return nil
}

// client adds a client, and their own login with nothing of a person in it.
func (r *reading) client(e lists.Element) error {
	a, err := read(e)
	switch {
	case err != nil:
		return err
	case a.Roles != nil:
		return e.Problem("roles", "are for professionals: this list is not of clients")
	}
	at := e.At(map[string]string{"id": "id", "account": "id", "status": "active"})
	row := source.ClientRow{At: at, Tenant: r.options.Tenant.ID, ID: a.ID}
	if r.options.LoginPrefix != "" {
		row.Account = r.options.LoginPrefix + a.ID
		r.records.Users = append(r.records.Users, source.UserRow{At: at, Tenant: row.Tenant, ID: row.Account, Status: a.status()})
	}
	r.records.Clients = append(r.records.Clients, row)
	return nil
}

func read(e lists.Element) (account, error) {
	a, err := jsondoc.Decode[account](e.Document, e.Raw, e.Pointer)
	switch {
	case err != nil:
		return account{}, err
	case a.ID == "":
		// Some platforms leave it out. An address changes, so it is no id.
		return account{}, e.Problem("id", "is blank: have the platform give every account one")
	case a.Active == nil:
		return account{}, e.Problem("", "does not say whether it is active")
	}
	return a, nil
}

func (a account) status() string {
	if *a.Active {
		return string(source.Active)
	}
	return string(source.Inactive)
}
