package baton_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/settings/settingstest"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/baton"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/schema"
)

// one is a grant as the connectors' tool prints it.
func one(entitlement, principal, status string) string {
	const user = `{"id":{"resourceType":"user","resource":%[2]q},"displayName":"Anna","annotations":[{"@type":"type.googleapis.com/c1.connector.v2.ExternalLink","url":"x"},{"@type":"type.googleapis.com/c1.connector.v2.UserTrait","emails":[{"address":"b@x.example"},{"address":"a@x.example","isPrimary":true}],"status":{"status":%[3]q},"accountType":"ACCOUNT_TYPE_HUMAN"}]}`
	const group = `{"id":{"resourceType":"group","resource":"g"},"displayName":"Group"}`
	return fmt.Sprintf(`{"grant":{"entitlement":{"id":%[1]q,"resource":`+group+`},"principal":{"id":{"resourceType":"user","resource":%[2]q}},"id":"x"},"entitlement":{"id":%[1]q,"slug":"member"},"resource":`+group+`,"resourceType":{"id":"group","traits":["TRAIT_GROUP"]},"principal":`+user+`}`, entitlement, principal, status)
}

func output(grants ...string) string { return `{"grants": [` + strings.Join(grants, ", ") + `]}` }

func read(content string, o baton.Options) (source.Source, error) {
	return source.Options{}.Read(baton.Format{Options: o}, fstest.MapFS{"grants.json": {Data: []byte(content)}})
}

var options = baton.Options{Tenant: source.OneTenant{ID: "veldzicht", Emergency: "off"}, Entitlements: []baton.Entitlement{
	{ID: "group:g:member", Role: "practitioner"},
	{ID: "group:h:member", Role: "practitioner"},
	{ID: "group:g:lead", Role: "manager", Object: "organization:org-x"},
	{ID: "app:login"},
}}

// A world's people, roles and links are the same from grants as from a folder, of
// what grants can say: nobody is invited, and nobody is there without a grant.
func TestGrantsEqualFolder(t *testing.T) {
	world, err := source.Options{}.Read(csv.Format{}, fixtures.Care())
	if err != nil {
		t.Fatal(err)
	}
	o := baton.Options{Tenant: source.OneTenant{ID: "veldzicht", Name: "Stichting Veldzicht", Emergency: "on"}}
	entitle := func(e baton.Entitlement) string {
		e.ID = e.Role + " of " + e.Object
		if !slices.Contains(o.Entitlements, e) {
			o.Entitlements = append(o.Entitlements, e)
		}
		return e.ID
	}
	status := map[source.Status]string{source.Active: "STATUS_ENABLED", source.Inactive: "STATUS_DISABLED"}
	said := map[schema.Ref]string{}
	var users []source.User
	var grants []string
	for _, u := range world.Users {
		if status[u.Status] == "" || u.Ref.Tenant != "veldzicht" || len(u.Roles) == 0 {
			continue
		}
		users, said[u.Ref] = append(users, u), status[u.Status]
		for _, role := range u.Roles {
			grants = append(grants, one(entitle(baton.Entitlement{Role: string(role)}), u.Ref.ID, status[u.Status]))
		}
	}
	var links []source.Link
	for _, l := range world.Links {
		if said[l.User] != "" {
			links = append(links, l)
			grants = append(grants, one(entitle(baton.Entitlement{Role: string(l.Role), Object: "client:" + l.Object.ID}), l.User.ID, said[l.User]))
		}
	}
	got, err := read(output(grants...), o)
	if err != nil {
		t.Fatal(err)
	}
	ignored := cmp.Options{cmpopts.IgnoreTypes(source.Position{}), cmpopts.IgnoreFields(source.User{}, "Name", "Email")}
	want := source.Source{Users: users, Links: links}
	if diff := cmp.Diff(want, source.Source{Users: got.Users, Links: got.Links}, ignored); diff != "" || len(users) < 10 || len(links) < 10 {
		t.Errorf("%d users, %d links: %s", len(users), len(links), diff)
	}
	if diff := cmp.Diff(world.Tenants[:1], got.Tenants); diff != "" {
		t.Error(diff)
	}
}

// What one grant gives.
func TestGiven(t *testing.T) {
	got, err := read("\xEF\xBB\xBF"+output(one("group:g:member", "u1", "STATUS_ENABLED"), one("group:h:member", "u1", "STATUS_ENABLED"), one("group:g:lead", "u2", "STATUS_DISABLED"),
		one("group:g:lead", "u2", "STATUS_DISABLED"), one("app:login", "u3", "STATUS_DELETED")), options)
	if err != nil {
		t.Fatal(err)
	}
	user := func(id string, status source.Status, roles ...schema.Role) source.User {
		return source.User{Ref: schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: id}, Name: "Anna", Email: "a@x.example", Status: status, Roles: roles}
	}
	want := []source.User{user("u1", source.Active, "practitioner"), user("u2", source.Inactive), user("u3", source.Inactive)}
	if diff := cmp.Diff(want, got.Users); diff != "" {
		t.Error(diff)
	}
	if len(got.Links) != 1 || got.Links[0].Object.String() != "organization:veldzicht/org-x" || got.Things[0].Name != "Group" {
		t.Errorf("got %v and %v", got.Links, got.Things)
	}
}

// Each is refused, or left out where the settings say so, and said.
func TestRefused(t *testing.T) {
	good := one("group:g:member", "anna", "STATUS_ENABLED")
	for _, tt := range []struct {
		why, content, want string
		change             func(*baton.Options)
		warning            string
	}{
		{"an entitlement that is not mapped", output(good, one("group:g:membr", "anna", "STATUS_ENABLED")), `grants.json#/grants/1: entitlement "group:g:membr" is not mapped: name it in the settings, or set leave_out_unmapped; did you mean "group:g:member"?`,
			func(o *baton.Options) { o.LeaveOutUnmapped = true }, "grants.json#/grants/1: 1 grant from here on is of an entitlement that is not mapped: left out"},
		{"a group", output(good, strings.ReplaceAll(good, `"resourceType":"user"`, `"resourceType":"group"`)), `grants.json#/grants/1: is to "anna" of type "group", which is no person`,
			func(o *baton.Options) { o.LeaveOutOthers = true }, "grants.json#/grants/1: 1 grant from here on is to what is no person: left out"},
		{"a service account", output(good, strings.ReplaceAll(good, "_HUMAN", "_SERVICE")), `grants.json#/grants/1: is to "anna" of type "user", which is no person`,
			func(o *baton.Options) { o.LeaveOutOthers = true }, "grants.json#/grants/1: 1 grant from"},
		{"an account without a trait", output(good, strings.ReplaceAll(good, "UserTrait", "AppTrait")), `grants.json#/grants/1: is to "anna" of type "user", which is no person`,
			func(o *baton.Options) { o.LeaveOutOthers = true }, "grants.json#/grants/1: 1 grant from"},
		{"no status", output(one("group:g:member", "anna", "")), `grants.json#/grants/0: principal "anna" has no status: set unknown_status`,
			func(o *baton.Options) { o.UnknownStatus = "inactive" }, ""},
		{"nobody left", output(one("x", "anna", "STATUS_ENABLED")), `entitlement "x" is not mapped`, nil, ""},
		{"an unknown status", output(one("group:g:member", "anna", "STATUS_ASLEEP")), `grants.json#/grants/0: principal "anna" has the status "ASLEEP", which is not known`, nil, ""},
		{"two statuses", output(good, one("group:g:member", "anna", "STATUS_DISABLED")), `grants.json#/grants/1: principal "anna" is inactive here and active before`, nil, ""},
		{"an e-mail address for an id", output(one("group:g:member", "a@x.example", "STATUS_ENABLED")), `principal "a@x.example" is named by an e-mail address`, nil, ""},
		{"two stories", output(strings.Replace(good, `"group:g:member"`, `"group:h:member"`, 1)), `grants.json#/grants/0: grants "group:g:member" to "anna", and says something else`, nil, ""},
		{"no grant", output(`{}`), "grants.json#/grants/0: lacks its entitlement or its principal", nil, ""},
		{"an empty answer", output(), "grants.json names no grant: an empty answer is not an empty firm", nil, ""},
		{"a null", `{"grants": null}`, "grants.json names no grant", nil, ""},
		{"a key twice", `{"grants": [], "grants": []}`, `duplicate`, nil, ""},
		{"more after it", output(good) + "{}", "is not the whole output", nil, ""},
		{"very deep", `{"grants": ` + strings.Repeat("[", 10_001), "is not the whole output", nil, ""},
		{"no UTF-8", output(strings.Replace(good, "Anna", "Ann\xff", 1)), "is not the whole output", nil, ""},
		{"an object for a list", `{"grants": {}}`, "is not the whole output", nil, ""},
		{"a wildcard", output(one("group:g:member", "*", "STATUS_ENABLED")), "grants.json#/grants/0: ", nil, ""},
		{"NUL", output(strings.ReplaceAll(good, "anna", `an\u0000na`)), "grants.json#/grants/0: ", nil, ""},
		{"a character that turns the text", output(strings.ReplaceAll(good, "anna", `an\u202ena`)), "turns the direction of text", nil, ""},
		{"1023 bytes", output(one("group:g:member", strings.Repeat("a", 1023), "STATUS_ENABLED")), "grants.json#/grants/0: ", nil, ""},
		{"1025 bytes", output(one("group:g:member", strings.Repeat("a", 1025), "STATUS_ENABLED")), "grants.json#/grants/0: ", nil, ""},
		{"a page of a server", "<html>", "there are 0 files", nil, ""},
	} {
		_, err := read(tt.content, options)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %s", tt.why, err, tt.want)
		}
		if tt.change == nil {
			continue
		}
		o := options
		tt.change(&o)
		got, err := read(tt.content, o)
		if err != nil || tt.warning != "" && !strings.HasPrefix(got.Warnings[0].String(), tt.warning) {
			t.Errorf("%s: got %v and %v, want %s", tt.why, got.Warnings, err, tt.warning)
		}
	}
	o := options
	o.LeaveOutUnmapped = true
	if _, err := read(output(one("x", "anna", "STATUS_ENABLED")), o); err == nil || !strings.Contains(err.Error(), "names nobody who is not left out") {
		t.Errorf("everybody is left out: got %v", err)
	}
}

// The table is checked before anything is read.
func TestOptions(t *testing.T) {
	of := func(e ...baton.Entitlement) baton.Options {
		return baton.Options{Tenant: options.Tenant, Entitlements: e}
	}
	for _, tt := range []struct {
		options baton.Options
		want    string
	}{
		{baton.Options{Entitlements: options.Entitlements}, "the tenant is not set"},
		{of(), "baton: no entitlement is mapped"},
		{of(baton.Entitlement{}), `baton: entitlement "": the id is blank`},
		{of(baton.Entitlement{ID: "x"}, baton.Entitlement{ID: "x"}), `baton: entitlement "x" is mapped twice`},
		{of(baton.Entitlement{ID: "x", Role: "boss"}), `baton: entitlement "x": role "boss" is none in a tenant`},
		{of(baton.Entitlement{ID: "x", Role: "manager"}), `baton: entitlement "x": role "manager" is none in a tenant`},
		{of(baton.Entitlement{ID: "x", Role: "auditor", Object: "engagement:e"}), `baton: entitlement "x": object "engagement:e": write organization:ID or client:ID`},
		{of(baton.Entitlement{ID: "x", Role: "manager", Object: "client:c"}), `baton: entitlement "x": role "manager" is none on one client`},
		{of(baton.Entitlement{ID: "x", Object: "client:c"}), `baton: entitlement "x": role "" is none on one client`},
	} {
		if _, err := read(output(one("x", "u", "STATUS_ENABLED")), tt.options); err == nil || !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("got %v, want %s", err, tt.want)
		}
	}
}

// Cut off after any byte, it is an error.
func TestCutOff(t *testing.T) {
	content := output(one("group:g:member", "anna", "STATUS_ENABLED"), one("group:g:lead", "bram", "STATUS_ENABLED"))
	for i := range content {
		if _, err := read(content[:i], options); err == nil {
			t.Fatalf("cut off after %d bytes it is read", i)
		}
	}
}

// Whatever is printed, nobody has a role that no grant of it gives.
func FuzzDecode(f *testing.F) {
	f.Add(output(one("group:g:member", "anna", "STATUS_ENABLED")))
	f.Add(output(one("app:login", "anna", "STATUS_DISABLED"), `{"principal": {"annotations": [1, {"@type": []}]}}`))
	f.Add(`{"grants": [{"entitlement": null}]}`)
	f.Fuzz(func(t *testing.T, content string) {
		got, err := read(content, options)
		if err != nil {
			return
		}
		if !json.Valid([]byte(strings.TrimPrefix(content, "\xEF\xBB\xBF"))) {
			t.Error("what is no JSON is read")
		}
		for _, u := range got.Users {
			if len(u.Roles) > 0 && !strings.Contains(content, ":member") && !strings.Contains(content, `\u`) {
				t.Errorf("%s has %v", u.Ref, u.Roles)
			}
		}
	})
}

// The settings have the table of entitlements.
func TestThroughSettings(t *testing.T) {
	content := output(one("group:g:member", "anna", "STATUS_ENABLED"))
	got, err := settingstest.Read(t, "baton", options, map[string]string{"grants.json": content}, nil)
	if err != nil || len(got.Users) != 1 || !got.Users[0].Has("practitioner") {
		t.Errorf("got %v and %v", got.Users, err)
	}
	if _, err := settingstest.Read(t, "baton", map[string]any{"tenat": "x"}, map[string]string{"grants.json": content}, nil); err == nil ||
		!strings.Contains(err.Error(), `line 5: key "tenat" does not exist here: the keys are tenant, principal_types, entitlements, leave_out_unmapped, leave_out_others, unknown_status; did you mean "tenant"?`) {
		t.Errorf("got %v", err)
	}
}
