package source_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
)

// Every format says in its own way where something stands.
func TestPositions(t *testing.T) {
	sheet := &source.Part{Name: "Links", Place: func(name string, row int, field string) (whole string, inside fmt.Stringer) {
		column := map[string]string{"user": "B", "role": "C"}[field]
		if column == "" {
			return fmt.Sprintf("%s!%d", name, row), phrase.Of("in row %d", row)
		}
		return fmt.Sprintf("%s!%s%d", name, column, row), phrase.Of("in %s%d", column, row)
	}}
	page := func(name string) *source.Part {
		return &source.Part{Name: name, Place: func(name string, row int, field string) (whole string, inside fmt.Stringer) {
			pointer := fmt.Sprintf("#/%d", row-1)
			if field != "" {
				pointer += "/" + field
			}
			return name + pointer, phrase.Of("at %s", pointer)
		}}
	}
	first, second := page("https://hr.example/users?page=1"), page("https://hr.example/users?page=2\n")
	tenants := &source.Part{Name: "tenants.csv"}
	records := source.Records{
		Tenants: []source.TenantRow{{At: source.Position{Part: tenants, Row: 2}, ID: "acme", Emergency: "On"}},
		Users: []source.UserRow{
			{At: source.Position{Part: first, Row: 1}, Tenant: "acme", ID: "ada", Status: "active", Roles: []string{"kng"}},
			{At: source.Position{Part: first, Row: 2}, Tenant: "acme", ID: "ada", Status: "active"},
			{At: source.Position{Part: second, Row: 1}, Tenant: "acme", ID: "ada", Status: "gone"},
		},
		Links: []source.LinkRow{
			{At: source.Position{Part: sheet, Row: 17}, Tenant: "acme", User: "ada", Role: "manager", Object: "organization:o1"},
			{At: source.Position{Part: sheet, Row: 18}, Tenant: "acme", User: "mo", Role: "manager", Object: "o1"},
		},
		Parts: map[source.Kind]*source.Part{source.Tenants: tenants, source.Links: sheet},
	}
	_, err := source.Options{}.Check(records)
	if !errors.As(err, new(*source.Error)) {
		t.Fatalf("got %v, want a *source.Error", err)
	}
	want := []string{
		`tenants.csv:2: emergency "On": write "on" or "off"`,
		`https://hr.example/users?page=1#/0/roles: role "kng" does not exist: the roles are app_admin, user_admin, organization_creator, standard_user, external_client, practitioner, supervisor, secretary, application_manager, analyst`,
		`https://hr.example/users?page=1#/1/id: user:acme/ada is there twice: first at #/0`,
		`"https://hr.example/users?page=2\n#/0/id": user:acme/ada is there twice: first at https://hr.example/users?page=1#/0`,
		`"https://hr.example/users?page=2\n#/0/status": status "gone" does not exist: it is one of active, inactive, invited`,
		`Links!17: organization:acme/o1 is not in organizations`,
		`Links!18: object "o1": write one of organization, engagement, connection, client, a colon and the id`,
		`Links!B18: user:acme/mo is not in users`,
	}
	got := strings.Split(err.Error(), "\n")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	// Nothing of it is left in the records.
	if _, again := (source.Options{}).Check(records); again.Error() != err.Error() {
		t.Errorf("checked again: %v", again)
	}
}
