package loader_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/schema"
)

// A file of another kind has a problem on every line: once all were told, and
// 600,000 of them were printed. Those that are alike are counted.
func TestReadTellsTheFirstProblems(t *testing.T) {
	_, err := loader.Read(small().plus("libraries", strings.Repeat("x\n", 600_000)).plus("users", "acme,,x,,active,").folder())
	var refused *source.Error
	if !errors.As(err, &refused) {
		t.Fatalf("got %v, want a *SourceError", err)
	}
	if len(refused.Problems) != 100_001 || refused.Count() != 600_001 {
		t.Errorf("got %d problems of %d, want 100,001 of 600,001", len(refused.Problems), refused.Count())
	}
	if diff := cmp.Diff(`users.csv:8: the id is blank
libraries.csv:3: has 1 field where the header has 3
libraries.csv:4: has 1 field where the header has 3
libraries.csv:5: has 1 field where the header has 3
libraries.csv:6: has 1 field where the header has 3
libraries.csv:7: has 1 field where the header has 3
libraries.csv: and 599995 more like that`, err.Error()); diff != "" {
		t.Error(diff)
	}
	if all := refused.All(); strings.Count(all, "\n") != 100_002 || !strings.HasSuffix(all, "libraries.csv:100002: has 1 field where the header has 3\nand 500000 more\n") {
		t.Errorf("the whole list has %d lines and ends with %q", strings.Count(all, "\n"), all[len(all)-100:])
	}
}

// A hundred lines are told, whatever they are about.
func TestReadTellsAHundredLines(t *testing.T) {
	files := small()
	for i := range 30 {
		files = files.plus("nothing"+string(rune('a'+i)), "x")
	}
	for _, file := range []string{"users", "organizations", "engagements", "analyses", "connections", "libraries", "clients", "links"} {
		for range 10 {
			files = files.plus(file, "x", "acme,"+strings.Repeat(",", 10), "\"")
		}
	}
	_, err := loader.Read(files.folder())
	lines := strings.Split(err.Error(), "\n")
	var refused *source.Error
	if !errors.As(err, &refused) || len(lines) > 102 {
		t.Fatalf("got %d lines", len(lines))
	}
	counted := 0
	for _, line := range lines {
		n := 1
		if _, rest, found := strings.Cut(line, "and "); found {
			if _, err := fmt.Sscanf(rest, "%d more", &n); err != nil {
				n = 1
			}
		}
		counted += n
	}
	if counted != refused.Count() {
		t.Errorf("the lines tell of %d problems, and there are %d: %s", counted, refused.Count(), err)
	}
}

// What is meant by a reference that finds nothing is said, where it is only written
// otherwise; two records that are so are two, with a warning.
func TestReadTellsTwins(t *testing.T) {
	_, err := loader.Read(small().plus("users", "acme,Zoe\u0308,,,active,").plus("clients", "acme,C1,", "acme,c9,Ada", "acme,c8,zo\u00eb", "acme,c7, ada", "acme,c6,adaa").folder())
	if err == nil {
		t.Fatal("no error")
	}
	if diff := cmp.Diff(`clients.csv:5: user:acme/Ada is not in users.csv; "ada" at users.csv:2 differs only in capitals, blanks or how an accent is put together
clients.csv:6: user:acme/zoë is not in users.csv; "Zoë" at users.csv:8 differs only in capitals, blanks or how an accent is put together
clients.csv:7: user:acme/ ada is not in users.csv; "ada" at users.csv:2 differs only in capitals, blanks or how an accent is put together
clients.csv:8: user:acme/adaa is not in users.csv`, strings.ReplaceAll(err.Error(), "e\u0308", "ë")); diff != "" {
		t.Error(diff)
	}
	src, err := loader.Read(small().plus("clients", "acme,C1,", "acme,c 2,").folder())
	if err != nil || len(src.Warnings) != 2 || src.Warnings[0].String() != `clients.csv:4: "C1" and "c1" on line 2 differ only in capitals, blanks or how an accent is put together: they are two` {
		t.Errorf("got %v and %v", src.Warnings, err)
	}
}

func TestReadRefuses(t *testing.T) {
	for _, tt := range []struct {
		why   string
		files files
		want  []string
	}{
		{"a file is missing", small().with("tenants", ""), []string{
			"tenants.csv: is missing: a source folder has at least tenants.csv and users.csv"}},
		{"an unknown file", small().plus("user", "x"), []string{
			`user.csv: is not a file of a source folder: the files are tenants.csv, users.csv, organizations.csv, engagements.csv, analyses.csv, connections.csv, libraries.csv, clients.csv, links.csv; did you mean "users.csv"?`}},
		{"an empty file", small().with("libraries", "\n"), []string{
			"libraries.csv:1: has no header row: it must name the columns tenant, id, name"}},
		{"no tenant", files{"tenants": "id,name,emergency\n", "users": "tenant,id,name,email,status,roles\n"}, []string{
			"tenants.csv: names no tenant"}},
		{"columns unknown, missing and double", small().with("libraries", "tenant,ID,name,name\nacme,l1,x,y\n"), []string{
			`libraries.csv:1: column "ID" does not exist here: the columns are tenant, id, name; did you mean "id"?`,
			`libraries.csv:1: column "name" is there twice`,
			`libraries.csv:1: column "id" is missing`}},
		{"fields too few and too many", small().plus("libraries", "acme,l2", "acme,l3,x,y"), []string{
			"libraries.csv:3: has 2 fields where the header has 3",
			`libraries.csv:4: has 4 fields where the header has 3; a value with "," in it stands between quotes`}},
		{"a quote in the open", small().plus("libraries", `acme,l"2,x`, "acme,l3,y"), []string{
			`libraries.csv:3: is not CSV at column 7: bare " in non-quoted-field: put a field that holds a quote between quotes, and write the quote twice`}},
		{"a quote that never ends", small().plus("libraries", `acme,l2,"x`), []string{
			`libraries.csv:3: is not CSV at column 12: extraneous or missing " in quoted-field: put a field that holds a quote between quotes, and write the quote twice`}},
		{"not UTF-8", small().plus("libraries", "acme,l2,caf\xe9"), []string{
			"libraries.csv:3: is not valid UTF-8: save the file as UTF-8"}},
		{"a line that does not end", small().plus("libraries", "acme,l2,"+strings.Repeat("x", 20_000), "acme,,x"), []string{
			"libraries.csv:3: is longer than 16 KiB: a quote may be missing",
			"libraries.csv:4: the id is blank"}},
		{"a quote that ends much later", small().plus("libraries", `acme,l2,"`+strings.Repeat("x\n", 10_000)+`"`), []string{
			"libraries.csv:3: is longer than 16 KiB: a quote may be missing"}},
		{"a header that does not end", small().with("libraries", strings.Repeat("x", 20_000)), []string{
			"libraries.csv:1: is longer than 16 KiB: it must name the columns tenant, id, name"}},
		{"UTF-16, as a spreadsheet saves it", small().with("libraries", "\xff\xfet\x00e\x00"), []string{
			"libraries.csv:1: is not valid UTF-8: save the file as UTF-8"}},

		{"a tenant's name", small().plus("tenants", "Acme,x,on"), []string{
			`tenants.csv:3: tenant "Acme": a tenant is written with a-z, 0-9 and - only`}},
		{"a tenant twice", small().plus("tenants", "acme,x,on"), []string{
			"tenants.csv:3: tenant:acme is there twice: first on line 2"}},
		{"a switch that is neither", small().with("tenants", "id,name,emergency\nacme,Acme,On\n"), []string{
			`tenants.csv:2: emergency "On": write "on" or "off"`}},
		{"a tenant that is not there", small().plus("libraries", "acmee,l2,x"), []string{
			`libraries.csv:3: tenant "acmee" is not in tenants.csv; did you mean "acme"?`}},

		{"blank ids", small().plus("users", "acme,,x,,active,", "acme,  ,x,,active,"), []string{
			"users.csv:8: the id is blank",
			"users.csv:9: the id is blank"}},
		{"everybody", small().plus("users", "acme,*,x,,active,"), []string{
			`users.csv:8: the id "*" would mean everybody: it is not an id`}},
		{"a control character", small().plus("users", "acme,\"a\tb\",x,,active,"), []string{
			`users.csv:8: id "a\tb" has a control character`}},
		{"too long", small().plus("users", "acme,"+strings.Repeat("é", 101)+",x,,active,"), []string{
			"users.csv:8: the id is 202 bytes long: at most 200"}},
		{"a user twice, the line counted over a field of two lines", small().with("users", "tenant,id,name,email,status,roles\nacme,ada,\"A\nda\",,active,\nacme,ada,,,active,\n").
			with("engagements", "").with("analyses", "").with("connections", "").with("clients", "").with("links", ""), []string{
			"users.csv:4: user:acme/ada is there twice: first on line 2"}},
		{"a status", small().plus("users", "acme,u,x,,Activ,"), []string{
			`users.csv:8: status "Activ" does not exist: it is one of active, inactive, invited; did you mean "active"?`}},
		{"roles", small().plus("users", "acme,u,x,,active,practitoner;;manager;king;analyst;analyst"), []string{
			`users.csv:8: role "practitoner" does not exist; did you mean "practitioner"?`,
			"users.csv:8: a role is blank",
			`users.csv:8: role "manager" cannot be had here: the roles are app_admin, user_admin, organization_creator, standard_user, external_client, practitioner, supervisor, secretary, application_manager, analyst`,
			`users.csv:8: role "king" does not exist: the roles are app_admin, user_admin, organization_creator, standard_user, external_client, practitioner, supervisor, secretary, application_manager, analyst`,
			`users.csv:8: role "analyst" is there twice`}},
		{"two system roles", small().plus("users", "acme,u,x,,active,user_admin;analyst;app_admin"), []string{
			"users.csv:8: has 2 system roles, user_admin and app_admin: a user has at most one"}},

		{"references that find nothing", small().plus("engagements", "acme,e2,x,o9,nobody").plus("analyses", "acme,a2,x,").plus("clients", "acme,c3,nobody"), []string{
			"engagements.csv:3: organization:acme/o9 is not in organizations.csv",
			"engagements.csv:3: user:acme/nobody is not in users.csv",
			"analyses.csv:3: engagement: the id is blank",
			"clients.csv:4: user:acme/nobody is not in users.csv"}},
		{"a reference to another tenant's", small().plus("tenants", "beta,Beta,off").plus("analyses", "beta,a2,x,e1"), []string{
			"analyses.csv:3: engagement:beta/e1 is not in engagements.csv"}},
		{"a file that could not be read whole is its own error, not everybody's", small().plus("organizations", "acme"), []string{
			"organizations.csv:4: has 1 field where the header has 3"}},
		{"a row with an error still counts for what refers to it", small().plus("users", "acme,u,x,,active,king").plus("links", "acme,u,manager,organization:o1,"), []string{
			`users.csv:8: role "king" does not exist: the roles are app_admin, user_admin, organization_creator, standard_user, external_client, practitioner, supervisor, secretary, application_manager, analyst`}},
		{"a client's login with a role", small().plus("clients", "acme,c3,mo"), []string{
			`clients.csv:4: user:acme/mo is a client's own login and has the role "standard_user": a client's login has none; give the professional an account of their own`}},
		{"one login for two clients", small().plus("clients", "acme,c3,log"), []string{
			"clients.csv:4: user:acme/log is already the login of client:acme/c1 on line 2"}},

		{"a link's object", small().plus("links", "acme,mo,manager,o1,", "acme,mo,manager,organisation:o1,", "acme,mo,manager,tenant:acme,", "acme,mo,auditor,analysis:a1,"), []string{
			`links.csv:6: object "o1": write one of organization, engagement, connection, client, a colon and the id`,
			`links.csv:7: object "organisation:o1": write one of organization, engagement, connection, client, a colon and the id; did you mean "organization"?`,
			`links.csv:8: object "tenant:acme": write one of organization, engagement, connection, client, a colon and the id`,
			`links.csv:9: object "analysis:a1": write one of organization, engagement, connection, client, a colon and the id`}},
		{"a link's user and object that are not there", small().plus("links", "acme,nobody,manager,organization:o9,"), []string{
			"links.csv:6: organization:acme/o9 is not in organizations.csv",
			"links.csv:6: user:acme/nobody is not in users.csv"}},
		{"a link's role", small().plus("links", "acme,mo,auditer,engagement:e1,", "acme,mo,barred,engagement:e1,", "acme,pim,analyst,client:c1,"), []string{
			`links.csv:6: role "auditer" does not exist; did you mean "auditor"?`,
			`links.csv:7: role "barred" cannot be had on one engagement: the roles there are auditor`,
			`links.csv:8: role "analyst" cannot be had on one client: the roles there are practitioner, supervisor`}},
		{"a link twice", small().plus("links", "acme,xi,external_client,connection:k1,2998-01-01T00:00:00Z"), []string{
			`links.csv:6: user:acme/xi as "external_client" on connection:acme/k1 is there twice: first on line 4`}},
		{"ends", small().with("links", "tenant,user,role,object,until\nacme,xi,external_client,connection:k1,\nacme,mo,barred,organization:o1,2999-01-01T00:00:00Z\n").
			plus("connections", "acme,k2,x,e1", "acme,k3,x,e1").plus("links", "acme,xi,external_client,connection:k2,tomorrow", "acme,xi,external_client,connection:k3,9999-12-31T23:59:59-01:00"), []string{
			"links.csv:2: until is blank: an external client's invitation has an end, such as 2027-03-31T18:00:00+02:00",
			`links.csv:3: until "2999-01-01T00:00:00Z": a link of role "barred" has no end: what it shuts out would be let in by the clock, and by no plan`,
			`links.csv:4: until "tomorrow" is not a time: write it as 2027-03-31T18:00:00+02:00 (RFC 3339)`,
			`links.csv:5: until "9999-12-31T23:59:59-01:00" is not a time: write it as 2027-03-31T18:00:00+02:00 (RFC 3339)`}},
		{"beginnings", small().with("links", "tenant,user,role,object,until,from\nacme,mo,barred,organization:o1,,2027-01-01T00:00:00Z\nacme,pim,practitioner,client:c1,2027-01-01T00:00:00Z,2027-01-01T00:00:00Z\nacme,pim,practitioner,client:c2,,soon\n"), []string{
			`links.csv:2: from "2027-01-01T00:00:00Z": a link of role "barred" has no beginning: until the first sync after it nobody would be shut out; write the link when it begins`,
			`links.csv:3: from "2027-01-01T00:00:00Z" is not before until "2027-01-01T00:00:00Z"`,
			`links.csv:4: from "soon" is not a time: write it as 2027-03-31T18:00:00+02:00 (RFC 3339)`}},
		{"ids that nobody can tell apart", small().plus("users", "acme,an\u200bna,x,,active,", "acme,\u202eanna,x,,active,analyst").
			plus("clients", "acme,c\u200d9,", "acme,c\ufe0f9,an\u200bna").plus("links", "acme,\u202eanna,practitioner,client:c\u200d9,", "acme,\u3164,practitioner,client:c1,"), []string{
			`users.csv:8: id "an\u200bna" holds an invisible character (U+200B): write the id without it`,
			`users.csv:9: id "\u202eanna" holds a character that turns the direction of text (U+202E): write the id without it`,
			`clients.csv:4: id "c\u200d9" holds an invisible character (U+200D): write the id without it`,
			`clients.csv:5: id "c\ufe0f9" holds an invisible character (U+FE0F): write the id without it`,
			`links.csv:7: "user:acme/\u3164" is not in users.csv`}},
		{"a role that would be a line of its own", small().plus("users", "acme,new,x,,active,\"analyst\nusers.csv:9: \u202e\x1b[31m\u3164\""), []string{
			`users.csv:8: role "analyst\nusers.csv:9: \u202e\x1b[31m\u3164" does not exist: the roles are app_admin, user_admin, organization_creator, standard_user, external_client, practitioner, supervisor, secretary, application_manager, analyst`}},
		{"an external client as manager and auditor", small().plus("links", "acme,xi,manager,organization:o1,", "acme,xi,auditor,engagement:e1,"), []string{
			"links.csv:6: user:acme/xi has the system role external_client: whoever has it can never be manager",
			"links.csv:7: user:acme/xi has the system role external_client: whoever has it can never be auditor"}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			src, err := loader.Read(tt.files.folder())
			var refused *source.Error
			if !errors.As(err, &refused) {
				t.Fatalf("got %v, want a *SourceError", err)
			}
			if diff := cmp.Diff(strings.Join(tt.want, "\n"), err.Error()); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(source.Source{}, src); diff != "" {
				t.Errorf("a source came with the error: %s", diff)
			}
		})
	}
}

func TestReadAccepts(t *testing.T) {
	plain, err := loader.Read(small().folder())
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		why  string
		edit func(files) files
	}{
		{"a byte order mark", func(f files) files { return f.with("users", "\xef\xbb\xbf"+f["users"]) }},
		{"CRLF", func(f files) files { return f.with("users", strings.ReplaceAll(f["users"], "\n", "\r\n")) }},
		{"quotes", func(f files) files {
			return f.with("users", strings.ReplaceAll(f["users"], "acme,mo,Mo,", `"acme","mo","Mo",`))
		}},
		{"no newline at the end", func(f files) files { return f.with("users", strings.TrimSuffix(f["users"], "\n")) }},
		{"columns in another order", func(f files) files {
			return f.with("libraries", "name,id,tenant\nStandard,l1,acme\n")
		}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			got, err := loader.Read(tt.edit(small()).folder())
			if err != nil {
				t.Fatal(err)
			}
			if got.Digest == plain.Digest {
				t.Error("other bytes, the same digest")
			}
			got.Digest = plain.Digest
			if diff := cmp.Diff(plain, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestReadUsesIDsAsTheyAre(t *testing.T) {
	src, err := loader.Read(files{
		"tenants": "id,name,emergency\nacme,Acme,off\n",
		"users":   "tenant,id,name,email,status,roles\nacme,Rick@example.org,,,active,analyst\nacme,rick@example.org,,,active,analyst\nacme, é/=:#,,,active,analyst\n",
	}.folder())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, u := range src.Users {
		got = append(got, u.Ref.String())
	}
	if diff := cmp.Diff([]string{"user:acme/Rick@example.org", "user:acme/rick@example.org", "user:acme/ é/=:#"}, got); diff != "" {
		t.Error(diff)
	}
}

// A setting takes ids that nobody can tell apart; they stay as they are.
func TestReadAllowsInvisible(t *testing.T) {
	folder := small().plus("users", "acme,an\u200bna,x,,active,practitioner", "acme,\u202eanna,x,,active,").
		plus("links", "acme,an\u200bna,practitioner,client:c1,").folder()
	src, err := source.Options{AllowInvisible: true}.Read(csv.Format{}, folder)
	if err != nil {
		t.Fatal(err)
	}
	if got := src.Links[len(src.Links)-1].User.ID; got != "an\u200bna" {
		t.Errorf("got the id %+q", got)
	}
	if got := src.Warnings[len(src.Warnings)-1].String(); got != `users.csv:9: "user:acme/\u202eanna" has no role: they may do nothing` {
		t.Errorf("got %q", got)
	}
}

// Where a group is missing each of its links is a warning: of those that are alike the
// first are kept, and all of another kind.
func TestReadKeepsSomeWarnings(t *testing.T) {
	rows := []string{}
	for i := range 1500 {
		rows = append(rows, fmt.Sprintf("acme,idle%d,x,,active,", i))
	}
	src, err := loader.Read(small().plus("users", rows...).plus("clients", "acme,C1,").folder())
	if err != nil {
		t.Fatal(err)
	}
	var twins int
	for _, w := range src.Warnings {
		if strings.Contains(w.String(), "differ only") {
			twins++
		}
	}
	if len(src.Warnings) != 1001 || src.MoreWarnings != 500 || twins != 1 {
		t.Errorf("got %d warnings, %d of another kind, and %d more, want 1001, 1 and 500", len(src.Warnings), twins, src.MoreWarnings)
	}
}

// Each problem is one line that shows all of itself, whatever a source holds.
func TestProblemsAreLines(t *testing.T) {
	random.Check(t, func(t *rapid.T) {
		field := rapid.Map(rapid.StringOf(rapid.OneOf(
			rapid.RuneFrom([]rune("a;:/=\n\r\t\x1b\u0085\u200b\u202e\u2028\u3164\ufe0f")), rapid.Rune(),
		)), func(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` })
		all := small()
		for _, file := range []string{"tenants", "users", "organizations", "engagements", "clients", "links"} {
			columns := strings.Count(strings.SplitN(all[file], "\n", 2)[0], ",") + 1
			fields := rapid.SliceOfN(field, columns, columns).Draw(t, file)
			fields[0] = rapid.SampledFrom([]string{"acme", fields[0]}).Draw(t, "tenant")
			all = all.plus(file, strings.Join(fields, ","))
		}
		_, err := loader.Read(all.folder())
		var refused *source.Error
		if !errors.As(err, &refused) {
			t.Fatalf("got %v, want a *SourceError", err)
		}
		for _, p := range refused.Problems {
			if odd := strings.IndexFunc(p.String(), func(r rune) bool { return !schema.Visible(r) }); odd >= 0 {
				t.Fatalf("not one line that can be seen: %+q", p.String())
			}
		}
	})
}

func TestReadWarns(t *testing.T) {
	f := small().
		plus("users", "acme,zed,,,active,", "acme,bar,,,active,user_admin", `acme," sp",,,active,analyst`).
		plus("links",
			"acme,al,practitioner,client:c1,",
			"acme,pim,auditor,engagement:e1,",
			"acme,zed,manager,organization:o1,",
			"acme,bar,barred,organization:o1,",
			"acme,bar,manager,organization:o1,",
			"acme,bar,auditor,engagement:e1,",
			"acme,bar,manager,organization:o2,",
			"acme,mo,external_client,connection:k1,2999-01-01T00:00:00Z",
			"acme,pim,supervisor,client:c1,")
	src, err := loader.Read(f.folder())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range src.Warnings {
		got = append(got, w.String())
	}
	want := []string{
		"users.csv:8: user:acme/zed has no role: they may do nothing",
		`users.csv:10: id " sp" begins or ends with a blank, which is kept`,
		`links.csv:6: user:acme/al lacks the role "practitioner": this link gives nothing until they have it`,
		"links.csv:7: user:acme/pim lacks a system role: this link gives nothing until they have it",
		"links.csv:8: user:acme/zed lacks a system role: this link gives nothing until they have it",
		"links.csv:10: user:acme/bar is barred from organization:acme/o1 on line 9: this link gives nothing",
		"links.csv:11: user:acme/bar is barred from organization:acme/o1 on line 9: this link gives nothing",
		`links.csv:13: user:acme/mo lacks the role "external_client": this link gives nothing until they have it`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// unreadable is a folder with one file that cannot be opened.
type unreadable struct {
	fstest.MapFS
	name string
}

func (u unreadable) Open(name string) (fs.File, error) {
	if name == u.name {
		return nil, fs.ErrPermission
	}
	return u.MapFS.Open(name)
}

func (u unreadable) ReadFile(name string) ([]byte, error) {
	if name == u.name {
		return nil, fs.ErrPermission
	}
	return u.MapFS.ReadFile(name)
}

func TestReadErrorIsNoEmptySource(t *testing.T) {
	for _, name := range []string{"users.csv", "links.csv"} {
		_, err := loader.Read(unreadable{small().folder(), name})
		if !errors.Is(err, fs.ErrPermission) || !strings.Contains(err.Error(), name) {
			t.Errorf("got %v, want permission denied on %s", err, name)
		}
	}
	if _, err := loader.Read(os.DirFS(t.TempDir() + "/nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v, want that the folder is not there", err)
	}
	if _, err := loader.Read(fstest.MapFS{"users.csv": {Mode: fs.ModeDir}}); err == nil {
		t.Error("a directory called users.csv was read")
	}
}
