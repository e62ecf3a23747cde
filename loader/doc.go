// Package loader keeps an engine's relationships true to a source of users,
// roles and links.
//
// Data goes one way, and [Sync] is that way: [Read] turns a folder into a source
// (package source has every format), [DesiredState] turns that into relationships,
// [ObservedState] reads what the engine holds, [Diff] makes a plan of the
// difference, and [Sync.Apply] is the only code that writes it. Everything up to
// the plan writes nothing, so that a change can be seen before it happens. What a
// plan takes away, and the permissions that it gives, are counted and held to
// [Limits], of which the zero value is the careful one. [Sync.Undo] and
// [Sync.RemoveTenant] make plans of another kind, [Proposal.Drift] says what a plan
// would set right, and package follow applies one after another.
//
// In the tenants that a source names, the loader owns every relationship that
// it can write. It leaves alone what only an application writes: the objects that
// it made (package acts), until the source names them too, links that name their
// user as account#owner, organization#created_by, and emergency access. Of these
// it takes away only orphans: what names a user or an object that is not there
// before or after, or is part of one, so that a reused id revives nothing. They
// are found when a plan is applied, so that people who work make no plan stale.
package loader
