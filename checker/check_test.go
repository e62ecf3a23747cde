package checker_test

import (
	"context"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/testing/protocmp"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

func TestCheckAsksWhatWasAsked(t *testing.T) {
	var got *v1.CheckPermissionRequest
	s := &stub{check: func(_ context.Context, r *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
		got = r
		return &v1.CheckPermissionResponse{CheckedAt: at("r7"), Permissionship: yes}, nil
	}}
	moment := time.Date(2026, 3, 1, 13, 0, 0, 5, time.FixedZone("CET", 3600))
	q := checker.Question{
		Subject:    schema.Ref{Type: schema.TypeUser, Tenant: "acme", ID: "rick@example.org"},
		Permission: schema.TenantConfigure,
		Resource:   schema.TenantRef("acme"),
	}
	decision, err := over(t, s, checker.Options{}).With(checker.EvaluationContext{Time: moment}).Check(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, checker.Decision{Outcome: checker.Allowed, Revision: "r7"}, decision)
	want := &v1.CheckPermissionRequest{
		Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
		Resource:    &v1.ObjectReference{ObjectType: "tenant", ObjectId: "acme"},
		Permission:  "configure",
		Subject:     &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: "acme/rick=40example=2Eorg"}},
		Context:     &structpb.Struct{Fields: map[string]*structpb.Value{"now": structpb.NewStringValue("2026-03-01T12:00:00.000000005Z")}},
	}
	assert.Empty(t, cmp.Diff(want, got, protocmp.Transform()))
}

func TestCheckOutcomes(t *testing.T) {
	for name, c := range map[string]struct {
		answer *v1.CheckPermissionResponse
		want   checker.Decision
	}{
		"yes": {&v1.CheckPermissionResponse{CheckedAt: at("r1"), Permissionship: yes}, checker.Decision{Outcome: checker.Allowed, Revision: "r1"}},
		"no":  {&v1.CheckPermissionResponse{CheckedAt: at("r1"), Permissionship: no}, checker.Decision{Outcome: checker.Denied, Revision: "r1"}},
		"only with context": {&v1.CheckPermissionResponse{CheckedAt: at("r1"), Permissionship: maybe, PartialCaveatInfo: &v1.PartialCaveatInfo{MissingRequiredContext: []string{"until"}}},
			checker.Decision{Outcome: checker.Conditional, Missing: []string{"until"}, Revision: "r1"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := &stub{check: func(context.Context, *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
				return c.answer, nil
			}}
			got, err := over(t, s, checker.Options{}).Check(t.Context(), annaViewsC1)
			require.NoError(t, err)
			assert.Empty(t, cmp.Diff(c.want, got))
			assert.Equal(t, c.want.Outcome == checker.Allowed, got.Allowed())
		})
	}
}

func TestConsistency(t *testing.T) {
	fully := &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
	for name, c := range map[string]struct {
		options checker.Options
		bind    func(*checker.Checker) *checker.Checker
		want    *v1.Consistency
	}{
		"latest by default": {want: fully},
		"latest is at least every revision": {bind: func(c *checker.Checker) *checker.Checker { return c.AtLeast("r3") },
			want: &v1.Consistency{Requirement: &v1.Consistency_AtLeastAsFresh{AtLeastAsFresh: at("newest")}}},
		"bounded": {options: checker.Options{Consistency: checker.Bounded},
			want: &v1.Consistency{Requirement: &v1.Consistency_MinimizeLatency{MinimizeLatency: true}}},
		"bounded, at least": {options: checker.Options{Consistency: checker.Bounded},
			bind: func(c *checker.Checker) *checker.Checker { return c.AtLeast("r3") },
			want: &v1.Consistency{Requirement: &v1.Consistency_AtLeastAsFresh{AtLeastAsFresh: at("r3")}}},
		"bounded, at least nothing": {options: checker.Options{Consistency: checker.Bounded},
			bind: func(c *checker.Checker) *checker.Checker { return c.AtLeast("r3").AtLeast("") },
			want: &v1.Consistency{Requirement: &v1.Consistency_MinimizeLatency{MinimizeLatency: true}}},
		"exactly": {bind: func(c *checker.Checker) *checker.Checker { return c.AtLeast("r1").At("r3") },
			want: &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: at("r3")}}},
		"bounded, the original stays unbound": {options: checker.Options{Consistency: checker.Bounded},
			bind: func(c *checker.Checker) *checker.Checker { c.AtLeast("r3"); return c },
			want: &v1.Consistency{Requirement: &v1.Consistency_MinimizeLatency{MinimizeLatency: true}}},
		"the original stays unbound": {bind: func(c *checker.Checker) *checker.Checker { c.At("r3"); c.AtLeast("r3"); return c }, want: fully},
	} {
		t.Run(name, func(t *testing.T) {
			var got *v1.Consistency
			s := &stub{check: func(_ context.Context, r *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
				got = r.GetConsistency()
				return &v1.CheckPermissionResponse{CheckedAt: at("newest"), Permissionship: yes}, nil
			}}
			asker := over(t, s, c.options)
			if c.bind != nil {
				asker = c.bind(asker)
			}
			_, err := asker.Check(t.Context(), annaViewsC1)
			require.NoError(t, err)
			assert.Empty(t, cmp.Diff(c.want, got, protocmp.Transform()))
		})
	}
}

func TestEngineErrorsSayWhatToDoNext(t *testing.T) {
	for code, want := range map[codes.Code]string{
		codes.Unavailable:        "user:veldzicht/anna view_dossier client:veldzicht/c-1: the engine answered Unavailable: reason; check that the engine runs and that its address and TLS settings are right",
		codes.DeadlineExceeded:   "user:veldzicht/anna view_dossier client:veldzicht/c-1: the engine answered DeadlineExceeded: reason; check the engine's load, or allow more time",
		codes.Unauthenticated:    "user:veldzicht/anna view_dossier client:veldzicht/c-1: the engine answered Unauthenticated: reason; check the engine's key",
		codes.FailedPrecondition: "user:veldzicht/anna view_dossier client:veldzicht/c-1: the engine answered FailedPrecondition: reason; check that the engine holds this version's schema",
		codes.OutOfRange:         "user:veldzicht/anna view_dossier client:veldzicht/c-1: the engine answered OutOfRange: reason; the revision is no longer kept: ask without it",
		codes.Aborted:            "user:veldzicht/anna view_dossier client:veldzicht/c-1: the engine answered Aborted: reason",
	} {
		s := &stub{check: func(context.Context, *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
			return nil, status.Error(code, "reason")
		}}
		_, err := over(t, s, checker.Options{}).Check(t.Context(), annaViewsC1)
		assert.EqualError(t, err, want)
		assert.Equal(t, code, status.Code(err), "the cause stays in the chain")
	}
}
