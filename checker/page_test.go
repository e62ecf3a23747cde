package checker_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/schema"
)

// gather takes all that an iterator yields, and its error, which comes last.
func gather(t *testing.T, seq iter.Seq2[schema.Ref, error]) ([]schema.Ref, error) {
	t.Helper()
	var refs []schema.Ref
	var failed error
	for ref, err := range seq {
		require.NoError(t, failed, "something came after the error")
		if failed = err; err != nil {
			assert.Zero(t, ref)
			continue
		}
		refs = append(refs, ref)
	}
	return refs, failed
}

// ids are some that come in a random order, some of them twice.
func ids(r *rand.Rand, n int) (map[string]v1.LookupPermissionship, []string) {
	all := map[string]v1.LookupPermissionship{"de-brug/n-001": listed}
	order := []string{"de-brug/n-001"} // of another tenant
	for range n {
		id := fmt.Sprintf("veldzicht/n-%03d", r.IntN(2*n))
		if _, ok := all[id]; !ok {
			all[id] = listed
			if r.IntN(5) == 0 {
				all[id] = listedMaybe
			}
		}
		order = append(order, id)
	}
	return all, order
}

// Iterators and pages come to what the list has.
func TestPartsOfAListMakeIt(t *testing.T) {
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	for range 50 {
		n := r.IntN(60)
		all, order := ids(r, n)
		c := over(t, streams(all, order...), checker.Options{})
		list, err := c.Resources(t.Context(), anna, schema.ClientViewDossier)
		require.NoError(t, err)
		each, err := gather(t, c.ResourcesSeq(t.Context(), anna, schema.ClientViewDossier))
		require.NoError(t, err)
		assert.ElementsMatch(t, list.Refs, each)
		paging := checker.Paging{Limit: 1 + r.IntN(20)}
		var paged []schema.Ref
		for more := true; more; {
			page, err := c.ResourcesPage(t.Context(), anna, schema.ClientViewDossier, paging)
			require.NoError(t, err)
			assert.LessOrEqual(t, len(page.Refs), paging.Limit)
			assert.Equal(t, list.Revision, page.Revision)
			paged, more = append(paged, page.Refs...), page.More
			if more {
				require.Len(t, page.Refs, paging.Limit)
				paging.After = page.Refs[len(page.Refs)-1]
			}
		}
		assert.Equal(t, list.Refs, paged, "in pages of %d", paging.Limit)

		who, err := c.Subjects(t.Context(), schema.ClientViewDossier, c1)
		require.NoError(t, err)
		each, err = gather(t, c.SubjectsSeq(t.Context(), schema.ClientViewDossier, c1))
		require.NoError(t, err)
		assert.ElementsMatch(t, who.Refs, each)
		page, err := c.SubjectsPage(t.Context(), schema.ClientViewDossier, c1, checker.Paging{})
		require.NoError(t, err)
		assert.Equal(t, checker.Page{Refs: who.Refs, Revision: who.Revision}, page)
	}
}

// A loop that ends without an error has seen everything.
func TestABrokenStreamEndsALoopInAnError(t *testing.T) {
	s := &stub{
		resources: func(_ *v1.LookupResourcesRequest, stream grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
			if err := stream.Send(resource("veldzicht/c-1", listed)); err != nil {
				return err
			}
			return status.Error(codes.Unavailable, "gone")
		},
		subjects: func(_ *v1.LookupSubjectsRequest, stream grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error {
			for _, id := range []string{"veldzicht/anna", "*"} { // which no list can say
				if err := stream.Send(user(id, listed)); err != nil {
					return err
				}
			}
			return nil
		},
	}
	c := over(t, s, checker.Options{})
	which, err := gather(t, c.ResourcesSeq(t.Context(), anna, schema.ClientViewDossier))
	isEngineError(t, err, codes.Unavailable)
	assert.Equal(t, []schema.Ref{c1}, which)
	who, err := gather(t, c.SubjectsSeq(t.Context(), schema.ClientViewDossier, c1))
	isEngineError(t, err, codes.Internal)
	assert.Equal(t, []schema.Ref{anna}, who)
	page, err := c.ResourcesPage(t.Context(), anna, schema.ClientViewDossier, checker.Paging{})
	isEngineError(t, err, codes.Unavailable)
	assert.Zero(t, page)
	page, err = c.SubjectsPage(t.Context(), schema.ClientViewDossier, c1, checker.Paging{})
	isEngineError(t, err, codes.Internal)
	assert.Zero(t, page)
}

// What is not wanted any more is not asked for any more.
func TestALoopThatIsLeftEndsTheStream(t *testing.T) {
	ended := make(chan error, 1)
	s := &stub{resources: func(_ *v1.LookupResourcesRequest, stream grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
		err := stream.Send(resource("veldzicht/c-1", listed))
		<-stream.Context().Done()
		ended <- stream.Context().Err()
		return err
	}}
	for ref, err := range over(t, s, checker.Options{}).ResourcesSeq(t.Context(), anna, schema.ClientViewDossier) {
		require.NoError(t, err)
		assert.Equal(t, c1, ref)
		break
	}
	select {
	case err := <-ended:
		assert.ErrorIs(t, err, context.Canceled)
	case <-time.After(10 * time.Second): // its own deadline would end it in the end
		t.Error("the engine still works for nobody")
	}
}

func TestInvalidPagesAreNotSent(t *testing.T) {
	c := over(t, deaf(t), checker.Options{})
	for why, paging := range map[string]checker.Paging{
		"from 1 to 10000":     {Limit: -1},
		"limit 10001":         {Limit: 10_001},
		"type client":         {After: anna},
		"in tenant veldzicht": {After: schema.Ref{Type: schema.TypeClient, Tenant: "de-brug", ID: "c-1"}},
		"blank":               {After: schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht"}},
	} {
		_, err := c.ResourcesPage(t.Context(), anna, schema.ClientViewDossier, paging)
		isInvalid(t, err, checker.PartPaging, why)
	}
	_, err := c.SubjectsPage(t.Context(), schema.ClientViewDossier, c1, checker.Paging{After: c2})
	isInvalid(t, err, checker.PartPaging, "type user")
	_, err = c.ResourcesPage(t.Context(), c1, schema.ClientViewDossier, checker.Paging{})
	isInvalid(t, err, checker.PartSubject, "is not a user")
	_, err = gather(t, c.SubjectsSeq(t.Context(), schema.AnalysisView, c1))
	isInvalid(t, err, checker.PartPermission, "type analysis")
	_, err = gather(t, c.ResourcesSeq(t.Context(), anna, "client#burn"))
	isInvalid(t, err, checker.PartPermission, "burn")
}
