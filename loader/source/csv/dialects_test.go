package csv_test

import (
	"bytes"
	encoding "encoding/csv"
	"errors"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/settings/settingstest"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/schema"
)

// same leaves out where things stand, and what was said.
var same = cmp.Options{cmpopts.IgnoreTypes(source.Position{}), cmpopts.IgnoreFields(source.Source{}, "Digest", "Warnings", "Notes")}

// rewritten is a folder of which each file is separated otherwise, and each field
// written otherwise.
func rewritten(t *testing.T, world fs.FS, comma rune, encode func(string) string, field func(file, column, value string) string) fstest.MapFS {
	t.Helper()
	folder := fstest.MapFS{}
	names, err := fs.Glob(world, "*.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		content, err := fs.ReadFile(world, name)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := encoding.NewReader(bytes.NewReader(content)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range rows[1:] {
			for i := range row {
				row[i] = field(name, rows[0][i], row[i])
			}
		}
		var b bytes.Buffer
		w := encoding.NewWriter(&b)
		w.Comma = comma
		if err := w.WriteAll(rows); err != nil {
			t.Fatal(err)
		}
		folder[name] = &fstest.MapFile{Data: []byte(encode(b.String()))}
	}
	return folder
}

func asItIs(s string) string            { return s }
func plainly(_, _, value string) string { return value }
func withMark(s string) string          { return "\xEF\xBB\xBF" + s }
func utf16Text(order string) func(string) string {
	return func(s string) string {
		var b strings.Builder
		for _, u := range append([]uint16{0xFEFF}, utf16.Encode([]rune(s))...) {
			if order == "LE" {
				b.Write([]byte{byte(u), byte(u >> 8)})
			} else {
				b.Write([]byte{byte(u >> 8), byte(u)})
			}
		}
		return b.String()
	}
}

// inDutch writes words as people do.
func inDutch(file, column, value string) string {
	label := func(typ schema.Type, role string) string {
		return " " + strings.ToUpper(schema.Relation(string(typ)+"#"+role).Facts().Label.In(schema.Dutch)) + " "
	}
	switch {
	case column == "status":
		return map[string]string{"active": "Actief", "inactive": "uit dienst ", "invited": "Uitgenodigd"}[value]
	case column == "emergency":
		return map[string]string{"on": "Aan", "off": "uit"}[value]
	case column == "roles" && value != "":
		roles := strings.Split(value, ";")
		for i, role := range roles {
			roles[i] = label(schema.TypeTenant, role)
		}
		return strings.Join(roles, ",")
	case column == "name":
		return "  " + value
	}
	return value
}

// A world says the same however a spreadsheet saves it and whatever language its
// words are in.
func TestDialectsSayTheSame(t *testing.T) {
	for name, world := range map[string]fs.FS{"care": fixtures.Care(), "audit": fixtures.Audit()} {
		want, err := source.Options{}.Read(csv.Format{}, world)
		if err != nil {
			t.Fatal(err)
		}
		windows := func(s string) string {
			text, err := charmap.Windows1252.NewEncoder().String(s)
			if err != nil {
				t.Fatal(err)
			}
			return text
		}
		for _, tt := range []struct {
			why     string
			folder  fs.FS
			options csv.Options
			noted   bool
		}{
			{"as it is", world, csv.Options{}, false},
			{"semicolons", rewritten(t, world, ';', withMark, plainly), csv.Options{}, false},
			{"tabs", rewritten(t, world, '\t', asItIs, plainly), csv.Options{}, false},
			{"UTF-16, little end first", rewritten(t, world, '\t', utf16Text("LE"), plainly), csv.Options{}, false},
			{"UTF-16, big end first", rewritten(t, world, ';', utf16Text("BE"), plainly), csv.Options{}, false},
			{"Windows-1252", rewritten(t, world, ';', windows, plainly), csv.Options{Encoding: "windows-1252"}, false},
			{"Dutch words", rewritten(t, world, ';', withMark, inDutch), csv.Options{}, true},
		} {
			got, err := source.Options{}.Read(csv.Dialects{Options: tt.options}, tt.folder)
			if err != nil {
				t.Errorf("%s: %s: %v", name, tt.why, err)
				continue
			}
			if diff := cmp.Diff(want, got, same); diff != "" {
				t.Errorf("%s: %s: %s", name, tt.why, diff)
			}
			if noted := len(got.Notes) > 0; noted != tt.noted {
				t.Errorf("%s: %s: notes %v", name, tt.why, got.Notes)
			}
		}
	}
}

// read reads files of a tenant as people write them.
func read(files map[string]string, o csv.Options) (source.Source, error) {
	folder := fstest.MapFS{"tenants.csv": {Data: []byte("id,name,emergency\nv,V,on\nw,W,off\n")}}
	for name, content := range files {
		folder[name+".csv"] = &fstest.MapFile{Data: []byte(content)}
	}
	return source.Options{}.Read(csv.Dialects{Options: o}, folder)
}

const users = "tenant;id;name;email;status;roles\n"

func TestDialectsRefuse(t *testing.T) {
	links := "tenant,user,role,object,until\n"
	invitation := map[string]string{"users": users + "v;a;A;;actief;externe klant\n", "organizations": "tenant,id,name\nv,o,O\n",
		"engagements": "tenant,id,name,organization,lead\nv,e,E,o,\n", "connections": "tenant,id,name,engagement\nv,k,K,e\n"}
	until := func(written string) map[string]string {
		files := maps.Clone(invitation)
		files["links"] = links + "v,a,external_client,connection:k," + written + "\n"
		return files
	}
	amsterdam := csv.Options{Writing: source.Writing{Dates: "dd-mm-yyyy", TimeZone: "Europe/Amsterdam"}}
	for _, tt := range []struct {
		why   string
		files map[string]string
		o     csv.Options
		want  string
	}{
		{"another separator, once", map[string]string{"users": strings.ReplaceAll(users, ";", "|") + "v|a|A||active|\n"}, csv.Options{}, `users.csv:1: is separated by '|': separate the columns by commas, semicolons or tabs`},
		{"a letter that could be another", map[string]string{"users": users + "v;a;Ren\xe9e;;active;\n"}, csv.Options{}, `users.csv:2: is not UTF-8: save it as "CSV UTF-8" (File, Save as), or say encoding: windows-1252 in the options of the source if that is what it is`},
		{"UTF-8 that is said to be none", map[string]string{"users": users + "v;a;Renée;;active;\n"}, csv.Options{Encoding: "windows-1252"}, "users.csv: is UTF-8, and encoding says windows-1252, which would change its letters: leave encoding out"},
		{"UTF-16 without its mark", map[string]string{"users": strings.TrimPrefix(utf16Text("LE")(users), "\xFF\xFE")}, csv.Options{}, `users.csv: has NUL characters`},
		{"half of UTF-16", map[string]string{"users": utf16Text("LE")(users) + "v"}, csv.Options{}, "users.csv:1: is UTF-16 with half a character in it: it was not saved whole"},
		{"half a character", map[string]string{"users": utf16Text("LE")(users) + "\x00\xD8\n\x00"}, csv.Options{}, `half a character in it: it was not saved whole`},
		{"an unknown encoding", nil, csv.Options{Encoding: "latin1"}, `csv: encoding "latin1" is not known: they are utf-8, windows-1252`},
		{"a user twice who differ", map[string]string{"users": users + "v;a;A;;active;analyst\nv;a;A;;inactive;secretary\n"}, csv.Options{}, `users.csv:3: user "a" is there twice, with another status on line 2: make the rows agree`},
		{"a user twice of whom nothing else is known", map[string]string{"users": users + "v;a;;;active;analyst\nv;a;;;active;secretary\n"}, csv.Options{}, `users.csv:3: user "a" is there twice, on line 2, and neither a name nor an e-mail address says that it is one person`},
		{"a word that is none", map[string]string{"users": users + "v;a;A;;actif!;behandelar\n"}, csv.Options{}, `users.csv:2: status "actif!" does not exist: it is one of active, inactive, invited; did you mean "active"?` + "\n" + `users.csv:2: role "behandelar" does not exist`},
		{"a blank around an id in a reference", map[string]string{"users": users + "v;a;A;;active;practitioner\n", "clients": "tenant,id,account\nv,c,\n", "links": links + "v, a,practitioner,client:c,\n"}, csv.Options{}, `links.csv:2: user:v/ a is not in users.csv`},
		{"a date that is not declared", until("31-12-2998"), csv.Options{}, `until "31-12-2998" is not a time`},
		{"a date that is written otherwise", until("12/31/2998"), amsterdam, `until "12/31/2998" is not a time`},
		{"hours of half a day", nil, csv.Options{Writing: source.Writing{Dates: "02-01-2006 03:04", TimeZone: "UTC"}}, `csv: dates "02-01-2006 03:04": its hours do not tell the morning from the evening`},
		{"dates without a zone", nil, csv.Options{Writing: source.Writing{Dates: "dd-mm-yyyy"}}, "csv: dates are declared and no time_zone"},
		{"dates that are none", nil, csv.Options{Writing: source.Writing{Dates: "dd-mm-yy", TimeZone: "UTC"}}, `csv: dates "dd-mm-yy": write how a day is written`},
	} {
		if tt.files == nil {
			tt.files = map[string]string{"users": users}
		}
		got, err := read(tt.files, tt.o)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.why, err, tt.want)
		}
		if diff := cmp.Diff(source.Source{}, got); diff != "" {
			t.Errorf("%s: a source came with the error: %s", tt.why, diff)
		}
		if refused := (*source.Error)(nil); errors.As(err, &refused) && strings.Count(tt.want, "\n")+1 != refused.Count() {
			t.Errorf("%s: %d problems, want one: %v", tt.why, refused.Count(), err)
		}
	}
}

// What was understood otherwise than it is written is said, once for all rows.
func TestDialectsNote(t *testing.T) {
	got, err := read(map[string]string{
		"users":   users + "v;a; Anna ;;Actief;Behandelaar\nv;a;Anna;;active;analist | Behandelaar\nv; b;B;;ACTIEF;supervisor\n;;;;;\nv;c;C;;actief;\"hulpverlener,supervisor;\"\n",
		"clients": "tenant,id,account\nv,c ,\n",
		"links":   "tenant;user;role;object;until\nv;a;Hulpverlener;client:c ;\nv; b;superviseur;client:c ;\n",
	}, csv.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var roles []string
	for _, u := range got.Users {
		for _, r := range u.Roles {
			roles = append(roles, u.Ref.ID+" "+string(r))
		}
	}
	if diff := cmp.Diff([]string{"a practitioner", "a analyst", " b supervisor", "c practitioner", "c supervisor"}, roles); diff != "" {
		t.Error(diff)
	}
	if got.Links[0].Role != "practitioner" || got.Links[1].Role != "supervisor" || got.Links[0].Object.ID != "c " {
		t.Errorf("got %v", got.Links)
	}
	var notes, warnings []string
	for _, n := range got.Notes {
		notes = append(notes, n.String())
	}
	for _, w := range got.Warnings {
		warnings = append(warnings, w.String())
	}
	if diff := cmp.Diff([]string{
		`users.csv:2: roles "Behandelaar" is read as practitioner; and so in 1 further row`,
		`users.csv:2: blanks around name are left out`,
		`users.csv:2: status "Actief" is read as active`,
		`users.csv:3: roles "analist" is read as analyst`,
		`users.csv:3: roles with , or | between them are read as several; and so in 1 further row`,
		`users.csv:3: is a further row of a user who is there already: its roles are added to theirs`,
		`users.csv:4: status "ACTIEF" is read as active`,
		`users.csv:5: a row with nothing in it is left out`,
		`users.csv:6: roles "hulpverlener" is read as practitioner`,
		`users.csv:6: status "actief" is read as active`,
		`links.csv:2: role "Hulpverlener" is read as practitioner`,
		`links.csv:3: role "superviseur" is read as supervisor`,
	}, notes); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{
		`users.csv:4: id " b" begins or ends with a blank, which is kept`,
		`clients.csv:2: id "c " begins or ends with a blank, which is kept`,
	}, warnings); diff != "" {
		t.Error(diff)
	}
}

// A day in until is the last, where the settings say; a time of day is a moment.
func TestDates(t *testing.T) {
	for _, tt := range []struct{ dates, written, want string }{
		{"dd-mm-yyyy", "31-12-2998", "2999-01-01T00:00:00+01:00"},
		{"dd-mm-yyyy", "1-7-2998", "2998-07-02T00:00:00+02:00"},
		{"d/m/jjjj hh:mm", "1/7/2998 18:30", "2998-07-01T18:30:00+02:00"},
		{"02-01-2006", "31-12-2998", "2999-01-01T00:00:00+01:00"},
		{"02-01-2006 03:04 PM", "01-07-2998 06:30 PM", "2998-07-01T18:30:00+02:00"},
		{"yyyy-mm-dd", "2998-07-01T00:00:00Z", "2998-07-01T00:00:00Z"},
	} {
		got, err := read(map[string]string{
			"users": users + "v;a;A;;active;external_client\n", "organizations": "tenant,id,name\nv,o,O\n",
			"engagements": "tenant,id,name,organization,lead\nv,e,E,o,\n", "connections": "tenant,id,name,engagement\nv,k,K,e\n",
			"links": "tenant,user,role,object,until\nv,a,external_client,connection:k," + tt.written + "\n",
		}, csv.Options{Writing: source.Writing{Dates: tt.dates, TimeZone: "Europe/Amsterdam"}})
		want, _ := time.Parse(time.RFC3339, tt.want)
		if err != nil || !got.Links[0].Until.Equal(want) {
			t.Errorf("%s in %s: got %v and %v, want %s", tt.written, tt.dates, got.Links, err, tt.want)
		}
	}
}

// An institution's own names, through the settings.
func TestMappingNamesWhatMustBeThere(t *testing.T) {
	mapping := map[string]any{"columns": map[string]any{"links": map[string]string{"from": "begindatum"}}}
	_, err := settingstest.Read(t, "csv", map[string]any{"mapping": mapping}, map[string]string{
		"tenants.csv": "id,name,emergency\nv,V,on\n", "users.csv": "tenant,id,name,email,status,roles\nv,a,A,,active,practitioner\n",
		"clients.csv": "tenant,id,account\nv,c,\n", "links.csv": "tenant,user,role,object,until\nv,a,practitioner,client:c,\n",
	}, nil)
	if err == nil || !strings.Contains(err.Error(), "begindatum") {
		t.Errorf("got %v, want that begindatum is not there: every link began at once", err)
	}
}

func TestMapping(t *testing.T) {
	mapping := map[string]any{
		"names":     map[string]string{"users": "medewerkers"},
		"columns":   map[string]any{"users": map[string]string{"id": "nr", "roles": "functie", "tenant": "locatie"}},
		"constants": map[string]any{"users": map[string]string{"status": "active", "email": ""}, "clients": map[string]string{"tenant": "v", "account": ""}, "all": map[string]string{"lead": ""}},
		"words":     map[string]any{"roles": map[string]string{"Regie, wijk": "practitioner;supervisor", "Stagiair": ""}, "tenant": map[string]string{"Noord": "v"}},
		"leave_out": map[string]any{"users": []string{"telefoon"}},
	}
	files := map[string]string{
		"tenants.csv": "id,name,emergency\nv,V,on\n", "clients.csv": "id\nc\n",
		"medewerkers.csv": "nr;name;functie;locatie;telefoon\n007;Anna;Regie, wijk;Noord;06\n008;Bo;Stagiair;v;\n009;Cas;;Noord;\n",
	}
	got, err := settingstest.Read(t, "csv", map[string]any{"mapping": mapping}, files, nil)
	if err != nil {
		t.Fatal(err)
	}
	ref := func(id string) schema.Ref { return schema.Ref{Type: schema.TypeUser, Tenant: "v", ID: id} }
	if diff := cmp.Diff([]source.User{{Ref: ref("007"), Name: "Anna", Status: source.Active, Roles: []schema.Role{"practitioner", "supervisor"}},
		{Ref: ref("008"), Name: "Bo", Status: source.Active}, {Ref: ref("009"), Name: "Cas", Status: source.Active}}, got.Users); diff != "" {
		t.Error(diff)
	}
	var notes []string
	for _, n := range got.Notes {
		notes = append(notes, n.String())
	}
	if diff := cmp.Diff([]string{
		`medewerkers.csv:2: functie "Regie, wijk" is read as practitioner;supervisor`,
		`medewerkers.csv:2: locatie "Noord" is read as v; and so in 1 further row`,
		`medewerkers.csv:3: functie "Stagiair" gives nothing, as the settings say`,
	}, notes); diff != "" {
		t.Error(diff)
	}
	for _, tt := range []struct {
		why    string
		change map[string]any
		want   string
	}{
		{"a kind", map[string]any{"names": map[string]string{"user": "x"}}, `mapping: kind "user" does not exist: they are tenants, users, `},
		{"a field", map[string]any{"columns": map[string]any{"users": map[string]string{"idd": "nr"}}}, `mapping: columns: users: field "idd" does not exist: they are tenant, id, name, email, status, roles`},
		{"a word's field", map[string]any{"words": map[string]any{"rolls": map[string]string{}}}, `mapping: words: field "rolls" does not exist: they are roles, role, status, emergency, tenant; did you mean "roles"?`},
		{"a word's meaning", map[string]any{"words": map[string]any{"roles": map[string]string{"x": "practitoner"}}}, `mapping: words: roles: "x": word "practitoner" does not exist: `},
		{"both", map[string]any{"columns": map[string]any{"users": map[string]string{"id": "nr"}}, "constants": map[string]any{"users": map[string]string{"id": "1"}}}, "field id of users is a constant and has a column"},
		{"a key", map[string]any{"colums": 1}, `key "colums" does not exist here: the keys are names, columns, constants, words, leave_out; did you mean "columns"?`},
	} {
		if _, err := settingstest.Read(t, "csv", map[string]any{"mapping": tt.change}, files, nil); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.why, err, tt.want)
		}
	}
}

// Every label of a role that can be had somewhere means that role there, in every
// language.
func TestLabelsAreWords(t *testing.T) {
	for _, role := range schema.TenantRoles() {
		for _, language := range []schema.Language{schema.English, schema.Dutch, schema.French} {
			relation, _ := role.TenantRelation()
			label := relation.Facts().Label.In(language)
			label = norm.NFD.String(label) // an accent may be a character of its own
			got, err := read(map[string]string{"users": users + "v;a;A;;active;" + label + "\n"}, csv.Options{})
			if err != nil || !slices.Equal(got.Users[0].Roles, []schema.Role{role}) {
				t.Errorf("%s: got %v and %v, want %s", label, got.Users, err, role)
			}
		}
	}
}

// The strict format says in one sentence that a file is another dialect.
func TestStrictSaysTheSeparator(t *testing.T) {
	_, err := source.Options{}.Read(csv.Format{}, rewritten(t, fixtures.Care(), ';', asItIs, plainly))
	if want := "users.csv:1: is separated by semicolons: this format has commas"; err == nil || !strings.Contains(err.Error(), want) || strings.Count(err.Error(), "\n") != 3 {
		t.Errorf("got %v, want %s, once for each of four files", err, want)
	}
}
