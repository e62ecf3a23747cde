package loader_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/baton"
	csvformat "github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/loader/source/document"
	"github.com/remit-authz/remit/loader/source/fhir"
	"github.com/remit-authz/remit/loader/source/mindbridge"
	"github.com/remit-authz/remit/loader/source/minddistrict"
	"github.com/remit-authz/remit/loader/source/xlsx"
	"github.com/remit-authz/remit/schema"
)

// staff is how many users a source of these tests has, enough that the limits hold.
const staff = 40

// part is one of the lists of a source: its rows, and how few of them make a file.
type part struct {
	name string
	rows []string
}

// sourceOf is a source in one format: the lists that it has, and the files that some of
// their rows make.
type sourceOf struct {
	format source.Format
	parts  []part
	write  func(t *testing.T, rows map[string][]string) map[string][]byte
}

func rowsOf(row func(i int) string) []string {
	var rows []string
	for i := range staff {
		rows = append(rows, row(i))
	}
	return rows
}

// inEveryFormat is a firm or an institution in each format of files.
func inEveryFormat() map[string]sourceOf {
	one := source.OneTenant{ID: "acme", Name: "Acme", Emergency: "on"}
	tables := []part{
		{"tenants", []string{"acme,Acme,on"}},
		{"users", rowsOf(func(i int) string { return fmt.Sprintf("acme,u%d,U,,active,standard_user;practitioner", i) })},
		{"organizations", rowsOf(func(i int) string { return fmt.Sprintf("acme,o%d,O", i) })},
		{"engagements", rowsOf(func(i int) string { return fmt.Sprintf("acme,e%d,E,o%d,", i, i) })},
		{"analyses", rowsOf(func(i int) string { return fmt.Sprintf("acme,a%d,A,e%d", i, i) })},
		{"connections", rowsOf(func(i int) string { return fmt.Sprintf("acme,k%d,K,e%d", i, i) })},
		{"libraries", rowsOf(func(i int) string { return fmt.Sprintf("acme,l%d,L", i) })},
		{"clients", rowsOf(func(i int) string { return fmt.Sprintf("acme,c%d,", i) })},
		{"links", rowsOf(func(i int) string { return fmt.Sprintf("acme,u%d,practitioner,client:c%d,", i, i) })},
	}
	jsonLists := func(_ *testing.T, rows map[string][]string) map[string][]byte {
		files := map[string][]byte{}
		for name, all := range rows {
			files[name+".json"] = []byte("[" + strings.Join(all, ",\n") + "]")
		}
		return files
	}
	return map[string]sourceOf{
		"csv, strict": {csvformat.Format{}, tables, writeCSV(",")},
		"csv":         {csvformat.Dialects{}, tables, writeCSV(";")},
		"xlsx":        {xlsx.Format{}, tables, writeWorkbook},
		"document":    {document.Format{}, tables, writeDocument},
		"mindbridge": {mindbridge.Format{Options: mindbridge.Options{Tenant: one}}, []part{
			{"users", rowsOf(func(i int) string {
				return fmt.Sprintf(`{"id":"u%d","role":"ROLE_USER","enabled":true,"validated":true,"serviceAccount":false}`, i)
			})},
			{"organizations", rowsOf(func(i int) string { return fmt.Sprintf(`{"id":"o%d","name":"O","managerUserIds":["u%d"]}`, i, i) })},
			{"engagements", rowsOf(func(i int) string {
				return fmt.Sprintf(`{"id":"e%d","organizationId":"o%d","name":"E","engagementLeadId":"u1","auditorIds":["u%d"]}`, i, i, i)
			})},
			{"analyses", rowsOf(func(i int) string { return fmt.Sprintf(`{"id":"a%d","engagementId":"e%d","name":"A"}`, i, i) })},
			{"libraries", rowsOf(func(i int) string { return fmt.Sprintf(`{"id":"l%d","name":"L"}`, i) })},
		}, jsonLists},
		"minddistrict": {minddistrict.Format{Options: minddistrict.Options{Tenant: one}}, []part{
			{"professionals", rowsOf(func(i int) string {
				return fmt.Sprintf(`{"@url":"x","id":"u%d","active":true,"roles":["ith.Therapist"]}`, i)
			})},
			{"clients", rowsOf(func(i int) string { return fmt.Sprintf(`{"@url":"y","id":"c%d","active":true}`, i) })},
		}, jsonLists},
		"fhir": {fhir.Format{Options: fhir.Options{Tenant: one, Users: true, UserSystem: "s"}}, []part{
			{"Practitioner", rowsOf(func(i int) string {
				return fmt.Sprintf(`{"resourceType":"Practitioner","id":"p%d","active":true,"identifier":[{"system":"s","value":"u%d"}]}`, i, i)
			})},
			{"Patient", rowsOf(func(i int) string { return fmt.Sprintf(`{"resourceType":"Patient","id":"c%d","active":true}`, i) })},
			{"CareTeam", rowsOf(func(i int) string {
				return fmt.Sprintf(`{"resourceType":"CareTeam","id":"t%d","status":"active","subject":{"reference":"Patient/c%d"},"participant":[{"role":[{"coding":[{"system":"http://snomed.info/sct","code":"405623001"}]}],"member":{"reference":"Practitioner/p%d"}}]}`, i, i, i)
			})},
		}, func(_ *testing.T, rows map[string][]string) map[string][]byte {
			var all []string
			for _, name := range []string{"Practitioner", "Patient", "CareTeam"} {
				for _, r := range rows[name] {
					all = append(all, `{"resource":`+r+`}`)
				}
			}
			return map[string][]byte{"all.json": []byte(`{"resourceType":"Bundle","type":"collection","entry":[` + strings.Join(all, ",\n") + `]}`)}
		}},
		"baton": {baton.Format{Options: baton.Options{Tenant: one, Entitlements: []baton.Entitlement{{ID: "e", Role: "analyst"}}}}, []part{
			{"grants", rowsOf(func(i int) string {
				id := fmt.Sprintf(`{"resourceType":"user","resource":"u%d"}`, i)
				return `{"grant":{"entitlement":{"id":"e"},"principal":{"id":` + id + `}},"entitlement":{"id":"e"},"principal":{"id":` + id +
					`,"annotations":[{"@type":"type.googleapis.com/c1.connector.v2.UserTrait","status":{"status":"STATUS_ENABLED"}}]}}`
			})},
		}, func(_ *testing.T, rows map[string][]string) map[string][]byte {
			return map[string][]byte{"g.json": []byte(`{"grants":[` + strings.Join(rows["grants"], ",") + `]}`)}
		}},
	}
}

// headers of the tables, as the loader's own format has them.
var headers = map[string]string{
	"tenants": "id,name,emergency", "users": "tenant,id,name,email,status,roles", "organizations": "tenant,id,name",
	"engagements": "tenant,id,name,organization,lead", "analyses": "tenant,id,name,engagement", "connections": "tenant,id,name,engagement",
	"libraries": "tenant,id,name", "clients": "tenant,id,account", "links": "tenant,user,role,object,until",
}

func writeCSV(separator string) func(*testing.T, map[string][]string) map[string][]byte {
	return func(_ *testing.T, rows map[string][]string) map[string][]byte {
		files := map[string][]byte{}
		for name, all := range rows {
			text := strings.Join(append([]string{headers[name]}, all...), "\n") + "\n"
			if separator != "," {
				text = strings.ReplaceAll(strings.ReplaceAll(text, ";", "|"), ",", separator)
			}
			files[name+".csv"] = []byte(text)
		}
		return files
	}
}

// cells are the rows of a table.
func cells(t *testing.T, name string, rows []string) [][]string {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(strings.Join(append([]string{headers[name]}, rows...), "\n"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func writeWorkbook(t *testing.T, rows map[string][]string) map[string][]byte {
	t.Helper()
	book := excelize.NewFile()
	err := book.SetSheetName("Sheet1", "tenants")
	for name, all := range rows {
		if err == nil {
			_, err = book.NewSheet(name)
		}
		for i, row := range cells(t, name, all) {
			if err == nil {
				err = book.SetSheetRow(name, fmt.Sprintf("A%d", i+1), &row)
			}
		}
	}
	var b bytes.Buffer
	if err = errors.Join(err, book.Write(&b)); err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"firm.xlsx": b.Bytes()}
}

func writeDocument(t *testing.T, rows map[string][]string) map[string][]byte {
	t.Helper()
	lists := map[string]any{}
	for name, all := range rows {
		table := []map[string]any{}
		for _, row := range cells(t, name, all)[1:] {
			one := map[string]any{}
			for i, column := range strings.Split(headers[name], ",") {
				if row[i] == "" {
					continue
				}
				if one[column] = row[i]; column == "roles" {
					one[column] = strings.Split(row[i], ";")
				}
			}
			table = append(table, one)
		}
		lists[name] = table
	}
	text, err := json.Marshal(lists)
	if err != nil {
		t.Fatal(err)
	}
	return map[string][]byte{"firm.json": text}
}

// read reads some rows of each list.
func (s sourceOf) read(t *testing.T, rows map[string][]string) (source.Source, error) {
	t.Helper()
	folder := fstest.MapFS{}
	for name, content := range s.write(t, rows) {
		folder[name] = &fstest.MapFile{Data: content}
	}
	return source.Options{}.Read(s.format, folder)
}

func (s sourceOf) rows() map[string][]string {
	all := map[string][]string{}
	for _, p := range s.parts {
		all[p.name] = p.rows
	}
	return all
}

// refusedUnchanged syncs what a source says, and wants a limit to refuse that for one of
// the reasons, and the engine to be as it was.
func refusedUnchanged(t *testing.T, held map[loader.Relationship]loader.Relationship, src source.Source, limits loader.Limits, want string) {
	t.Helper()
	engine := &quick{held: maps.Clone(held)}
	_, err := loader.Sync{Engine: enginetest.Conn(engine), Now: today, Limits: limits, LateEnds: true}.Run(t.Context(), src)
	var refused *loader.RefusedError
	if !errors.As(err, &refused) || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q refused", err, want)
	}
	if diff := cmp.Diff(held, engine.held); diff != "" {
		t.Errorf("something was written: %s", diff)
	}
}

// refusedOrSaid wants a plan that somebody looks at to be refused by a limit, or, where it
// is within them, to say before anything else what the source has none of any more.
func refusedOrSaid(t *testing.T, held map[loader.Relationship]loader.Relationship, src source.Source) {
	t.Helper()
	proposal, err := loader.Sync{Engine: enginetest.Conn(&quick{held: maps.Clone(held)}), Now: today}.Plan(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	if (loader.Limits{}).Check(proposal.Plan) != nil {
		refusedUnchanged(t, held, src, loader.Limits{}, "relationships; the limit is ")
		return
	}
	var text strings.Builder
	if err := proposal.Plan.WriteSummary(&text, schema.English); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(text.String(), "\n"); len(lines) < 2 || !strings.HasPrefix(lines[1], "  ! loses all ") {
		t.Errorf("the plan does not say what goes:\n%s", text.String())
	}
}

// loaded is what an engine holds of a whole source.
func loaded(t *testing.T, src source.Source) map[loader.Relationship]loader.Relationship {
	t.Helper()
	engine := &quick{held: map[loader.Relationship]loader.Relationship{}}
	if _, err := (loader.Sync{Engine: enginetest.Conn(engine), Now: today, LateEnds: true}).Run(t.Context(), src); err != nil {
		t.Fatal(err)
	}
	return engine.held
}

// A list that is a header and nothing else, in whatever format, takes nothing away that
// nobody said: the source is refused, or the plan is. So is a source of which half the
// rows are gone.
func TestHeaderOnlyInEveryFormat(t *testing.T) {
	for name, s := range inEveryFormat() {
		t.Run(name, func(t *testing.T) {
			whole, err := s.read(t, s.rows())
			if err != nil {
				t.Fatal(err)
			}
			held := loaded(t, whole)
			for _, p := range s.parts {
				rows := s.rows()
				rows[p.name] = nil
				if src, err := s.read(t, rows); err == nil {
					refusedUnchanged(t, held, src, loader.Limits{Unattended: true}, "loses all ")
					refusedOrSaid(t, held, src)
				} else if len(src.Users) > 0 || err.Error() == "" {
					t.Errorf("%s empty: got %v with %v", p.name, src.Users, err)
				}
			}
			nothing := map[string][]string{}
			for _, p := range s.parts {
				nothing[p.name] = nil
			}
			if src, err := s.read(t, nothing); err == nil {
				refusedUnchanged(t, held, src, loader.Limits{}, "relationships; the limit is ")
			}
			half := s.rows()
			for n, rows := range half {
				half[n] = rows[:(len(rows)+1)/2]
			}
			src, err := s.read(t, half)
			if err != nil {
				t.Fatal(err)
			}
			refusedUnchanged(t, held, src, loader.Limits{}, "relationships; the limit is ")
		})
	}
}

// What a small tenant loses no limit holds up where somebody looks at the plan: it is
// said, before anything else.
func TestWhatASourceHasNoneOfAnyMoreIsSaid(t *testing.T) {
	whole := want(t, small())
	without := want(t, small().with("links", ""))
	p := loader.Diff(without, loader.Observed{Tenants: whole.Tenants, Relationships: whole.Relationships})
	var summary, all strings.Builder
	if err := errors.Join(p.WriteSummary(&summary, schema.English), p.WriteText(&all, schema.English)); err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{summary.String(), all.String()} {
		lines := strings.Split(text, "\n")
		if !slices.Contains(lines, "  ! loses all links that a source named: the source has none any more") {
			t.Errorf("the plan does not say that the links go:\n%s", text)
		}
	}
}
