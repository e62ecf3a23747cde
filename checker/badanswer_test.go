package checker_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/schema"
)

// isEngineError demands an error of the engine's, with a code, and no allow.
func isEngineError(t *testing.T, err error, want codes.Code) {
	t.Helper()
	var failed *checker.EngineError
	require.ErrorAs(t, err, &failed)
	assert.Equal(t, want, failed.Code, "%v", err)
}

func hang(ctx context.Context) error {
	<-ctx.Done()
	return status.FromContextError(ctx.Err()).Err()
}

func TestCheckRefusesBadAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		answer *v1.CheckPermissionResponse
		err    error
		want   codes.Code
	}{
		"an outcome that does not exist yet":  {answer: &v1.CheckPermissionResponse{CheckedAt: at("r1"), Permissionship: 4}, want: codes.Internal},
		"a negative outcome":                  {answer: &v1.CheckPermissionResponse{CheckedAt: at("r1"), Permissionship: -2}, want: codes.Internal},
		"unspecified":                         {answer: &v1.CheckPermissionResponse{CheckedAt: at("r1"), Permissionship: unspecified}, want: codes.Internal},
		"an empty message":                    {answer: &v1.CheckPermissionResponse{}, want: codes.Internal},
		"allowed at no revision":              {answer: &v1.CheckPermissionResponse{Permissionship: yes}, want: codes.Internal},
		"allowed but for context":             {answer: &v1.CheckPermissionResponse{CheckedAt: at("r1"), Permissionship: yes, PartialCaveatInfo: &v1.PartialCaveatInfo{MissingRequiredContext: []string{"now"}}}, want: codes.Internal},
		"unavailable":                         {err: status.Error(codes.Unavailable, "gone"), want: codes.Unavailable},
		"a key that is not right":             {err: status.Error(codes.Unauthenticated, "who are you"), want: codes.Unauthenticated},
		"another schema":                      {err: status.Error(codes.FailedPrecondition, "object definition `client` not found"), want: codes.FailedPrecondition},
		"an answer and an error":              {answer: &v1.CheckPermissionResponse{CheckedAt: at("r1"), Permissionship: yes}, err: status.Error(codes.Internal, "oops"), want: codes.Internal},
		"an error that is no status":          {err: errors.New("oops"), want: codes.Unknown},
		"the engine's own permission refused": {err: status.Error(codes.PermissionDenied, "no"), want: codes.PermissionDenied},
	} {
		t.Run(name, func(t *testing.T) {
			s := &stub{check: func(context.Context, *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
				return c.answer, c.err
			}}
			decision, err := over(t, s, checker.Options{}).Check(t.Context(), annaViewsC1)
			isEngineError(t, err, c.want)
			assert.Zero(t, decision)
		})
	}
}

// spoil changes a reply to two questions that would otherwise allow both.
type spoil func(*v1.CheckBulkPermissionsResponse)

func TestCheckAllRefusesBadReplies(t *testing.T) {
	for name, spoil := range map[string]spoil{
		"short":                   func(r *v1.CheckBulkPermissionsResponse) { r.Pairs = r.Pairs[:1] },
		"empty":                   func(r *v1.CheckBulkPermissionsResponse) { r.Pairs = nil },
		"long":                    func(r *v1.CheckBulkPermissionsResponse) { r.Pairs = append(r.Pairs, r.Pairs[0]) },
		"reordered":               func(r *v1.CheckBulkPermissionsResponse) { slices.Reverse(r.Pairs) },
		"one twice, one missing":  func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[1] = r.Pairs[0] },
		"an item without request": func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[1].Request = nil },
		"an empty item":           func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[1] = &v1.CheckBulkPermissionsPair{} },
		"another resource":        func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[1].Request.Resource.ObjectId = "veldzicht/c-3" },
		"another type":            func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[1].Request.Resource.ObjectType = "account" },
		"another permission":      func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[1].Request.Permission = "view_account" },
		"another subject": func(r *v1.CheckBulkPermissionsResponse) {
			r.Pairs[1].Request.Subject.Object.ObjectId = "veldzicht/bram"
		},
		"another kind of subject": func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[1].Request.Subject.Object.ObjectType = "account" },
		"a subject's relation":    func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[1].Request.Subject.OptionalRelation = "owner" },
		"no revision":             func(r *v1.CheckBulkPermissionsResponse) { r.CheckedAt = nil },
	} {
		t.Run(name, func(t *testing.T) {
			answers := over(t, spoiled(spoil), checker.Options{}).CheckAll(t.Context(), []checker.Question{annaViewsC1, annaViewsC2})
			require.Len(t, answers, 2)
			for _, a := range answers {
				isEngineError(t, a.Err, codes.Internal)
				assert.ErrorIs(t, a.Err, checker.ErrBadAnswer)
				assert.Zero(t, a.Decision)
			}
		})
	}
}

func TestCheckAllRefusesBadItems(t *testing.T) {
	for name, c := range map[string]struct {
		spoil spoil
		want  codes.Code
	}{
		"an item's error": {func(r *v1.CheckBulkPermissionsResponse) {
			r.Pairs[1].Response = &v1.CheckBulkPermissionsPair_Error{Error: status.New(codes.FailedPrecondition, "not found").Proto()}
		}, codes.FailedPrecondition},
		"an item's error that says OK": {func(r *v1.CheckBulkPermissionsResponse) {
			r.Pairs[1].Response = &v1.CheckBulkPermissionsPair_Error{Error: status.New(codes.OK, "").Proto()}
		}, codes.Internal},
		"neither outcome nor error": {func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[1].Response = nil }, codes.Internal},
		"unspecified":               {func(r *v1.CheckBulkPermissionsResponse) { r.Pairs[1].GetItem().Permissionship = unspecified }, codes.Internal},
		"an outcome that does not exist yet": {func(r *v1.CheckBulkPermissionsResponse) {
			r.Pairs[1].GetItem().Permissionship = 17
		}, codes.Internal},
		"allowed but for context": {func(r *v1.CheckBulkPermissionsResponse) {
			r.Pairs[1].GetItem().PartialCaveatInfo = &v1.PartialCaveatInfo{MissingRequiredContext: []string{"now"}}
		}, codes.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			answers := over(t, spoiled(c.spoil), checker.Options{}).CheckAll(t.Context(), []checker.Question{annaViewsC1, annaViewsC2})
			require.Len(t, answers, 2)
			assert.NoError(t, answers[0].Err)
			assert.True(t, answers[0].Allowed())
			isEngineError(t, answers[1].Err, c.want)
			assert.Zero(t, answers[1].Decision)
		})
	}
}

// spoiled answers Allowed to everything, then spoils the reply.
func spoiled(spoil spoil) *stub {
	return &stub{bulk: func(_ context.Context, r *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
		// A copy, so that no two items share what the test changes.
		reply := proto.CloneOf(allAnswered(r, yes))
		spoil(reply)
		return reply, nil
	}}
}

func TestResourcesRefusesBadStreams(t *testing.T) {
	fine := resource("veldzicht/c-1", listed)
	for name, c := range map[string]struct {
		items []*v1.LookupResourcesResponse
		err   error
		want  codes.Code
	}{
		"broken at once":                 {err: status.Error(codes.Unavailable, "gone"), want: codes.Unavailable},
		"broken after an item":           {items: []*v1.LookupResourcesResponse{fine}, err: status.Error(codes.Unavailable, "gone"), want: codes.Unavailable},
		"cancelled by the engine":        {items: []*v1.LookupResourcesResponse{fine}, err: status.Error(codes.Canceled, "bye"), want: codes.Canceled},
		"an outcome that does not exist": {items: []*v1.LookupResourcesResponse{fine, resource("veldzicht/c-2", 9)}, want: codes.Internal},
		"unspecified":                    {items: []*v1.LookupResourcesResponse{fine, resource("veldzicht/c-2", 0)}, want: codes.Internal},
		"an empty item":                  {items: []*v1.LookupResourcesResponse{{}}, want: codes.Internal},
		"the wildcard":                   {items: []*v1.LookupResourcesResponse{resource("*", listed)}, want: codes.Internal},
		"an id without tenant":           {items: []*v1.LookupResourcesResponse{resource("c-1", listed)}, want: codes.Internal},
		"an id in another spelling":      {items: []*v1.LookupResourcesResponse{resource("veldzicht/=41", listed)}, want: codes.Internal},
		"an item at no revision":         {items: []*v1.LookupResourcesResponse{{ResourceObjectId: "veldzicht/c-1", Permissionship: listed}}, want: codes.Internal},
		"items of two revisions": {items: []*v1.LookupResourcesResponse{fine,
			{LookedUpAt: at("r2"), ResourceObjectId: "veldzicht/c-2", Permissionship: listed}}, want: codes.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			s := &stub{resources: func(_ *v1.LookupResourcesRequest, stream grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
				for _, item := range c.items {
					if err := stream.Send(item); err != nil {
						return err
					}
				}
				return c.err
			}}
			list, err := over(t, s, checker.Options{}).Resources(t.Context(), anna, schema.ClientViewDossier)
			isEngineError(t, err, c.want)
			assert.Zero(t, list)
		})
	}
}

// What is packed is refused for what any of its ids would be refused for, and so is a
// message of two ids that does not say that it is packed.
func TestResourcesRefusesBadPacks(t *testing.T) {
	for name, c := range map[string]struct {
		header metadata.MD
		ids    string
		refs   []schema.Ref // nil for an error
	}{
		"fine":                      {decided.Said(), "veldzicht/c-2\nveldzicht/c-1\nveldzicht/c-2", []schema.Ref{c1, c2}},
		"another tenant's":          {decided.Said(), "other/c-1\nveldzicht/c-1\nveldzicht2/c-2", []schema.Ref{c1}},
		"not said":                  {nil, "veldzicht/c-1\nveldzicht/c-2", nil},
		"a wildcard":                {decided.Said(), "veldzicht/c-1\n*", nil},
		"a blank one at the end":    {decided.Said(), "veldzicht/c-1\n", nil},
		"a blank one between":       {decided.Said(), "veldzicht/c-1\n\nveldzicht/c-2", nil},
		"one in another spelling":   {decided.Said(), "veldzicht/c-1\nveldzicht/=41", nil},
		"another separator between": {decided.Said(), "veldzicht/c-1,veldzicht/c-2", nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := &stub{resources: func(_ *v1.LookupResourcesRequest, stream grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
				return errors.Join(stream.SetHeader(c.header), stream.Send(resource(c.ids, listed)))
			}}
			list, err := over(t, s, checker.Options{}).Resources(t.Context(), anna, schema.ClientViewDossier)
			if c.refs == nil {
				isEngineError(t, err, codes.Internal)
				assert.Zero(t, list)
				return
			}
			require.NoError(t, err)
			assert.Equal(t, c.refs, list.Refs)
		})
	}
}

func TestSubjectsRefusesBadStreams(t *testing.T) {
	fine := user("veldzicht/anna", listed)
	wildcard := user("*", listed)
	wildcard.ExcludedSubjects = []*v1.ResolvedSubject{{SubjectObjectId: "veldzicht/bram"}}
	for name, c := range map[string]struct {
		items []*v1.LookupSubjectsResponse
		err   error
		want  codes.Code
	}{
		"broken after an item":           {items: []*v1.LookupSubjectsResponse{fine}, err: status.Error(codes.Unavailable, "gone"), want: codes.Unavailable},
		"an outcome that does not exist": {items: []*v1.LookupSubjectsResponse{fine, user("veldzicht/bram", 9)}, want: codes.Internal},
		"unspecified":                    {items: []*v1.LookupSubjectsResponse{fine, user("veldzicht/bram", 0)}, want: codes.Internal},
		"an item without a subject":      {items: []*v1.LookupSubjectsResponse{{LookedUpAt: at("r1")}}, want: codes.Internal},
		"only the deprecated fields":     {items: []*v1.LookupSubjectsResponse{{LookedUpAt: at("r1"), SubjectObjectId: "veldzicht/anna", Permissionship: listed}}, want: codes.Internal},
		"the wildcard":                   {items: []*v1.LookupSubjectsResponse{user("*", listed)}, want: codes.Internal},
		"the wildcard with exclusions":   {items: []*v1.LookupSubjectsResponse{fine, wildcard}, want: codes.Internal},
		"an id without tenant":           {items: []*v1.LookupSubjectsResponse{user("anna", listed)}, want: codes.Internal},
		"an item at no revision":         {items: []*v1.LookupSubjectsResponse{{Subject: fine.GetSubject()}}, want: codes.Internal},
	} {
		t.Run(name, func(t *testing.T) {
			s := &stub{subjects: func(_ *v1.LookupSubjectsRequest, stream grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error {
				for _, item := range c.items {
					if err := stream.Send(item); err != nil {
						return err
					}
				}
				return c.err
			}}
			list, err := over(t, s, checker.Options{}).Subjects(t.Context(), schema.ClientViewDossier, c1)
			isEngineError(t, err, c.want)
			assert.Zero(t, list)
		})
	}
}

// An engine that accepts a call and never answers must not hold the asker up.
func TestEveryCallHasADeadline(t *testing.T) {
	s := &stub{
		check: func(ctx context.Context, _ *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
			return nil, hang(ctx)
		},
		bulk: func(ctx context.Context, _ *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
			return nil, hang(ctx)
		},
		resources: func(_ *v1.LookupResourcesRequest, stream grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
			if err := stream.Send(resource("veldzicht/c-1", listed)); err != nil {
				return err
			}
			return hang(stream.Context())
		},
		subjects: func(_ *v1.LookupSubjectsRequest, stream grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error {
			if err := stream.Send(user("veldzicht/anna", listed)); err != nil {
				return err
			}
			return hang(stream.Context())
		},
	}
	calls := map[string]func(context.Context, *checker.Checker) error{
		"Check": func(ctx context.Context, c *checker.Checker) error {
			_, err := c.Check(ctx, annaViewsC1)
			return err
		},
		"CheckAll": func(ctx context.Context, c *checker.Checker) error {
			return c.CheckAll(ctx, []checker.Question{annaViewsC1})[0].Err
		},
		"Permissions": func(ctx context.Context, c *checker.Checker) error {
			_, err := c.Permissions(ctx, anna, c1)
			return err
		},
		"Resources": func(ctx context.Context, c *checker.Checker) error {
			list, err := c.Resources(ctx, anna, schema.ClientViewDossier)
			assert.Zero(t, list)
			return err
		},
		"Subjects": func(ctx context.Context, c *checker.Checker) error {
			list, err := c.Subjects(ctx, schema.ClientViewDossier, c1)
			assert.Zero(t, list)
			return err
		},
	}
	short := over(t, s, checker.Options{Timeout: 50 * time.Millisecond, ListTimeout: 50 * time.Millisecond})
	long := over(t, s, checker.Options{})
	for name, call := range calls {
		t.Run(name, func(t *testing.T) {
			begun := time.Now()
			isEngineError(t, call(t.Context(), short), codes.DeadlineExceeded)
			assert.Less(t, time.Since(begun), time.Second, "its own deadline")

			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			begun = time.Now()
			isEngineError(t, call(ctx, long), codes.DeadlineExceeded)
			assert.Less(t, time.Since(begun), time.Second, "the caller's shorter deadline")
		})
	}
	t.Run("two seconds by default", func(t *testing.T) {
		begun := time.Now()
		isEngineError(t, calls["Check"](t.Context(), long), codes.DeadlineExceeded)
		assert.InDelta(t, 2, time.Since(begun).Seconds(), 0.5)
	})
}
