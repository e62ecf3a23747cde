package memory_test

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// races is how many revocations race with questions.
const races = 10_000

// revocation is a link that is gone, and the first revision without it.
type revocation struct {
	number   int
	revision schema.Revision
	at       time.Time
}

// A revocation holds for every question that carries its revision, and for
// every one that is asked MaxAge after it, while others ask without a pause.
func TestNoRevocationIsMissed(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	link(t, conn, v1.RelationshipUpdate_OPERATION_TOUCH, numbers(races)...)
	c := checker.New(conn, checker.Options{Timeout: time.Minute, Memory: follow(t, conn, memory.Options{})})
	revoked := make([]revocation, races)
	var last, asked atomic.Int64
	last.Store(-1)
	var asking sync.WaitGroup
	for range 3 {
		asking.Go(func() {
			for last.Load() < races-1 && !t.Failed() {
				if n := last.Load(); n >= 0 {
					askAfter(t, c, revoked, int(n))
					asked.Add(1)
				}
				runtime.Gosched() // without it they starve whoever revokes, for minutes where there are few processors
			}
		})
	}
	for n := range races {
		revision := link(t, conn, v1.RelationshipUpdate_OPERATION_DELETE, n)
		revoked[n] = revocation{n, revision, time.Now()}
		last.Store(int64(n))
		denied(t, c.AtLeast(revision), n)
	}
	asking.Wait()
	t.Logf("%d questions raced with %d revocations", asked.Load(), races)
	assert.Greater(t, asked.Load(), int64(races))
}

// askAfter asks, after revocation n, about any of those up to it, with the
// revision of n; and without one about the last that is MaxAge old.
func askAfter(t *testing.T, c *checker.Checker, revoked []revocation, n int) {
	t.Helper()
	denied(t, c.AtLeast(revoked[n].revision), rand.IntN(n+1))
	old, _ := slices.BinarySearchFunc(revoked[:n+1], time.Now().Add(-time.Second), func(r revocation, then time.Time) int { return r.at.Compare(then) })
	if old > 0 {
		denied(t, c, old-1)
	}
}

func denied(t *testing.T, c *checker.Checker, n int) {
	t.Helper()
	decision, err := c.Check(t.Context(), numbered(n))
	if err != nil || decision.Outcome != checker.Denied {
		t.Errorf("client %d: got %s (%v) after its link was taken away", n, decision.Outcome, err)
	}
}

// Lists and bulk answers are as fresh as single ones.
func TestListsHaveTheirRevision(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	c := checker.New(conn, checker.Options{Memory: follow(t, conn, memory.Options{})})
	q := numbered(0)
	for round := range 200 {
		given, operation := round%2 == 0, v1.RelationshipUpdate_OPERATION_DELETE
		if given {
			operation = v1.RelationshipUpdate_OPERATION_TOUCH
		}
		fresh := c.AtLeast(link(t, conn, operation, 0))
		which, err := fresh.Resources(t.Context(), q.Subject, q.Permission)
		require.NoError(t, err)
		assert.Equal(t, given, slices.Contains(which.Refs, q.Resource), "which, round %d", round)
		who, err := fresh.Subjects(t.Context(), q.Permission, q.Resource)
		require.NoError(t, err)
		assert.Equal(t, given, slices.Contains(who.Refs, q.Subject), "who, round %d", round)
		for _, answer := range fresh.CheckAll(t.Context(), []checker.Question{q, q}) {
			require.NoError(t, answer.Err)
			assert.Equal(t, given, answer.Allowed(), "all at once, round %d", round)
		}
	}
}

// numbered asks about a client whose answer hangs on one link, which the world
// does not have.
func numbered(n int) checker.Question {
	return checker.Question{
		Subject:    schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"},
		Permission: schema.ClientManageAccount,
		Resource:   schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: fmt.Sprintf("n-%d", n)},
	}
}

func numbers(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// link gives or takes the links of some clients, and returns the revision that
// has them so.
func link(t testing.TB, conn grpc.ClientConnInterface, operation v1.RelationshipUpdate_Operation, clients ...int) schema.Revision {
	t.Helper()
	var revision schema.Revision
	for batch := range slices.Chunk(clients, 500) {
		var links, places []relation.Relationship
		for _, n := range batch {
			q := numbered(n)
			links = append(links, relation.Between(q.Resource, schema.ClientPractitioner, q.Subject))
			places = append(places, relation.Between(q.Resource, schema.ClientTenant, schema.TenantRef("veldzicht")))
		}
		changed, err := relation.Updates(operation, links...)
		require.NoError(t, err)
		placed, err := relation.Updates(v1.RelationshipUpdate_OPERATION_TOUCH, places...)
		require.NoError(t, err)
		written, err := v1.NewPermissionsServiceClient(conn).WriteRelationships(t.Context(), &v1.WriteRelationshipsRequest{Updates: append(changed, placed...)})
		require.NoError(t, err)
		revision = schema.Revision(written.GetWrittenAt().GetToken())
	}
	return revision
}
