package source

import (
	"hash/maphash"
	"slices"

	"github.com/remit-authz/remit/schema"
)

// Seal remembers what was checked: whatever is changed since, a row where it stands too,
// was not. The zero value is that of nothing.
type Seal struct{ of uint64 }

// Equal is true: two sources that say the same are the same, whoever checked them.
func (Seal) Equal(Seal) bool { return true }

// sealed is the source as it was checked.
func (s Source) sealed() Source {
	s.Seal = Seal{s.sum()}
	return s
}

// Checked says whether the source is as Check made it: whoever puts one together, or
// changes what it says, has one that nobody has checked.
func (s Source) Checked() bool { return s.Seal.of != 0 && s.Seal.of == s.sum() }

var seed = maphash.MakeSeed()

// sum is over all that permissions come of, and never zero.
func (s Source) sum() uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	sumAll(&h, s.Tenants)
	maphash.WriteComparable(&h, len(s.Users))
	for _, u := range s.Users {
		maphash.WriteComparable(&h, [...]string{string(u.Ref.Type), string(u.Ref.Tenant), u.Ref.ID, string(u.Status)})
		sumAll(&h, u.Roles)
	}
	sumAll(&h, s.Things)
	sumAll(&h, s.Clients)
	maphash.WriteComparable(&h, len(s.Links))
	for i := range s.Links {
		l := &s.Links[i]
		for _, r := range [...]schema.Ref{l.User, l.Object} {
			sumText(&h, string(r.Type))
			sumText(&h, string(r.Tenant))
			sumText(&h, r.ID)
		}
		sumText(&h, string(l.Role))
		maphash.WriteComparable(&h, [...]int64{l.Until.Unix(), l.From.Unix()})
	}
	tenants := make([]schema.TenantID, 0, len(s.Unowned))
	for t := range s.Unowned {
		tenants = append(tenants, t)
	}
	slices.Sort(tenants)
	for _, t := range tenants {
		sumText(&h, string(t))
		sumAll(&h, s.Unowned[t])
	}
	return h.Sum64() | 1
}

func sumAll[T comparable](h *maphash.Hash, all []T) {
	maphash.WriteComparable(h, len(all))
	for _, one := range all {
		maphash.WriteComparable(h, one)
	}
}

// sumText is of a text, and of where it ends.
func sumText(h *maphash.Hash, text string) {
	_, _ = h.WriteString(text) // a hash fails at nothing
	_ = h.WriteByte(0xff)      // no text has it
}
