package source

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// digest is over the rows and not over where they stand: a server names its pages
// anew whenever it is asked.
func (r *Records) digest() string {
	h := sha256.New()
	write := func(k Kind, fields ...any) { fmt.Fprintf(h, "%s %q\n", k, fields) }
	for _, row := range r.Tenants {
		write(Tenants, row.ID, row.Name, row.Emergency)
	}
	for _, row := range r.Users {
		write(Users, row.Tenant, row.ID, row.Name, row.Email, row.Status, row.Roles)
	}
	for _, k := range things() {
		for _, row := range *r.things(k.kind) {
			write(k.kind, row.Tenant, row.ID, row.Name, row.Parent, row.Lead)
		}
	}
	for _, row := range r.Clients {
		write(Clients, row.Tenant, row.ID, row.Account)
	}
	for _, row := range r.Links {
		write(Links, row.Tenant, row.User, row.Role, row.Object, row.Until, row.From)
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}
