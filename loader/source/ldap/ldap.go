// Package ldap reads users and their roles from a directory: LDAP, or Active
// Directory.
package ldap

import (
	"context"
	"fmt"
	"strings"

	"github.com/go-ldap/ldap/v3"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Service reads a directory. The zero value is refused.
type Service struct{ Options Options }

var _ source.Service = Service{}

// Name is "ldap".
func (Service) Name() string { return "ldap" }

// Fetch reads every user that the filter finds, and every group. A directory
// without users, one that returns a part only, and a group with a role that is not
// there are errors.
func (s Service) Fetch(ctx context.Context) (source.Records, error) {
	var r source.Records
	o := s.Options.withDefaults()
	if err := o.Tenant.Add(&r); err != nil {
		return source.Records{}, err
	}
	if err := o.check(); err != nil {
		return source.Records{}, err
	}
	ctx, cancel := context.WithTimeoutCause(ctx, o.Timeout, phrase.Errorf("it was not read whole within %s: nothing of it is used; raise timeout if the directory is only slow", o.Timeout))
	defer cancel()
	if err := o.read(ctx, &r); err != nil {
		if ctx.Err() != nil {
			err = context.Cause(ctx)
		}
		return source.Records{}, phrase.Errorf("ldap: %s: %w", o.Address, err)
	}
	return r, nil
}

func (o Options) read(ctx context.Context, r *source.Records) error {
	conn, err := o.connect(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }() // all was read, or is not used
	d := &directory{options: o, conn: conn}
	// Groups first: who joins the firm in between has no role yet.
	groups, err := d.groups()
	if err != nil {
		return err
	}
	attributes := []string{o.ID, o.Name, o.Mail, "accountExpires"}
	for name := range disabling() {
		attributes = append(attributes, name)
	}
	users, err := d.search(o.Base, o.UserFilter, attributes)
	switch {
	case err != nil:
		return err
	case len(users) == 0:
		return phrase.Errorf("%s: nobody is found by %s: an empty answer is no empty firm; may %s see them?", o.Base, o.UserFilter, o.BindDN)
	}
	held := d.roles(r, groups)
	for _, e := range users {
		if err := o.add(r, e, held); err != nil {
			r.Partial(source.Users)
			r.Problem(source.Users, at(e.DN, nil), "%v", err)
		}
	}
	return nil
}

// add adds a user's row.
func (o Options) add(r *source.Records, e *ldap.Entry, held map[string][]string) error {
	key, err := keyOf(e.DN)
	if err != nil {
		return phrase.Errorf("is no DN: %w", err)
	}
	id, err := o.id(e)
	if err != nil {
		return err
	}
	disabled, err := o.disabled(e)
	if err != nil {
		return err
	}
	status := source.Active
	if disabled {
		status = source.Inactive
	}
	r.Users = append(r.Users, source.UserRow{
		At:     at(e.DN, map[string]string{"id": o.ID, "name": o.Name, "email": o.Mail, "status": o.Disabled, "roles": "member of"}),
		Tenant: o.Tenant.ID, ID: id, Name: e.GetEqualFoldAttributeValue(o.Name), Email: e.GetEqualFoldAttributeValue(o.Mail),
		Status: string(status), Roles: held[key],
	})
	return nil
}

// at is the position of an entry: its DN, and the attribute that holds a field of
// the row.
func at(dn string, attributes map[string]string) source.Position {
	return source.Position{Row: 1, Part: &source.Part{Name: dn, Place: func(dn string, _ int, field string) (whole string, inside fmt.Stringer) {
		if attribute := attributes[field]; attribute != "" {
			return dn + " " + attribute, phrase.Of("at %s", strings.TrimSpace(attribute))
		}
		return dn, phrase.Of("at %s", schema.Shown(dn))
	}}}
}
