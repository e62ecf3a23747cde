package source

// The rows are what a format decodes: every field as it is written, blank where
// there is none, and where the row stands. The names of the fields are those that
// a Part is asked to place: "tenant", "id", "name", "emergency", "email", "status",
// "roles", "organization", "engagement", "lead", "account", "user", "role",
// "object", "until", "from".

// TenantRow names a tenant.
type TenantRow struct {
	At       Position
	ID, Name string
	// Emergency is "on" or "off".
	Emergency string
}

// UserRow names a user.
type UserRow struct {
	At                      Position
	Tenant, ID, Name, Email string
	// Status is "active", "inactive" or "invited".
	Status string
	// Roles are the names of roles in the tenant.
	Roles []string
}

// ThingRow names an object that has a name.
type ThingRow struct {
	At               Position
	Tenant, ID, Name string
	// Parent is the id of the organization of an engagement, or of the engagement
	// of an analysis or a connection; the others have none.
	Parent string
	// Lead is the user id of an engagement's contact.
	Lead string
}

// ClientRow names a client.
type ClientRow struct {
	At         Position
	Tenant, ID string
	// Account is the user id of the client's own login.
	Account string
}

// LinkRow gives one user a role on one object.
type LinkRow struct {
	At           Position
	Tenant, User string
	Role         string
	// Object is "organization:ID" and its like.
	Object string
	// Until is an end, and From a beginning, in RFC 3339.
	Until, From string
}
