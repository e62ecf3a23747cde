package conformance_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/conformance"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/schema"
)

var newest = &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}

// own is what an institution adds, as it stands in an engine's schema.
const own = `
caveat on_duty(from timestamp, now timestamp) {
	from <= now
}

definition note {
	relation client: client
	relation author: user with on_duty
	permission read = client->view_dossier
}
`

func engineWith(t *testing.T, text string) conformance.Engine {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	schemas := v1.NewSchemaServiceClient(e.Conn())
	if _, err := schemas.WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: text}); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return schemas
}

// What an engine has besides is no difference; whatever it has otherwise is one,
// also where there is something besides.
func TestCheck(t *testing.T) {
	for _, tt := range []struct{ why, old, new, want string }{
		{"ours, and something besides", "", "", ""},
		{"a relation besides on ours", "relation analyst: user", "relation analyst: user\n\trelation archivist: user", ""},
		{"a permission besides on ours", "permission download_reports = member & analyst", "permission download_reports = member & analyst\n\tpermission archive = member", ""},
		{"a comment", "Download reports.", "Get them.", ""},
		{"a permission that gives more", "permission download_reports = member & analyst", "permission download_reports = member", "download_reports: what it grants"},
		{"a permission that gives less", "permission download_reports = member & analyst", "permission download_reports = nil", "download_reports: what it grants"},
		{"a kind of subject more", "relation analyst: user", "relation analyst: user | user:*", "tenant#analyst"},
		{"a type of subject more", "relation analyst: user", "relation analyst: user | note", "tenant#analyst"},
		{"members of something else", "relation analyst: user", "relation analyst: user | account#owner", "tenant#analyst"},
		{"a kind of subject with an end", "relation analyst: user", "relation analyst: user | user with expiration", "tenant#analyst"},
		{"an older model's, whose links had no ends", "relation practitioner: user | user with expiration | account#owner | account#owner with expiration", "relation practitioner: user | account#owner", "client#practitioner"},
		{"an end in its place", "relation analyst: user", "relation analyst: user with expiration", "tenant#analyst"},
		{"a condition more", "relation analyst: user", "relation analyst: user | user with on_duty", "tenant#analyst"},
		{"a condition in its place", "relation analyst: user", "relation analyst: user with on_duty", "tenant#analyst"},
		{"another condition", "user with emergency_access", "user with invitation", "client#emergency"},
		{"a condition that holds longer", "now < until\n}", "now <= until\n}", "invitation: when it holds"},
		{"a condition that takes more", "invitation(now timestamp, until timestamp) {\n\tnow < until\n}", "invitation(now timestamp, until timestamp, more bool) {\n\tnow < until || more\n}", "invitation"},
		{"a relation that is a permission", "relation analyst: user", "permission analyst = member", "tenant#analyst"},
		{"a permission that is a relation", "permission download_reports = member & analyst", "relation download_reports: user", "download_reports"},
		{"an arrow that any will do for", "tenant.all(member) - barred", "tenant->member - barred", "organization#unbarred"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			if !strings.Contains(schema.Text(), tt.old) {
				t.Fatalf("the model has no %q", tt.old)
			}
			err := conformance.Check(t.Context(), engineWith(t, strings.Replace(schema.Text(), tt.old, tt.new, 1)+own), schema.Model{}, newest)
			var other *conformance.OtherError
			switch {
			case tt.want == "" && err != nil:
				t.Errorf("refused: %v", err)
			case tt.want != "" && !errors.As(err, &other):
				t.Errorf("got %v, want it refused for %q", err, tt.want)
			case tt.want != "" && !strings.Contains(fmt.Sprint(other.Differences), tt.want):
				t.Errorf("got %q, want %q in it", other.Differences, tt.want)
			}
		})
	}
}

// An institution's model is held to as ours is.
func TestCheckOfAnInstitutionsModel(t *testing.T) {
	x, err := model.Compose("own.zed", own)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct{ why, text, want string }{
		{"both", x.Model.Text(), ""},
		{"ours alone", schema.Text(), "+ definition note"},
		{"another meaning of theirs", strings.Replace(x.Model.Text(), "client->view_dossier", "client->view_account", 1), "note#read: what it grants"},
		{"a subject more in theirs", strings.Replace(x.Model.Text(), "relation author: user with on_duty", "relation author: user with on_duty | user", 1), "note#author"},
	} {
		err := conformance.Check(t.Context(), engineWith(t, tt.text), x.Model, newest)
		var other *conformance.OtherError
		if refused := errors.As(err, &other); refused != (tt.want != "") || refused && !strings.Contains(fmt.Sprint(other.Differences), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.why, err, tt.want)
		}
	}
}
