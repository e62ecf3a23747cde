package access_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/fixtures/generate"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// world is a state and what a source wants instead.
type world struct {
	random     *rand.Rand
	tenants    []schema.TenantID
	held, want []loader.Relationship
}

func (w *world) have() loader.Observed {
	return loader.Observed{Tenants: w.tenants, Relationships: w.held}
}

func (w *world) one(chance int) bool { return w.random.IntN(chance) == 0 }

// newWorld mixes two generated worlds of the same names: what is held is the
// first with what applications wrote, what is wanted is a part of both.
func newWorld(t *testing.T, seed uint64) *world {
	t.Helper()
	w := &world{random: rand.New(rand.NewPCG(seed, 0))}
	size := generate.Size{
		Tenants: 1 + w.random.IntN(2), Users: 2 + w.random.IntN(8), Organizations: w.random.IntN(4), Engagements: w.random.IntN(5),
		Analyses: w.random.IntN(5), Connections: w.random.IntN(4), Libraries: w.random.IntN(2), Clients: w.random.IntN(8), Links: w.random.IntN(20),
	}
	one, other := generated(t, size, seed), generated(t, size, seed+1)
	w.tenants = one.Tenants
	w.held = w.some(one.Relationships, 20)
	mixed := 1 + w.random.IntN(20)
	w.want = append(w.some(one.Relationships, mixed), w.some(other.Relationships, 2+w.random.IntN(3))...)
	w.held = append(w.held, w.byApplications(one.Relationships)...)
	w.held, w.want = w.tidy(w.held), w.tidy(slices.DeleteFunc(w.want, foreign))
	return w
}

func generated(t *testing.T, size generate.Size, seed uint64) loader.Desired {
	t.Helper()
	source, err := loader.Read(generate.World(size, seed))
	if err != nil {
		t.Fatal(err)
	}
	return loader.DesiredState(source, today)
}

// some leaves one in so many out, and moves the end of an invitation at times.
func (w *world) some(relationships []loader.Relationship, one int) []loader.Relationship {
	var some []loader.Relationship
	for _, r := range relationships {
		if w.one(one + 1) {
			continue
		}
		if r.Caveat != "" && w.one(2) {
			until := today.Add(time.Duration(w.random.IntN(5)-2) * time.Hour).Format(time.RFC3339)
			r.Terms = loader.Terms{Caveat: r.Caveat, Context: fmt.Sprintf(`{"until":%q}`, until), Expires: until}
		}
		some = append(some, r)
	}
	return some
}

// byApplications are links to the owners of accounts, running and ended
// emergencies, and objects with a second parent.
func (w *world) byApplications(from []loader.Relationship) []loader.Relationship {
	var written []loader.Relationship
	for _, r := range from {
		object := r.Resource
		user := from[w.random.IntN(len(from))].Subject
		if user.Type != schema.TypeUser || user.ID == "*" {
			continue
		}
		account := loader.Object{Type: schema.TypeAccount, ID: user.ID}
		switch {
		case object.Type == schema.TypeClient && w.one(2):
			relation := []schema.Relation{schema.ClientPractitioner, schema.ClientSupervisor}[w.random.IntN(2)]
			written = append(written, loader.Relationship{Resource: object, Relation: relation, Subject: account, SubjectRelation: "owner"})
		case object.Type == schema.TypeClient:
			since := today.Add(-time.Duration(w.random.IntN(90)) * time.Minute)
			until := since.Add(time.Hour)
			context, _ := json.Marshal(map[string]string{"reason": "r", "since": since.Format(time.RFC3339), "until": until.Format(time.RFC3339)})
			terms := loader.Terms{Caveat: schema.CaveatEmergencyAccess, Context: string(context), Expires: until.Format(time.RFC3339)}
			written = append(written, loader.Relationship{Resource: object, Relation: schema.ClientEmergency, Subject: user, Terms: terms})
		case object.Type == schema.TypeOrganization:
			relation := []schema.Relation{schema.OrganizationManager, schema.OrganizationAuditor, schema.OrganizationBarred}[w.random.IntN(3)]
			written = append(written, loader.Relationship{Resource: object, Relation: relation, Subject: account, SubjectRelation: "owner"})
		case object.Type == schema.TypeEngagement && r.Relation == schema.EngagementOrganization && w.one(3):
			r.Subject = from[w.random.IntN(len(from))].Resource
			if r.Subject.Type == schema.TypeOrganization {
				written = append(written, r)
			}
		}
	}
	return written
}

// foreign says whether a source would never ask for a relationship.
func foreign(r loader.Relationship) bool {
	return r.SubjectRelation != "" || r.Relation == schema.ClientEmergency
}

// tidy sorts relationships, as a state has them, each once.
func (w *world) tidy(relationships []loader.Relationship) []loader.Relationship {
	slices.SortStableFunc(relationships, func(a, b loader.Relationship) int { return strings.Compare(sortKey(a), sortKey(b)) })
	return slices.CompactFunc(relationships, func(a, b loader.Relationship) bool { return sortKey(a) == sortKey(b) })
}

func sortKey(r loader.Relationship) string {
	return strings.Join([]string{string(r.Resource.Type), r.Resource.ID, string(r.Relation), string(r.Subject.Type), r.Subject.ID, r.SubjectRelation}, "\x00")
}
