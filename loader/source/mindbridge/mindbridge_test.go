package mindbridge_test

import (
	"errors"
	"fmt"
	"io"
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
	"github.com/remit-authz/remit/loader/source/mindbridge"
)

var firm = source.OneTenant{ID: "acme", Name: "Acme", Emergency: "off"}

func account(id, role, more string) string {
	return fmt.Sprintf(`{"id":%q,"email":"%s@acme.example","firstName":"F","lastName":%q,"role":%q,"enabled":true,"validated":true,"serviceAccount":false%s}`, id, id, id, role, more)
}

// export is what the platform has, each list's elements.
func export() map[string][]string {
	return map[string][]string{
		"users": {
			account("a1", "ROLE_ADMIN", ""), account("a2", "ROLE_USER_ADMIN", ""), account("a3", "ROLE_ORGANIZATION_ADMIN", ""),
			account("a4", "ROLE_USER", ""), account("a5", "ROLE_CLIENT", ""),
			account("bot", "ROLE_MINDBRIDGE_SUPPORT", ""),
			strings.Replace(account("token", "ROLE_ADMIN", ""), `"serviceAccount":false`, `"serviceAccount":true`, 1),
			strings.Replace(account("gone", "ROLE_USER", ""), `"enabled":true`, `"enabled":false`, 1),
			strings.Replace(account("new", "ROLE_USER", ""), `"validated":true`, `"validated":false`, 1),
		},
		"organizations": {`{"id":"o1","version":3,"name":"Bakery","managerUserIds":["a4","token","a4"]}`},
		"engagements":   {`{"id":"e1","organizationId":"o1","name":"2026","engagementLeadId":"a2","auditorIds":["a3"],"libraryId":"l1"}`},
		"analyses":      {`{"id":"an1","engagementId":"e1","name":"Ledger"}`},
		"libraries":     {`{"id":"l1","name":"Standard"}`},
	}
}

func folder(lists map[string][]string) map[string]string {
	files := map[string]string{}
	for name, elements := range lists {
		files[name+".json"] = "[" + strings.Join(elements, ",\n") + "]"
	}
	return files
}

func read(files map[string]string) (source.Source, error) {
	all := fstest.MapFS{}
	for name, content := range files {
		all[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return source.Options{}.Read(mindbridge.Format{Options: mindbridge.Options{Tenant: firm}}, all)
}

// want is the same in the loader's own files. Neither the token nor the vendor's
// support has a role.
func want(t *testing.T) source.Source {
	t.Helper()
	s, err := source.Options{}.Read(csv.Format{}, fstest.MapFS{
		"tenants.csv": {Data: []byte("id,name,emergency\nacme,Acme,off\n")},
		"users.csv": {Data: []byte(`tenant,id,name,email,status,roles
acme,a1,F a1,a1@acme.example,active,app_admin
acme,a2,F a2,a2@acme.example,active,user_admin
acme,a3,F a3,a3@acme.example,active,organization_creator
acme,a4,F a4,a4@acme.example,active,standard_user
acme,a5,F a5,a5@acme.example,active,external_client
acme,bot,F bot,bot@acme.example,active,
acme,token,F token,token@acme.example,active,
acme,gone,F gone,gone@acme.example,inactive,standard_user
acme,new,F new,new@acme.example,invited,standard_user
`)},
		"organizations.csv": {Data: []byte("tenant,id,name\nacme,o1,Bakery\n")},
		"engagements.csv":   {Data: []byte("tenant,id,name,organization,lead\nacme,e1,2026,o1,a2\n")},
		"analyses.csv":      {Data: []byte("tenant,id,name,engagement\nacme,an1,Ledger,e1\n")},
		"libraries.csv":     {Data: []byte("tenant,id,name\nacme,l1,Standard\n")},
		"links.csv":         {Data: []byte("tenant,user,role,object,until\nacme,a4,manager,organization:o1,\nacme,token,manager,organization:o1,\nacme,a3,auditor,engagement:e1,\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var same = cmp.Options{cmpopts.IgnoreFields(source.Source{}, "Digest", "Warnings"), cmpopts.IgnoreFields(source.Link{}, "At")}

func TestAFolderSaysTheSameAsTheLoadersOwn(t *testing.T) {
	got, err := read(folder(export()))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want(t), got, same); diff != "" {
		t.Error(diff)
	}
	if w := got.Warnings[0].String(); w != "users.json#/5: is an account of a service or of the vendor's support, of which there are 2: it has no role here, whatever the platform shows" {
		t.Errorf("the first warning is %s", w)
	}
}

// paged is the folder with the users in pages of five.
func paged() map[string]string {
	all := export()
	files, users := folder(all), all["users"]
	delete(files, "users.json")
	files["users-1.json"] = fmt.Sprintf(`{"content":[%s],"totalPages":2,"number":0}`, strings.Join(users[:5], ","))
	files["users-2.json"] = fmt.Sprintf(`{"content":[%s],"totalPages":2,"number":1}`, strings.Join(users[5:], ","))
	return files
}

func TestPagesSayTheSame(t *testing.T) {
	got, err := read(paged())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want(t), got, same); diff != "" {
		t.Error(diff)
	}
}

func TestRefused(t *testing.T) {
	for _, tt := range []struct{ why, file, content, want string }{
		{"a role nobody knows", "users.json", "[" + account("a1", "ROLE_SUPER_ADMIN", "") + "]", `users.json#/0/role: role "ROLE_SUPER_ADMIN" is not known: they are ROLE_ADMIN,`},
		{"an administrator who may be a token", "users.json", `[{"id":"a1","role":"ROLE_ADMIN","enabled":true,"validated":true}]`, "users.json#/0: does not say whether it is a serviceAccount"},
		{"who may be disabled", "users.json", `[{"id":"a1","role":"ROLE_ADMIN","validated":true,"enabled":null,"serviceAccount":false}]`, "users.json#/0: does not say whether it is enabled"},
		{"who may not be validated", "users.json", `[{"id":"a1","role":"ROLE_ADMIN","enabled":true,"serviceAccount":false}]`, "users.json#/0: does not say whether it is validated"},
		{"two accounts of one id", "users.json", "[" + account("a1", "ROLE_USER", "") + "," + account("a1", "ROLE_ADMIN", "") + "]", "users.json#/1/id: user:acme/a1 is there twice: first at #/0"},
		{"a role twice", "users.json", "[" + account("a1", "ROLE_USER", `,"role":"ROLE_ADMIN"`) + "]", "users.json#/0/role: is there twice (line 1)"},
		{"nobody", "users.json", "[]", "users.json: has nobody in it: that is no answer"},
		{"a missing list", "analyses.json", "", "analyses.json: is missing: an export has it, as [] where there is nothing in it"},
		{"a list of another kind", "analysis.json", "[]", `analysis.json: is not a list that is read here: they are users, organizations, engagements, analyses, libraries; did you mean "analyses"?`},
		{"no list", "libraries.json", `{"error":"rate limited"}`, "libraries.json: is neither a list nor a page of one, which has content, totalPages and number"},
		{"null", "libraries.json", "null", "libraries.json: is neither a list nor a page of one, which has content, totalPages and number"},
		{"a page of more", "libraries.json", `{"content":[{"id":"l1","name":"x"}],"totalPages":3,"number":0}`, "libraries.json: is a page of 3, and page 1 (counted from 0) is not here"},
		{"a page beside the list", "libraries-2.json", `{"content":[],"totalPages":1,"number":0}`, "libraries.json: is a list beside libraries-2.json: which of the two is the list cannot be known"},
		{"an organization that is not there", "organizations.json", "[]", "engagements.json#/0/organizationId: organization:acme/o1 is not in organizations.json"},
		{"a manager who is not there", "organizations.json", `[{"id":"o1","managerUserIds":["a9"]}]`, "organizations.json#/0/managerUserIds: user:acme/a9 is not in users.json"},
		{"an external client as auditor", "engagements.json", `[{"id":"e1","organizationId":"o1","auditorIds":["a5"]}]`, "engagements.json#/0/auditorIds: user:acme/a5 has the system role external_client: whoever has it can never be auditor"},
		{"a list for a text", "organizations.json", `[{"id":"o1","managerUserIds":"a4"}]`, "organizations.json#/0/managerUserIds: is a text and must be a list"},
		{"deep", "libraries.json", strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), "libraries.json: is nested more than 100 deep: this is no export"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			files := folder(export())
			files[tt.file] = tt.content
			if tt.content == "" {
				delete(files, tt.file)
			}
			got, err := read(files)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
			if diff := cmp.Diff(source.Source{}, got); diff != "" {
				t.Errorf("a source came with the error: %s", diff)
			}
		})
	}
}

func TestPagesAreRefused(t *testing.T) {
	for _, tt := range []struct{ why, from, to, want string }{
		{"a page twice", `"number":1`, `"number":0`, "users-2.json#/number: is 0, as in another page"},
		{"a page of another reading", `"totalPages":2,"number":1`, `"totalPages":3,"number":1`, "users-2.json#/totalPages: is 3, and 2 in another page"},
		{"a page too far", `"number":1`, `"number":2`, "users-2.json#/number: is 2 of 2 pages, counted from 0"},
	} {
		files := paged()
		files["users-2.json"] = strings.Replace(files["users-2.json"], tt.from, tt.to, 1)
		if _, err := read(files); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.why, err, tt.want)
		}
	}
}

// Of a list that ends anywhere before its end, nothing is used.
func TestNothingOfHalfAFile(t *testing.T) {
	whole := folder(export())
	for name, text := range whole {
		for i := range text {
			files := maps.Clone(whole)
			files[name] = text[:i]
			if _, err := read(files); !errors.As(err, new(*source.Error)) {
				t.Fatalf("%s cut at %d: got %v", name, i, err)
			}
		}
	}
}

// standIn answers as the interface does, two elements a page.
func standIn(t *testing.T, edit func(name string, page int, answer string) string) mindbridge.Service {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimSuffix(strings.TrimPrefix(r.URL.Path, "/api/v1/"), "/query")
		body, _ := io.ReadAll(r.Body)
		elements, known := export()[name]
		if r.Method != http.MethodPost || string(body) != "{}" || !known {
			t.Errorf("asked for %s %s with %q", r.Method, r.URL, body)
		}
		page := 0
		fmt.Sscan(r.URL.Query().Get("page"), &page)
		here := elements[min(2*page, len(elements)):min(2*page+2, len(elements))]
		w.Header().Set("Content-Type", "application/json")
		fmt.Fprint(w, edit(name, page, fmt.Sprintf(`{"content":[%s],"totalPages":%d,"number":%d}`, strings.Join(here, ","), (len(elements)+1)/2, page)))
	}))
	t.Cleanup(s.Close)
	return mindbridge.Service{Options: mindbridge.Options{Tenant: firm, Server: mindbridge.Server{Address: s.URL + "/api/v1", RequestsPerSecond: 10_000, MaxPages: 30}}}
}

func TestTheInterfaceSaysTheSame(t *testing.T) {
	got, err := source.Options{}.ReadService(t.Context(), standIn(t, func(_ string, _ int, answer string) string { return answer }))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want(t), got, same); diff != "" {
		t.Error(diff)
	}
}

func TestTheInterfacesFaults(t *testing.T) {
	for _, tt := range []struct {
		why  string
		edit func(name string, page int, answer string) string
		want string
	}{
		{"half a page", func(_ string, page int, answer string) string { return answer[:len(answer)/(1+page)] }, "ends in the middle of its JSON"},
		{"the same page again", func(_ string, page int, answer string) string {
			return strings.Replace(answer, `"number":1`, `"number":0`, 1)
		}, "/number: is 0, as in another page"},
		{"ever more pages", func(_ string, page int, _ string) string {
			return fmt.Sprintf(`{"content":[],"totalPages":1000000,"number":%d}`, page)
		}, "has more than 30 pages"},
		{"nobody", func(_ string, page int, _ string) string { return `{"content":[],"totalPages":0,"number":0}` }, "has nobody in it"},
		{"a list that changed", func(_ string, page int, answer string) string {
			if page == 1 {
				return strings.Replace(answer, `"totalPages":5`, `"totalPages":2`, 1)
			}
			return answer
		}, "the list changed while it was read"},
	} {
		got, err := source.Options{}.ReadService(t.Context(), standIn(t, tt.edit))
		if err == nil || !strings.Contains(err.Error(), tt.want) || len(got.Users) > 0 {
			t.Errorf("%s: got %v, want %s", tt.why, err, tt.want)
		}
	}
}

func TestSettings(t *testing.T) {
	if _, err := (mindbridge.Format{}).Decode(source.NewFiles(fstest.MapFS{})); err == nil || !strings.Contains(err.Error(), "the tenant is not set") {
		t.Errorf("got %v", err)
	}
	_, err := mindbridge.Service{Options: mindbridge.Options{Tenant: firm, Lists: []string{"user"}}}.Fetch(t.Context())
	if err == nil || !strings.Contains(err.Error(), `did you mean "users"?`) {
		t.Errorf("got %v", err)
	}
	if _, err := (mindbridge.Service{Options: mindbridge.Options{Tenant: firm}}).Fetch(t.Context()); err == nil || !strings.Contains(err.Error(), "the address is not set") {
		t.Errorf("got %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	for _, text := range paged() {
		f.Add(text)
	}
	whole := folder(export())
	f.Fuzz(func(t *testing.T, text string) {
		files := maps.Clone(whole)
		files["users.json"] = text
		got, err := read(files)
		if err != nil && (!errors.As(err, new(*source.Error)) || len(got.Users) > 0) {
			t.Fatalf("got %v and %d users", err, len(got.Users))
		}
	})
}

// The settings name a folder or a server, and not both.
func TestThroughSettings(t *testing.T) {
	o := standIn(t, func(_ string, _ int, answer string) string { return answer }).Options
	o.Server.TokenFile = "token"
	got, err := settingstest.Read(t, "mindbridge", o, nil, map[string]string{"token": "s3cret"})
	if diff := cmp.Diff(want(t), got, same); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if _, err := settingstest.Read(t, "mindbridge", o, folder(export()), nil); err == nil || !strings.Contains(err.Error(), "there are files and a server") {
		t.Errorf("got %v, want it refused", err)
	}
	o.Server = mindbridge.Server{}
	got, err = settingstest.Read(t, "mindbridge", o, folder(export()), nil)
	if diff := cmp.Diff(want(t), got, same); diff != "" || err != nil {
		t.Error(err, diff)
	}
}
