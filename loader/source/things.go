package source

import "github.com/remit-authz/remit/schema"

func (c *check) checkThings(k thingKind) {
	for _, row := range *c.records.things(k.kind) {
		a := c.at(k.kind, row.At)
		ref, ok := a.key(k.typ, row.Tenant, row.ID)
		thing := Thing{Ref: ref, Name: row.Name}
		if k.parent != "" {
			thing.Parent, _ = a.refer(string(k.parent), k.parent, row.Tenant, row.Parent)
		}
		if row.Lead != "" {
			thing.Lead, _ = a.refer("lead", schema.TypeUser, row.Tenant, row.Lead)
		}
		if !ok {
			continue
		}
		c.parents[ref] = thing.Parent
		c.source.Things = append(c.source.Things, thing)
	}
}
