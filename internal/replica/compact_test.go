package replica_test

import (
	"fmt"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation/relationtest"
)

// While ids come and go the snapshot is compacted beside the changes that come:
// what it says after each is what the engine says.
func TestACompactedSnapshotIsTheEngines(t *testing.T) {
	const rounds, atOnce = 75, 900 // more ids than are left alone
	w := newWorld(t, patient)
	w.write("client:t/kept#practitioner@user:t/anna")
	for round := range rounds {
		var texts []string
		for i := range atOnce {
			texts = append(texts, fmt.Sprintf("client:t/c%d-%d#practitioner@user:t/u%d", round, i, i%7))
		}
		w.write(texts...)
		for i := range texts[1:] {
			texts[i+1] = "-" + texts[i+1]
		}
		revision := w.write(texts[1:]...)
		var g *eval.Snapshot
		w.eventually("the snapshot has what was written", func() bool {
			g = w.replica.AtLeast(t.Context(), revision)
			return g != nil
		})
		for n, client := range []string{"client:t/kept", fmt.Sprintf("client:t/c%d-0", round), fmt.Sprintf("client:t/c%d-1", round), fmt.Sprintf("client:t/c%d-0", round/2)} {
			for _, user := range []string{"user:t/anna", "user:t/u0", "user:t/u1"} {
				q := eval.Question{Resource: relationtest.Object(client), Permission: "practitioner", Subject: relationtest.Object(user)}
				got, want := g.Check(q, eval.Context{At: time.Now()}).Outcome == eval.Allowed, w.allowed(q)
				require.Equal(t, want, got, "round %d, client %d: %v", round, n, q)
			}
		}
	}
	w.eventually("the snapshot is compacted", func() bool { return w.replica.Health().Compactions > 0 })
	h := w.replica.Health()
	require.Equal(t, 1, h.Loads, "it was read anew: %v", h.Reason)
	require.Equal(t, 2+rounds, h.Relationships)
}

func (w *world) allowed(q eval.Question) bool {
	w.t.Helper()
	answer, err := v1.NewPermissionsServiceClient(w.conn).CheckPermission(w.t.Context(), &v1.CheckPermissionRequest{
		Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
		Resource:    q.Resource.Message(),
		Permission:  q.Permission,
		Subject:     q.Subject.Subject(""),
	})
	require.NoError(w.t, err)
	return answer.GetPermissionship() == v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION
}
