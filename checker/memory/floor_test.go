package memory_test

import (
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// floor is what a programmer would write for this one permission in the place
// of an engine: a function that knows the model by heart, over maps.
type floor struct {
	tenantOf    map[schema.Ref]schema.TenantID
	links       map[edge]struct{}
	emergencies map[edge]time.Time // their ends
	groups      map[edge]struct{}  // of tenants
	procedure   map[schema.TenantID]bool
}

type edge struct {
	resource schema.Ref
	relation string
	user     schema.Ref
}

func newFloor(i institution) *floor {
	f := &floor{map[schema.Ref]schema.TenantID{}, map[edge]struct{}{}, map[edge]time.Time{}, map[edge]struct{}{}, map[schema.TenantID]bool{"veldzicht": true}}
	tenant := schema.TenantRef("veldzicht")
	for n := range i.users {
		f.groups[edge{tenant, "member", user(n)}] = struct{}{}
		f.groups[edge{tenant, "practitioner", user(n)}] = struct{}{}
	}
	for n := range i.clients {
		f.tenantOf[client(n)] = "veldzicht"
		for which := range each {
			f.links[edge{client(n), "practitioner", user(i.practitioner(n, which))}] = struct{}{}
		}
	}
	for n := range i.emergencies {
		f.emergencies[edge{client(n), "emergency", user(i.users - 1)}] = time.Now().Add(23 * time.Hour)
	}
	return f
}

func (f *floor) linked(c schema.Ref, relation string, u schema.Ref) bool {
	_, ok := f.links[edge{c, relation, u}]
	return ok
}

func (f *floor) active(t schema.TenantID, group string, u schema.Ref) bool {
	tenant := schema.TenantRef(t)
	_, member := f.groups[edge{tenant, "member", u}]
	_, in := f.groups[edge{tenant, group, u}]
	return member && in
}

// viewDossier is client#view_dossier.
func (f *floor) viewDossier(q checker.Question, now time.Time) bool {
	t, ok := f.tenantOf[q.Resource]
	switch {
	case !ok || q.Subject.Tenant != t:
		return false
	case f.linked(q.Resource, "practitioner", q.Subject) && f.active(t, "practitioner", q.Subject):
		return true
	case f.linked(q.Resource, "supervisor", q.Subject) && f.active(t, "supervisor", q.Subject):
		return true
	case f.linked(q.Resource, "login", q.Subject) && f.active(t, "member", q.Subject):
		return true
	}
	end, ok := f.emergencies[edge{q.Resource, "emergency", q.Subject}]
	return ok && now.Before(end) && f.procedure[t] && f.active(t, "practitioner", q.Subject)
}
