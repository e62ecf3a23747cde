package emergency_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

var reviewed = emergency.Review{
	User: pim, Client: bo, Since: time.Date(2026, 11, 1, 9, 30, 0, 0, time.UTC),
	By: user("sam"), Finding: emergency.Justified, Note: "the client was found unresponsive",
}

func TestReviewRefusals(t *testing.T) {
	e, _ := start(t, "on")
	for _, tt := range []struct {
		why, want string
		change    func(*emergency.Review)
	}{
		{"a blank note", "the note is blank", func(r *emergency.Review) { r.Note = " \u200b\u2800" }},
		{"a note that no engine holds", "the note has 4097 bytes", func(r *emergency.Review) { r.Note = strings.Repeat("x", emergency.MaxReason+1) }},
		{"one's own access", "had the access", func(r *emergency.Review) { r.By = pim }},
		{"no reviewer", "is not a user", func(r *emergency.Review) { r.By = schema.Ref{} }},
		{"a client as the reviewer", "is not a user", func(r *emergency.Review) { r.By = bo }},
		{"a reviewer of another tenant", "different tenants", func(r *emergency.Review) { r.By.Tenant = "elders" }},
		{"another tenant's client", "different tenants", func(r *emergency.Review) { r.Client = other }},
		{"no finding", `the finding "" does not exist`, func(r *emergency.Review) { r.Finding = "" }},
		{"a relation of another kind", `the finding "tenant" does not exist`, func(r *emergency.Review) { r.Finding = "tenant" }},
		{"no beginning", "when it began", func(r *emergency.Review) { r.Since = time.Time{} }},
		{"an inactive reviewer", "ina has no active account", func(r *emergency.Review) { r.By = user("ina") }},
		{"everybody", "is not a user", func(r *emergency.Review) { r.By = user("*") }},
		{"nobody that is known", "has no active account", func(r *emergency.Review) { r.By = user("nobody") }},
	} {
		r := reviewed
		tt.change(&r)
		_, err := emergency.WriteReview(t.Context(), e.Conn(), r, time.Now())
		refused := new(emergency.RefusedError)
		limit := tt.why == "one's own access" || tt.why == "an inactive reviewer"
		if !errors.As(err, &refused) || refused.Limit != limit || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "the review of") {
			t.Errorf("%s: %v, want a refusal with %q", tt.why, err, tt.want)
		}
	}
	if left := reviews(t, enginetest.Of(e.Conn())); len(left) > 0 {
		t.Errorf("a refused review is there: %v", left)
	}
}

func TestReviewOncePerReviewer(t *testing.T) {
	e, _ := start(t, "on")
	now := time.Now()
	if _, err := emergency.WriteReview(t.Context(), e.Conn(), reviewed, now); err != nil {
		t.Fatal(err)
	}
	again := reviewed
	again.Finding = emergency.Unjustified // nothing is overwritten, by another finding either
	if _, err := emergency.WriteReview(t.Context(), e.Conn(), again, now); err == nil || !strings.Contains(err.Error(), "has reviewed it already") {
		t.Errorf("a second review by the same person: %v", err)
	}
	later := reviewed
	later.Since = later.Since.Add(time.Hour) // another access of the same two
	if _, err := emergency.WriteReview(t.Context(), e.Conn(), later, now); err != nil {
		t.Errorf("a review of another access: %v", err)
	}
	got := reviews(t, enginetest.Of(e.Conn()))
	if len(got) != 2 || got[0].GetRelation() != "justified" || got[1].GetRelation() != "justified" {
		t.Errorf("the engine has %v, want two that found it justified", got)
	}
	for _, r := range got {
		if end := r.GetOptionalExpiresAt().AsTime(); end.Before(now.Add(23*time.Hour)) || end.After(now.Add(25*time.Hour)) {
			t.Errorf("the engine forgets it at %v, want a day from %v", end, now)
		}
	}
}

// Who may review is who may read the emergency log, as the schema says.
func TestReviewersAreReaders(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	engine := enginetest.Of(conn)
	for _, id := range []string{"anna", "bram", "dirk", "els", "frank", "gerda", "hugo", "ine", "mia", "olga", "ursula"} {
		by := schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: id}
		answer, err := engine.CheckPermission(t.Context(), &v1.CheckPermissionRequest{
			Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
			Resource:    relation.ObjectOf(schema.TenantRef("veldzicht")).Message(),
			Permission:  schema.TenantViewEmergencyLog.Name(), Subject: relation.ObjectOf(by).Subject(""),
		})
		if err != nil {
			t.Fatal(err)
		}
		may := answer.GetPermissionship() == v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION
		r := reviewed
		r.User, r.Client, r.By = schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "pia"}, schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1003"}, by
		_, err = emergency.WriteReview(t.Context(), conn, r, time.Now())
		if refused := new(emergency.RefusedError); (err == nil) != may || err != nil && !errors.As(err, &refused) {
			t.Errorf("%s may read the emergency log: %t; the review: %v", by, may, err)
		}
	}
}

// A sync has nothing to do with reviews: it neither sees them nor clears them away.
func TestSyncLeavesReviews(t *testing.T) {
	e, _ := start(t, "on")
	if _, err := emergency.WriteReview(t.Context(), e.Conn(), reviewed, time.Now()); err != nil {
		t.Fatal(err)
	}
	src, err := loader.Read(folder("on"))
	if err != nil {
		t.Fatal(err)
	}
	sync := loader.Sync{Engine: e.Conn(), Now: time.Now()}
	proposed, err := sync.Plan(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sync.Run(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	for _, tenant := range proposed.Plan.Tenants {
		if tenant.Changes.Len() > 0 {
			t.Errorf("a sync after a review changes %v", tenant.Changes.List())
		}
	}
	if got := reviews(t, enginetest.Of(e.Conn())); len(got) != 1 {
		t.Errorf("after a sync the engine has the reviews %v", got)
	}
}

func reviews(t *testing.T, engine enginetest.Engine) []*v1.Relationship {
	t.Helper()
	stream, err := engine.ReadRelationships(t.Context(), &v1.ReadRelationshipsRequest{
		Consistency:        &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
		RelationshipFilter: &v1.RelationshipFilter{ResourceType: string(schema.TypeEmergencyReview)},
	})
	if err != nil {
		t.Fatal(err)
	}
	var found []*v1.Relationship
	for {
		one, err := stream.Recv()
		if err != nil {
			break
		}
		found = append(found, one.GetRelationship())
	}
	slices.SortFunc(found, func(a, b *v1.Relationship) int {
		return strings.Compare(a.GetResource().GetObjectId(), b.GetResource().GetObjectId())
	})
	return found
}
