package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/schema"
)

var tenantCalls = flag.Int("tenant-calls", 4_000, "how many calls the test of two tenants over HTTP makes")

// twoTenants is a source of two tenants. Of qqb, whoever calls for tenant a knows the
// names "known", and nothing that is called CANARY.
var twoTenants = map[string]string{
	"tenants.csv": "id,name,emergency\na,,on\nqqb,,on\n",
	"users.csv": "tenant,id,name,email,status,roles\na,ann,,,active,practitioner\na,sue,,,active,secretary\na,known,,,active,practitioner\n" +
		"qqb,known,,,active,practitioner\nqqb,CANARY-1,,,active,practitioner\nqqb,CANARY-2,,,active,secretary;application_manager\n",
	"clients.csv": "tenant,id,account\na,known,\na,own,\nqqb,known,\nqqb,CANARY-3,\nqqb,CANARY-4,\n",
	"links.csv": "tenant,user,role,object,until\na,ann,practitioner,client:own,\n" +
		"qqb,known,practitioner,client:CANARY-3,\nqqb,known,practitioner,client:CANARY-4,\nqqb,CANARY-1,practitioner,client:known,\n",
}

const tenantSettings = `service: {rate: 1000000, concurrent: 1024}
gateway:
  user_header: X-User
  user: user:a/{user}
  trusted: [127.0.0.1/32]
  routes:
    - {pattern: 'GET /clients/{id...}', permission: view_dossier, resource: 'client:{id}'}
`

// tenantCall is a request that names another's tenant as TENANT.
type tenantCall struct {
	method, path, body string
	header             map[string]string
}

// callOfAnother draws one of everything that is served, by somebody who has a key of
// tenant a and one page's token of another.
func callOfAnother(r *rand.Rand, token string) tenantCall {
	one := func(some ...string) string { return some[r.IntN(len(some))] }
	id := func() string {
		return one("TENANT/known", "known", "a/known", "a/own", "own", "a/TENANT/known", "TENANT", "TENANT/", "/known", "a/ann", "TENANT/none", "TENANT=2Fknown", "TENANT%2Fknown", "../TENANT/known", "TENANT/known ")
	}
	entity := func(t string) string {
		return fmt.Sprintf(`{"type":%q,"id":%q}`, one(t, t, t, "tenant", "account", "lease", "client"), id())
	}
	ref := func(t string) string { return t + ":" + one("TENANT/known", "TENANT/none", "TENANT/known/x") }
	mine := func(t string) string { return t + ":" + one("TENANT/known", "TENANT/none", "a/known", "a/ann") }
	whole := fmt.Sprintf(`"subject":%s,"action":{"name":%q},"resource":%s`, entity("user"), one("view_dossier", "view_account", "link_professionals", "none"), entity("client"))
	c := tenantCall{method: http.MethodPost, header: map[string]string{"X-Request-ID": "r-1"}}
	if r.IntN(4) == 0 {
		c.header["Remit-Reasons"] = one("en", "nl", "fr", "xx")
	}
	if r.IntN(4) == 0 {
		c.header["Idempotency-Key"] = one("k-0", "k-1", "k-2") // those of the other tenant's caller
	}
	switch r.IntN(15) {
	case 0, 1:
		c.path, c.body = one("", "/TENANT", "/a")+"/access/v1/evaluation", "{"+whole+"}"
	case 2:
		c.path, c.body = one("", "/TENANT")+"/access/v1/evaluations", "{"+whole+`,"evaluations":[{},{"subject":`+entity("user")+`},{"resource":`+entity("client")+`}]}`
	case 3, 4:
		c.path, c.body = one("", "/TENANT")+"/access/v1/search/"+one("subject", "resource", "action"), "{"+whole+one("", `,"page":{"limit":1}`)+"}"
	case 5:
		c.path, c.body = "/access/v1/search/"+one("subject", "resource", "action"), `{"page":{"token":"`+token+`"}}`
	case 6:
		c.path, c.body = "/v1/"+one("can", "explain"), fmt.Sprintf(`{"user":%q,"object":%q%s}`, mine("user"), ref("client"), one("", `,"permission":"view_dossier"`))
	case 7:
		c.path, c.body = "/v1/who", fmt.Sprintf(`{"object":%q,"permission":"view_dossier","after":%q}`, mine("client"), ref("user"))
	case 8:
		c.path, c.body = "/v1/which", fmt.Sprintf(`{"user":%q,"permission":"view_dossier","type":"client"}`, ref("user"))
	case 9:
		c.path, c.body = "/v1/objects"+one("", "/remove"), fmt.Sprintf(`{"by":%q,"object":%q}`, mine("user"), ref("client"))
	case 10:
		c.path, c.body = "/v1/links"+one("", "/remove"), fmt.Sprintf(`{"by":%q,"user":%q,"object":%q,"role":"practitioner"}`, mine("user"), mine("user"), ref("client"))
	case 11:
		c.path, c.body = "/v1/emergencies"+one("", "/prolong"), fmt.Sprintf(`{"by":%q,"client":%q,"reason":"x","for":"10m"}`, mine("user"), ref("client"))
	case 12:
		c.path, c.body = "/v1/emergencies/"+one("list", "stop"), one(`{"tenant":"TENANT"}`, fmt.Sprintf(`{"by":%q,"client":%q}`, mine("user"), ref("client")))
	case 13:
		c.method = one(http.MethodGet, http.MethodGet, http.MethodDelete, http.MethodOptions)
		c.path = one("/metrics", "/livez", "/openapi.json", "/forward-auth", "/TENANT", "/TENANT/metrics", "/.well-known/authzen-configuration/TENANT", "/v1/emergencies/list?tenant=TENANT", "/access/v1/evaluation", "/nowhere/TENANT/known")
		c.header["X-User"], c.header["X-Forwarded-Method"], c.header["X-Forwarded-Uri"] = one("ann", "known", "TENANT/known"), "GET", "/clients/TENANT/"+one("known", "none")
	case 14:
		c.path = one("/v1/can", "/v1/objects", "/access/v1/evaluation", "/access/v1/search/subject")
		c.body = one(`{"user":"user:TENANT/known"`, `{"user":"user:TENANT/known","user":"x"}`, `{"tenant":"TENANT","by":`+strings.Repeat("[", 200), "TENANT", strings.Repeat(" ", 70<<10)+`{"TENANT":1}`, "\xff TENANT")
	}
	if r.IntN(50) == 0 {
		c.header["Authorization"] = "Bearer " + one("TENANT", "remit_TENANT_known", "")
	}
	return c
}

// tenants is a service of two tenants, and what is seen of it.
type tenants struct {
	url    string
	client *http.Client
	calls  atomic.Int64
}

// send is all of an answer: status, headers and body.
func (s *tenants) send(key string, c tenantCall, tenant string) (answer string, took time.Duration, err error) {
	named := strings.NewReplacer("TENANT", tenant)
	r, err := http.NewRequest(c.method, s.url+named.Replace(c.path), strings.NewReader(named.Replace(c.body)))
	if err != nil {
		return "", 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+key)
	for name, value := range c.header {
		r.Header.Set(name, named.Replace(value))
	}
	begun := time.Now()
	got, err := s.client.Do(r)
	if err != nil {
		return "", 0, err
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	s.calls.Add(1)
	return fmt.Sprint(got.StatusCode, got.Header, string(text)), time.Since(begun), err
}

// otherwise is what differs between two answers though they say the same: moments, and how
// many digits they have.
var otherwise = regexp.MustCompile(`"(revision|next_token)":"[^"]*"|(Date|Content-Length):\[[^\]]*\]|\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?`)

// Whoever has a key of one tenant learns nothing of another, whatever of the service they
// call, while the other tenant is at work: not a byte that they did not send, and the same
// of a tenant that is there as of one that is not. The log and the metrics name nobody.
func TestTwoTenantsOverHTTP(t *testing.T) {
	folder := t.TempDir()
	for name, text := range twoTenants {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	settings, file := filepath.Join(t.TempDir(), "remit.yaml"), filepath.Join(t.TempDir(), "keys.json")
	if err := os.WriteFile(settings, []byte(tenantSettings), 0o600); err != nil {
		t.Fatal(err)
	}
	ofA := []string{
		makeKey(t, file, keys.Key{Purpose: keys.Write, Tenants: []schema.TenantID{"a"}}),
		makeKey(t, file, keys.Key{Purpose: keys.Read, Tenants: []schema.TenantID{"a"}}),
		makeKey(t, file, keys.Key{Purpose: keys.Write, Tenants: []schema.TenantID{"a", "c"}}),
	}
	ofB, admin := makeKey(t, file, keys.Key{Purpose: keys.Write, Tenants: []schema.TenantID{"qqb"}}), makeKey(t, file, keys.Key{Purpose: keys.Admin, Everywhere: true})
	address := loopbacktest.Address(t)
	server := startServing(t, "--source", folder, "--keys", file, "--settings", settings, "--listen", "", "--http", address, "--log", "info", "--base-url", "https://pdp.example.org")
	s := &tenants{url: "http://" + address, client: &http.Client{Timeout: 60 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 32}}}
	waitUntil(t, "it is ready", func() bool { return code(t, http.MethodGet, s.url+"/readyz", "", "") == http.StatusOK })

	var page struct {
		Page struct {
			NextToken string `json:"next_token"`
		}
	}
	first, err := ask(s.client, s.url+"/access/v1/search/resource", ofB, `{"subject":{"type":"user","id":"known"},"action":{"name":"view_dossier"},"resource":{"type":"client"},"page":{"limit":1}}`)
	if err != nil || json.Unmarshal([]byte(first), &page) != nil || page.Page.NextToken == "" || !strings.Contains(first, "CANARY") {
		t.Fatalf("the other tenant's own caller got %s (%v)", first, err)
	}
	seed := random.Seed(t)
	var all sync.WaitGroup
	var wrong atomic.Int64
	var stop atomic.Bool
	var times [2][]time.Duration
	var timing sync.Mutex
	for w := range 8 {
		all.Go(func() {
			r := rand.New(rand.NewPCG(seed, uint64(w)))
			for n := 0; s.calls.Load() < int64(*tenantCalls) && wrong.Load() < 5; n++ {
				c, key := callOfAnother(r, page.Page.NextToken), ofA[r.IntN(len(ofA))]
				var answers [2]string
				var took [2]time.Duration
				for _, i := range []int{n % 2, 1 - n%2} { // neither is always the first
					tenant := []string{"qqb", "qqx"}[i] // the second is not there
					answer, d, err := s.send(key, c, tenant)
					if err != nil || strings.Contains(answer, "CANARY") || strings.HasPrefix(answer, "5") {
						wrong.Add(1)
						t.Errorf("%s %s %s of %s: %s (%v)", c.method, c.path, c.body, tenant, answer, err)
						return
					}
					answers[i], took[i] = otherwise.ReplaceAllString(strings.ReplaceAll(answer, tenant, "TENANT"), ""), d
				}
				if answers[0] != answers[1] {
					wrong.Add(1)
					t.Errorf("%s %s %.300s %v:\nof a tenant that is there %.800s\nof one that is not     %.800s", c.method, c.path, c.body, c.header, answers[0], answers[1])
				}
				timing.Lock()
				for i := range times {
					times[i] = append(times[i], took[i])
				}
				timing.Unlock()
			}
		})
	}
	var other sync.WaitGroup
	other.Go(func() { atWork(t, s, ofB, &stop) })
	all.Wait()
	stop.Store(true)
	other.Wait()
	for i := range times {
		slices.Sort(times[i])
	}
	there, not := times[0][len(times[0])/2], times[1][len(times[1])/2]
	t.Logf("%d calls; the median of a tenant that is there %s, of one that is not %s", s.calls.Load(), there, not)
	if ratio := float64(there) / float64(not); ratio < 0.5 || ratio > 2 {
		t.Errorf("an answer takes %s of a tenant that is there, and %s of one that is not", there, not)
	}
	for _, key := range []string{admin, ofA[0], ofB, ""} {
		answer, _, err := s.send(key, tenantCall{method: http.MethodGet, path: "/metrics"}, "")
		if err != nil || regexp.MustCompile(`CANARY|qq[bx]|[^-]known|"k-`).MatchString(answer) {
			t.Errorf("the metrics name somebody (%v): %s", err, answer)
		}
	}
	server.end()
	if line := regexp.MustCompile(`(?m)^.*(CANARY|qq[bx]|[^-]known|"k-|Bearer|remit_[a-z0-9]+_).*$`).FindString(server.says()); line != "" {
		t.Errorf("the log names somebody: %s", line)
	}
}

// atWork does and asks, as the other tenant's own application.
func atWork(t *testing.T, s *tenants, key string, stop *atomic.Bool) {
	for n := 0; !stop.Load(); n++ {
		body := fmt.Sprintf(`{"by":"user:qqb/CANARY-2","object":"client:qqb/CANARY-new-%d"}`, n/4)
		link := fmt.Sprintf(`{"by":"user:qqb/CANARY-2","user":"user:qqb/CANARY-1","role":"practitioner","object":"client:qqb/CANARY-new-%d"}`, n/4)
		c := []tenantCall{
			{path: "/v1/objects", body: body},
			{path: "/v1/links", body: link},
			{path: "/v1/emergencies", body: fmt.Sprintf(`{"by":"user:qqb/CANARY-1","client":"client:qqb/CANARY-3","reason":"CANARY","for":"%dm"}`, 1+n%50)},
			{path: "/access/v1/search/resource", body: `{"subject":{"type":"user","id":"known"},"action":{"name":"view_dossier"},"resource":{"type":"client"}}`},
		}[n%4]
		c.method = http.MethodPost
		if n%3 == 0 {
			c.header = map[string]string{"Idempotency-Key": fmt.Sprintf("k-%d", n)}
		}
		answer, _, err := s.send(key, c, "")
		if err != nil || strings.HasPrefix(answer, "5") || n%4 == 3 && !strings.Contains(answer, "CANARY") {
			t.Errorf("the other tenant's own %s: %s (%v)", c.path, answer, err)
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
}
