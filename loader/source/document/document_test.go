package document_test

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/document"
)

const small = `tenants:
  - {id: veldzicht, emergency: on}
users:
  - tenant: veldzicht
    id: anna
    status: active
    roles: [practitioner]
`

func changed(old, with string) string { return strings.Replace(small, old, with, 1) }

// The words of old YAML that stand for true and false are texts.
func TestOnIsOn(t *testing.T) {
	got, err := read("a.yaml", []byte(changed("id: anna", "id: no")))
	must(t, err)
	if !got.Tenants[0].Emergency || got.Users[0].Ref.ID != "no" {
		t.Errorf("got %+v", got)
	}
}

// Each is refused, and says where.
func TestRefused(t *testing.T) {
	for _, tt := range []struct{ why, name, content, want string }{
		{"an unknown part", "a.yaml", small + "link: []\n", `a.yaml:8:1: "link" is not a part of a document: the parts are tenants, users, organizations, engagements, analyses, connections, libraries, clients, links; did you mean "links"?`},
		{"an unknown field", "a.yaml", changed("roles:", "rolls:"), `a.yaml:7:5: field "rolls" does not exist here: the fields are tenant, id, name, email, status, roles; did you mean "roles"?`},
		{"a missing field", "a.yaml", changed("    status: active\n", ""), `a.yaml:4:5: field "status" is missing`},
		{"a part that is missing", "a.yaml", "tenants: []\n", `a.yaml:1:1: "users" is missing`},
		{"a field twice", "a.yaml", changed("status: active", "status: active\n    status: invited"), `a.yaml:7:5: "status" is there twice: first on line 6`},
		{"a part twice", "a.yaml", small + "users: []\n", `a.yaml:8:1: "users" is there twice: first on line 3`},
		{"a field twice in JSON", "a.json", `{"tenants": [{"id": "a",` + "\n" + ` "id": "b"}]}`, `a.json:2:2: "id" is there twice: first on line 1`},
		{"a number", "a.yaml", changed("id: anna", "id: 0123"), `a.yaml:5:9: field "id" is a number and must be a text: put it in quotes`},
		{"a number with a point", "a.yaml", changed("id: anna", "id: 1.10"), `a.yaml:5:9: field "id" is a number`},
		{"a number in JSON", "a.json", `{"tenants": [{"id": 7, "emergency": "on"}], "users": []}`, `a.json:1:21: field "id" is a number`},
		{"a truth", "a.yaml", changed("emergency: on", "emergency: true"), `a.yaml:2:32: field "emergency" is true or false`},
		{"a null", "a.yaml", changed("id: anna", "id: ~"), `a.yaml:5:9: field "id" is null`},
		{"a list for a text", "a.yaml", changed("id: anna", "id: [anna]"), `a.yaml:5:9: field "id" is a list and must be a text`},
		{"roles in one text", "a.yaml", changed("[practitioner]", "practitioner"), `a.yaml:7:12: field "roles" is a text and must be a list`},
		{"roles in one text in a list", "a.yaml", changed("[practitioner]", "[practitioner;supervisor]"), `a.yaml:7:12: role "practitioner;supervisor" does not exist`},
		{"a role that is a number", "a.yaml", changed("[practitioner]", "[1]"), `a.yaml:7:13: a role is a number`},
		{"a row that is a text", "a.yaml", changed("{id: veldzicht, emergency: on}", "veldzicht"), `a.yaml:2:5: is a text and must be an entry`},
		{"a list that is none", "a.yaml", "tenants: {}\nusers: []\n", `a.yaml:1:10: "tenants" is an entry with fields and must be a list`},
		{"an alias", "a.yaml", changed("id: anna", "id: *a"), "a.yaml:"},
		{"an anchor", "a.yaml", changed("id: anna", "id: &a anna"), `a.yaml:5:9: names its place (&a)`},
		{"a bomb of aliases", "a.yaml", "tenants: &a [x,x]\nusers: &b [*a,*a]\nlinks: [*b,*b]\n", `a.yaml:1:10: names its place (&a)`},
		{"a merge", "a.yaml", changed("id: anna", "<<: {id: anna}"), `a.yaml:5:5: field "<<" does not exist here`},
		{"a tag", "a.yaml", changed("id: anna", "id: !!binary YW5uYQ=="), `a.yaml:5:9: has a tag (!!binary)`},
		{"a second document", "a.yaml", small + "---\n" + small, "goes on after its end"},
		{"more after JSON", "a.json", `{"tenants": [], "users": []} {}`, "a.json:1:30: goes on after its end"},
		{"no text", "a.yaml", "tenants: \xff\n", "a.yaml:1:1: is not valid UTF-8 text: save the file as UTF-8"},
		{"NUL", "a.yaml", changed("anna", "an\x00na"), "a.yaml:5:1: is not valid UTF-8 text"},
		{"NUL, escaped", "a.yaml", changed("anna", `"an\0na"`), "a.yaml:5:9: "},
		{"half a character", "a.json", `{"tenants": [{"id": "\ud800"}]}`, "a.json:1:21: holds characters that are none"},
		{"very deep in JSON", "a.json", `{"tenants": ` + strings.Repeat("[", 10_000), "is nested more than 100 deep"},
		{"very deep in YAML", "a.yaml", "tenants: " + strings.Repeat("[", 9_000) + strings.Repeat("]", 9_000) + "\n", "is nested more than 100 deep"},
		{"too deep for the library", "a.yaml", "tenants: " + strings.Repeat("[", 11_000) + "\n", "is not YAML: "},
		{"a wildcard", "a.yaml", changed("id: anna", `id: "*"`), "a.yaml:5:9: "},
		{"a character that turns the text", "a.yaml", changed("anna", `"an\u202ena"`), "a.yaml:5:9: id \"an\\u202ena\" holds a character that turns the direction of text"},
		{"201 bytes", "a.yaml", changed("anna", strings.Repeat("a", 201)), "a.yaml:5:9: "},
		{"1023 bytes", "a.yaml", changed("anna", strings.Repeat("a", 1023)), "a.yaml:5:9: "},
		{"1025 bytes", "a.yaml", changed("anna", strings.Repeat("a", 1025)), "a.yaml:5:9: "},
		{"a blank id", "a.yaml", changed("id: anna", "id:"), "a.yaml:5:8: "},
		{"a user twice", "a.yaml", small + "  - {tenant: veldzicht, id: anna, status: active}\n", "a.yaml:8:29: user:veldzicht/anna is there twice: first on line 4"},
		{"a schema that is none", "a.json", `{"tenants": [], "$schema": 1, "users": []}`, "a.json:1:28: $schema is a number"},
		{"nothing", "a.yaml", "", "there is no document"},
		{"a last line without its end", "a.yaml", strings.TrimSuffix(small, "\n"), "a.yaml:7:1: does not end its last line"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, err := read(tt.name, []byte(tt.content))
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// Cut off anywhere, JSON is an error; YAML is one but for the end of a line, where
// nobody can know.
func TestCutOff(t *testing.T) {
	content := written(t, fixtures.Care(), "world.json")
	for i := range content {
		if _, err := read("world.json", content[:i]); err == nil {
			t.Fatalf("JSON that is cut off after %d bytes is read", i)
		}
	}
	content = written(t, fixtures.Care(), "world.yaml")
	for i := 0; i < len(content); i += 7 {
		if _, err := read("world.yaml", content[:i]); err == nil && !bytes.HasSuffix(content[:i], []byte("\n")) {
			t.Fatalf("YAML that is cut off after %d bytes is read", i)
		}
	}
}

// Which file it is, and what is another's.
func TestWhichFile(t *testing.T) {
	const good = `{"$schema": "x", "tenants": []}`
	for _, tt := range []struct {
		why    string
		folder map[string]string
		want   bool
	}{
		{"JSON", map[string]string{"a.JSON": "\xEF\xBB\xBF" + good}, true},
		{"JSON in YAML", map[string]string{"a.yml": good}, true},
		{"the settings", map[string]string{"remit.yaml": "users: 3\n"}, false},
		{"another's list", map[string]string{"users.json": `[{"id": 1}]`}, false},
		{"another's answer", map[string]string{"a.json": `{"resourceType": "Bundle", "links": []}`}, false},
		{"others", map[string]string{"a.csv": good}, false},
	} {
		folder := fstest.MapFS{}
		for name, content := range tt.folder {
			folder[name] = &fstest.MapFile{Data: []byte(content)}
		}
		if got := (document.Format{}).Recognizes(source.NewFiles(folder)); got != tt.want {
			t.Errorf("%s: recognized: %v", tt.why, got)
		}
	}
	two := fstest.MapFS{"a.json": {Data: []byte(good)}, "b.yaml": {Data: []byte(small)}}
	if _, err := (source.Options{}).Read(document.Format{}, two); err == nil || !strings.Contains(err.Error(), "2 documents in it, a.json and b.yaml first") {
		t.Errorf("got %v", err)
	}
}

// Whatever the text, there are records or an error; and what is read as JSON is the
// same as YAML.
func FuzzDecode(f *testing.F) {
	f.Add(small, false)
	f.Add(`{"tenants": [{"id": "a", "emergency": "on"}], "users": [{"tenant": "a", "id": "\u00e9", "status": "active", "roles": []}]}`, true)
	f.Add("tenants: [*a, &a {<<: *a}, !!str x]\nusers: ?\n", false)
	f.Add(`{"tenants": [[[[`, true)
	f.Fuzz(func(t *testing.T, content string, asJSON bool) {
		name := "a.yaml"
		if asJSON {
			name = "a.json"
		}
		got, err := read(name, []byte(content))
		if err == nil && len(got.Tenants) == 0 {
			t.Error("a source without a tenant")
		}
	})
}
