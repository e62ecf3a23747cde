package authzen_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/remit-authz/remit/checker/authzen"
	"github.com/remit-authz/remit/loader"
	"time"

	"github.com/remit-authz/remit/schema"
)

type listed struct {
	Page *struct {
		NextToken string `json:"next_token"`
		Count     int
	}
	Results []struct{ ID, Name string }
}

func list(t *testing.T, h http.Handler, q request) listed {
	t.Helper()
	w := q.send(h)
	var l listed
	if w.Code != 200 {
		t.Fatalf("got %d %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &l); err != nil {
		t.Fatal(err)
	}
	return l
}

// caseload is a practitioner with clients enough for some pages.
func caseload() fstest.MapFS {
	file := func(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }
	clients, links := "tenant,id,account\n", "tenant,user,role,object,until\n"
	for _, c := range "abcdefg" {
		clients += "zorg,zorg/" + string(c) + ",\n"
		links += "zorg,pim,practitioner,client:zorg/" + string(c) + ",\n"
	}
	return fstest.MapFS{
		"tenants.csv": file("id,name,emergency\nzorg,,on\n"),
		"users.csv":   file("tenant,id,name,email,status,roles\nzorg,pim,,,active,practitioner\n"),
		"clients.csv": file(clients), "links.csv": file(links),
	}
}

const pims = `"subject":{"type":"user","id":"zorg/pim"},"action":{"name":"view_dossier"},"resource":{"type":"client"}`

func paged(more string) string { return `{` + pims + `,"page":{` + more + `}}` }

func TestPages(t *testing.T) {
	eachWay(t, caseload(), func(t *testing.T, o over) {
		key := []byte(strings.Repeat("k", 32))
		h := o.handler(t, func(o *authzen.Options) { o.PageKey = key })
		first := list(t, h, request{path: resourcesPath, body: paged(`"limit":3`)})
		if first.Page == nil || first.Page.Count != 3 || first.Page.NextToken == "" {
			t.Fatalf("got the page %+v", first.Page)
		}
		// Another instance with the same key goes on.
		other := o.handler(t, func(o *authzen.Options) { o.PageKey = key })
		var all []string
		for at, bodies := first, []string{`{"page":{"token":"T"}}`, paged(`"token":"T","limit":3`), paged(`"token":"T"`)}; ; bodies = bodies[1:] {
			for _, r := range at.Results {
				all = append(all, r.ID)
			}
			if at.Page.NextToken == "" {
				break
			}
			at = list(t, other, request{path: resourcesPath, body: strings.Replace(bodies[0], "T", at.Page.NextToken, 1)})
		}
		var want []string
		for _, c := range "abcdefg" {
			want = append(want, "zorg/zorg/"+string(c))
		}
		if !slices.Equal(all, want) {
			t.Errorf("got %v", all)
		}

		token := first.Page.NextToken
		changed := token[:20] + string('A'+(token[20]-'A'+1)%26) + token[21:]
		strange := o.handler(t)
		for _, tt := range []struct {
			why  string
			at   http.Handler
			key  string
			path string
			body string
		}{
			{"another subject", h, "", resourcesPath, strings.Replace(paged(`"token":"T"`), "zorg/pim", "zorg/pam", 1)},
			{"another context", h, "", resourcesPath, `{` + pims + `,"context":{"a":1},"page":{"token":"T"}}`},
			{"other properties", h, "", resourcesPath, strings.Replace(paged(`"token":"T"`), `"client"`, `"client","properties":{"a":1}`, 1)},
			{"another limit", h, "", resourcesPath, paged(`"token":"T","limit":4`)},
			{"another caller", h, "two", resourcesPath, `{"page":{"token":"T"}}`},
			{"another search", h, "", subjectsPath, `{"page":{"token":"T"}}`},
			{"another tenant's path", h, "", "/zorg" + resourcesPath, `{"page":{"token":"T"}}`},
			{"another key", strange, "", resourcesPath, `{"page":{"token":"T"}}`},
		} {
			w := request{path: tt.path, key: tt.key, body: strings.Replace(tt.body, `"T"`, `"`+token+`"`, 1)}.send(tt.at)
			if w.Code != 400 || !strings.Contains(w.Body.String(), "page.token") {
				t.Errorf("%s: got %d %s", tt.why, w.Code, w.Body)
			}
		}
		if w := (request{path: resourcesPath, body: `{"page":{"token":"` + changed + `"}}`}).send(h); w.Code != 400 {
			t.Errorf("a token that was changed: got %d %s", w.Code, w.Body)
		}
		// What is written with other blanks, in another order, is the same request.
		again := `{ "page":{"token":"` + token + `"}, "resource" : {"id":"zorg/ignored","type":"client"}, "action":{"name":"view_dossier"}, "subject":{"id":"zorg/pim","type":"user"}}`
		if l := list(t, h, request{path: resourcesPath, body: again}); len(l.Results) != 3 {
			t.Errorf("the same request written otherwise: got %v", l)
		}
	})
}

// Ids of one tenant's caller go round: what a list says can be asked.
func TestPlainIDsGoRound(t *testing.T) {
	callers["zorg"] = authzen.Caller{ID: "zorg", Tenants: []schema.TenantID{"zorg"}}
	eachWay(t, caseload(), func(t *testing.T, o over) {
		h := o.handler(t)
		l := list(t, h, request{path: resourcesPath, key: "zorg", body: strings.Replace(paged(""), "zorg/pim", "pim", 1)})
		if len(l.Results) != 7 || l.Results[0].ID != "zorg/zorg/a" {
			t.Fatalf("got %+v", l.Results)
		}
		for _, r := range l.Results {
			want(t, request{path: evaluationPath, key: "zorg", body: asks("pim", "view_dossier", r.ID)}.send(h), 200, yes)
		}
		// "zorg/a" is the plain id of one, and says another in full: the one in full.
		want(t, request{path: evaluationPath, key: "zorg", body: asks("pim", "view_dossier", "zorg/a")}.send(h), 200, no)
	})
}

// A page is of data no older than the page before it.
func TestPagesAreNoOlder(t *testing.T) {
	eachWay(t, caseload(), func(t *testing.T, o over) {
		h := o.handler(t)
		first := list(t, h, request{path: resourcesPath, body: paged(`"limit":3`)})
		without := caseload()
		without["links.csv"].Data = []byte("tenant,user,role,object,until\nzorg,pim,practitioner,client:zorg/a,\n")
		src, err := loader.Read(without)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := (loader.Sync{Engine: o.conn, Now: time.Now(), Limits: loader.Limits{Unlimited: true}}).Run(t.Context(), src); err != nil {
			t.Fatal(err)
		}
		w := request{path: evaluationPath, body: asks("zorg/pim", "view_dossier", "zorg/zorg/g")}.send(h)
		for deadline := time.Now().Add(3 * time.Second); w.Body.String() != no && time.Now().Before(deadline); {
			w = request{path: evaluationPath, body: asks("zorg/pim", "view_dossier", "zorg/zorg/g")}.send(h)
		}
		want(t, w, 200, no)
		if l := list(t, h, request{path: resourcesPath, body: `{"page":{"token":"` + first.Page.NextToken + `"}}`}); len(l.Results) != 0 {
			t.Errorf("what was taken meanwhile is listed: %v", l.Results)
		}
		// The data goes back for the other way.
		if src, err = loader.Read(caseload()); err != nil {
			t.Fatal(err)
		}
		if _, err := (loader.Sync{Engine: o.conn, Now: time.Now(), Limits: loader.Limits{Unlimited: true}}).Run(t.Context(), src); err != nil {
			t.Fatal(err)
		}
	})
}

func TestPagesOfActions(t *testing.T) {
	o := ofFile(t, certification)
	h := o.handler(t)
	body := `"subject":{"type":"user","id":"alice"},"resource":{"type":"record","id":"record-1"}`
	first := list(t, h, request{path: actionsPath, body: `{` + body + `,"page":{"limit":1}}`})
	if len(first.Results) != 1 || first.Results[0].Name != "read" {
		t.Fatalf("got %+v", first)
	}
	second := list(t, h, request{path: actionsPath, body: `{"page":{"token":"` + first.Page.NextToken + `"}}`})
	if len(second.Results) != 1 || second.Results[0].Name != "write" || second.Page.NextToken != "" {
		t.Fatalf("got %+v", second)
	}
}
