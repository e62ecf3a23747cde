package checker_test

import (
	"context"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// deaf is an engine that must not be asked.
func deaf(t *testing.T) *stub {
	return &stub{
		check: func(context.Context, *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
			t.Error("the engine was asked")
			return nil, nil
		},
		bulk: func(context.Context, *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
			t.Error("the engine was asked")
			return nil, nil
		},
		resources: func(*v1.LookupResourcesRequest, grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
			t.Error("the engine was asked")
			return nil
		},
		subjects: func(*v1.LookupSubjectsRequest, grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error {
			t.Error("the engine was asked")
			return nil
		},
	}
}

func isInvalid(t *testing.T, err error, part checker.Part, contains string) {
	t.Helper()
	var invalid *checker.InvalidError
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, part, invalid.Part)
	assert.ErrorContains(t, err, contains)
}

func TestInvalidQuestionsAreNotSent(t *testing.T) {
	wildcard := schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "*"}
	for name, c := range map[string]struct {
		question checker.Question
		part     checker.Part
		contains string
	}{
		"nothing asked":              {checker.Question{}, checker.PartSubject, "type"},
		"a client as subject":        {checker.Question{Subject: c1, Permission: schema.ClientViewDossier, Resource: c2}, checker.PartSubject, "is not a user"},
		"an account as subject":      {checker.Question{Subject: anna.Account(), Permission: schema.ClientViewDossier, Resource: c2}, checker.PartSubject, "is not a user"},
		"the wildcard as subject":    {checker.Question{Subject: wildcard, Permission: schema.ClientViewDossier, Resource: c2}, checker.PartSubject, "everybody"},
		"a subject without a tenant": {checker.Question{Subject: schema.Ref{Type: schema.TypeUser, ID: "anna"}, Permission: schema.ClientViewDossier, Resource: c1}, checker.PartSubject, "blank"},
		"no permission":              {checker.Question{Subject: anna, Resource: c1}, checker.PartPermission, "does not exist"},
		"an unknown permission":      {checker.Question{Subject: anna, Permission: "client#burn", Resource: c1}, checker.PartPermission, "view_dossier"},
		"a building block":           {checker.Question{Subject: anna, Permission: "client#in_caseload", Resource: c1}, checker.PartPermission, "in_caseload"},
		"a relation":                 {checker.Question{Subject: anna, Permission: "client#practitioner", Resource: c1}, checker.PartPermission, "practitioner"},
		"another type's permission":  {checker.Question{Subject: anna, Permission: schema.AnalysisView, Resource: c1}, checker.PartPermission, "type analysis"},
		"no resource":                {checker.Question{Subject: anna, Permission: schema.ClientViewDossier}, checker.PartResource, "type"},
		"a blank id":                 {checker.Question{Subject: anna, Permission: schema.ClientViewDossier, Resource: schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht"}}, checker.PartResource, "blank"},
	} {
		t.Run(name, func(t *testing.T) {
			asker := over(t, deaf(t), checker.Options{})
			decision, err := asker.Check(t.Context(), c.question)
			isInvalid(t, err, c.part, c.contains)
			assert.Zero(t, decision)
			answers := asker.CheckAll(t.Context(), []checker.Question{c.question})
			require.Len(t, answers, 1)
			isInvalid(t, answers[0].Err, c.part, c.contains)
			assert.Zero(t, answers[0].Decision)
		})
	}
}

func TestInvalidListsAreNotSent(t *testing.T) {
	asker := over(t, deaf(t), checker.Options{})
	_, err := asker.Resources(t.Context(), c1, schema.ClientViewDossier)
	isInvalid(t, err, checker.PartSubject, "is not a user")
	_, err = asker.Resources(t.Context(), anna, "client#burn")
	isInvalid(t, err, checker.PartPermission, "burn")
	_, err = asker.Subjects(t.Context(), "client#burn", c1)
	isInvalid(t, err, checker.PartPermission, "burn")
	_, err = asker.Subjects(t.Context(), schema.AnalysisView, c1)
	isInvalid(t, err, checker.PartPermission, "type analysis")
	_, err = asker.Subjects(t.Context(), schema.ClientViewDossier, schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht"})
	isInvalid(t, err, checker.PartResource, "blank")
	_, err = asker.Permissions(t.Context(), anna, schema.Ref{})
	isInvalid(t, err, checker.PartResource, "type")
	_, err = asker.Permissions(t.Context(), anna, carl)
	isInvalid(t, err, checker.PartResource, "account")
	_, err = asker.Permissions(t.Context(), c1, c2)
	isInvalid(t, err, checker.PartSubject, "is not a user")
}

func TestForeignersAreDeniedUnasked(t *testing.T) {
	stranger := schema.Ref{Type: schema.TypeUser, Tenant: "de-brug", ID: "anna"}
	asker := over(t, deaf(t), checker.Options{})
	q := checker.Question{Subject: stranger, Permission: schema.ClientViewDossier, Resource: c1}
	decision, err := asker.Check(t.Context(), q)
	require.NoError(t, err)
	assert.Zero(t, decision)
	assert.Equal(t, []checker.Answer{{}, {}}, asker.CheckAll(t.Context(), []checker.Question{q, q}))
	permissions, err := asker.Permissions(t.Context(), stranger, c1)
	require.NoError(t, err)
	assert.Len(t, permissions, len(schema.Permissions(schema.TypeClient)))
	for _, p := range permissions {
		assert.Zero(t, p.Decision)
	}
}

func TestListsLeaveForeignersOut(t *testing.T) {
	s := &stub{
		resources: func(_ *v1.LookupResourcesRequest, stream grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
			for _, id := range []string{"veldzicht/c-2", "de-brug/c-1", "veldzicht/c-1"} {
				if err := stream.Send(resource(id, listed)); err != nil {
					return err
				}
			}
			return nil
		},
		subjects: func(_ *v1.LookupSubjectsRequest, stream grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error {
			for _, id := range []string{"veldzicht/carl", "de-brug/anna", "veldzicht/anna"} {
				if err := stream.Send(user(id, listed)); err != nil {
					return err
				}
			}
			return nil
		},
	}
	asker := over(t, s, checker.Options{})
	list, err := asker.Resources(t.Context(), anna, schema.ClientViewDossier)
	require.NoError(t, err)
	assert.Equal(t, checker.List{Refs: []schema.Ref{c1, c2}, Revision: "r1"}, list)
	list, err = asker.Subjects(t.Context(), schema.ClientViewDossier, c1)
	require.NoError(t, err)
	assert.Equal(t, checker.List{Refs: []schema.Ref{anna, carl}, Revision: "r1"}, list)
}
