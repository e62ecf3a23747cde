package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/api"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

// service is the interface over an engine, with what it says of itself.
type service struct {
	t         *testing.T
	handler   http.Handler
	compiling sync.Mutex // of schemas
	schemas   *jsonschema.Compiler
	paths     map[string]map[string]struct {
		RequestBody struct{ Content map[string]any }
		Responses   map[string]struct{ Content map[string]any }
	}
}

var veldzicht = api.Caller{ID: "one", Tenants: []schema.TenantID{"veldzicht"}}

func start(t *testing.T, conn grpc.ClientConnInterface, caller api.Caller) *service {
	t.Helper()
	return startWith(t, conn, caller, func(*api.Options) {})
}

func startWith(t *testing.T, conn grpc.ClientConnInterface, caller api.Caller, change func(*api.Options)) *service {
	t.Helper()
	o := api.Options{
		Conn: conn, Checker: checker.New(conn, checker.Options{}), Explainer: explain.New(conn, explain.Options{}),
		Caller:      func(*http.Request) api.Caller { return caller },
		Emergencies: func(schema.TenantID) emergency.Limits { return emergency.Limits{Max: 40 * time.Minute} },
		Accesses:    recorded,
	}
	change(&o)
	h := api.New(o)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/openapi.json", nil))
	s := &service{t: t, handler: h, schemas: jsonschema.NewCompiler()}
	description, err := jsonschema.UnmarshalJSON(bytes.NewReader(w.Body.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	s.schemas.AssertFormat()
	if err := s.schemas.AddResource("openapi.json", description); err != nil {
		t.Fatal(err)
	}
	var read struct {
		Paths map[string]map[string]struct {
			RequestBody struct{ Content map[string]any }
			Responses   map[string]struct{ Content map[string]any }
		}
	}
	if err := json.Unmarshal(w.Body.Bytes(), &read); err != nil {
		t.Fatal(err)
	}
	s.paths = read.Paths
	return s
}

// valid holds a body to what the description has at a place.
func (s *service) valid(place string, body []byte) {
	s.t.Helper()
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(body))
	if err != nil {
		s.t.Fatalf("%s: %v: %s", place, err, body)
	}
	s.compiling.Lock()
	compiled, err := s.schemas.Compile("openapi.json#" + place)
	s.compiling.Unlock()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := compiled.Validate(read); err != nil {
		s.t.Errorf("%s: %s: %v", place, body, err)
	}
}

// send sends a request and holds it, where it is answered, and the answer to the
// description.
func (s *service) send(path, body, once string) (int, map[string]any) {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Idempotency-Key", once)
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, r)
	at := "/paths/" + strings.ReplaceAll(path, "/", "~1") + "/post/"
	status := w.Result().Status[:3]
	if _, there := s.paths[path]["post"].Responses[status]; !there {
		s.t.Fatalf("%s: the answer %d is not described: %s", path, w.Code, w.Body)
	}
	s.valid(at+"responses/"+status+"/content/application~1json/schema", w.Body.Bytes())
	if w.Code == 200 {
		s.valid(at+"requestBody/content/application~1json/schema", []byte(body))
	}
	var answer map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
		s.t.Fatal(err)
	}
	return w.Code, answer
}

// want sends a request, and wants a status and something in the answer.
func (s *service) want(code int, part, path, body string) map[string]any {
	s.t.Helper()
	got, answer := s.send(path, body, "")
	text, _ := json.Marshal(answer)
	if got != code || !strings.Contains(string(text), part) {
		s.t.Errorf("%s %s: got %d %s\nwant %d %s", path, body, got, text, code, part)
	}
	return answer
}

// Everything that the handler answers is described, and nothing else.
func TestDescriptionIsWhole(t *testing.T) {
	s := start(t, fixtures.Start(t, nil), veldzicht)
	var described, answered []string
	for path := range s.paths {
		described = append(described, "POST "+path)
	}
	h := s.handler.(*api.Handler)
	for _, p := range h.Patterns() {
		if p.Path != "GET /openapi.json" {
			answered = append(answered, p.Path)
		}
		acts := strings.Contains(p.Path, "/objects") || strings.Contains(p.Path, "/links") || strings.Contains(p.Path, "/emergencies") && !strings.HasSuffix(p.Path, "/list") && !strings.HasSuffix(p.Path, "/log")
		if acts != (p.Need == api.ToAct) {
			t.Errorf("%s needs %d", p.Path, p.Need)
		}
	}
	slices.Sort(described)
	slices.Sort(answered)
	if !slices.Equal(described, answered) {
		t.Errorf("described are %v\nanswered are %v", described, answered)
	}
}

func TestActsAndQuestions(t *testing.T) {
	s := start(t, fixtures.Start(t, fixtures.Care()), veldzicht)
	made := s.want(200, `"revision"`, "/v1/objects", `{"by":"user:veldzicht/els","object":"client:veldzicht/c-2001"}`)
	revision, _ := made["revision"].(string)
	s.want(200, `"permission":"client#view_dossier"`, "/v1/can", `{"user":"user:veldzicht/els","object":"client:veldzicht/c-2001","at_least":"`+revision+`"}`)
	s.want(200, `client:veldzicht/c-2001`, "/v1/which", `{"user":"user:veldzicht/els","permission":"view_dossier","type":"client","at_least":"`+revision+`"}`)
	s.want(200, `"more":true`, "/v1/who", `{"permission":"view_dossier","object":"client:veldzicht/c-1001","limit":1}`)
	s.want(200, `["user:veldzicht/bram","user:veldzicht/pim"]`, "/v1/who", `{"permission":"view_dossier","object":"client:veldzicht/c-1001","after":"user:veldzicht/anna"}`)
	s.want(200, `"permission":"client#view_dossier","resource"`, "/v1/explain", `{"user":"user:veldzicht/els","permission":"client#view_dossier","object":"client:veldzicht/c-2001"}`)
	s.want(200, `"text":"toegestaan`, "/v1/explain", `{"user":"user:veldzicht/els","permission":"view_dossier","object":"client:veldzicht/c-2001","language":"nl"}`)
	s.want(200, `"holders":["user:veldzicht/`, "/v1/explain", `{"user":"user:veldzicht/anna","permission":"view_dossier","object":"client:veldzicht/c-2001"}`)

	link := `{"by":"user:veldzicht/els","user":"user:veldzicht/anna","role":"practitioner","object":"client:veldzicht/c-2001"}`
	s.want(200, `"revision"`, "/v1/links", link)
	s.want(200, `user:veldzicht/anna`, "/v1/who", `{"permission":"view_dossier","object":"client:veldzicht/c-2001"}`)
	s.want(200, `"revision"`, "/v1/links/remove", link)
	s.want(403, `no application linked`, "/v1/links/remove", link)

	// The model decides who may.
	s.want(403, `"permission":"tenant#create_client"`, "/v1/objects", `{"by":"user:veldzicht/bram","object":"client:veldzicht/c-2002"}`)
	s.want(403, `"permission":"client#link_professionals"`, "/v1/links", strings.Replace(link, "veldzicht/els", "veldzicht/nico", 1))
	s.want(403, `"code":"refused"`, "/v1/objects", `{"by":"user:veldzicht/els","object":"client:veldzicht/c-2001"}`)
	s.want(403, `no permission removes a client`, "/v1/objects/remove", `{"by":"user:veldzicht/els","object":"client:veldzicht/c-2001"}`)
}

func TestEmergencies(t *testing.T) {
	s := start(t, fixtures.Start(t, fixtures.Care()), veldzicht)
	const list = `{"tenant":"veldzicht"}`
	access := func(by, reason, length string) string {
		return `{"by":"user:veldzicht/` + by + `","client":"client:veldzicht/c-1003","reason":"` + reason + `","for":"` + length + `"}`
	}
	s.want(200, `{"emergencies":[]}`, "/v1/emergencies/list", list)
	s.want(403, `the reason is blank`, "/v1/emergencies", access("anna", " ", "30m"))
	s.want(403, `not in the group practitioner`, "/v1/emergencies", access("bram", "fall", "30m"))
	s.want(403, `no active account`, "/v1/emergencies", access("ine", "fall", "30m"))
	s.want(403, `at most 40m`, "/v1/emergencies", access("anna", "fall", "41m"))
	s.want(400, `"malformed"`, "/v1/emergencies", access("anna", "fall", "a while"))
	s.want(409, `"not_running"`, "/v1/emergencies/prolong", access("anna", "fall", "30m"))
	s.want(200, `"emergencies":[]`, "/v1/emergencies/list", list)

	s.want(200, `"until"`, "/v1/emergencies", access("anna", "fall", "20m"))
	s.want(200, `"reason":"fall"`, "/v1/emergencies/list", list)
	s.want(403, `one is running until`, "/v1/emergencies", access("anna", "fall", "10m"))
	s.want(200, `"reason":"worse"`, "/v1/emergencies/prolong", access("anna", "worse", "30m"))
	s.want(200, `client:veldzicht/c-1003`, "/v1/which", `{"user":"user:veldzicht/anna","permission":"view_dossier","type":"client"}`)
	s.want(409, `"not_running"`, "/v1/emergencies/stop", `{"by":"user:veldzicht/nico","client":"client:veldzicht/c-1003"}`)
	s.want(200, `"revision"`, "/v1/emergencies/stop", `{"by":"user:veldzicht/anna","client":"client:veldzicht/c-1003"}`)
	s.want(409, `"not_running"`, "/v1/emergencies/stop", `{"by":"user:veldzicht/anna","client":"client:veldzicht/c-1003"}`)
}

// A key of one tenant is told the same of another, whatever there is.
func TestAnotherTenant(t *testing.T) {
	s := start(t, fixtures.Start(t, fixtures.Care()), veldzicht)
	for _, tenant := range []string{"de-brug", "no-such"} {
		for path, body := range map[string]string{
			"/v1/objects":             `{"by":"user:T/a","object":"client:veldzicht/c-1"}`,
			"/v1/objects/remove":      `{"by":"user:veldzicht/anna","object":"client:T/c-1"}`,
			"/v1/links":               `{"by":"user:veldzicht/anna","object":"client:veldzicht/c-1001","user":"user:T/a","role":"practitioner"}`,
			"/v1/links/remove":        `{"by":"user:T/a","object":"client:T/c-1","user":"user:T/a","role":"practitioner"}`,
			"/v1/emergencies":         `{"by":"user:T/a","client":"client:T/c-1","reason":"r","for":"1m"}`,
			"/v1/emergencies/prolong": `{"by":"user:veldzicht/anna","client":"client:T/c-1","reason":"r","for":"1m"}`,
			"/v1/emergencies/stop":    `{"by":"user:veldzicht/anna","client":"client:T/c-1"}`,
			"/v1/emergencies/list":    `{"tenant":"T"}`,
			"/v1/emergencies/review":  `{"by":"user:T/a","id":1,"finding":"justified","note":"n"}`,
			"/v1/emergencies/log":     `{"by":"user:T/a"}`,
			"/v1/can":                 `{"user":"user:T/a","object":"client:T/c-1"}`,
			"/v1/which":               `{"user":"user:T/a","permission":"view_dossier","type":"client"}`,
			"/v1/who":                 `{"permission":"view_dossier","object":"client:T/c-1"}`,
			"/v1/explain":             `{"user":"user:T/a","permission":"view_dossier","object":"client:T/c-1"}`,
		} {
			got := s.want(403, `"tenant"`, path, strings.ReplaceAll(body, "T", tenant))
			if got["message"] != "the key is not for this tenant" {
				t.Errorf("%s: %v", path, got)
			}
		}
	}
}

func TestMalformed(t *testing.T) {
	s := start(t, fixtures.Start(t, nil), veldzicht)
	for body, part := range map[string]string{
		``: "no JSON", `{}`: "user is missing", `{"user":"anna"}`: "has no type", `{"usr":"x"}`: "member usr is not known",
		`{"user":"user:veldzicht/anna","user":"user:veldzicht/bram"}`:                                           "there twice",
		`{"user":"user:veldzicht/anna","permission":"tenant#view_dossier","type":"client"}`:                     "permission",
		`{"user":"user:veldzicht/anna","permission":"fly","type":"client"}`:                                     "permission",
		`{"user":"user:veldzicht/anna","permission":"view_dossier","type":"client","limit":-1}`:                 "limit",
		`{"user":"user:veldzicht/anna","permission":"view_dossier","type":"client","after":"user:veldzicht/a"}`: "not in the list",
		`{"user":"client:veldzicht/c-1","permission":"view_dossier","type":"client"}`:                           "is not a user",
	} {
		s.want(400, part, "/v1/which", body)
	}
	for _, until := range []string{"tomorrow", "2026-12-01"} {
		s.want(400, "member until is no time: write it as 2026-12-31T17:00:00Z", "/v1/links", `{"by":"user:veldzicht/a","user":"user:veldzicht/a","role":"x","object":"client:veldzicht/c","until":"`+until+`"}`)
	}
}
