package engine_test

import (
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/relation"
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

// An engine takes as many updates in a write as it says.
func TestUpdatesOfAWrite(t *testing.T) {
	e, err := engine.Start(t.Context(), engine.Options{})
	require.NoError(t, err)
	defer e.Close()
	var header metadata.MD
	_, err = v1.NewSchemaServiceClient(e.Conn()).ReadSchema(t.Context(), &v1.ReadSchemaRequest{}, grpc.Header(&header))
	require.Equal(t, codes.NotFound, status.Code(err))
	most, err := strconv.Atoi(strings.Join(header.Get(relation.UpdatesHeader), ","))
	require.NoError(t, err, "a header of %v", header)
	_, err = v1.NewSchemaServiceClient(e.Conn()).WriteSchema(t.Context(), &v1.WriteSchemaRequest{
		Schema: "definition user {}\ndefinition room {\n\trelation guest: user\n}",
	})
	require.NoError(t, err)
	write := func(n int) error {
		request := &v1.WriteRelationshipsRequest{}
		for i := range n {
			update, err := relationtest.Of(fmt.Sprintf("room:r%d#guest@user:u", i)).Update(v1.RelationshipUpdate_OPERATION_TOUCH)
			require.NoError(t, err)
			request.Updates = append(request.Updates, update)
		}
		_, err := v1.NewPermissionsServiceClient(e.Conn()).WriteRelationships(t.Context(), request)
		return err
	}
	require.NoError(t, write(most))
	require.Error(t, write(most+1))
}
