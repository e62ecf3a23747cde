package api_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/api"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// recorded are accesses that have ended, that run, and of another tenant.
func recorded() ([]entry.Access, error) {
	access := func(id int64, tenant schema.TenantID, until time.Time) entry.Access {
		began := until.Add(-30 * time.Minute)
		return entry.Access{
			ID: id, Since: began, Until: until,
			User:   relation.ObjectOf(schema.Ref{Type: schema.TypeUser, Tenant: tenant, ID: "anna"}),
			Client: relation.ObjectOf(schema.Ref{Type: schema.TypeClient, Tenant: tenant, ID: "c-1003"}),
			Steps:  []entry.Step{{Entry: id, Time: began, Does: "start", Actor: "ada", With: "remit emergency", Reason: "a fall", Until: until}},
		}
	}
	noon := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	return []entry.Access{access(3, "veldzicht", noon), access(5, "veldzicht", time.Now().Add(time.Hour)), access(7, "de-brug", noon)}, nil
}

func TestReviews(t *testing.T) {
	s := start(t, fixtures.Start(t, fixtures.Care()), veldzicht)
	const path = "/v1/emergencies/review"
	review := func(by, id, finding, note string) string {
		return `{"by":"user:veldzicht/` + by + `","id":` + id + `,"finding":"` + finding + `","note":"` + note + `"}`
	}
	s.want(200, `"accesses":[{"client":"client:veldzicht/c-1003"`, "/v1/emergencies/log", `{"by":"user:veldzicht/frank"}`)
	s.want(403, `"permission":"tenant#view_emergency_log"`, "/v1/emergencies/log", `{"by":"user:veldzicht/anna"}`)
	s.want(403, `it takes tenant#view_emergency_log`, path, review("bram", "3", "justified", "n"))
	s.want(403, `had the access`, path, review("anna", "3", "justified", "n"))
	s.want(403, `the note is blank`, path, review("frank", "3", "justified", " "))
	s.want(403, `does not exist: choose justified, unjustified or unclear`, path, review("frank", "3", "fine", "n"))
	s.want(403, `it runs until`, path, review("frank", "5", "justified", "n"))
	s.want(404, `"not_found"`, path, review("frank", "4", "justified", "n"))
	s.want(400, `id is missing`, path, `{"by":"user:veldzicht/frank","finding":"justified","note":"n"}`)
	s.want(200, `"revision"`, path, review("frank", "3", "unjustified", "nobody called"))
	s.want(403, `has reviewed it already`, path, review("frank", "3", "justified", "n"))
	s.want(200, `"revision"`, path, review("gerda", "3", "unclear", "n"))

	// Another tenant's is one that there is not.
	other := s.want(404, `"not_found"`, path, review("frank", "7", "justified", "n"))
	if want := "no emergency access in tenant veldzicht has the number 7"; other["message"] != want {
		t.Errorf("another tenant's access: %v, want %s", other["message"], want)
	}
}

func TestNoRecordHere(t *testing.T) {
	s := start(t, fixtures.Start(t, fixtures.Care()), veldzicht)
	s.handler.(*api.Handler).Accesses = nil
	s.want(http.StatusNotImplemented, `"no_record"`, "/v1/emergencies/review", `{"by":"user:veldzicht/frank","id":3,"finding":"justified","note":"n"}`)
	s.want(http.StatusNotImplemented, `"no_record"`, "/v1/emergencies/log", `{"by":"user:veldzicht/frank"}`)
}
