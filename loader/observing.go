package loader

import (
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// observing takes up what an engine holds of a tenant, page by page, beside what is
// expected there. As long as the two are the same nothing is made of what comes; from then
// on they share their text.
type observing struct {
	Observed
	tenant   schema.TenantID
	ours     []schema.Type
	names    relation.Reader
	expected *packed
	passed   int            // of those expected
	apart    bool           // what is observed is a list of its own
	some     int            // how many there may be
	own      []Relationship // of the tenant itself, which have their place among the others
	buffer   []byte
}

// addOwn takes up a part of what the engine holds of the tenant itself.
func (s *observing) addOwn(page []*v1.Relationship) error {
	for _, m := range page {
		r, err := s.names.Read(m)
		if err != nil {
			return err
		}
		if r.Resource.Tenant() != s.tenant {
			return notInTenant(r)
		}
		s.own = append(s.own, r)
	}
	return nil
}

// addWithin takes up a part of what the engine holds within the tenant.
func (s *observing) addWithin(page []*v1.Relationship) error {
	for _, m := range page {
		of := schema.Type(m.GetResource().GetObjectType())
		if of == schema.TypeTenant {
			continue // "acme/x" as a tenant is another one than acme
		}
		if of > schema.TypeTenant && len(s.own) > 0 {
			s.placeOwn()
		}
		if s.expects(m) {
			continue
		}
		r, err := s.read(m)
		if err != nil {
			return err
		}
		// Whatever else an engine makes of a filter must not be taken away.
		if r.Resource.Tenant() != s.tenant {
			return notInTenant(r)
		}
		s.place(r)
	}
	return nil
}

func notInTenant(r Relationship) error {
	return phrase.Errorf("the engine answered %s, which is not in the tenant", r)
}

// expectsWritten says whether a message in its bytes is what comes next of what is
// expected, which has it then.
func (s *observing) expectsWritten(message []byte) (as bool) {
	if len(s.own) > 0 && s.passed < len(s.expected.rows) && s.expected.typeOf(s.passed) >= schema.TypeTenant {
		s.placeOwn()
	}
	if s.apart || s.passed == len(s.expected.rows) {
		return false
	}
	if as, s.buffer = s.expected.isWritten(s.passed, message, s.buffer); as {
		s.passed++
	}
	return as
}

// expects is expectsWritten of a message that was read.
func (s *observing) expects(m *v1.Relationship) bool {
	if s.apart || s.passed == len(s.expected.rows) || m.GetOptionalCaveat() != nil || m.GetOptionalExpiresAt() != nil {
		return false
	}
	next := s.expected.at(s.passed)
	if next.Terms != (Terms{}) || next.CompareMessage(m) != 0 {
		return false
	}
	s.passed++
	return true
}

// read makes a relationship of a message, with the text of what is expected where that
// is the same one.
func (s *observing) read(m *v1.Relationship) (Relationship, error) {
	for i := s.passed; i < len(s.expected.rows); i++ {
		next := s.expected.at(i)
		c := next.CompareMessage(m)
		if c == 0 && m.GetOptionalCaveat() == nil && m.GetOptionalExpiresAt() == nil {
			return next.Key(), nil
		}
		if c >= 0 || !s.apart {
			break
		}
		s.passed++
	}
	return s.names.Read(m)
}

// placeOwn puts those of the tenant itself into their place.
func (s *observing) placeOwn() {
	sortRelationships(s.own)
	for _, r := range s.own {
		s.place(r)
	}
	s.own = nil
}

// place takes up one relationship.
func (s *observing) place(r Relationship) {
	switch {
	case traitsOf(r).kind.Aside():
		s.leases = append(s.leases, r)
	case !slices.Contains(s.ours, r.Resource.Type):
		s.ofOwnTypes = append(s.ofOwnTypes, r)
	case !s.apart && s.passed < len(s.expected.rows) && s.expected.at(s.passed) == r:
		s.passed++
	default:
		if !s.apart {
			s.apart = true
			s.Relationships = append(make([]Relationship, 0, max(s.passed, min(s.some, mostAtOnce))+1), s.expected.list(0, s.passed)...)
		}
		s.Relationships = append(s.Relationships, r)
	}
}

// done is what was observed; as expected, where it is just that and no list of it was
// made.
func (s *observing) done() (observed Observed, asExpected bool) {
	s.placeOwn()
	switch {
	case s.apart:
		sortRelationships(s.Relationships)
	case s.passed == len(s.expected.rows):
		return s.Observed, true
	default:
		s.Relationships = s.expected.list(0, s.passed)
	}
	return s.Observed, false
}
