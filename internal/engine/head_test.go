package engine_test

import (
	"sync"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/relation/relationtest"
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
	guest := relationtest.Of("room:r#guest@user:u")
	ask := func() v1.CheckPermissionResponse_Permissionship {
		answer, err := client.CheckPermission(t.Context(), &v1.CheckPermissionRequest{
			Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
			Resource:    guest.Resource.Message(), Permission: guest.Relation.Name(), Subject: guest.Subject.Subject(""),
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
		write, want := relationtest.Write, v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION
		if round%2 == 1 {
			write, want = relationtest.Remove, v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION
		}
		write(t, e.Conn(), guest)
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
