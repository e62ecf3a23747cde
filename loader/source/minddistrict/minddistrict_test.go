package minddistrict_test

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/remit-authz/remit/internal/settings/settingstest"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/loader/source/minddistrict"
)

func options() minddistrict.Options {
	return minddistrict.Options{Tenant: source.OneTenant{ID: "veldzicht", Name: "Veldzicht", Emergency: "on"}, LoginPrefix: "client-"}
}

func export() map[string]string {
	return map[string]string{
		"professionals.json": `[
{"@url":"https://x/p/1","id":"p1","first_name":"Anna","infix":"de","last_name":"Bos","email":"a@v.example","active":true,"external_source":"","roles":["ith.Therapist","ith.Supervisor"]},
{"@url":"https://x/p/2","id":"p2","first_name":"Bert","last_name":"Vos","email":"b@v.example","active":false,"roles":["ith.Secretary"]},
{"@url":"https://x/p/3","id":"p3","active":true,"roles":["ith.ApplicationManager","ith.Analyst"]},
{"@url":"https://x/p/4","id":"p4","active":true,"roles":[]}]`,
		"clients.json": `[{"@url":"https://x/c/1","id":"p1","first_name":"Somebody","active":true},{"@url":"https://x/c/2","id":"c2","active":false}]`,
	}
}

func read(o minddistrict.Options, files map[string]string) (source.Source, error) {
	all := fstest.MapFS{}
	for name, content := range files {
		all[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return source.Options{}.Read(minddistrict.Format{Options: o}, all)
}

// want is the same in the loader's own files. A client of a professional's id is
// somebody else, and has a login of their own without a name in it.
func want(t *testing.T) source.Source {
	t.Helper()
	s, err := source.Options{}.Read(csv.Format{}, fstest.MapFS{
		"tenants.csv": {Data: []byte("id,name,emergency\nveldzicht,Veldzicht,on\n")},
		"users.csv": {Data: []byte(`tenant,id,name,email,status,roles
veldzicht,p1,Anna de Bos,a@v.example,active,practitioner;supervisor
veldzicht,p2,Bert Vos,b@v.example,inactive,secretary
veldzicht,p3,,,active,application_manager;analyst
veldzicht,p4,,,active,
veldzicht,client-p1,,,active,
veldzicht,client-c2,,,inactive,
`)},
		"clients.csv": {Data: []byte("tenant,id,account\nveldzicht,p1,client-p1\nveldzicht,c2,client-c2\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var same = cmp.Options{cmpopts.IgnoreFields(source.Source{}, "Digest", "Warnings")}

func TestAFolderSaysTheSameAsTheLoadersOwn(t *testing.T) {
	got, err := read(options(), export())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want(t), got, same); diff != "" {
		t.Error(diff)
	}
}

func TestRefused(t *testing.T) {
	for _, tt := range []struct{ why, file, content, want string }{
		{"a role nobody knows", "professionals.json", `[{"id":"p1","active":true,"roles":["ith.Administrator"]}]`, `professionals.json#/0/roles: role "ith.Administrator" is not known: they are ith.Therapist,`},
		{"a role twice", "professionals.json", `[{"id":"p1","active":true,"roles":["ith.Analyst","ith.Analyst"]}]`, `professionals.json#/0/roles: role "analyst" is there twice`},
		{"an address for an id", "professionals.json", `[{"email":"a@v.example","active":true,"roles":[]}]`, "professionals.json#/0/id: is blank: have the platform give every account one"},
		{"who may be inactive", "professionals.json", `[{"id":"p1","roles":[]}]`, "professionals.json#/0: does not say whether it is active"},
		{"active in words", "professionals.json", `[{"id":"p1","active":"false","roles":[]}]`, "professionals.json#/0/active: is a text and must be true or false"},
		{"nobody", "professionals.json", "[]", "professionals.json: has nobody in it"},
		{"no clients", "clients.json", "", "clients.json: is missing: an export has it, as [] where there is nothing in it"},
		{"professionals for clients", "clients.json", `[{"id":"p1","active":true,"roles":["ith.Analyst"]}]`, "clients.json#/0/roles: are for professionals: this list is not of clients"},
		{"a client twice", "clients.json", `[{"id":"c1","active":true},{"id":"c1","active":true}]`, "clients.json#/1/id: user:veldzicht/client-c1 is there twice: first at #/0"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			files := export()
			files[tt.file] = tt.content
			if tt.content == "" {
				delete(files, tt.file)
			}
			got, err := read(options(), files)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
			if diff := cmp.Diff(source.Source{}, got); diff != "" {
				t.Errorf("a source came with the error: %s", diff)
			}
		})
	}
	if _, err := read(minddistrict.Options{}, export()); err == nil || !strings.Contains(err.Error(), "the tenant is not set") {
		t.Errorf("got %v", err)
	}
}

// Of a list that ends anywhere before its end, nothing is used.
func TestNothingOfHalfAFile(t *testing.T) {
	whole := export()
	for name, text := range whole {
		for i := range text {
			files := maps.Clone(whole)
			files[name] = text[:i]
			if _, err := read(options(), files); !errors.As(err, new(*source.Error)) {
				t.Fatalf("%s cut at %d: got %v", name, i, err)
			}
		}
	}
}

// standIn answers lists, the clients in two parts.
func standIn(t *testing.T, edit func(path, answer string) string) minddistrict.Service {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		answer := export()["professionals.json"]
		switch r.URL.Path + "?" + r.URL.RawQuery {
		case "/api/2/p?":
		case "/api/2/c?":
			w.Header().Set("Link", `</api/2/c?from=1>; rel="next"`)
			answer = `[{"id":"p1","active":true}]`
		case "/api/2/c?from=1":
			answer = `[{"id":"c2","active":false}]`
		default:
			t.Errorf("asked for %s", r.URL)
		}
		fmt.Fprint(w, edit(r.URL.Path, answer))
	}))
	t.Cleanup(s.Close)
	o := options()
	o.Server = minddistrict.Server{Address: s.URL + "/api/2", RequestsPerSecond: 10_000}
	return minddistrict.Service{Options: o}
}

func TestTheInterfaceSaysTheSame(t *testing.T) {
	got, err := source.Options{}.ReadService(t.Context(), standIn(t, func(_, answer string) string { return answer }))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want(t), got, same); diff != "" {
		t.Error(diff)
	}
}

func TestTheInterfacesFaults(t *testing.T) {
	for _, tt := range []struct{ why, answer, want string }{
		{"half a list", `[{"id":"p1"`, "ends in the middle of its JSON"},
		{"a page without a next", `{"content":[{"id":"p1","active":true,"roles":[]}],"totalPages":2,"number":0}`, "is a page of 2, and page 1 (counted from 0) is not here"},
		{"a page for people", "<html>", "is not JSON"},
	} {
		got, err := source.Options{}.ReadService(t.Context(), standIn(t, func(_, _ string) string { return tt.answer }))
		if err == nil || !strings.Contains(err.Error(), tt.want) || len(got.Users) > 0 {
			t.Errorf("%s: got %v, want %s", tt.why, err, tt.want)
		}
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range export() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		files := export()
		files["professionals.json"] = text
		got, err := read(options(), files)
		if err != nil && (!errors.As(err, new(*source.Error)) || len(got.Users) > 0) {
			t.Fatalf("got %v and %d users", err, len(got.Users))
		}
	})
}

// The settings name a folder or a server, and not both.
func TestThroughSettings(t *testing.T) {
	o := standIn(t, func(_, answer string) string { return answer }).Options
	o.Server.TokenFile = "token"
	got, err := settingstest.Read(t, "minddistrict", o, nil, map[string]string{"token": "s3cret"})
	if diff := cmp.Diff(want(t), got, same); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if _, err := settingstest.Read(t, "minddistrict", o, export(), nil); err == nil || !strings.Contains(err.Error(), "there are files and a server") {
		t.Errorf("got %v, want it refused", err)
	}
	got, err = settingstest.Read(t, "minddistrict", options(), export(), nil)
	if diff := cmp.Diff(want(t), got, same); diff != "" || err != nil {
		t.Error(err, diff)
	}
}
