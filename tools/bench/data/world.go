// Package data is what every system of the benchmark is given: one world, the questions
// about it, and what is right.
package data

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io/fs"
	"testing/fstest"

	"github.com/remit-authz/remit/fixtures/generate"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
)

const (
	// Tenant is both an audit firm and a care institution.
	Tenant = "tenant-0"
	// Wide is the tenant of one long list: a secretary sees all of its clients.
	Wide = "wide"
	// Caseload is how many clients a practitioner of the cast has.
	Caseload = 150
	invited  = 10 // connections of an external client of the cast
)

// Size is how much a world holds. All of it follows from one number, so that a larger
// world is the same one with more of everything.
type Size struct {
	// Relationships are about how many there are.
	Relationships int
	// Practitioners of the cast have Caseload clients each; as many others have one, and
	// as many external clients some connections.
	Practitioners int
	// Managers are those of the one organization that has many.
	Managers int
	// Listed are the clients of the tenant Wide.
	Listed int
}

// Of is the size with about so many relationships, 4,000 at least.
func Of(relationships int) Size {
	n := max(relationships, 4_000)
	return Size{
		Relationships: n,
		Practitioners: n / 1_000,
		Managers:      min(n/40, 10_000),
		Listed:        min(n/4, 100_000),
	}
}

func (s Size) generated() generate.Size {
	n := s.Relationships
	return generate.Size{
		Tenants: 1, Users: max(n/200, 50), Organizations: max(n/2_000, 5), Engagements: n / 100, Analyses: n / 25,
		Connections: n / 200, Libraries: 10, Clients: max(n*6/100, 2*Caseload), Links: n * 6 / 100,
	}
}

// World is the source folder of a size and a seed: a world of fixtures/generate, with a
// cast whose members are what the questions need.
func World(size Size, seed uint64) fs.FS {
	folder := generate.World(size.generated(), seed).(fstest.MapFS)
	c := cast{size: size, folder: folder}
	c.practitioners()
	c.externalClients()
	c.managers()
	c.listed()
	return folder
}

// Read is the world as the one check of a source leaves it: what every system's data is
// made of.
func Read(folder fs.FS) (source.Source, error) { return loader.Read(folder) }

type cast struct {
	size   Size
	folder fstest.MapFS
}

func (c cast) add(file string, fields ...string) {
	var row bytes.Buffer
	w := csv.NewWriter(&row)
	if err := w.Write(fields); err != nil {
		panic(err) // a buffer takes everything
	}
	w.Flush()
	c.folder[file].Data = append(c.folder[file].Data, row.Bytes()...)
}

func (c cast) user(tenant, id, roles string) {
	c.add("users.csv", tenant, id, "Of the cast", "", "active", roles)
}

func (c cast) link(user, role, object, until string) {
	c.add("links.csv", Tenant, user, role, object, until)
}

func (c cast) practitioners() {
	clients := c.size.generated().Clients
	c.user(Tenant, Secretary, "secretary")
	for i := range c.size.Practitioners {
		c.user(Tenant, practitioner(i), "practitioner")
		c.user(Tenant, beginner(i), "practitioner")
		c.link(beginner(i), "practitioner", "client:"+client(i%clients), "")
		for k := range Caseload {
			// Caseloads overlap, as they do where colleagues stand in for each other.
			c.link(practitioner(i), "practitioner", "client:"+client((i*97+k)%clients), "")
		}
	}
}

func (c cast) externalClients() {
	connections := c.size.generated().Connections
	for i := range c.size.Practitioners {
		c.user(Tenant, external(i), "external_client")
		for k := range min(invited, connections) {
			c.link(external(i), "external_client", fmt.Sprintf("connection:k-%d", (i*31+k)%connections), "2999-12-31T00:00:00Z")
		}
	}
}

func (c cast) managers() {
	c.add("organizations.csv", Tenant, WideOrganization, "With many managers")
	for i := range c.size.Managers {
		c.user(Tenant, manager(i), "standard_user")
		c.link(manager(i), "manager", "organization:"+WideOrganization, "")
	}
}

func (c cast) listed() {
	c.add("tenants.csv", Wide, "Wide", "off")
	c.user(Wide, Secretary, "secretary")
	for i := range c.size.Listed {
		c.add("clients.csv", Wide, fmt.Sprintf("w-%d", i), "")
	}
}

// Who is who in the cast.
const (
	Secretary        = "the-secretary"
	WideOrganization = "o-wide"
)

func practitioner(i int) string { return fmt.Sprintf("p-%d", i) }
func beginner(i int) string     { return fmt.Sprintf("q-%d", i) }
func external(i int) string     { return fmt.Sprintf("x-%d", i) }
func manager(i int) string      { return fmt.Sprintf("m-%d", i) }

// client is the id that fixtures/generate gives to its i-th.
func client(i int) string {
	if i%5 == 4 {
		return fmt.Sprintf("2026.%04d", i)
	}
	return fmt.Sprintf("c-%d", i)
}
