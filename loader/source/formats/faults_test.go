package formats

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/baton"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/loader/source/document"
	"github.com/remit-authz/remit/loader/source/fhir"
	"github.com/remit-authz/remit/loader/source/mindbridge"
	"github.com/remit-authz/remit/loader/source/minddistrict"
)

var tenant = source.OneTenant{ID: "v", Name: "V", Emergency: "off"}

// written is one user in every format of text, with a place for their id.
func written() map[string]struct {
	format source.Format
	files  map[string]string
} {
	type one = struct {
		format source.Format
		files  map[string]string
	}
	return map[string]one{
		"csv, strict":    {csv.Format{}, map[string]string{"tenants.csv": "id,name,emergency\nv,V,off\n", "users.csv": "tenant,id,name,email,status,roles\nv,CSV,A,,active,analyst\n"}},
		"csv":            {csv.Dialects{}, map[string]string{"tenants.csv": "id;name;emergency\nv;V;uit\n", "users.csv": "tenant;id;name;email;status;roles\nv;CSV;A;;actief;analist\n"}},
		"document":       {document.Format{}, map[string]string{"firm.json": `{"tenants":[{"id":"v","name":"V","emergency":"off"}],"users":[{"tenant":"v","id":JSON,"status":"active","roles":["analyst"]}]}`}},
		"document, YAML": {document.Format{}, map[string]string{"firm.yaml": "tenants:\n- {id: v, name: V, emergency: \"off\"}\nusers:\n- {tenant: v, id: JSON, status: active, roles: [analyst]}\n"}},
		"fhir":           {fhir.Format{Options: fhir.Options{Tenant: tenant, Users: true, UserSystem: "s"}}, map[string]string{"all.json": `{"resourceType":"Bundle","type":"collection","entry":[{"resource":{"resourceType":"Practitioner","id":"x","active":true,"identifier":[{"system":"s","value":JSON}]}},{"resource":{"resourceType":"Patient","id":"c","active":true}},{"resource":{"resourceType":"CareTeam","id":"t","status":"active","subject":{"reference":"Patient/c"},"participant":[]}}]}`}},
		"mindbridge":     {mindbridge.Format{Options: mindbridge.Options{Tenant: tenant, Lists: []string{"users"}}}, map[string]string{"users.json": `[{"id":JSON,"role":"ROLE_USER","enabled":true,"validated":true,"serviceAccount":false}]`}},
		"minddistrict":   {minddistrict.Format{Options: minddistrict.Options{Tenant: tenant}}, map[string]string{"professionals.json": `[{"@url":"x","id":JSON,"active":true,"roles":["ith.Analyst"]}]`, "clients.json": "[]"}},
		"baton":          {baton.Format{Options: baton.Options{Tenant: tenant, Entitlements: []baton.Entitlement{{ID: "e", Role: "analyst"}}}}, map[string]string{"g.json": `{"grants":[{"grant":{"entitlement":{"id":"e"},"principal":{"id":{"resourceType":"user","resource":JSON}}},"entitlement":{"id":"e"},"principal":{"id":{"resourceType":"user","resource":JSON},"annotations":[{"@type":"type.googleapis.com/c1.connector.v2.UserTrait","status":{"status":"STATUS_ENABLED"}}]}}]}`}},
	}
}

func (r row) read(id string) (source.Source, error) {
	asJSON, _ := json.Marshal(id)
	asCSV := `"` + strings.ReplaceAll(id, `"`, `""`) + `"`
	folder := fstest.MapFS{}
	for name, text := range r.files {
		folder[name] = &fstest.MapFile{Data: []byte(strings.NewReplacer("JSON", string(asJSON), "CSV", asCSV).Replace(text))}
	}
	return source.Options{}.Read(r.format, folder)
}

type row struct {
	format source.Format
	files  map[string]string
}

// An id that cannot be one, or passes for another, is refused in whatever format it
// is written, and any other is taken as it is.
func TestIDsInEveryFormat(t *testing.T) {
	for name, w := range written() {
		in := row(w)
		for _, good := range []string{"a", "0042", "A", "a:b=c/d#e", "zo\u00eb", "zoe\u0308", strings.Repeat("a", 200)} {
			src, err := in.read(good)
			if err != nil || src.Users[0].Ref.ID != good || !src.Users[0].Has("analyst") && name != "fhir" && name != "mindbridge" {
				t.Errorf("%s: %q: got %v and %v", name, good, src.Users, err)
			}
		}
		for _, bad := range []string{"", "*", "a\x00b", "a\x1bb", "a\u202eb", "a\u200bb", "\u3164", strings.Repeat("a", 201), strings.Repeat("a", 1023), strings.Repeat("a", 1024), strings.Repeat("a", 1025)} {
			src, err := in.read(bad)
			if err == nil || len(src.Users) > 0 {
				t.Errorf("%s: %q is taken: %v", name, bad, src.Users)
			}
			var refused *source.Error
			if errors.As(err, &refused) && refused.Count() != 1 {
				t.Errorf("%s: %q: %d problems, want the one: %v", name, bad, refused.Count(), err)
			}
		}
	}
}
