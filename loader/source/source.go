package source

import "github.com/remit-authz/remit/schema"

// Source is everything that a source says, checked: each reference names a record
// of the same source, each role exists and fits.
type Source struct {
	Tenants []Tenant
	Users   []User
	Things  []Thing
	Clients []Client
	Links   []Link
	// Unowned are the kinds of row of which the source says nothing, by tenant: what
	// an engine holds of them stays. None for most.
	Unowned map[schema.TenantID][]Kind
	// Warnings are rows that the model gives nothing for: the first thousand of those that
	// are alike. MoreWarnings is how many there are besides.
	Warnings     []Problem
	MoreWarnings int
	// Notes say what was understood otherwise than it is written.
	Notes []Note
	// Digest is over what was read.
	Digest string

	// Seal is that of what was checked; zero for what was not (Checked).
	Seal Seal
}
