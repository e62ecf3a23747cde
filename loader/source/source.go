package source

// Source is everything that a source says, checked: each reference names a record
// of the same source, each role exists and fits.
type Source struct {
	Tenants []Tenant
	Users   []User
	Things  []Thing
	Clients []Client
	Links   []Link
	// Warnings are rows that the model gives nothing for.
	Warnings []Problem
	// Digest is over what was read.
	Digest string
}
