package source

import "github.com/remit-authz/remit/schema"

// Kind is what the rows of a source are about. The zero value is none.
type Kind string

// The kinds of row.
const (
	Tenants       Kind = "tenants"
	Users         Kind = "users" // with their roles in the tenant
	Organizations Kind = "organizations"
	Engagements   Kind = "engagements"
	Analyses      Kind = "analyses"
	Connections   Kind = "connections"
	Libraries     Kind = "libraries"
	Clients       Kind = "clients"
	Links         Kind = "links"
)

// Kinds are all kinds, in the order in which rows refer to each other.
func Kinds() []Kind {
	return []Kind{Tenants, Users, Organizations, Engagements, Analyses, Connections, Libraries, Clients, Links}
}

// KindOf is the kind of the rows that name objects of a type; blank for a type of
// which no source names any.
func KindOf(t schema.Type) Kind {
	switch t {
	case schema.TypeTenant:
		return Tenants
	case schema.TypeUser, schema.TypeAccount:
		return Users
	case schema.TypeOrganization:
		return Organizations
	case schema.TypeEngagement:
		return Engagements
	case schema.TypeAnalysis:
		return Analyses
	case schema.TypeConnection:
		return Connections
	case schema.TypeLibrary:
		return Libraries
	case schema.TypeClient:
		return Clients
	}
	return ""
}

// things are the kinds of row that name an object with a name, each after its
// parent: blank for those that have none.
func things() []thingKind {
	return []thingKind{
		{Organizations, schema.TypeOrganization, ""},
		{Engagements, schema.TypeEngagement, schema.TypeOrganization},
		{Analyses, schema.TypeAnalysis, schema.TypeEngagement},
		{Connections, schema.TypeConnection, schema.TypeEngagement},
		{Libraries, schema.TypeLibrary, ""},
	}
}

type thingKind struct {
	kind        Kind
	typ, parent schema.Type
}
