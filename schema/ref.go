package schema

import (
	"encoding/hex"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/remit-authz/remit/internal/phrase"
)

const (
	maxTenantBytes = 64
	maxIDBytes     = 200
)

// TenantID names a tenant: 1 to 64 of a-z, 0-9 and "-". The zero value names
// none and is refused everywhere.
type TenantID string

// String is the name as it is shown to people (Shown).
func (t TenantID) String() string { return Shown(string(t)) }

// Ref names one object or user: "client:veldzicht/c-1042" is
// Ref{TypeClient, "veldzicht", "c-1042"}. A tenant itself, "tenant:veldzicht",
// has a blank ID; nothing else has. In a Model without tenants every Tenant is
// blank, and nowhere else. The zero value names nothing and is refused
// everywhere. Refs are plain values: compare them with ==.
type Ref struct {
	Type   Type
	Tenant TenantID
	// ID is the source's own id: 1 to 200 bytes of UTF-8 without control
	// characters, case-sensitive, never trimmed, folded or normalized. It may
	// have characters that cannot be seen (Hidden): show it by String or Shown.
	ID string
}

// NewRef makes a reference and checks it. For TypeTenant, and for it alone, id
// is blank.
func NewRef(t Type, tenant TenantID, id string) (Ref, error) { return Model{}.NewRef(t, tenant, id) }

// NewRef makes a reference and checks it. The tenant is blank in a model without
// tenants.
func (m Model) NewRef(t Type, tenant TenantID, id string) (Ref, error) {
	r := Ref{Type: t, Tenant: tenant, ID: id}
	if err := m.ValidateRef(r); err != nil {
		return Ref{}, err
	}
	return r, nil
}

// ParseRef reads a reference as people write it, "type:tenant/id" or
// "tenant:id", and as String writes it. The tenant ends at the first "/"; the
// rest is the id.
func ParseRef(s string) (Ref, error) { return Model{}.ParseRef(s) }

// ParseRef reads a reference as people write it and as String writes it:
// "type:id" in a model without tenants, where all after the first ":" is the id.
func (m Model) ParseRef(s string) (Ref, error) {
	if strings.HasPrefix(s, `"`) {
		return m.parseQuoted(s)
	}
	r, err := m.splitRef(s)
	if err != nil {
		return Ref{}, err
	}
	if err := m.ValidateRef(r); err != nil {
		return Ref{}, phrase.Errorf("reference %s: %w", Quote(s), err)
	}
	return r, nil
}

func (m Model) splitRef(s string) (Ref, error) {
	typ, rest, found := strings.Cut(s, ":")
	switch t := Type(typ); {
	case !found && !m.HasTenants():
		return Ref{}, phrase.Errorf("reference %s has no type: write it as type:id", Quote(s))
	case !found:
		return Ref{}, phrase.Errorf("reference %s has no type: write it as type:tenant/id, such as client:veldzicht/c-1042", Quote(s))
	case !m.HasTenants():
		return Ref{Type: t, ID: rest}, nil
	case t == TypeTenant:
		return TenantRef(TenantID(rest)), nil
	}
	tenant, id, found := strings.Cut(rest, "/")
	if !found {
		return Ref{}, phrase.Errorf("reference %s has no tenant: write it as %s:tenant/id", Quote(s), Shown(typ))
	}
	return Ref{Type: Type(typ), Tenant: TenantID(tenant), ID: id}, nil
}

// parseQuoted reads what String writes of a reference that is not shown as it
// is. It accepts nothing else, so that a quoted reference has one spelling.
func (m Model) parseQuoted(s string) (Ref, error) {
	raw, err := strconv.Unquote(s)
	if err != nil || strings.HasPrefix(raw, `"`) || Shown(raw) != s {
		return Ref{}, phrase.Errorf("reference %s is not quoted as remit quotes: write it without quotes", Quote(s))
	}
	return m.ParseRef(raw)
}

// TenantRef is the reference of a tenant itself.
func TenantRef(tenant TenantID) Ref { return Ref{Type: TypeTenant, Tenant: tenant} }

// RefOfObject reads a reference back from an object type and id as SpiceDB
// holds them. It accepts only what ObjectID writes, so that one object has one
// spelling: anything else is an error, the wildcard "*" too.
func RefOfObject(objectType, objectID string) (Ref, error) {
	return Model{}.RefOfObject(objectType, objectID)
}

// RefOfObject reads a reference back from an object type and id as SpiceDB
// holds them. It accepts only what ObjectID writes.
func (m Model) RefOfObject(objectType, objectID string) (Ref, error) {
	r := Ref{Type: Type(objectType)}
	if r.Type == TypeTenant && m.HasTenants() {
		r.Tenant = TenantID(objectID)
	} else {
		kept := objectID
		if m.HasTenants() {
			tenant, rest, found := strings.Cut(objectID, "/")
			if !found {
				return Ref{}, phrase.Errorf("object %s has no tenant in its id", Shown(objectType+":"+objectID))
			}
			r.Tenant, kept = TenantID(tenant), rest
			if keptWhole(kept) && kept != "" && len(kept) <= maxIDBytes && r.Tenant.Validate() == nil && m.HasType(r.Type) {
				r.ID = kept
				return r, nil // as nearly all are: it is what ObjectID writes
			}
		}
		id, err := decodeID(kept)
		if err != nil {
			return Ref{}, phrase.Errorf("object %s: %w", Shown(objectType+":"+objectID), err)
		}
		r.ID = id
	}
	if err := m.ValidateRef(r); err != nil {
		return Ref{}, phrase.Errorf("object %s: %w", Shown(objectType+":"+objectID), err)
	}
	if r.ObjectID() != objectID {
		return Ref{}, phrase.Errorf("object %s: its id is not in the form that remit writes, which would be %s", Shown(objectType+":"+objectID), r.ObjectID())
	}
	return r, nil
}

// Validate says what is wrong with a reference, or nil.
func (r Ref) Validate() error { return Model{}.ValidateRef(r) }

// ValidateRef says what is wrong with a reference in the model, or nil.
func (m Model) ValidateRef(r Ref) error {
	switch {
	case !m.HasType(r.Type):
		return m.noSuchType(r.Type)
	case !m.HasTenants() && r.Tenant != "":
		return phrase.Errorf("tenant %s: this schema has no tenants", Quote(string(r.Tenant)))
	case !m.HasTenants() && strings.Contains(r.ID, "#"):
		return phrase.Errorf("id %s has a #: it would name whoever has a relation to an object; ask about one object", Quote(r.ID))
	case !m.HasTenants():
		return validateID(r.ID)
	}
	if err := r.Tenant.Validate(); err != nil {
		return err
	}
	if r.Type == TypeTenant {
		if r.ID != "" {
			return phrase.Errorf("a tenant is its name alone, such as tenant:veldzicht")
		}
		return nil
	}
	return validateID(r.ID)
}

// Validate says what is wrong with a tenant's name, or nil.
func (t TenantID) Validate() error {
	if t == "" {
		return phrase.Errorf("the tenant is blank")
	}
	if len(t) > maxTenantBytes {
		return phrase.Errorf("the tenant is %d bytes long: at most %d", len(t), maxTenantBytes)
	}
	for _, c := range []byte(t) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return phrase.Errorf("tenant %s: a tenant is written with a-z, 0-9 and - only", Quote(string(t)))
		}
	}
	return nil
}

// String is the reference as people write and read it: type:tenant/id, in
// quotes where the id has a character that cannot be seen (Shown). ParseRef reads
// it back.
func (r Ref) String() string { return Shown(r.Text()) }

// Text is the reference for machines: type:tenant/id, or type:id where there is
// no tenant, never in quotes, whatever characters the id has. ParseRef reads it
// back.
func (r Ref) Text() string {
	switch {
	case r.Tenant == "":
		return string(r.Type) + ":" + r.ID
	case r.Type == TypeTenant:
		return string(r.Type) + ":" + string(r.Tenant)
	}
	return string(r.Type) + ":" + string(r.Tenant) + "/" + r.ID
}

// MarshalText is Text, for JSON.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.Text()), nil }

// UnmarshalText is ParseRef, for JSON: of a type of this package's.
func (r *Ref) UnmarshalText(text []byte) error {
	parsed, err := ParseRef(string(text))
	if err != nil {
		return err
	}
	*r = parsed
	return nil
}

// ObjectID is the object id inside SpiceDB: the tenant and "/", where there is
// one, and the id with every byte that SpiceDB does not allow, and "=", written as "=HH".
// RefOfObject reads it back.
func (r Ref) ObjectID() string { return string(r.AppendObjectID(nil)) }

// AppendObjectID appends ObjectID to a buffer.
func (r Ref) AppendObjectID(buffer []byte) []byte {
	if r.Tenant == "" && r.ID != "" {
		return appendID(buffer, r.ID)
	}
	// The id of what names nothing is not blank: to an engine that means any.
	buffer = append(buffer, r.Tenant...)
	if r.Type == TypeTenant {
		return buffer
	}
	return appendID(append(buffer, '/'), r.ID)
}

// Account is the account of a user, as an object of administration. It is the
// zero Ref for a reference that is not a user.
func (r Ref) Account() Ref {
	if r.Type != TypeUser {
		return Ref{}
	}
	return Ref{Type: TypeAccount, Tenant: r.Tenant, ID: r.ID}
}

func validateID(id string) error {
	switch {
	case id != "" && len(id) <= maxIDBytes && keptWhole(id):
		return nil // as nearly all are
	case strings.TrimSpace(id) == "":
		return phrase.Errorf("the id is blank")
	case id == "*":
		return phrase.Errorf(`the id "*" would mean everybody: it is not an id`)
	case len(id) > maxIDBytes:
		return phrase.Errorf("the id is %d bytes long: at most %d", len(id), maxIDBytes)
	case !utf8.ValidString(id):
		return phrase.Errorf("id %s is not valid UTF-8", Quote(id))
	case strings.IndexFunc(id, unicode.IsControl) >= 0:
		return phrase.Errorf("id %s has a control character", Quote(id))
	}
	return nil
}

// keptAsIs are the bytes that SpiceDB allows in an object id, but for "=",
// which marks an encoded byte.
var keptAsIs = func() (kept [256]bool) {
	for _, c := range []byte("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/_|-+") {
		kept[c] = true
	}
	return kept
}()

// keptWhole says whether an id is kept as it is.
func keptWhole(id string) bool {
	for i := range len(id) {
		if !keptAsIs[id[i]] {
			return false
		}
	}
	return true
}

const hexDigits = "0123456789ABCDEF"

func appendID(buffer []byte, id string) []byte {
	if keptWhole(id) {
		return append(buffer, id...)
	}
	for i := range len(id) {
		if keptAsIs[id[i]] {
			buffer = append(buffer, id[i])
		} else {
			buffer = append(buffer, '=', hexDigits[id[i]>>4], hexDigits[id[i]&15])
		}
	}
	return buffer
}

func decodeID(kept string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(kept); i++ {
		if kept[i] != '=' {
			b.WriteByte(kept[i])
			continue
		}
		if i+2 >= len(kept) {
			return "", phrase.Errorf("id %s ends inside an encoded byte", Quote(kept))
		}
		raw, err := hex.DecodeString(kept[i+1 : i+3])
		if err != nil {
			return "", phrase.Errorf("id %s has a bad encoded byte %s", Quote(kept), Quote(kept[i:i+3]))
		}
		b.Write(raw)
		i += 2
	}
	return b.String(), nil
}
