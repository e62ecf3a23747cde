package recorder

import (
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/relation/relationtest"
)

// SpiceDB on PostgreSQL tells a transaction again when one that ran beside it is told after
// it, also beyond a checkpoint. It is recorded once.
func TestWhatIsToldAgainIsRecordedOnce(t *testing.T) {
	change := func(revision, text string) *v1.WatchResponse {
		update, err := relationtest.Change(text).Update()
		require.NoError(t, err)
		return &v1.WatchResponse{ChangesThrough: &v1.ZedToken{Token: revision}, Updates: []*v1.RelationshipUpdate{update}}
	}
	checkpoint := func(revision string) *v1.WatchResponse {
		return &v1.WatchResponse{ChangesThrough: &v1.ZedToken{Token: revision}, IsCheckpoint: true}
	}
	first, beside := change("5", "client:t/c#practitioner@user:t/a"), change("3", "client:t/c#practitioner@user:t/b")
	f := &following{}
	for _, event := range []*v1.WatchResponse{first, checkpoint("5"), beside, checkpoint("3"), first, checkpoint("5"), change("7", "-client:t/c#practitioner@user:t/a"), checkpoint("7")} {
		require.NoError(t, f.take(t.Context(), event))
	}
	var recorded []string
	for _, e := range f.ready {
		recorded = append(recorded, e.Revision)
	}
	require.Equal(t, []string{"5", "3", "7"}, recorded)
}
