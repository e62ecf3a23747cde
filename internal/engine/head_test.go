package engine_test

import (
	"sync"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/engine"
)

// SpiceDB lets calls that come at once share one search for the newest
// revision. While others ask without a pause, one in some thousand questions
// that were asked after a revocation was allowed all the same.
func TestFullConsistencySeesWhatWasAcknowledged(t *testing.T) {
	e, err := engine.Start(t.Context(), engine.Options{})
	require.NoError(t, err)
	defer e.Close()
	_, err = v1.NewSchemaServiceClient(e.Conn()).WriteSchema(t.Context(), &v1.WriteSchemaRequest{
		Schema: "definition user {}\ndefinition room {\n\trelation guest: user\n}",
	})
	require.NoError(t, err)
	client := v1.NewPermissionsServiceClient(e.Conn())
	guest := &v1.Relationship{
		Resource: &v1.ObjectReference{ObjectType: "room", ObjectId: "r"},
		Relation: "guest",
		Subject:  &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: "u"}},
	}
	ask := func() v1.CheckPermissionResponse_Permissionship {
		answer, err := client.CheckPermission(t.Context(), &v1.CheckPermissionRequest{
			Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
			Resource:    guest.Resource, Permission: guest.Relation, Subject: guest.Subject,
		})
		if err != nil {
			t.Error(err)
		}
		return answer.GetPermissionship()
	}
	done, others := make(chan struct{}), sync.WaitGroup{}
	for range 8 {
		others.Go(func() {
			for !closed(done) && !t.Failed() {
				ask()
			}
		})
	}
	for round := range 2_000 {
		update := &v1.RelationshipUpdate{Operation: v1.RelationshipUpdate_OPERATION_TOUCH, Relationship: guest}
		want := v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION
		if round%2 == 1 {
			update.Operation, want = v1.RelationshipUpdate_OPERATION_DELETE, v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION
		}
		_, err := client.WriteRelationships(t.Context(), &v1.WriteRelationshipsRequest{Updates: []*v1.RelationshipUpdate{update}})
		require.NoError(t, err)
		if got := ask(); got != want {
			t.Errorf("round %d: got %v, want %v", round, got, want)
			break
		}
	}
	close(done)
	others.Wait()
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
