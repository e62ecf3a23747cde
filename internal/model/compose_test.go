package model_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/schema"
)

// own is an institution's file that adds one of everything.
const own = `use expiration

caveat on_duty(now timestamp, from timestamp) { from <= now }

definition client {
	/**
	 * Keeps the client's archive.
	 * @granted-by client#link_professionals
	 * @needs practitioner
	 * @label archivist | archivaris | archiviste
	 */
	relation archivist: user | user with on_duty

	/** Put the dossier away. */
	permission archive = view_dossier & archivist
}

/** A note in a dossier. */
definition note {
	relation client: client
	relation author: user with expiration
	permission read = client->view_dossier
	permission edit = (read & author) + client->archive
}
`

func compose(t *testing.T, text string) *model.Extension {
	t.Helper()
	x, err := model.Compose("own.zed", text)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestCompose(t *testing.T) {
	m := compose(t, own).Model
	if diff := cmp.Diff(append(schema.Types(), "note"), m.Types()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(append(schema.Permissions(schema.TypeClient), "client#archive"), m.Permissions(schema.TypeClient)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(append(schema.Relations(schema.TypeClient), "client#archivist"), m.Relations(schema.TypeClient)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]schema.Permission{"note#read", "note#edit"}, m.Permissions("note")); diff != "" {
		t.Error(diff)
	}
	f := m.RelationFacts("client#archivist")
	if f.Effect != schema.Gives || f.GrantedBy != schema.ClientLinkProfessionals || f.Label.In(schema.Dutch) != "archivaris" || f.WrittenBy(schema.BySource) {
		t.Errorf("facts of client#archivist: %+v", f)
	}
	if !m.HasTenants() || !m.HasPermission(schema.ClientMessage) || m.HasPermission("client#in_caseload") {
		t.Error("it is not this program's model any more")
	}
	if _, err := eval.New(m.Text()); err != nil {
		t.Error(err)
	}
}

// What allows by a relationship that stores the question's time is not believed:
// whoever looks has to know where, also for a permission of an institution.
func TestConditionsOfOwnPermissions(t *testing.T) {
	m := compose(t, own+`
definition gate {
	relation guest: user with invitation
	relation near: gate
	permission pass = guest + near->guest
}
`).Model
	emergency := schema.Condition{Relation: schema.ClientEmergency}
	elsewhere := schema.Condition{Relation: schema.ClientEmergency, Elsewhere: true}
	for p, want := range map[schema.Permission][]schema.Condition{
		schema.ClientViewDossier: {emergency},
		schema.ClientMessage:     nil,
		// An institution's caveats take the time too, and could store it.
		"client#archive": {{Relation: "client#archivist"}, emergency},
		"note#read":      {elsewhere},
		"note#edit":      {{Relation: "client#archivist", Elsewhere: true}, elsewhere},
		"gate#pass":      {{Relation: "gate#guest"}, {Relation: "gate#guest", Elsewhere: true}},
	} {
		if diff := cmp.Diff(want, m.Conditions(p)); diff != "" {
			t.Errorf("%s: %s", p, diff)
		}
	}
}

func TestWhatChangesOursIsRefused(t *testing.T) {
	for _, tt := range []struct{ why, text, want string }{
		{"a permission of ours", "definition client {\n\n\tpermission message = tenant.all(member)\n}", "own.zed:3: permission client#message is remit's, and would mean something else: write a permission of another name"},
		{"a block of ours", "definition client {\n\tpermission in_caseload = tenant.all(member)\n}", "own.zed:2: permission client#in_caseload is remit's"},
		{"one more operand", "definition client {\n\tpermission message = in_caseload + own + supervisor\n}", "own.zed:2: permission client#message"},
		{"a subject more", "definition client {\n\trelation login: user | account\n}", "own.zed:2: relation client#login is remit's, and takes what remit's model says"},
		{"a wildcard", "definition tenant {\n\trelation member: user | user:*\n}", "own.zed:2: relation tenant#member"},
		{"a relation with an end", "use expiration\ndefinition tenant {\n\trelation member: user with expiration\n}", "own.zed:3: relation tenant#member"},
		{"a permission that is a relation of ours", "definition client {\n\tpermission supervisor = tenant\n}", "own.zed:2: relation client#supervisor is remit's: give yours another name"},
		{"a relation that is a permission of ours", "definition client {\n\trelation message: user\n}", "own.zed:2: permission client#message is remit's: give yours another name"},
		{"a condition of ours", "caveat invitation(now timestamp, until timestamp) {\n\tnow <= until\n}", "own.zed:1: caveat invitation is remit's, and would hold at other times"},
		{"a condition of ours that takes more", "caveat invitation(now timestamp, until timestamp, more bool) {\n\tnow < until || more\n}", "own.zed:1: caveat invitation"},
		{"by a partial", "use partial\npartial more {\n\tpermission message = tenant.all(member)\n}\ndefinition client {\n\t...more\n}", "own.zed:1: partials are not taken"},
		{"by a partial that nobody takes in", "use partial\npartial client {\n\tpermission message = tenant.all(member)\n}", "own.zed:1: partials are not taken"},
		{"two at once", "definition client {\n\tpermission message = tenant\n\tpermission video_call = tenant\n}", "own.zed:3: permission client#video_call"},
		{"an import", "use import\nimport \"other.zed\"", "import"},
		{"nothing that compiles", "definition client {", "own.zed"},
		{"a name that is not there", "definition client {\n\tpermission archive = view_dosier\n}", "line 2: client#archive: client#view_dosier does not exist"},
		{"a type twice", "definition note {}\ndefinition note {}", "note"},
		{"a name twice", "definition client {\n\trelation a_b: user\n\trelation a_b: user\n}", "own.zed:3: relation client#a_b is there twice"},
		{"a fact that is not known", "definition client {\n\t/** @sort link */\n\trelation archivist: user\n}", "own.zed:3: relation client#archivist: @sort is not known here"},
		{"a source that writes it", "definition client {\n\t/** @by source */\n\trelation archivist: user\n}", "@by is not known here"},
		{"a grant that is not there", "definition client {\n\t/**\n\t * x\n\t * @granted-by client#archive\n\t */\n\trelation archivist: user\n}", `own.zed:6: relation client#archivist: @granted-by "client#archive" is no permission`},
		{"a need that is no role", "definition client {\n\t/** @needs chief */\n\trelation archivist: user\n}", `@needs "chief" is no role`},
		{"a label in one language", "definition client {\n\t/** @label archive */\n\tpermission archive = message\n}", "own.zed:3: permission client#archive: @label has 1 texts"},
	} {
		_, err := model.Compose("own.zed", tt.text)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: want %q in %v", tt.why, tt.want, err)
		}
	}
}

// Whoever edits what `schema show` prints has all of ours in the file.
func TestToSayTheSameAgainIsNoChange(t *testing.T) {
	text := strings.Replace(schema.Text(), "permission message = in_caseload + own", "permission message = in_caseload + own\n\n\tpermission greet = in_caseload", 1)
	x := compose(t, text)
	if diff := cmp.Diff([]model.Added{{Type: "client", Name: "greet", Permission: true}}, x.Added); diff != "" {
		t.Error(diff)
	}
	again := compose(t, x.Model.Text())
	if diff := cmp.Diff(x.Added, again.Added); diff != "" {
		t.Error(diff)
	}
}

func TestOfEngine(t *testing.T) {
	if m := model.OfEngine(schema.Text()); m != (schema.Model{}) {
		t.Error("this program's own model has something besides")
	}
	if m := model.OfEngine(compose(t, own).Model.Text()); !m.HasPermission("client#archive") || !m.HasType("note") {
		t.Error("what an institution wrote is not found again")
	}
	changed := strings.Replace(schema.Text(), "permission message = in_caseload + own", "permission message = in_caseload", 1)
	if m := model.OfEngine(changed + "\ndefinition note {}"); changed == schema.Text() || m != (schema.Model{}) {
		t.Error("a schema that changes ours has names of its own")
	}
}

// An arrow that leads to a name which its target lacks gives nothing, until an
// institution adds the name: so there is none, and what is added changes nothing.
func TestNoArrowOfOursLeadsToANameThatIsNotThere(t *testing.T) {
	m, err := model.Read(sources(t, "", "", ""), root)
	if err != nil {
		t.Fatal(err)
	}
	if loose := model.LooseArrows(m.Compiled.ObjectDefinitions); len(loose) > 0 {
		t.Errorf("%s", loose)
	}
	changed := sources(t, "audit.zed", "relation organization: organization", "relation organization: organization | library")
	if m, err := model.Read(changed, root); m == nil || !slices.ContainsFunc(model.LooseArrows(m.Compiled.ObjectDefinitions), func(s string) bool { return strings.Contains(s, "library#") }) {
		t.Errorf("an arrow to a library that has no such permission is not found: %v", err)
	}
}

// What a later SpiceDB may say and this program does not know may take away: who
// is active is not told past it, nor what a relation gives.
func TestAnOperatorThatIsNotKnownIsAnError(t *testing.T) {
	read, err := model.Read(sources(t, "", "", ""), root)
	if err != nil {
		t.Fatal(err)
	}
	definitions := read.Compiled.ObjectDefinitions
	for _, def := range definitions {
		for _, r := range def.GetRelation() {
			if r.GetUsersetRewrite() != nil {
				r.GetUsersetRewrite().RewriteOperation = nil
			}
		}
	}
	if _, err := model.OnlyActive(definitions, "client", "view_dossier"); err == nil {
		t.Error("who is active is told")
	}
	if loose := model.LooseArrows(definitions); len(loose) != 1 || !strings.Contains(loose[0], "not known") {
		t.Errorf("its arrows are followed: %s", loose)
	}
}

// Nobody keeps a permission of ours whose account is no longer active, and of an
// institution's it is said which they keep.
func TestWhoIsNoLongerActiveKeepsNothing(t *testing.T) {
	compiled, err := model.Read(sources(t, "", "", ""), root)
	if err != nil {
		t.Fatal(err)
	}
	for _, typ := range schema.Types() {
		for _, p := range schema.Permissions(typ) {
			only, err := model.OnlyActive(compiled.Compiled.ObjectDefinitions, string(typ), p.Name())
			if err != nil || !only {
				t.Errorf("%s does not ask for an active account: %v", p, err)
			}
		}
	}
	x := compose(t, `definition client {
	relation archivist: user | note#reader
	relation everybody: user:*
	permission kept = archivist
	permission kept_too = (archivist & everybody) + view_dossier
	permission kept_still = archivist - view_dossier
	permission kept_here = tenant->app_admin
	permission gone = archivist & tenant.all(member)
	permission gone_too = view_dossier + (message - archivist)
	permission gone_as_well = tenant->member & archivist
	permission nobody_at_all = nil
}
definition note {
	relation client: client
	relation reader: tenant#member | note#reader
	permission read = client->view_dossier + reader
	permission kept = client->kept
}`)
	var got []string
	for _, note := range x.Notes {
		_, name, _ := strings.Cut(note, "permission ")
		name, _, _ = strings.Cut(name, " ")
		got = append(got, name)
	}
	if diff := cmp.Diff([]string{"client#kept", "client#kept_too", "client#kept_still", "client#kept_here", "note#kept"}, got); diff != "" {
		t.Error(diff)
	}
}
