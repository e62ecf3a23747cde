package loader_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// What somebody decided to end goes, whoever wrote it, and nothing else does.
func TestRevoke(t *testing.T) {
	_, eng := startWith(t, small())
	put(t, eng, byApplication()...)
	before := have(t, eng, "acme").Relationships
	revoked := slices.Clone(byApplication()[:3])
	for _, r := range before {
		if r.Relation.Facts().Kind == schema.KindLink && r.SubjectRelation == "" || r.Relation == schema.TenantSupervisor {
			revoked = append(revoked, r)
		}
	}
	if len(revoked) != 8 {
		t.Fatalf("%v are to go", revoked)
	}
	by := loader.Sync{Engine: enginetest.Conn(eng), Now: today}
	proposal, err := by.Revoke(t.Context(), "recertification 7", revoked)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(proposal.Plan.Notices); n != 5 || !strings.Contains(proposal.Plan.Notices[0].String(), "the source still names ") {
		t.Errorf("notices: %v", proposal.Plan.Notices)
	}
	kept, err := json.Marshal(proposal.Plan)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := loader.ParsePlan(bytes.NewReader(kept))
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range revoked { // a plan whose base has changed is stale, whoever wrote it
		drop(t, eng, r)
		if _, err := by.Apply(t.Context(), plan); !errors.As(err, new(*loader.StalePlanError)) {
			t.Errorf("without %s: %v, want a stale plan", r, err)
		}
		if _, err := by.Revoke(t.Context(), "again", revoked); !errors.As(err, new(*loader.StalePlanError)) {
			t.Errorf("planned without %s: %v, want a stale plan", r, err)
		}
		put(t, eng, r)
	}
	if _, err := by.Apply(t.Context(), plan); !errors.As(err, new(*loader.RefusedError)) {
		t.Errorf("beyond the limits: %v", err)
	}
	by.Limits.AllowRemovals = len(revoked)
	if _, err := by.Apply(t.Context(), plan); err != nil {
		t.Fatal(err)
	}
	left := slices.DeleteFunc(slices.Clone(before), func(r loader.Relationship) bool { return slices.Contains(revoked, r) })
	after := have(t, eng, "acme").Relationships
	for _, r := range after {
		if slices.Contains(revoked, r) {
			t.Errorf("%s is still there", r)
		}
	}
	for _, r := range left {
		if !slices.Contains(after, r) && r.Relation.Facts().Kind != schema.KindMarker {
			t.Errorf("%s is gone too", r)
		}
	}
}

func TestRevokeTakesRolesOnly(t *testing.T) {
	_, eng := startWith(t, small())
	for _, r := range have(t, eng, "acme").Relationships {
		f := r.Relation.Facts()
		isRole := f.Effect == schema.Gives && (f.Kind == schema.KindLink || f.Kind == schema.KindGroup || f.Kind == schema.KindSystemRole)
		_, err := loader.Sync{Engine: enginetest.Conn(eng), Now: today, Limits: loader.Limits{Unlimited: true}}.Revoke(t.Context(), "it", []loader.Relationship{r})
		if isRole != (err == nil) {
			t.Errorf("%s: %v", r, err)
		}
	}
}
