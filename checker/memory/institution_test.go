package memory_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
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
func (i institution) relationships() []*v1.Relationship {
	tenant := schema.TenantRef("veldzicht")
	anna := numbered(0).Subject // who has no caseload
	all := []*v1.Relationship{relationship(tenant, "member", anna), relationship(tenant, "practitioner", anna)}
	for n := range i.users {
		all = append(all, relationship(tenant, "member", user(n)), relationship(tenant, "practitioner", user(n)))
	}
	for n := range i.clients {
		all = append(all, relationship(client(n), "tenant", tenant))
		for which := range each {
			all = append(all, relationship(client(n), "practitioner", user(i.practitioner(n, which))))
		}
	}
	for n := range i.emergencies {
		all = append(all, i.emergency(n))
	}
	wildcard := relationship(tenant, "emergency_procedure", user(0))
	wildcard.Subject.Object.ObjectId = "*"
	return append(all, wildcard)
}

func (i institution) emergency(n int) *v1.Relationship {
	r := relationship(client(n), "emergency", user(i.users-1))
	given, err := structpb.NewStruct(map[string]any{
		"since": time.Now().Add(-time.Minute).UTC().Format(time.RFC3339), "until": time.Now().Add(23 * time.Hour).UTC().Format(time.RFC3339), "reason": "found unresponsive",
	})
	if err != nil {
		panic(err)
	}
	r.OptionalExpiresAt = timestamppb.New(time.Now().Add(24 * time.Hour))
	r.OptionalCaveat = &v1.ContextualizedCaveat{CaveatName: string(schema.CaveatEmergencyAccess), Context: given}
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
	importAll(b, e.Conn(), i.relationships())
	return e
}

func importAll(b testing.TB, conn *grpc.ClientConn, all []*v1.Relationship) {
	b.Helper()
	for part := range slices.Chunk(all, 100_000) {
		stream, err := v1.NewPermissionsServiceClient(conn).ImportBulkRelationships(b.Context())
		require.NoError(b, err)
		for batch := range slices.Chunk(part, 1000) {
			require.NoError(b, stream.Send(&v1.ImportBulkRelationshipsRequest{Relationships: batch}))
		}
		_, err = stream.CloseAndRecv()
		require.NoError(b, err)
	}
}
