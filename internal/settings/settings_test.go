package settings

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/fhir"
	"github.com/remit-authz/remit/loader/source/formats"
	"github.com/remit-authz/remit/schema"
)

func TestRead(t *testing.T) {
	name := filepath.Join(t.TempDir(), Name)
	const content = `# two sources
sources:
  - name: hr
    path: people
    tenants: [acme]
    owns: [tenants, users]
  - {name: planning, path: /srv/links, owns: [clients, links]}
limits: {allow_removals: 20, budget: 200}
protected: {users: ["user:acme/ada"], roles: [app_admin], last: [secretary]}
record: required
labels: off
model: own.zed
`
	if err := os.WriteFile(name, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := Read(name)
	if err != nil {
		t.Fatal(err)
	}
	want := Settings{
		Sources: []Source{
			{Name: "hr", Path: filepath.Join(filepath.Dir(name), "people"), Tenants: []schema.TenantID{"acme"}, Owns: []source.Kind{source.Tenants, source.Users}, line: 3},
			{Name: "planning", Path: "/srv/links", Owns: []source.Kind{source.Clients, source.Links}, line: 7},
		},
		Limits:    Limits{AllowRemovals: 20, Budget: 200},
		Protected: Protected{Users: []string{"user:acme/ada"}, Roles: []string{"app_admin"}, Last: []string{"secretary"}},
		Record:    RecordRequired,
		Labels:    LabelsOff,
		Model:     filepath.Join(filepath.Dir(name), "own.zed"),
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(Source{}, formats.Chosen{})); diff != "" {
		t.Error(diff)
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ why, content, want string }{
		{"an unknown key", "sourcs: []", `line 1: key "sourcs" does not exist here: the keys are sources, limits, `},
		{"one that is nearly a key", "sourcs: []", `; did you mean "sources"?`},
		{"one further in", "sources:\n- name: hr\n  path: x\n  own: [users]", `line 4: key "own" does not exist here: the keys are name, path, format, options, tenants, owns; did you mean "owns"?`},
		{"one by an alias", "sources:\n- &hr {name: hr, path: x, spare: 1}\n- *hr", `line 2: key "spare" does not exist here`},
		{"a key twice", "model: a\nmodel: b", `mapping key "model" already defined`},
		{"not YAML", "sources: [", "did not find expected node content"},
		{"a second document", "model: a\n---\nmodel: b", "holds one document"},
		{"a list", "- a", "line 1: a list is not a key with its value"},
		{"a number that is none", "limits: {allow_access: many}", `line 1: "many" is no whole number`},
		{"a fraction", "limits: {allow_removals: 19.9}", `line 1: "19.9" is no whole number`},
		{"no YAML", "sources: [", "line 1: is not YAML: "},
		{"a record that is none", "record: requird", `record: "requird" is not known: it is required, or left out`},
		{"less than none", "limits: {allow_access: -1}", "limits: -1 access are less than none"},
		{"a budget of less than one plan", "limits: {budget: 50}", "limits: a budget of 50 % for a day is less than what one plan may do"},
		{"a protected role that is none", "protected: {roles: [app_admin, boss]}", `limits: protected role "boss" is none in a tenant`},
		{"a protected user that is none", "protected: {users: [ada]}", "protected: users: "},
		{"a protected client", "protected: {users: ['client:acme/c']}", "limits: protected client:acme/c is no user"},
		{"no name", "sources: [{path: x}]", "line 1: a source has no name"},
		{"no path", "sources: [{name: hr}]", `line 1: source "hr" has no path`},
		{"no tenant", "sources: [{name: hr, path: x, tenants: [Acme]}]", `line 1: source "hr": tenant "Acme": a tenant is written with`},
		{"an unknown kind", "sources: [{name: hr, path: x, owns: [user]}]", `source "hr" owns "user", which does not exist: the kinds are tenants, users, organizations, engagements, analyses, connections, libraries, clients, links; did you mean "users"?`},
		{"a name twice", "sources:\n- {name: a, path: x, tenants: [t]}\n- {name: a, path: y, tenants: [u]}", `line 3: name "a" is there twice: first on line 2`},
		{"both own all", "sources: [{name: a, path: x}, {name: b, path: y}]", `sources "a" and "b" both own tenants, users, organizations, engagements, analyses, connections, libraries, clients, links in every tenant: say with owns`},
		{"both own one kind in one tenant", "sources:\n- {name: a, path: x, tenants: [t, u]}\n- {name: b, path: y, tenants: [v, u], owns: [links]}", `line 3: sources "a" and "b" both own links in tenant u: `},
		{"one of them in every tenant", "sources:\n- {name: a, path: x}\n- {name: b, path: y, tenants: [v], owns: [links]}", `line 3: sources "a" and "b" both own links in tenant v: `},
		{"an unknown format", "sources: [{name: a, path: x, format: documents}]", `line 1: source "a": format "documents" is not known: they are csv, fhir, mindbridge, minddistrict, xlsx, document, baton, ldap; did you mean "document"?`},
		{"an unknown option", "sources:\n- name: a\n  path: x\n  format: xlsx\n  options:\n    timezone: UTC", `line 2: source "a": line 6: key "timezone" does not exist here: the keys are mapping, dates, time_zone, max_unpacked_bytes; did you mean "time_zone"?`},
		{"an option further in", "sources: [{name: a, format: fhir, options: {server: {token: secret}}}]", `key "token" does not exist here: the keys are address, token_file, `},
		{"options that are none", "sources: [{name: a, path: x, format: xlsx, options: [1]}]", `source "a": line 1: a list is not a key with its value`},
		{"options of nothing", "sources: [{name: a, path: x, options: {time_zone: UTC}}]", `line 1: source "a" has options and no format: say whose they are`},
		{"files without a path", "sources: [{name: a, format: xlsx}]", `line 1: source "a" has no path, and xlsx is read from files`},
		{"a server with a path", "sources: [{name: a, path: x, format: ldap}]", `line 1: source "a" has a path, and ldap is read from its server`},
		{"tokens for any audience", "tokens: {issuer: {url: 'https://id.example.org'}, purpose: read, all_tenants: true}", "tokens: issuer: no audience is named"},
		{"tokens in clear", "tokens: {issuer: {url: 'http://id.example.org', audience: remit}, purpose: read, all_tenants: true}", "tokens: issuer: http://id.example.org is not to begin with http"},
		{"tokens with a secret", "tokens: {issuer: {url: 'https://id.example.org', audience: remit, algorithms: [HS256]}, purpose: read, all_tenants: true}", `algorithm "HS256" is not taken`},
		{"tokens of no tenant", "tokens: {issuer: {url: 'https://id.example.org', audience: remit}, purpose: read}", "say one of these"},
		{"tokens of no purpose", "tokens: {issuer: {url: 'https://id.example.org', audience: remit}, all_tenants: true}", "tokens have one purpose"},
		{"tokens of nobody's", "tokens: {issuer: {audience: remit}, purpose: read, all_tenants: true}", "tokens: issuer: an address is missing"},
		{"tokens without an issuer", "tokens: {purpose: read}", "tokens: issuer: an address is missing"},
		{"a gateway's tokens of no tenant", "gateway: {tokens: {issuer: {url: 'https://id.example.org', audience: portal}}}", "gateway: tokens: tokens are for the tenants"},
		{"nobody owns users", "sources: [{name: a, path: x, owns: [tenants, links]}]", "no source owns users: "},
	} {
		if _, err := parse([]byte(tt.content), ""); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.why, err, tt.want)
		}
	}
	for _, content := range []string{"", "# nothing\n", "sources: [{name: a, path: x, tenants: [t]}, {name: b, path: y, tenants: [u]}]",
		"sources: [{name: a, path: x, owns: [tenants, users]}, {name: b, path: y, owns: [links]}]"} {
		if _, err := parse([]byte(content), ""); err != nil {
			t.Errorf("%q: %v", content, err)
		}
	}
}

// A file that options name begins at the folder of the settings.
func TestOptionsNameFilesBesideTheSettings(t *testing.T) {
	s, err := parse([]byte("sources: [{name: a, format: fhir, owns: [tenants, users], options: {server: {token_file: t, ca_file: /etc/ca}}}]"), "/etc/remit")
	if err != nil {
		t.Fatal(err)
	}
	got := s.Sources[0].chosen.Service.(fhir.Service).Options.Server
	if diff := cmp.Diff(fhir.Server{TokenFile: "/etc/remit/t", CAFile: "/etc/ca"}, got); diff != "" {
		t.Error(diff)
	}
}
