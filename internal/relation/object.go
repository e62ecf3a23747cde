package relation

import (
	"fmt"
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/schema"
)

// Wildcard is the id of the subject that stands for all of its type.
const Wildcard = "*"

// Object is an object or a user as an engine holds it: the id is encoded, may
// be Wildcard, and may be one that remit would never write.
type Object struct {
	Type schema.Type
	ID   string
}

// ObjectOf is what an engine holds for a reference.
func ObjectOf(ref schema.Ref) Object { return Object{ref.Type, ref.ObjectID()} }

// Ref is the reference that the object is known by; false for one that remit
// would never write.
func (o Object) Ref() (schema.Ref, bool) {
	ref, err := schema.RefOfObject(string(o.Type), o.ID)
	return ref, err == nil
}

// String is the reference as people write it, "user:*" for every user, and
// "client:=ID" for an id that remit would never write.
func (o Object) String() string {
	return schema.Shown(o.text())
}

// text is String for machines.
func (o Object) text() string {
	if ref, ok := o.Ref(); ok {
		return ref.Text()
	}
	if o.ID == Wildcard {
		return string(o.Type) + ":*"
	}
	// No tenant begins with "=", so this is nobody's reference.
	return string(o.Type) + ":=" + o.ID
}

// MarshalText is String without the quotes around what cannot be seen, so that a
// plan in JSON shows what people write.
func (o Object) MarshalText() ([]byte, error) { return []byte(o.text()), nil }

// UnmarshalText reads what MarshalText wrote.
func (o *Object) UnmarshalText(text []byte) (err error) {
	*o, err = ParseObject(string(text))
	return err
}

// ParseObject reads what MarshalText wrote.
func ParseObject(text string) (Object, error) {
	typ, id, found := strings.Cut(text, ":")
	switch {
	case found && id == Wildcard:
		return Object{schema.Type(typ), Wildcard}, nil
	case found && strings.HasPrefix(id, "="):
		return Object{schema.Type(typ), id[1:]}, nil
	}
	ref, err := schema.ParseRef(text)
	if err != nil {
		return Object{}, fmt.Errorf("object %s: %w", schema.Quote(text), err)
	}
	return ObjectOf(ref), nil
}

// Compare orders objects by type, then id.
func (o Object) Compare(other Object) int {
	if c := strings.Compare(string(o.Type), string(other.Type)); c != 0 {
		return c
	}
	return strings.Compare(o.ID, other.ID)
}

func (o Object) compareMessage(m *v1.ObjectReference) int {
	if c := strings.Compare(string(o.Type), m.GetObjectType()); c != 0 {
		return c
	}
	return strings.Compare(o.ID, m.GetObjectId())
}

// Tenant is the tenant that the object is, or is in; blank for an id without
// one. "acme-2/x" is not in "acme".
func (o Object) Tenant() schema.TenantID {
	if o.Type == schema.TypeTenant {
		return schema.TenantID(o.ID)
	}
	name, _, found := strings.Cut(o.ID, "/")
	if !found {
		return ""
	}
	return schema.TenantID(name)
}
