package loader

import (
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Action is what a change does. The zero value is none.
type Action string

// The actions.
const (
	Add Action = "add"
	// Remove takes away what the source no longer names.
	Remove Action = "remove"
	// Alter gives a relationship other terms.
	Alter Action = "alter"
	// ClearOrphan takes away an application's relationship that names a user
	// or an object that the source no longer has, or that was not there before.
	ClearOrphan Action = "orphan"
	// TakeOver makes an object that an application made the source's, which now
	// names it: the relationship that says whose it is goes, and gives nothing.
	TakeOver Action = "take over"
	// ClearStoredNow takes away a relationship, whoever wrote it, that stores the
	// time that a question should bring: it ends at no clock.
	ClearStoredNow Action = "stored now"
	// Erase takes away what no source wrote, because the tenant goes as a whole.
	Erase Action = "erase"
	// Revoke takes away a role on an object that an application gave, because somebody who
	// may end it decided so.
	Revoke Action = "revoke"
)

// Change is one step of a plan: a relationship that comes, goes, or gets other
// terms.
type Change struct {
	Action Action `json:"action"`
	Relationship
	// Was are the terms that an Alter replaces.
	Was *Terms `json:"was,omitempty"`
}

// Removes says whether the relationship is gone after the change.
func (c Change) Removes() bool {
	return c.Action == Remove || c.Action == ClearOrphan || c.Action == TakeOver || c.Action == ClearStoredNow || c.Action == Erase || c.Action == Revoke
}

// endsSooner says whether what the clock takes away goes earlier than it would have.
func (c Change) endsSooner() bool {
	return c.Action == Alter && c.Was != nil && c.Terms.End().Before(c.Was.End())
}

// validate says what no plan for the tenant would do, or nil.
func (t TenantChanges) validateChange(c Change) error {
	tenant := t.Tenant
	known := c.Action == Add || c.Action == Alter || c.Removes()
	clears := c.Action == ClearOrphan || c.Action == Erase && t.Gone || c.Action == ClearStoredNow && c.StoresQuestion() || c.Action == TakeOver && tellsOrigin(c.Relationship) || c.Action == Revoke && revocable(c.Relationship)
	f := c.Relation.Facts()
	bySource := ownedBySource(c.Relationship) && !(f.Effect == schema.Places && f.WrittenBy(schema.ByApplication))
	switch {
	case !known:
		return phrase.Errorf("%s: action %q does not exist", c, c.Action)
	case c.Resource.Tenant() != tenant:
		return phrase.Errorf("%s %s is outside tenant %s", c.Action, c, tenant)
	case c.Relation.Type() != c.Resource.Type:
		return phrase.Errorf("%s %s has the relation of another type, %s", c.Action, c, schema.Shown(string(c.Relation)))
	case f.Kind.Aside():
		return phrase.Errorf("%s %s is no part of a plan", c.Action, c)
	case !ownedBySource(c.Relationship) && !clears, bySource && c.Action == ClearOrphan, c.Action == ClearStoredNow && !clears, c.Action == TakeOver && !clears, c.Action == Erase && !clears, c.Action == Revoke && !clears, t.Gone && !c.Removes():
		return phrase.Errorf("%s %s is not the loader's to do", c.Action, c)
	case (c.Was != nil) != (c.Action == Alter):
		return phrase.Errorf("%s %s does not say what was", c.Action, c)
	}
	return nil
}

// TenantChanges are the changes of one tenant, with what a safety limit needs.
type TenantChanges struct {
	Tenant schema.TenantID `json:"tenant"`
	// Gone says that the tenant goes as a whole: whoever wrote what it holds.
	Gone bool `json:"gone,omitempty"`
	// Before counts all relationships of the tenant, an application's too.
	Before int `json:"before"`
	// Holders are those of each role in the tenant; roles that nobody has are left
	// out.
	Holders map[schema.Role]Holders `json:"holders,omitempty"`
	// Losers are the active users who lose each of those roles, or are active no
	// more; nil for none.
	Losers map[schema.Role][]Object `json:"losers,omitempty"`
	// Emptied are the kinds of row of which the engine has some and the source names
	// none, sorted.
	Emptied []source.Kind `json:"emptied,omitempty"`
	// Spent is what other syncs did to the tenant within a day, and SpentBefore what a
	// sync of the same source did.
	Spent       Spent `json:"spent,omitzero"`
	SpentBefore Spent `json:"spent_before,omitzero"`
	// Access counts the permissions that change, sorted; nil where nobody
	// counted them or none does. A tenant that had nothing is not counted.
	Access []access.PermissionCount `json:"access,omitempty"`
	// Findings are what to look at before the plan is applied, the gravest first.
	Findings []Finding `json:"findings,omitempty"`
	// Changes are sorted by relationship.
	Changes Changes `json:"changes"`
}

// validate says what no plan would do in the tenant, or nil.
func (t TenantChanges) validate() error {
	for c := range t.Changes.All() {
		if err := t.validateChange(c); err != nil {
			return err
		}
	}
	return t.validateAccess()
}

// Holders count the active members with a role, before a plan and after it.
type Holders struct {
	Before int `json:"before"` // the plan
	After  int `json:"after"`  // the plan
}

// Removals count what is taken away, an application's too.
func (t TenantChanges) Removals() int {
	return t.count(Remove, ClearOrphan, ClearStoredNow, Erase, Revoke)
}

func (t TenantChanges) count(actions ...Action) int {
	n, others := 0, 0
	for c := range t.Changes.others() {
		others++
		if slices.Contains(actions, c.Action) {
			n++
		}
	}
	if slices.Contains(actions, Add) {
		n += t.Changes.Len() - others
	}
	return n
}
