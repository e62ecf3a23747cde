package boltstore

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// careSchema has the shape of a care institution: practitioners with a caseload,
// supervisors with a second way in, and emergency access that ends.
const careSchema = `use expiration

definition user {}

definition tenant {
	relation member: user
	relation practitioner: user
	relation supervisor: user
}

definition client {
	relation tenant: tenant
	relation practitioner: user
	relation supervisor: user
	relation emergency: user with expiration
	permission caseload = (practitioner & tenant->practitioner) & tenant->member
	permission supervision = (supervisor & tenant->supervisor) & tenant->member
	permission view = caseload + supervision + emergency
}
`

// openStore opens a store that the test closes.
func openStore(tb testing.TB, path string, opts Options) *Store {
	tb.Helper()
	s, err := Open(path, opts)
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, s.Close()) })
	return s
}

// tempStore opens a new store that lives as long as the test.
func tempStore(tb testing.TB, opts Options) *Store {
	tb.Helper()
	return openStore(tb, filepath.Join(tb.TempDir(), "store.db"), opts)
}

// serve runs SpiceDB over a datastore, or over its own in memory if that is nil,
// and writes the schema.
func serve(tb testing.TB, ds datastore.Datastore) *grpc.ClientConn {
	tb.Helper()
	e, err := engine.Start(tb.Context(), engine.Options{Datastore: ds})
	require.NoError(tb, err)
	tb.Cleanup(func() { require.NoError(tb, e.Close()) })
	_, err = v1.NewSchemaServiceClient(e.Conn()).WriteSchema(tb.Context(), &v1.WriteSchemaRequest{Schema: careSchema})
	require.NoError(tb, err)
	return e.Conn()
}

// Shorthands for what the API wants written out.
var (
	fullyConsistent  = &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
	minimizeLatency  = &v1.Consistency{Requirement: &v1.Consistency_MinimizeLatency{MinimizeLatency: true}}
	atLeastAsFreshAs = func(r schema.Revision) *v1.Consistency {
		return &v1.Consistency{Requirement: &v1.Consistency_AtLeastAsFresh{AtLeastAsFresh: &v1.ZedToken{Token: string(r)}}}
	}
)

func object(kind, id string) relation.Object { return relation.Object{Type: schema.Type(kind), ID: id} }

// allowed asks whether a user may view a client.
func allowed(tb testing.TB, conn *grpc.ClientConn, consistency *v1.Consistency, client, user string) bool {
	tb.Helper()
	answer, err := v1.NewPermissionsServiceClient(conn).CheckPermission(tb.Context(), &v1.CheckPermissionRequest{
		Consistency: consistency,
		Resource:    object("client", client).Message(),
		Permission:  "view",
		Subject:     object("user", user).Subject(""),
	})
	require.NoError(tb, err)
	switch answer.Permissionship {
	case v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION:
		return true
	case v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION:
		return false
	default:
		require.FailNow(tb, fmt.Sprintf("permissionship %v", answer.Permissionship))
		return false
	}
}
