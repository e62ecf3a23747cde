package loader

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// drawn are relationships of a tenant, some with an end, sorted, each once.
func drawn(r *rand.Rand, n int) []Relationship {
	byKey := map[Relationship]Relationship{}
	for range n {
		user := Object{Type: schema.TypeUser, ID: fmt.Sprintf("acme/u%d", r.IntN(4))}
		one := Relationship{Resource: Object{Type: schema.TypeClient, ID: fmt.Sprintf("acme/a-client-with-a-long-id-%d", r.IntN(5))}, Relation: schema.ClientPractitioner, Subject: user}
		switch r.IntN(5) {
		case 0:
			one = Relationship{Resource: Object{Type: schema.TypeTenant, ID: "acme"}, Relation: schema.TenantMember, Subject: user}
		case 1:
			one.Resource, one.Relation, one.Subject = user, relation.Name(schema.TypeUser, "role_holder"), Object{Type: schema.TypeUser, ID: relation.Wildcard}
		case 2:
			one.Relation = schema.ClientSupervisor
		case 3:
			one.Expires = fmt.Sprintf("2030-01-01T00:00:0%dZ", r.IntN(2))
		}
		byKey[one.Key()] = one
	}
	all := make([]Relationship, 0, len(byKey))
	for _, one := range byKey {
		all = append(all, one)
	}
	slices.SortFunc(all, Relationship.Compare)
	return all
}

// packedOf are some relationships of a tenant.
func packedOf(all []Relationship) *packed {
	m := newMaking()
	for _, r := range all {
		m.add(m.object(r.Resource), r.Relation, m.object(r.Subject))
		m.rows[len(m.rows)-1].terms, m.terms = int32(len(m.terms)), append(m.terms, r.Terms)
	}
	p := m.done()
	for i := range p.rows {
		if p.terms[p.rows[i].terms] == (Terms{}) {
			p.rows[i].terms = 0
		}
	}
	return p
}

// What is packed is the same list, whatever the order in which it was named.
func TestPackedIsTheSameList(t *testing.T) {
	seed := random.Seed(t)
	for seed, last := seed, seed+300; seed < last; seed++ {
		r := rand.New(rand.NewPCG(seed, 0))
		want := drawn(r, r.IntN(60))
		if r.IntN(4) == 0 {
			want = append(want, Relationship{Resource: Object{Type: schema.TypeClient, ID: "zeta/c"}, Relation: schema.ClientPractitioner, Subject: Object{Type: schema.TypeAccount, ID: "acme/u1"}})
			slices.SortFunc(want, Relationship.Compare)
		}
		named := slices.Clone(want)
		r.Shuffle(len(named), func(i, j int) { named[i], named[j] = named[j], named[i] })
		packed := packedOf(named)
		if diff := cmp.Diff(want, packed.list(0, len(packed.rows))); diff != "" {
			t.Fatalf("seed %d (-want +got): %s", seed, diff)
		}
		ofTenant := slices.Clone(ofTenants(want))
		if diff := cmp.Diff(append([]Relationship{}, ofTenant...), packed.ofTenant()); diff != "" {
			t.Fatalf("seed %d, of the tenant (-want +got): %s", seed, diff)
		}
	}
}

// Whatever is expected, what is observed is what the engine answered, in whatever order
// it does; and it says so where that is what was expected.
func TestObservingIsNoGuess(t *testing.T) {
	seed := random.Seed(t)
	for seed, last := seed, seed+500; seed < last; seed++ {
		r := rand.New(rand.NewPCG(seed, 0))
		held := drawn(r, r.IntN(30))
		expected := slices.Clone(held)
		for range r.IntN(4) {
			expected = append(expected, drawn(r, 1)...)
			if i := r.IntN(len(expected)); r.IntN(2) == 0 {
				expected = slices.Delete(expected, i, i+1)
			}
		}
		if i := r.IntN(40); i < len(expected) { // the same with another end, or with none
			if expected[i].Expires != "" {
				expected[i].Expires = ""
			} else {
				expected[i].Expires = "2030-01-01T00:00:09Z"
			}
		}
		slices.SortFunc(expected, Relationship.Compare)
		s := observing{tenant: "acme", ours: schema.Types(), expected: packedOf(expected)}
		if err := s.addOwn(messages(t, held, func(o Object) bool { return o.Type == schema.TypeTenant })); err != nil {
			t.Fatal(err)
		}
		within := messages(t, held, func(o Object) bool { return o.Type != schema.TypeTenant })
		if r.IntN(4) == 0 {
			r.Shuffle(len(within), func(i, j int) { within[i], within[j] = within[j], within[i] })
		}
		for page := range slices.Chunk(within, 1+r.IntN(9)) {
			for r.IntN(3) > 0 && len(page) > 0 && s.expectsWritten(written(t, page[0])) {
				page = page[1:]
			}
			if err := s.addWithin(page); err != nil {
				t.Fatal(err)
			}
		}
		observed, asExpected := s.done()
		got := observed.Relationships
		if asExpected {
			got = expected
		}
		if diff := cmp.Diff(held, append([]Relationship{}, got...)); diff != "" {
			t.Fatalf("seed %d (-held +observed): %s", seed, diff)
		}
		if slices.IsSortedFunc(within, compareMessages) && asExpected != slices.Equal(expected, held) {
			t.Fatalf("seed %d: as expected: got %t", seed, asExpected)
		}
	}
}

func written(t *testing.T, m *v1.Relationship) []byte {
	t.Helper()
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func compareMessages(a, b *v1.Relationship) int {
	r, err := relation.FromMessage(a)
	if err != nil {
		panic(err)
	}
	return r.CompareMessage(b)
}

func messages(t *testing.T, all []Relationship, of func(Object) bool) []*v1.Relationship {
	t.Helper()
	var found []*v1.Relationship
	for _, r := range all {
		if !of(r.Resource) {
			continue
		}
		m, err := r.Message()
		if err != nil {
			t.Fatal(err)
		}
		found = append(found, m)
	}
	return found
}

// What is sorted by bytes is in the order of any other comparison, and so is what cannot be.
func TestSortingIsInOrder(t *testing.T) {
	seed := random.Seed(t)
	for seed, last := seed, seed+300; seed < last; seed++ {
		r := rand.New(rand.NewPCG(seed, 0))
		want := drawn(r, r.IntN(60))
		if r.IntN(4) == 0 {
			want = append(want, Relationship{Resource: Object{Type: schema.TypeClient, ID: "zeta/c"}, Relation: schema.ClientPractitioner})
			slices.SortFunc(want, Relationship.Compare)
		}
		got := slices.Clone(want)
		r.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		sortRelationships(got)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d (-want +got): %s", seed, diff)
		}
	}
}
