package checker_test

import (
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// streams sends the same ids as resources and as users.
func streams(ids map[string]v1.LookupPermissionship, order ...string) *stub {
	return &stub{
		resources: func(_ *v1.LookupResourcesRequest, stream grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
			for _, id := range order {
				if err := stream.Send(resource(id, ids[id])); err != nil {
					return err
				}
			}
			return nil
		},
		subjects: func(_ *v1.LookupSubjectsRequest, stream grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error {
			for _, id := range order {
				if err := stream.Send(user(id, ids[id])); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func TestListsNameEachIDOnceSorted(t *testing.T) {
	s := streams(map[string]v1.LookupPermissionship{"veldzicht/b": listed, "veldzicht/a": listed, "veldzicht/c": listedMaybe, "veldzicht/c=40": listedMaybe},
		"veldzicht/c=40", "veldzicht/b", "veldzicht/a", "veldzicht/b", "veldzicht/c", "veldzicht/c", "veldzicht/a")
	asker := over(t, s, checker.Options{})
	clients, err := asker.Resources(t.Context(), anna, schema.ClientViewDossier)
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(checker.List{
		Refs:        refs(schema.TypeClient, "a", "b"),
		Conditional: refs(schema.TypeClient, "c", "c@"),
		Revision:    "r1",
	}, clients))
	users, err := asker.Subjects(t.Context(), schema.ClientViewDossier, c1)
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(checker.List{
		Refs:        refs(schema.TypeUser, "a", "b"),
		Conditional: refs(schema.TypeUser, "c", "c@"),
		Revision:    "r1",
	}, users))
}

func refs(kind schema.Type, ids ...string) []schema.Ref {
	var out []schema.Ref
	for _, id := range ids {
		out = append(out, schema.Ref{Type: kind, Tenant: "veldzicht", ID: id})
	}
	return out
}

// An id that is found with and without reserve is allowed by a check: one way
// suffices, whichever comes first.
func TestListsTakeTheWayWithoutReserve(t *testing.T) {
	for name, order := range map[string][]v1.LookupPermissionship{
		"reserve first": {listedMaybe, listed},
		"reserve last":  {listed, listedMaybe},
	} {
		t.Run(name, func(t *testing.T) {
			s := &stub{resources: func(_ *v1.LookupResourcesRequest, stream grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
				for _, p := range order {
					if err := stream.Send(resource("veldzicht/c-1", p)); err != nil {
						return err
					}
				}
				return nil
			}}
			list, err := over(t, s, checker.Options{}).Resources(t.Context(), anna, schema.ClientViewDossier)
			require.NoError(t, err)
			assert.Equal(t, checker.List{Refs: []schema.Ref{c1}, Revision: "r1"}, list)
		})
	}
}

func TestAnEmptyListIsNoError(t *testing.T) {
	asker := over(t, streams(nil), checker.Options{})
	list, err := asker.Resources(t.Context(), anna, schema.ClientViewDossier)
	require.NoError(t, err)
	assert.Zero(t, list)
	list, err = asker.At("r3").Subjects(t.Context(), schema.ClientViewDossier, c1)
	require.NoError(t, err)
	assert.Equal(t, checker.List{Revision: "r3"}, list, "bound to a revision, the list is of it")
}

func TestListsAskForEverything(t *testing.T) {
	var which *v1.LookupResourcesRequest
	var who *v1.LookupSubjectsRequest
	s := &stub{
		resources: func(r *v1.LookupResourcesRequest, _ grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
			which = r
			return nil
		},
		subjects: func(r *v1.LookupSubjectsRequest, _ grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error {
			who = r
			return nil
		},
	}
	asker := over(t, s, checker.Options{})
	_, err := asker.Resources(t.Context(), anna, schema.ClientViewDossier)
	require.NoError(t, err)
	_, err = asker.Subjects(t.Context(), schema.ClientViewDossier, c1)
	require.NoError(t, err)

	fully := &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
	assert.Contains(t, which.GetContext().GetFields(), "now")
	assert.Empty(t, cmp.Diff(&v1.LookupResourcesRequest{
		Consistency: fully, ResourceObjectType: "client", Permission: "view_dossier",
		Subject: &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: "veldzicht/anna"}},
	}, which, protocmp.Transform(), protocmp.IgnoreFields(&v1.LookupResourcesRequest{}, "context")))
	assert.Contains(t, who.GetContext().GetFields(), "now")
	assert.Empty(t, cmp.Diff(&v1.LookupSubjectsRequest{
		Consistency: fully, Resource: &v1.ObjectReference{ObjectType: "client", ObjectId: "veldzicht/c-1"},
		Permission: "view_dossier", SubjectObjectType: "user",
		WildcardOption: v1.LookupSubjectsRequest_WILDCARD_OPTION_INCLUDE_WILDCARDS,
	}, who, protocmp.Transform(), protocmp.IgnoreFields(&v1.LookupSubjectsRequest{}, "context")))
}
