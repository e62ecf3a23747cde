package api_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/authzen"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/api"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

var calls = flag.Int("calls", 1_000, "how many calls the tests of two tenants and of a broken engine make")

// two is a world of two tenants. Of the second, the caller of the first knows the
// names "known", and nothing that is called CANARY.
func two() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	return fstest.MapFS{
		"tenants.csv": file("id,name,emergency\na,,on\nqqb,,on\n"),
		"users.csv": file("tenant,id,name,email,status,roles\na,ann,,,active,practitioner\na,sue,,,active,secretary\n" +
			"qqb,known,,,active,practitioner\nqqb,CANARY-1,,,active,practitioner\nqqb,CANARY-2,,,active,secretary;application_manager\n"),
		"clients.csv": file("tenant,id,account\na,known,\na,own,\nqqb,known,\nqqb,CANARY-3,\nqqb,CANARY-4,\n"),
		"links.csv": file("tenant,user,role,object,until\na,ann,practitioner,client:own,\n" +
			"qqb,known,practitioner,client:CANARY-3,\nqqb,known,practitioner,client:CANARY-4,\nqqb,CANARY-1,practitioner,client:known,\n"),
	}
}

// faces are both interfaces over an engine, for one caller.
func faces(t *testing.T, conn grpc.ClientConnInterface, m checker.Memory, caller authzen.Caller) http.Handler {
	t.Helper()
	may, why := checker.New(conn, checker.Options{Memory: m}), explain.New(conn, explain.Options{})
	az, err := authzen.New(authzen.Options{Checker: may, Explainer: authzen.Explain(why), PageKey: make([]byte, 32),
		Caller: func(*http.Request) (authzen.Caller, error) { return caller, nil }})
	if err != nil {
		t.Fatal(err)
	}
	v1 := api.New(api.Options{Conn: conn, Checker: may, Explainer: why,
		Caller:      func(*http.Request) api.Caller { return api.Caller(caller) },
		Emergencies: func(schema.TenantID) emergency.Limits { return emergency.Limits{} }})
	mux := http.NewServeMux()
	mux.Handle("/v1/", v1)
	mux.Handle("/", az)
	return mux
}

func post(h http.Handler, path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// pick is one of some.
func pick[T any](r *rand.Rand, some ...T) T { return some[r.IntN(len(some))] }

// randomRequest asks both interfaces about what its ids name. TENANT is the other's.
func randomRequest(r *rand.Rand, token string) (path, body, reasons string) {
	id := func() string {
		return pick(r, "TENANT/known", "known", "a/known", "a/own", "own", "a/TENANT/known", "TENANT", "TENANT/", "/known", "ann", "a/ann", "TENANT/none")
	}
	entity := func(t string) string {
		return fmt.Sprintf(`{"type":%q,"id":%q}`, pick(r, t, t, t, "tenant", "account", "user", "client"), id())
	}
	ref := func(t string) string {
		return t + ":" + pick(r, "TENANT/known", "TENANT/none", "a/own", "a/ann", "a/known")
	}
	reasons = pick(r, "", "", "", "", "", "en", "nl")
	whole := fmt.Sprintf(`"subject":%s,"action":{"name":%q},"resource":%s`, entity("user"), pick(r, "view_dossier", "view_account", "link_professionals", "none"), entity("client"))
	switch r.IntN(11) {
	case 10:
		return "/access/v1/evaluation", `{"subject":{"type":"user","id":"a/ann"},"action":{"name":"view_dossier"},"resource":{"type":"client","id":"a/own"}}`, reasons
	case 0, 1:
		return pick(r, "", "/TENANT", "/a") + "/access/v1/evaluation", "{" + whole + "}", reasons
	case 2:
		return "/access/v1/evaluations", "{" + whole + `,"evaluations":[{},{"subject":` + entity("user") + `},{"resource":` + entity("client") + `}]}`, reasons
	case 3, 4:
		return pick(r, "", "/TENANT") + "/access/v1/search/" + pick(r, "subject", "resource", "action"), "{" + whole + pick(r, "", `,"page":{"limit":1}`) + "}", reasons
	case 5:
		return "/access/v1/search/" + pick(r, "subject", "resource"), `{"page":{"token":"` + token + `"}}`, reasons
	case 6:
		return "/v1/" + pick(r, "can", "explain"), fmt.Sprintf(`{"user":%q,"object":%q}`, ref("user"), ref("client")), ""
	case 7:
		return "/v1/explain", fmt.Sprintf(`{"user":%q,"object":%q,"permission":"view_dossier"}`, ref("user"), ref("client")), ""
	case 8:
		return pick(r, "/v1/who", "/v1/which"), fmt.Sprintf(`{"%s":%q,"permission":"view_dossier"%s}`, pick(r, "user", "object"), ref(pick(r, "user", "client")), pick(r, "", `,"type":"client"`)), ""
	}
	return pick(r, "/v1/emergencies/list", "/v1/links", "/v1/emergencies/stop"), pick(r, `{"tenant":"TENANT"}`,
		fmt.Sprintf(`{"by":%q,"user":%q,"object":%q,"role":"practitioner"}`, ref("user"), ref("user"), ref("client")),
		fmt.Sprintf(`{"by":%q,"client":%q}`, ref("user"), ref("client"))), ""
}

// Whoever has a key of one tenant learns nothing of another: no byte of what they have
// not sent themselves, and the same of a tenant that is there and of one that is not.
func TestTwoTenants(t *testing.T) {
	conn := fixtures.Start(t, two())
	m := memory.Follow(conn, memory.Options{})
	t.Cleanup(func() { _ = m.Close() })
	if err := m.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	b := faces(t, conn, m, authzen.Caller{ID: "b", Tenants: []schema.TenantID{"qqb"}})
	var page struct {
		Page struct {
			NextToken string `json:"next_token"`
		}
	}
	first := post(b, "/access/v1/search/resource", `{"subject":{"type":"user","id":"known"},"action":{"name":"view_dossier"},"resource":{"type":"client"},"page":{"limit":1}}`)
	if err := json.Unmarshal(first.Body.Bytes(), &page); err != nil || page.Page.NextToken == "" || !strings.Contains(first.Body.String(), "CANARY") {
		t.Fatalf("the other tenant's own caller got %s", first.Body)
	}
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	for _, caller := range []authzen.Caller{{ID: "a", Tenants: []schema.TenantID{"a"}}, {ID: "ac", Tenants: []schema.TenantID{"a", "c"}}} {
		a := faces(t, conn, m, caller)
		for range *calls / 2 {
			path, body, reasons := randomRequest(r, page.Page.NextToken)
			var answers []string
			for _, tenant := range []string{"qqb", "qqx"} { // the second is not there
				named := strings.NewReplacer("TENANT", tenant)
				w := post(a, named.Replace(path), named.Replace(body), "Remit-Reasons", reasons)
				answer := fmt.Sprint(w.Code, w.Header(), w.Body)
				if strings.Contains(answer, "CANARY") {
					t.Fatalf("%s %s: %s", path, body, answer)
				}
				answers = append(answers, erased(answer, tenant))
			}
			if answers[0] != answers[1] {
				t.Fatalf("%s %s:\nof a tenant that is there %s\nof one that is not     %s", path, body, answers[0], answers[1])
			}
		}
	}
}

var passing = regexp.MustCompile(`"(revision|next_token)":"[^"]*"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?`)

// erased is an answer without the name of a tenant, and without its moment.
func erased(answer, tenant string) string {
	return passing.ReplaceAllString(strings.ReplaceAll(answer, tenant, "TENANT"), "")
}

// unsteady is an engine that goes away in the middle of anything, and comes back.
type unsteady struct {
	grpc.ClientConnInterface
	away atomic.Uint64 // of a hundred calls
	n    atomic.Uint64
}

func (u *unsteady) gone() error {
	if u.n.Add(37)%100 < u.away.Load() {
		return status.Error(codes.Unavailable, "away")
	}
	return nil
}

func (u *unsteady) Invoke(ctx context.Context, method string, in, out any, opts ...grpc.CallOption) error {
	if err := u.gone(); err != nil {
		return err
	}
	return u.ClientConnInterface.Invoke(ctx, method, in, out, opts...)
}

func (u *unsteady) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	if err := u.gone(); err != nil {
		return nil, err
	}
	return u.ClientConnInterface.NewStream(ctx, desc, method, opts...)
}

// While the engine comes and goes, every answer is the one that a steady engine gives,
// or none.
func TestEngineThatComesAndGoes(t *testing.T) {
	conn := fixtures.Start(t, two())
	u := &unsteady{ClientConnInterface: conn}
	everybody := authzen.Caller{ID: "all", Everywhere: true}
	steady, shaky := faces(t, conn, nil, everybody), faces(t, u, nil, everybody)
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	unanswered := 0
	for i := range *calls {
		u.away.Store(uint64(i/200%2) * 40)
		var path, body, reasons string
		for path == "" || strings.HasPrefix(path, "/v1/links") || strings.Contains(path, "stop") { // these change something
			path, body, reasons = randomRequest(r, "none")
		}
		path, body = strings.ReplaceAll(path, "TENANT", "qqb"), strings.ReplaceAll(body, "TENANT", "qqb")
		got, want := post(shaky, path, body, "Remit-Reasons", reasons), post(steady, path, body, "Remit-Reasons", reasons)
		if got.Code == http.StatusServiceUnavailable {
			unanswered++
			continue
		}
		if g, w := erased(fmt.Sprint(got.Code, got.Body), "qqb"), erased(fmt.Sprint(want.Code, want.Body), "qqb"); g != w {
			t.Fatalf("%s %s:\ngot  %s\nwant %s", path, body, g, w)
		}
	}
	if unanswered == 0 {
		t.Error("every request was answered: the engine was never away")
	}
	t.Logf("%d of %d were not answered", unanswered, *calls)
}
