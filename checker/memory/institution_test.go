package memory_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// institution is a care tenant in which every user is a practitioner with a
// caseload of 150, and every client has three practitioners.
type institution struct {
	clients, users int
	// emergencies is how many of the first clients are open to the last user.
	emergencies int
}

const (
	block    = 50 // clients that share their practitioners
	each     = 3  // practitioners of a client
	caseload = block * each
)

// large has some 400,000 relationships.
var large = institution{clients: 100_000, users: 2_000, emergencies: 1_000}

func user(n int) schema.Ref {
	return schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: fmt.Sprintf("u-%d", n)}
}

func client(n int) schema.Ref {
	return schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: fmt.Sprintf("c-%d", n)}
}

// practitioner is one of the three of a client.
func (i institution) practitioner(client, which int) int { return (client/block + which) % i.users }

// relationships are those of the institution, in any order.
func (i institution) relationships() []relation.Relationship {
	tenant := schema.TenantRef("veldzicht")
	anna := numbered(0).Subject // who has no caseload
	all := []relation.Relationship{relation.Between(tenant, schema.TenantMember, anna), relation.Between(tenant, schema.TenantPractitioner, anna)}
	for n := range i.users {
		all = append(all, relation.Between(tenant, schema.TenantMember, user(n)), relation.Between(tenant, schema.TenantPractitioner, user(n)))
	}
	for n := range i.clients {
		all = append(all, relation.Between(client(n), schema.ClientTenant, tenant))
		for which := range each {
			all = append(all, relation.Between(client(n), schema.ClientPractitioner, user(i.practitioner(n, which))))
		}
	}
	for n := range i.emergencies {
		all = append(all, i.emergency(n))
	}
	wildcard := relation.Between(tenant, schema.TenantEmergencyProcedure, user(0))
	wildcard.Subject.ID = relation.Wildcard
	return append(all, wildcard)
}

func (i institution) emergency(n int) relation.Relationship {
	r := relation.Between(client(n), schema.ClientEmergency, user(i.users-1))
	r.Terms = relation.Emergency(time.Now().Add(-time.Minute).UTC(), time.Now().Add(23*time.Hour).UTC(), "found unresponsive")
	return r
}

// questions are many of one kind, so that what one leaves in the processor's
// cache does not answer the next.
func (i institution) questions(kind string) []checker.Question {
	random := rand.New(rand.NewPCG(1, 2))
	all := make([]checker.Question, 1<<12)
	for n := range all {
		c := random.IntN(i.clients)
		u := i.practitioner(c, random.IntN(each))
		switch kind {
		case "denied":
			u = (u + 100 + random.IntN(i.users-200)) % i.users
		case "conditional":
			c, u = random.IntN(i.emergencies), i.users-1
		}
		all[n] = checker.Question{Subject: user(u), Permission: schema.ClientViewDossier, Resource: client(c)}
	}
	return all
}

// fresh are random questions, half of them of a practitioner of the client, that no
// earlier ones are.
func (i institution) fresh(n int) []checker.Question {
	all := make([]checker.Question, n)
	for at := range all {
		c, u := rand.IntN(i.clients), rand.IntN(i.users)
		if at%2 == 0 {
			u = i.practitioner(c, rand.IntN(each))
		}
		all[at] = checker.Question{Subject: user(u), Permission: schema.ClientViewDossier, Resource: client(c)}
	}
	return all
}

// store runs an engine over a file that holds the institution.
func (i institution) store(b testing.TB) *engine.Engine {
	b.Helper()
	// What a crash would lose is of no interest here.
	store, err := boltstore.Open(filepath.Join(b.TempDir(), "remit.db"), boltstore.Options{NoSync: true})
	require.NoError(b, err)
	b.Cleanup(func() { assert.NoError(b, store.Close()) })
	e, err := engine.Start(b.Context(), engine.Options{Datastore: store})
	require.NoError(b, err)
	b.Cleanup(func() { assert.NoError(b, e.Close()) })
	_, err = v1.NewSchemaServiceClient(e.Conn()).WriteSchema(b.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()})
	require.NoError(b, err)
	relationtest.Import(b, e.Conn(), i.relationships()...)
	return e
}
