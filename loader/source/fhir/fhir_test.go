package fhir_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/remit-authz/remit/internal/settings/settingstest"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/loader/source/fhir"
)

// veldzicht is how everything below is read.
func veldzicht() fhir.Options {
	return fhir.Options{
		Tenant: source.OneTenant{ID: "veldzicht", Name: "Veldzicht", Emergency: "on"},
		Users:  true,
		Now:    time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC),
	}
}

func practitioner(id, more string) string {
	return fmt.Sprintf(`{"resourceType":"Practitioner","id":%q,"active":true,"name":[{"given":["Anna"],"family":"Bos"}],"telecom":[{"system":"email","value":"a@veldzicht.example"}]%s}`, id, more)
}

func patient(id string) string {
	return fmt.Sprintf(`{"resourceType":"Patient","id":%q,"active":true}`, id)
}

func team(id, status string, participants ...string) string {
	return fmt.Sprintf(`{"resourceType":"CareTeam","id":%q,"status":%q,"subject":{"reference":"Patient/c1"},"participant":[%s]}`, id, status, strings.Join(participants, ","))
}

func member(reference, code string) string {
	return fmt.Sprintf(`{"role":[{"coding":[{"system":"http://snomed.info/sct","code":%q}]}],"member":{"reference":%q}}`, code, reference)
}

func bundle(resources ...string) string {
	entries := make([]string, len(resources))
	for i, r := range resources {
		entries[i] = `{"resource":` + r + `}`
	}
	return fmt.Sprintf(`{"resourceType":"Bundle","type":"searchset","total":%d,"entry":[%s]}`, len(resources), strings.Join(entries, ","))
}

func read(o fhir.Options, files map[string]string) (source.Source, error) {
	folder := fstest.MapFS{}
	for name, content := range files {
		folder[name] = &fstest.MapFile{Data: []byte(content)}
	}
	return source.Options{}.Read(fhir.Format{Options: o}, folder)
}

func one(o fhir.Options, resources ...string) (source.Source, error) {
	return read(o, map[string]string{"bundle.json": bundle(resources...)})
}

// caseload is a small world with all that gives something, and all that does not.
func caseload() []string {
	return []string{
		patient("c1"), patient("c2"),
		practitioner("anna", ""),
		strings.Replace(practitioner("bert", ""), "true", "false", 1),
		practitioner("carla", ""),
		`{"resourceType":"PractitionerRole","id":"carla-ggz","practitioner":{"reference":"Practitioner/carla/_history/3"}}`,
		`{"resourceType":"PractitionerRole","id":"carla-old","active":false,"practitioner":{"reference":"Practitioner/carla"}}`,
		team("t1", "active",
			member("Practitioner/anna", "405623001"),
			member("PractitionerRole/carla-ggz", "405623001"),
			member("Practitioner/bert", "405623001"),
			member("RelatedPerson/mother", "405623001"),
			member("Practitioner/carla", "407542009"),
			member("Practitioner/carla", "768821004"),
			member("Practitioner/carla", "768821004"),
			member("Practitioner/carla", "309343006"), // a kind of practitioner
			member("PractitionerRole/carla-old", "405623001")),
		team("t2", "active", member("Practitioner/anna", "405623001")), // once more
		team("t3", "inactive", member("Practitioner/carla", "405623001")),
		team("t4", "entered-in-error", member("Practitioner/carla", "405623001")),
		`{"resourceType":"RelatedPerson","id":"mother","active":true,"patient":{"reference":"Patient/c1"}}`,
	}
}

func want(t *testing.T) source.Source {
	t.Helper()
	s, err := source.Options{}.Read(csv.Format{}, fstest.MapFS{
		"tenants.csv": {Data: []byte("id,name,emergency\nveldzicht,Veldzicht,on\n")},
		"users.csv":   {Data: []byte("tenant,id,name,email,status,roles\nveldzicht,anna,Anna Bos,a@veldzicht.example,active,\nveldzicht,bert,Anna Bos,a@veldzicht.example,inactive,\nveldzicht,carla,Anna Bos,a@veldzicht.example,active,\n")},
		"clients.csv": {Data: []byte("tenant,id,account\nveldzicht,c1,\nveldzicht,c2,\n")},
		"links.csv":   {Data: []byte("tenant,user,role,object,until\nveldzicht,anna,practitioner,client:c1,\nveldzicht,carla,practitioner,client:c1,\n")},
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// same compares what two sources say, not where.
var same = cmp.Options{cmpopts.IgnoreFields(source.Source{}, "Digest", "Warnings"), cmpopts.IgnoreFields(source.Link{}, "At")}

func TestFilesSayTheSameAsTheLoadersOwn(t *testing.T) {
	got, err := one(veldzicht(), caseload()...)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want(t), got, same); diff != "" {
		t.Error(diff)
	}
	var warnings []string
	for _, w := range got.Warnings {
		if !strings.Contains(w.Message, "has no role") && !strings.Contains(w.Message, "lacks the role") {
			warnings = append(warnings, w.String())
		}
	}
	if diff := cmp.Diff([]string{
		"bundle.json#/entry/3/resource/active: a participant that is an inactive Practitioner gives nothing",
		"bundle.json#/entry/7/resource/participant/3/member: a participant that is a RelatedPerson gives nothing",
		"bundle.json#/entry/7/resource/participant/4/role/0: the code http://snomed.info/sct|407542009 stands for no role here: it gives nothing",
		"bundle.json#/entry/7/resource/participant/5/role/0: the code http://snomed.info/sct|768821004 stands for no role here: it gives nothing, and 1 more such",
		"bundle.json#/entry/7/resource/participant/7/role/0: the code http://snomed.info/sct|309343006 is not known: it gives nothing; if it stands for a role, name it under codes in the settings",
		"bundle.json#/entry/6/resource/active: a participant in a PractitionerRole that is not active gives nothing",
		"bundle.json#/entry/9/resource/status: a care team that is inactive gives nothing",
		"bundle.json#/entry/10/resource/status: a care team that is entered-in-error gives nothing",
		`bundle.json#/entry/11/resource: a "RelatedPerson" gives nothing here`,
	}, warnings); diff != "" {
		t.Error(diff)
	}
}

func TestLinesSayTheSame(t *testing.T) {
	got, err := read(veldzicht(), map[string]string{"all.ndjson": strings.Join(caseload(), "\n\n") + "\n"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want(t), got, same); diff != "" {
		t.Error(diff)
	}
	if at := got.Links[0].At.String(); at != "all.ndjson:15#/participant/0" {
		t.Errorf("the first link stands at %s", at)
	}
}

// server answers searches in pages of two.
func server(t *testing.T, edit func(w http.ResponseWriter, name string, page int, answer string) string) (fhir.Options, *httptest.Server) {
	t.Helper()
	var s *httptest.Server
	s = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(r.URL.Path, "/fhir/r4/")
		var all []string
		for _, resource := range caseload() {
			if strings.HasPrefix(resource, `{"resourceType":"`+name+`"`) {
				all = append(all, fmt.Sprintf(`{"fullUrl":"%s/fhir/r4/%s/%s","resource":%s}`, s.URL, name, idOf(t, resource), resource))
			}
		}
		page := 0
		fmt.Sscan(r.URL.Query().Get("page"), &page)
		here := all[min(2*page, len(all)):min(2*page+2, len(all))]
		links := ""
		if 2*page+2 < len(all) {
			links = fmt.Sprintf(`,"link":[{"relation":"next","url":"%s/fhir/r4/%s?page=%d"}]`, s.URL, name, page+1)
		}
		w.Header().Set("Content-Type", "application/fhir+json;charset=utf-8")
		answer := fmt.Sprintf(`{"resourceType":"Bundle","type":"searchset","total":%d%s,"entry":[%s]}`, len(all), links, strings.Join(here, ","))
		fmt.Fprint(w, edit(w, name, page, answer))
	}))
	t.Cleanup(s.Close)
	o := veldzicht()
	o.Server = fhir.Server{Address: s.URL + "/fhir/r4/", RequestsPerSecond: 10_000}
	return o, s
}

func idOf(t *testing.T, resource string) string {
	t.Helper()
	var r struct{ ID string }
	if err := json.Unmarshal([]byte(resource), &r); err != nil {
		t.Fatal(err)
	}
	return r.ID
}

func TestAServerSaysTheSame(t *testing.T) {
	o, _ := server(t, func(_ http.ResponseWriter, _ string, _ int, answer string) string { return answer })
	got, err := source.Options{}.ReadService(t.Context(), fhir.Service{Options: o})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want(t), got, same); diff != "" {
		t.Error(diff)
	}
	again, err := source.Options{}.ReadService(t.Context(), fhir.Service{Options: o})
	if err != nil || again.Digest != got.Digest || got.Digest == "" {
		t.Errorf("digests %q and %q (%v)", got.Digest, again.Digest, err)
	}
}

func TestAServersFaults(t *testing.T) {
	for _, tt := range []struct {
		why  string
		edit func(w http.ResponseWriter, name string, page int, answer string) string
		want string
	}{
		{"a page lacks half its entries", func(_ http.ResponseWriter, name string, page int, answer string) string {
			if name == "CareTeam" && page == 1 {
				return `{"resourceType":"Bundle","type":"searchset","total":4,"entry":[]}`
			}
			return answer
		}, "/total: is 4 and 2 were read: some are missing, or it changed while it was read"},
		{"a page with a warning of its server", func(_ http.ResponseWriter, name string, page int, answer string) string {
			if name == "Patient" {
				return strings.Replace(answer, `"entry":[`, `"entry":[{"search":{"mode":"outcome"},"resource":{"resourceType":"OperationOutcome","issue":[{"severity":"warning","diagnostics":"index is being rebuilt"}]}},`, 1)
			}
			return answer
		}, "the server says of its answer: warning:  index is being rebuilt"},
		{"an error where a page was wanted", func(_ http.ResponseWriter, name string, _ int, answer string) string {
			if name == "Patient" {
				return `{"resourceType":"OperationOutcome","issue":[{"severity":"error"}]}`
			}
			return answer
		}, `is OperationOutcome and no Bundle`},
		{"an endless chain", func(_ http.ResponseWriter, name string, page int, answer string) string {
			if page == 1 {
				return strings.Replace(answer, `"entry"`, `"link":[{"relation":"next","url":"`+name+`?page=1"}],"entry"`, 1)
			}
			return answer
		}, "a second time: the chain of pages does not end"},
		{"a page that ends early", func(_ http.ResponseWriter, name string, page int, answer string) string {
			return answer[:len(answer)/2]
		}, "ends in the middle of its JSON"},
		{"no search of this type", func(w http.ResponseWriter, name string, _ int, answer string) string {
			if name == "PractitionerRole" {
				w.WriteHeader(http.StatusNotFound)
			}
			return answer
		}, "the server answered 404 Not Found"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			o, _ := server(t, tt.edit)
			got, err := source.Options{}.ReadService(t.Context(), fhir.Service{Options: o})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
			if diff := cmp.Diff(source.Source{}, got); diff != "" {
				t.Errorf("a source came with the error: %s", diff)
			}
		})
	}
}

func TestRefused(t *testing.T) {
	const at = "bundle.json#/entry/2/resource"
	base := []string{patient("c1"), practitioner("anna", "")}
	for _, tt := range []struct{ why, resource, want string }{
		{"a patient that is not there", strings.Replace(team("t", "active"), "Patient/c1", "Patient/c9", 1), at + "/subject: names Patient/c9, which is not among the patients that were read"},
		{"a practitioner that is not there", team("t", "active", member("Practitioner/x", "405623001")), at + "/participant/0/member: names Practitioner/x, which is not among the practitioners that were read"},
		{"another server's practitioner", team("t", "active", member("https://other.example/fhir/Practitioner/anna", "405623001")), at + "/participant/0/member: names https://other.example/fhir/Practitioner/anna, which is not among the practitioners that were read"},
		{"a status", team("t", "actief"), at + `/status: status "actief" does not exist: it is one of proposed, active, suspended, inactive, entered-in-error`},
		{"no status", strings.Replace(team("t", "active"), `"status":"active",`, "", 1), at + `/status: status "" does not exist: it is one of proposed, active, suspended, inactive, entered-in-error`},
		{"what turns its sense", strings.Replace(team("t", "active"), `"status"`, `"modifierExtension":[{"url":"not"}],"status"`, 1), at + ": has implicitRules or a modifierExtension, which can turn what it says into its opposite: it is not known here, so the resource cannot be read"},
		{"a participant that turns its sense", team("t", "active", `{"modifierExtension":[{"url":"not"}]}`), at + "/participant/0: has a modifierExtension, which can turn what it says into its opposite: it is not known here"},
		{"codes that contradict each other", team("t", "active", `{"role":[{"coding":[{"system":"http://snomed.info/sct","code":"405623001"},{"system":"http://snomed.info/sct","code":"407542009"}]}],"member":{"reference":"Practitioner/anna"}}`),
			at + "/participant/0/role/0: has codes of one meaning that mean different things: http://snomed.info/sct|405623001, http://snomed.info/sct|407542009"},
		{"a practitioner twice", practitioner("anna", ""), at + ": is Practitioner/anna a second time: first at bundle.json#/entry/1/resource"},
		{"no id", `{"resourceType":"Patient"}`, at + ": has no id"},
		{"no FHIR", `{"id":"x"}`, at + ": has no resourceType: it is not FHIR"},
		{"a wrong type", `{"resourceType":"CareTeam","id":"t","status":true}`, at + "/status: is true or false and must be a text"},
		{"an end without a time of day", strings.Replace(team("t", "active", member("Practitioner/anna", "405623001")), `"subject"`, `"period":{"end":"2026-07-01"},"subject"`, 1),
			at + `/participant/0: period from "" to "2026-07-01": "2026-07-01" has no time of day, and when a day ends depends on where: set time_zone, such as Europe/Amsterdam`},
	} {
		t.Run(tt.why, func(t *testing.T) {
			got, err := one(veldzicht(), append(base, tt.resource)...)
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
			if diff := cmp.Diff(source.Source{}, got); diff != "" {
				t.Errorf("a source came with the error: %s", diff)
			}
		})
	}
}

func TestBundlesAreRefused(t *testing.T) {
	for _, tt := range []struct{ why, text, want string }{
		{"requests", `{"resourceType":"Bundle","type":"transaction"}`, "x.json#/type: is transaction: only a searchset or a collection says what is"},
		{"what was", `{"resourceType":"Bundle","type":"history"}`, "x.json#/type: is history: only a searchset or a collection says what is"},
		{"one page of more", `{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"https://x/2"}]}`, "x.json#/link: names a next page that is not here, https://x/2: a part of the search is missing"},
		{"no team at all", `{"resourceType":"Bundle","type":"searchset","total":0}`, "fhir: there is no CareTeam: an empty answer is no empty caseload; leave it out of resources if there are none"},
		{"less than there is", `{"resourceType":"Bundle","type":"searchset","total":2}`, "x.json#/total: is 2 and 0 were read: some are missing, or it changed while it was read; read it again"},
		{"an entry without a resource", `{"resourceType":"Bundle","type":"collection","entry":[{"response":{"status":"404"}}]}`, "x.json#/entry/0: has no resource"},
		{"an address of something else", `{"resourceType":"Bundle","type":"collection","entry":[{"fullUrl":"https://x/Patient/2","resource":` + patient("1") + `}]}`, "x.json#/entry/0/fullUrl: https://x/Patient/2 is not an address of Patient/1"},
		{"deep", `{"resourceType":"Bundle","x":` + strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000) + "}", "x.json: is nested more than 100 deep: this is no export"},
		{"a member twice", `{"resourceType":"Bundle","type":"history","type":"searchset"}`, "x.json#/type: is there twice (line 1): which of the two holds cannot be known"},
	} {
		if _, err := read(veldzicht(), map[string]string{"x.json": tt.text}); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v\nwant %s", tt.why, err, tt.want)
		}
	}
}

// Of a text that ends anywhere before its end, nothing is used.
func TestNothingOfHalfAFile(t *testing.T) {
	text := bundle(caseload()...)
	for i := range text {
		if _, err := read(veldzicht(), map[string]string{"x.json": text[:i]}); !errors.As(err, new(*source.Error)) {
			t.Fatalf("cut at %d: got %v", i, err)
		}
	}
}

// Periods are looked at when they are read: what has ended or not begun gives
// nothing, and says so.
func TestPeriods(t *testing.T) {
	o := veldzicht()
	o.TimeZone = "Europe/Amsterdam"
	for _, tt := range []struct {
		team, participant string
		links             int
		want              string // the end, or what is said
	}{
		{"", "", 1, ""},
		{`{"start":"2026"}`, `{"start":"2026-06-01T00:00:00Z"}`, 1, ""},
		{`{"end":"2026-05-31"}`, "", 0, "whose period has ended gives nothing"},
		{"", `{"end":"2026-05"}`, 0, "whose period has ended gives nothing"},
		{`{"end":"2026-06-01T12:00:00Z"}`, "", 0, "whose period has ended gives nothing"},
		{"", `{"start":"2026-06-02"}`, 0, "whose period has not begun gives nothing"},
		{`{"end":"2026-06-01"}`, "", 1, "2026-06-01T22:00:00Z"},
		{`{"end":"2026-06-03"}`, `{"end":"2026-06-02"}`, 1, "2026-06-02T22:00:00Z"},
		{`{"end":"3 June"}`, "", -1, `"3 June" is no time`},
	} {
		p := member("Practitioner/anna", "405623001")
		if tt.participant != "" {
			p = strings.Replace(p, `"member"`, `"period":`+tt.participant+`,"member"`, 1)
		}
		text := team("t", "active", p)
		if tt.team != "" {
			text = strings.Replace(text, `"subject"`, `"period":`+tt.team+`,"subject"`, 1)
		}
		got, err := one(o, patient("c1"), practitioner("anna", ""), text)
		switch {
		case tt.links < 0:
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("%s %s: got %v, want %s", tt.team, tt.participant, err, tt.want)
			}
		case err != nil || len(got.Links) != tt.links:
			t.Errorf("%s %s: got %d links and %v, want %d", tt.team, tt.participant, len(got.Links), err, tt.links)
		case tt.links == 1:
			if end := got.Links[0].Until; end.IsZero() != (tt.want == "") || !end.IsZero() && end.Format(time.RFC3339) != tt.want {
				t.Errorf("%s %s: ends at %s, want %s", tt.team, tt.participant, end, tt.want)
			}
		case tt.want != "" && !strings.Contains(fmt.Sprint(got.Warnings), tt.want):
			t.Errorf("%s %s: got the warnings %v, want %s", tt.team, tt.participant, got.Warnings, tt.want)
		}
	}
}

func TestIDsAreIdentifiersOfASystem(t *testing.T) {
	o := veldzicht()
	o.UserSystem = "https://veldzicht.example/staff"
	number := func(values ...string) string {
		text := `{"resourceType":"Practitioner","id":"7f","active":true,"identifier":[{"system":"http://fhir.nl/fhir/NamingSystem/agb-z","value":"1"}`
		for _, v := range values {
			text += `,{"system":"https://veldzicht.example/staff","value":"` + v + `"}`
		}
		return text + "]}"
	}
	got, err := one(o, patient("c1"), number("0042"), team("t", "active", member("Practitioner/7f", "405623001")))
	if err != nil || got.Users[0].Ref.ID != "0042" || got.Links[0].User.ID != "0042" {
		t.Errorf("got %v and %v", got, err)
	}
	for _, values := range [][]string{nil, {"0042", "0043"}, {""}} {
		_, err := one(o, patient("c1"), number(values...), team("t", "active", member("Practitioner/7f", "405623001"), member("Practitioner/7f", "405623001")))
		if err == nil || strings.Count(err.Error(), "\n") != 0 || !strings.Contains(err.Error(), "it must have one, which is its id") {
			t.Errorf("%q: got %v, want it refused once", values, err)
		}
	}
}

// A client's own login is as active as the client, and a user of no role.
func TestClientsHaveLogins(t *testing.T) {
	o := veldzicht()
	o.LoginPrefix = "client-"
	got, err := one(o, patient("c1"), strings.Replace(patient("c2"), "true", "false", 1), team("t", "active"))
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Users) != 2 || got.Users[0].Status != source.Active || got.Users[1].Status != source.Inactive || got.Clients[1].Login.ID != "client-c2" {
		t.Errorf("got %v and %v", got.Users, got.Clients)
	}
	for _, unsaid := range []string{`{"resourceType":"Patient","id":"c3"}`, strings.Replace(practitioner("bert", ""), `"active":true,`, "", 1)} {
		if _, err := one(o, patient("c1"), unsaid, team("t", "active")); err == nil || !strings.Contains(err.Error(), "does not say whether it is active") {
			t.Errorf("got %v", err)
		}
	}
	if _, err := one(o, `{"resourceType":"Patient","id":"c1"}`, team("t", "active")); err == nil || !strings.Contains(err.Error(), "does not say whether it is active") {
		t.Errorf("got %v", err)
	}
}

func TestSettings(t *testing.T) {
	bsn := "http://fhir.nl/fhir/NamingSystem/bsn"
	tenant := source.OneTenant{ID: "veldzicht"}
	for _, tt := range []struct {
		options fhir.Options
		want    string
	}{
		{fhir.Options{}, "the tenant is not set"},
		{fhir.Options{Tenant: tenant, ClientSystem: bsn}, "a citizen number is no id"},
		{fhir.Options{Tenant: tenant, Resources: []string{"Careteam"}}, `did you mean "CareTeam"?`},
		{fhir.Options{Tenant: tenant, Codes: map[string]string{"405623001": "practitioner"}}, `write it as "system|code"`},
		{fhir.Options{Tenant: tenant, TimeZone: "Amsterdam"}, "fhir: time_zone: unknown time zone Amsterdam"},
	} {
		if _, err := read(tt.options, map[string]string{"x.json": bundle()}); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%+v: got %v, want %s", tt.options, err, tt.want)
		}
	}
	if _, err := (fhir.Service{Options: fhir.Options{Tenant: tenant}}).Fetch(t.Context()); err == nil || !strings.Contains(err.Error(), "the address is not set") {
		t.Errorf("got %v", err)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte(bundle(caseload()...)))
	f.Add([]byte(team("t", "active", member("Practitioner/anna", "405623001"))))
	f.Fuzz(func(t *testing.T, text []byte) {
		got, err := read(veldzicht(), map[string]string{"x.json": string(text)})
		if err != nil && !errors.As(err, new(*source.Error)) {
			t.Fatalf("got %v", err)
		}
		if err != nil && len(got.Links) > 0 {
			t.Fatal("links came with the error")
		}
	})
}

// The settings name files or a server, and not both.
func TestThroughSettings(t *testing.T) {
	o, _ := server(t, func(_ http.ResponseWriter, _ string, _ int, answer string) string { return answer })
	o.Server.Timeout = time.Minute
	files := map[string]string{"bundle.json": bundle(caseload()...)}
	got, err := settingstest.Read(t, "fhir", o, nil, nil)
	if diff := cmp.Diff(want(t), got, same); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if _, err := settingstest.Read(t, "fhir", o, files, nil); err == nil || !strings.Contains(err.Error(), "there are files and a server") {
		t.Errorf("got %v, want it refused", err)
	}
	o.Server = fhir.Server{}
	got, err = settingstest.Read(t, "fhir", o, files, nil)
	if diff := cmp.Diff(want(t), got, same); diff != "" || err != nil {
		t.Error(err, diff)
	}
}
