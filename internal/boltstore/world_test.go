package boltstore

import (
	"context"
	"fmt"
	"math/rand"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/relation"
)

const (
	// A caseload is 130 clients of one's own and 20 that one supervises.
	ownClients        = 130
	supervisedClients = 20

	// usersPerTenant leaves everybody with a colleague.
	usersPerTenant = 7
)

// world is a care institution of a given number of relationships.
type world struct{ clients, users int }

// newWorld has about that many relationships: a client has a tenant and a
// practitioner, one in six or seven a supervisor, and a user three places in the
// tenant.
func newWorld(relationships int) world {
	users := max(1, relationships/(2*ownClients+supervisedClients+3)/usersPerTenant) * usersPerTenant
	return world{clients: users * ownClients, users: users}
}

// The id of a client holds its number, and so on; tenantID takes that of a user.
func clientID(i int) string { return fmt.Sprintf("%s/client-%07d", tenantID(i/ownClients), i) }
func userID(i int) string   { return fmt.Sprintf("%s/user-%05d", tenantID(i), i) }
func tenantID(i int) string { return fmt.Sprintf("tenant-%03d", i/usersPerTenant) }

// supervisor is who supervises a client, or false. It is a colleague in the same
// tenant of the practitioner.
func supervisor(client int) (int, bool) {
	if client%ownClients >= supervisedClients {
		return 0, false
	}
	return colleague(client / ownClients), true
}

func colleague(user int) int {
	return user/usersPerTenant*usersPerTenant + (user+1)%usersPerTenant
}

// each visits all relationships, those of a client together.
func (w world) each(visit func(resourceType, resourceID, relation, subjectType, subjectID string) error) error {
	for u := range w.users {
		for _, relation := range []string{"member", "practitioner", "supervisor"} {
			if err := visit("tenant", tenantID(u), relation, "user", userID(u)); err != nil {
				return err
			}
		}
	}
	for c := range w.clients {
		u := c / ownClients
		if err := visit("client", clientID(c), "tenant", "tenant", tenantID(u)); err != nil {
			return err
		}
		if err := visit("client", clientID(c), "practitioner", "user", userID(u)); err != nil {
			return err
		}
		if s, ok := supervisor(c); ok {
			if err := visit("client", clientID(c), "supervisor", "user", userID(s)); err != nil {
				return err
			}
		}
	}
	return nil
}

// load sends the world in streams short enough for SpiceDB's limit on time.
func (w world) load(ctx context.Context, conn *grpc.ClientConn) (loaded int, err error) {
	const perMessage, perStream = 1000, 40_000
	permissions := v1.NewPermissionsServiceClient(conn)
	var stream grpc.ClientStreamingClient[v1.ImportBulkRelationshipsRequest, v1.ImportBulkRelationshipsResponse]
	var batch []*v1.Relationship
	inStream := 0
	flush := func(last bool) error {
		if stream == nil {
			if stream, err = permissions.ImportBulkRelationships(ctx); err != nil {
				return err
			}
		}
		if err := stream.Send(&v1.ImportBulkRelationshipsRequest{Relationships: batch}); err != nil {
			return err
		}
		inStream, batch = inStream+len(batch), nil
		if inStream < perStream && !last {
			return nil
		}
		answer, err := stream.CloseAndRecv()
		loaded += int(answer.GetNumLoaded())
		stream, inStream = nil, 0
		return err
	}
	err = w.each(func(resourceType, resourceID, name, subjectType, subjectID string) error {
		message, err := relation.New(object(resourceType, resourceID), name, object(subjectType, subjectID)).Message()
		if err != nil {
			return err
		}
		batch = append(batch, message)
		if len(batch) == perMessage {
			return flush(false)
		}
		return nil
	})
	if err == nil {
		err = flush(true)
	}
	return loaded, err
}

// pair is a question: a client and a user.
type pair struct{ client, user string }

func (w world) ownPair(r *rand.Rand) pair {
	c := r.Intn(w.clients)
	return pair{clientID(c), userID(c / ownClients)}
}

func (w world) supervisedPair(r *rand.Rand) pair {
	c := r.Intn(w.users)*ownClients + r.Intn(supervisedClients)
	s, _ := supervisor(c)
	return pair{clientID(c), userID(s)}
}

// strangerPair is a client and a user of the same tenant with no link.
func (w world) strangerPair(r *rand.Rand) pair {
	c := r.Intn(w.users)*ownClients + supervisedClients + r.Intn(ownClients-supervisedClients)
	return pair{clientID(c), userID(colleague(c / ownClients))}
}

// relationships is the world for the store itself.
func (w world) relationships(visit func(tuple.Relationship) error) error {
	return w.each(func(resourceType, resourceID, relation, subjectType, subjectID string) error {
		return visit(tuple.Relationship{RelationshipReference: tuple.RelationshipReference{
			Resource: tuple.ONR(resourceType, resourceID, relation),
			Subject:  tuple.ONR(subjectType, subjectID, tuple.Ellipsis),
		}})
	})
}
