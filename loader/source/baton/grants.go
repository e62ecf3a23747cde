package baton

import (
	"fmt"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// decoder makes records of grants. A person has a row where they are met first.
type decoder struct {
	Options
	table   map[string]Entitlement
	part    *source.Part
	records source.Records
	// users are the indices of their rows, by their id and type.
	users   map[resourceID]int
	objects map[string]bool
	links   map[source.LinkRow]bool
	// unmapped and others are the grants that are left out, with the first of each.
	unmapped, others count
}

type count struct{ first, n int }

func (c *count) add(row int) {
	if c.n++; c.n == 1 {
		c.first = row
	}
}

func newDecoder(name string, o Options, table map[string]Entitlement) (*decoder, error) {
	if len(o.PrincipalTypes) == 0 {
		o.PrincipalTypes = []string{"user"}
	}
	d := &decoder{Options: o, table: table, users: map[resourceID]int{}, objects: map[string]bool{}, links: map[source.LinkRow]bool{}}
	d.part = &source.Part{Name: name, Place: func(name string, row int, _ string) (whole string, inside fmt.Stringer) {
		return fmt.Sprintf("%s#/grants/%d", name, row-1), phrase.Of("at %s", fmt.Sprintf("#/grants/%d", row-1))
	}}
	return d, o.Tenant.Add(&d.records)
}

func (d *decoder) at(row int) source.Position { return source.Position{Part: d.part, Row: row} }

// decode adds the rows of all grants, which count from 1.
func (d *decoder) decode(grants []grant) {
	for i, g := range grants {
		if err := d.add(i+1, g); err != nil {
			d.records.Partial(source.Users)
			d.records.Problem(source.Users, d.at(i+1), "%v", err)
		}
	}
	if d.unmapped.n > 0 {
		d.records.Warn(d.at(d.unmapped.first), "%d {grant|grants} from here on {is of an entitlement that is|are of entitlements that are} not mapped: left out", d.unmapped.n)
	}
	if d.others.n > 0 {
		d.records.Warn(d.at(d.others.first), "%d {grant|grants} from here on {is|are} to what is no person: left out", d.others.n)
	}
	if len(d.users) == 0 && (d.unmapped.n > 0 || d.others.n > 0) {
		d.records.Problem(source.Users, source.Position{Part: d.part}, "names nobody who is not left out: are the entitlements of the settings those of this connector?")
	}
}

func (d *decoder) add(row int, g grant) error {
	id, who := g.Entitlement.ID, g.Principal.ID
	if id == "" || who.ID == "" || who.Type == "" {
		return phrase.Errorf("lacks its entitlement or its principal: it is not a grant as `baton grants -o json` prints it")
	}
	if g.Grant.Entitlement.ID != id || g.Grant.Principal.ID != who {
		return phrase.Errorf("grants %s to %s, and says something else in its \"grant\"", schema.Quote(id), schema.Quote(who.ID))
	}
	t, isUser, err := g.Principal.trait()
	if err != nil {
		return err
	}
	human := t.AccountType == "" || t.AccountType == "ACCOUNT_TYPE_UNSPECIFIED" || t.AccountType == "ACCOUNT_TYPE_HUMAN"
	if !slices.Contains(d.PrincipalTypes, who.Type) || !isUser || !human {
		if d.LeaveOutOthers {
			d.others.add(row)
			return nil
		}
		return phrase.Errorf("is to %s of type %s, which is no person: set leave_out_others in the settings to leave such grants out", schema.Quote(who.ID), schema.Quote(who.Type))
	}
	meaning, mapped := d.table[id]
	if !mapped {
		if d.LeaveOutUnmapped {
			d.unmapped.add(row)
			return nil
		}
		return phrase.Errorf("entitlement %s is not mapped: name it in the settings, or set leave_out_unmapped%s", schema.Quote(id), suggest.DidYouMean(id, d.mapped()))
	}
	user, err := d.user(row, g.Principal, t)
	if err == nil {
		d.give(row, user, meaning, g.Resource.DisplayName)
	}
	return err
}

func (d *decoder) mapped() []string {
	var ids []string
	for _, e := range d.Entitlements {
		ids = append(ids, e.ID)
	}
	return ids
}

// user is the row of a person.
func (d *decoder) user(row int, r resource, t trait) (*source.UserRow, error) {
	if strings.Contains(r.ID.ID, "@") {
		return nil, phrase.Errorf("principal %s is named by an e-mail address, which changes: have the connector name people by an id", schema.Quote(r.ID.ID))
	}
	status, err := r.status(t, d.UnknownStatus)
	if err != nil {
		return nil, phrase.Errorf("principal %s %w", schema.Quote(r.ID.ID), err)
	}
	i, met := d.users[r.ID]
	if !met {
		i = len(d.records.Users)
		d.users[r.ID] = i
		d.records.Users = append(d.records.Users, source.UserRow{At: d.at(row), Tenant: d.Tenant.ID, ID: r.ID.ID,
			Name: r.DisplayName, Email: t.email(), Status: status})
	}
	if was := d.records.Users[i].Status; was != status {
		return nil, phrase.Errorf("principal %s is %s here and %s before: run the connector again", schema.Quote(r.ID.ID), status, was)
	}
	return &d.records.Users[i], nil
}

// give gives a user what an entitlement means. The same from two entitlements is
// had once.
func (d *decoder) give(row int, user *source.UserRow, e Entitlement, resourceName string) {
	switch {
	case e.Role == "":
	case e.Object == "":
		if !slices.Contains(user.Roles, e.Role) {
			user.Roles = append(user.Roles, e.Role)
		}
	default:
		d.object(row, e.Object, resourceName)
		link := source.LinkRow{Tenant: d.Tenant.ID, User: user.ID, Role: e.Role, Object: e.Object}
		if !d.links[link] {
			d.links[link] = true
			link.At = d.at(row)
			d.records.Links = append(d.records.Links, link)
		}
	}
}

// object names the object of a link, where it is met first.
func (d *decoder) object(row int, object, name string) {
	if d.objects[object] {
		return
	}
	d.objects[object] = true
	typ, id, _ := strings.Cut(object, ":")
	if schema.Type(typ) == schema.TypeClient {
		d.records.Clients = append(d.records.Clients, source.ClientRow{At: d.at(row), Tenant: d.Tenant.ID, ID: id})
		return
	}
	d.records.Organizations = append(d.records.Organizations, source.ThingRow{At: d.at(row), Tenant: d.Tenant.ID, ID: id, Name: name})
}
