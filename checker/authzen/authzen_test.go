package authzen_test

import (
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/authzen"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/schema"
)

// callers are who calls, by their keys.
var callers = map[string]authzen.Caller{
	"one":  {ID: "one", Tenants: []schema.TenantID{"veldzicht"}},
	"two":  {ID: "two", Tenants: []schema.TenantID{"veldzicht", "de-brug"}},
	"all":  {ID: "all", Everywhere: true},
	"none": {ID: "none"},
}

func callerOf(r *http.Request) (authzen.Caller, error) {
	caller, ok := callers[strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")]
	if !ok {
		return authzen.Caller{}, io.ErrUnexpectedEOF
	}
	return caller, nil
}

// over makes handlers over an engine.
type over struct {
	conn   grpc.ClientConnInterface
	model  schema.Model
	memory checker.Memory
}

func (o over) checker() *checker.Checker {
	return checker.New(o.conn, checker.Options{Model: o.model, Memory: o.memory})
}

func (o over) explainer() authzen.Explainer {
	return authzen.Explain(explain.New(o.conn, explain.Options{Model: o.model}))
}

func (o over) handler(t testing.TB, change ...func(*authzen.Options)) http.Handler {
	t.Helper()
	options := authzen.Options{
		Checker:   o.checker(),
		Model:     o.model,
		Explainer: o.explainer(),
		Caller:    callerOf,
		Base:      "https://pdp.example.org",
	}
	for _, c := range change {
		c(&options)
	}
	h, err := authzen.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// eachWay runs a test of the interface with a memory and without.
func eachWay(t *testing.T, world fs.FS, test func(*testing.T, over)) {
	conn := fixtures.Start(t, world)
	t.Run("the engine answers", func(t *testing.T) { test(t, over{conn: conn}) })
	t.Run("memory answers", func(t *testing.T) {
		m := memory.Follow(conn, memory.Options{})
		t.Cleanup(func() { _ = m.Close() })
		if err := m.Ready(t.Context()); err != nil {
			t.Fatal(err)
		}
		test(t, over{conn: conn, memory: m})
	})
}

// request is one request; blank fields are those of most.
type request struct {
	method, path, key, kind, body string
	header                        map[string]string
}

func (q request) send(h http.Handler) *httptest.ResponseRecorder {
	method, key, kind := q.method, q.key, q.kind
	if method == "" {
		method = http.MethodPost
	}
	if key == "" {
		key = "all"
	}
	if kind == "" {
		kind = "application/json"
	}
	r := httptest.NewRequest(method, q.path, strings.NewReader(q.body))
	r.Header.Set("Content-Type", kind)
	if key != "-" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	for name, value := range q.header {
		r.Header.Set(name, value)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const (
	evaluationPath  = "/access/v1/evaluation"
	evaluationsPath = "/access/v1/evaluations"
	subjectsPath    = "/access/v1/search/subject"
	resourcesPath   = "/access/v1/search/resource"
	actionsPath     = "/access/v1/search/action"
	metadataPath    = "/.well-known/authzen-configuration"
)

// asks is the body of one question of the care world.
func asks(user, permission, client string) string {
	return `{"subject":{"type":"user","id":"` + user + `"},"action":{"name":"` + permission + `"},"resource":{"type":"client","id":"` + client + `"}}`
}

func want(t *testing.T, w *httptest.ResponseRecorder, code int, body string) {
	t.Helper()
	if w.Code != code || strings.TrimSpace(w.Body.String()) != body {
		t.Errorf("got %d %s\nwant %d %s", w.Code, w.Body, code, body)
	}
}

const (
	yes = `{"decision":true}`
	no  = `{"decision":false}`
)

func TestEvaluation(t *testing.T) {
	eachWay(t, fixtures.Care(), func(t *testing.T, o over) {
		h := o.handler(t)
		for _, tt := range []struct {
			why, key, path, body, want string
		}{
			{"allowed", "", "", asks("veldzicht/bram", "view_dossier", "veldzicht/c-1001"), yes},
			{"denied", "", "", asks("veldzicht/bram", "view_dossier", "veldzicht/c-1003"), no},
			{"plain ids of one tenant", "one", "", asks("bram", "view_dossier", "c-1001"), yes},
			{"the tenant's name before them", "one", "", asks("veldzicht/bram", "view_dossier", "c-1001"), yes},
			{"plain ids of two tenants name nothing", "two", "", asks("bram", "view_dossier", "c-1001"), no},
			{"plain ids under the tenant's path", "two", "/veldzicht", asks("bram", "view_dossier", "c-1001"), yes},
			{"a caller of no tenant", "none", "", asks("veldzicht/bram", "view_dossier", "veldzicht/c-1001"), no},
			{"an unknown type", "", "", `{"subject":{"type":"robot","id":"a"},"action":{"name":"a"},"resource":{"type":"b","id":"c"}}`, no},
			{"an unknown action", "", "", asks("veldzicht/bram", "read", "veldzicht/c-1001"), no},
			{"an id that names nothing", "", "", asks("bram", "view_dossier", ""), no},
			{"a subject that does not act", "", "", `{"subject":{"type":"client","id":"veldzicht/c-1001"},"action":{"name":"view_dossier"},"resource":{"type":"client","id":"veldzicht/c-1001"}}`, no},
			{"somebody of another tenant", "", "", asks("de-brug/bram", "view_dossier", "veldzicht/c-1001"), no},
			{"the tenant itself", "one", "", `{"subject":{"type":"user","id":"els"},"action":{"name":"create_client"},"resource":{"type":"tenant","id":"veldzicht"}}`, yes},
			{"another tenant itself", "one", "", `{"subject":{"type":"user","id":"els"},"action":{"name":"create_client"},"resource":{"type":"tenant","id":"de-brug"}}`, no},
		} {
			t.Run(tt.why, func(t *testing.T) {
				want(t, request{path: tt.path + evaluationPath, key: tt.key, body: tt.body}.send(h), 200, tt.want)
			})
		}
	})
}
