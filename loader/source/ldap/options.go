package ldap

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/go-ldap/ldap/v3"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Options say which directory is read, and how. Those without a word on blank or
// zero must be set.
type Options struct {
	// Tenant is the tenant of everything that is read.
	Tenant source.OneTenant `yaml:"tenant"`
	// Address is ldaps://HOST[:PORT], or ldap:// with StartTLS or on this machine.
	Address string `yaml:"address"`
	// StartTLS asks an ldap:// server for TLS before anything else.
	StartTLS bool `yaml:"start_tls"`
	// CAFile holds the certificates, in PEM, that the server's must be signed by.
	// Blank: those that this machine trusts.
	CAFile string `yaml:"ca_file" path:"folder"`
	// BindDN is who reads, and PasswordFile holds their password. Nobody but its
	// owner may use it.
	BindDN       string `yaml:"bind_dn"`
	PasswordFile string `yaml:"password_file" path:"folder"`
	// Base is below which users are, and GroupBase groups; blank: Base.
	Base      string `yaml:"base"`
	GroupBase string `yaml:"group_base"`
	// UserFilter finds the users, such as (&(objectCategory=person)(objectClass=user)).
	UserFilter string `yaml:"user_filter"`
	// GroupFilter finds the groups; blank: those of the usual classes.
	GroupFilter string `yaml:"group_filter"`
	// ID is the attribute that is a user's id, such as objectGUID, entryUUID or
	// employeeNumber: one that is never given to somebody else.
	ID string `yaml:"id"`
	// Name and Mail are the attributes with what people see; blank: displayName and
	// mail.
	Name string `yaml:"name"`
	Mail string `yaml:"mail"`
	// Disabled is the attribute that says that an account is disabled:
	// userAccountControl, nsAccountLock, loginDisabled or pwdAccountLockedTime; or
	// "none" where no account ever is. Whichever of them an entry has is heeded.
	Disabled string `yaml:"disabled"`
	// Roles are the roles that the members of groups have, by the groups' DNs.
	Roles map[string]string `yaml:"roles"`
	// Nested lets a member of a group in a group be one of the outer group, too.
	// Without it such a group gives nothing, which is said.
	Nested bool `yaml:"nested"`
	// Partial takes a directory that refers to other servers for a part of it. That
	// part is not read.
	Partial bool `yaml:"partial"`
	// PageSize is how many entries are asked for at once; zero: 500.
	PageSize uint32 `yaml:"page_size"`
	// MaxEntries is how many there may be in all; zero: 1,000,000. MaxBytes is how
	// many bytes; zero: 1 GiB.
	MaxEntries int   `yaml:"max_entries"`
	MaxBytes   int64 `yaml:"max_bytes"`
	// Timeout is how long the whole reading may take; zero: ten minutes.
	Timeout time.Duration `yaml:"timeout"`
	// Now is when accounts are looked at; zero is when they are read.
	Now time.Time `yaml:"-"`
}

const usualGroups = "(|(objectClass=group)(objectClass=groupOfNames)(objectClass=groupOfUniqueNames))"

func (o Options) withDefaults() Options {
	for _, d := range []struct {
		option *string
		usual  string
	}{{&o.GroupBase, o.Base}, {&o.GroupFilter, usualGroups}, {&o.Name, "displayName"}, {&o.Mail, "mail"}} {
		if *d.option == "" {
			*d.option = d.usual
		}
	}
	if o.PageSize == 0 {
		o.PageSize = 500
	}
	if o.MaxEntries == 0 {
		o.MaxEntries = 1_000_000
	}
	if o.MaxBytes == 0 {
		o.MaxBytes = 1 << 30
	}
	if o.Timeout == 0 {
		o.Timeout = 10 * time.Minute
	}
	if o.Now.IsZero() {
		o.Now = time.Now()
	}
	return o
}

// changing are attributes that are no ids: names and addresses change, and a new
// colleague gets that of one who left.
func changing() []string {
	return []string{"mail", "userprincipalname", "cn", "name", "displayname", "sn", "givenname", "proxyaddresses"}
}

// check refuses what is not set, or cannot be meant.
func (o Options) check() error {
	for _, must := range []struct{ name, value, example string }{
		{"address", o.Address, "ldaps://dc1.veldzicht.example"},
		{"bind_dn", o.BindDN, "CN=remit,OU=Services,DC=veldzicht,DC=example"},
		{"password_file", o.PasswordFile, "/etc/remit/ldap-password"},
		{"base", o.Base, "OU=Staff,DC=veldzicht,DC=example"},
		{"user_filter", o.UserFilter, "(&(objectCategory=person)(objectClass=user))"},
		{"id", o.ID, "objectGUID"},
		{"disabled", o.Disabled, "userAccountControl"},
	} {
		if must.value == "" {
			return phrase.Errorf("ldap: %s is not set, such as %s", must.name, must.example)
		}
	}
	if slices.Contains(changing(), strings.ToLower(o.ID)) {
		return phrase.Errorf("ldap: id: %s is a name or an address, which changes: take one that stays, such as objectGUID, entryUUID or employeeNumber", o.ID)
	}
	if _, known := disabling()[o.Disabled]; !known && o.Disabled != "none" {
		return phrase.Errorf("ldap: disabled: %q is not known: it is userAccountControl, nsAccountLock, loginDisabled, pwdAccountLockedTime or none", o.Disabled)
	}
	for name, filter := range map[string]string{"user_filter": o.UserFilter, "group_filter": o.GroupFilter} {
		if _, err := ldap.CompileFilter(filter); err != nil {
			return phrase.Errorf("ldap: %s: %q is no filter: %w", name, filter, err)
		}
	}
	return o.checkRoles()
}

func (o Options) checkRoles() error {
	if len(o.Roles) == 0 {
		return phrase.Errorf("ldap: roles is not set: it names the role of each group's members, by the group's DN")
	}
	met := map[string]string{}
	for _, dn := range slices.Sorted(maps.Keys(o.Roles)) {
		key, err := keyOf(dn)
		switch {
		case err != nil:
			return phrase.Errorf("ldap: roles: %q is no DN: %w", dn, err)
		case met[key] != "":
			return phrase.Errorf("ldap: roles: %q and %q are the same group", met[key], dn)
		case !slices.Contains(schema.TenantRoles(), schema.Role(o.Roles[dn])):
			return phrase.Errorf("ldap: roles: %s: role %q does not exist in a tenant", dn, o.Roles[dn])
		}
		met[key] = dn
	}
	return nil
}

// keyOf is the same for all ways to write a DN.
func keyOf(dn string) (string, error) {
	parsed, err := ldap.ParseDN(dn)
	if err != nil {
		return "", err
	}
	return strings.ToLower(parsed.String()), nil
}
