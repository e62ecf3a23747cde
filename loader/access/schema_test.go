package access_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

// edited is the model with one piece of its text replaced.
func edited(t *testing.T, old, new string) string {
	t.Helper()
	if !strings.Contains(schema.Text(), old) {
		t.Fatalf("the model has no %q", old)
	}
	return strings.Replace(schema.Text(), old, new, 1)
}

// A building block is what the schema's own comments say it is: the names that
// are generated from the same text leave out the same ones.
func TestAskedAreThePermissionsOfTheModel(t *testing.T) {
	g, err := eval.New(schema.Text())
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, p := range access.Asked(g) {
		got = append(got, string(p.Type)+"#"+p.Name)
	}
	for _, typ := range schema.Types() {
		for _, p := range schema.Permissions(typ) {
			want = append(want, string(p))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestOfSchema(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	for _, tt := range []struct{ why, text, lost, gained string }{
		{"the same", schema.Text(), "", ""},
		{"who messages may no longer", edited(t, "permission message = in_caseload + own", "permission message = own"),
			"lost user:veldzicht/anna client#message client:veldzicht/c-1001", ""},
		{"secretaries may read", edited(t, "permission view_dossier = in_caseload", "permission view_dossier = tenant.all(active_secretary) + in_caseload"),
			"", "gained user:veldzicht/"},
		{"a permission that is new", edited(t, "permission message =", "permission greet = in_caseload\n\tpermission message ="),
			"", "gained user:veldzicht/anna client#greet client:veldzicht/c-1001"},
		{"a building block that is new", edited(t, "permission message =", "permission message =") + "\n/** d */\ndefinition house {\n\trelation owner: user\n\t/**\n\t * x\n\t * @block\n\t */\n\tpermission live = owner\n}", "", ""},
		{"a permission that is gone", edited(t, "permission video_call = in_caseload + own", ""),
			"lost user:veldzicht/anna client#video_call client:veldzicht/c-1001", ""},
	} {
		d, err := access.OfSchema(t.Context(), conn, tt.text, today)
		if err != nil {
			t.Errorf("%s: %v", tt.why, err)
			continue
		}
		lines := strings.Join(flat(d), "\n")
		for sign, want := range map[string]string{"lost ": tt.lost, "gained ": tt.gained} {
			if strings.Contains(lines, sign) != (want != "") || !strings.Contains(lines, want) {
				t.Errorf("%s: want %q in\n%s", tt.why, want, lines)
			}
		}
	}
}

func TestOfSchemaRefusesWhatAnEngineWould(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	var unplaced *access.UnplacedError
	for _, tt := range []struct{ why, text, want string }{
		{"no schema", "nonsense", "line 1, column 1"},
		{"a slip further on", edited(t, "permission video_call =", "permission video_call ="+" +"), "line "},
		{"a relation that is not there", edited(t, "permission message = in_caseload + own", "permission message = in_casload + own"), ": client#message: client#in_casload does not exist"},
		{"a type that is not there", edited(t, "relation login: user", "relation login: usr"), "type usr does not exist"},
		{"an arrow along a relation that is not there", edited(t, "permission own = login & tenant.all(member)", "permission own = login & tennant.all(member)"), "tennant"},
		{"an arrow along a permission", edited(t, "permission own = login & tenant.all(member)", "permission own = login & in_caseload.all(member)"), "is a permission"},
		{"an arrow along a wildcard", edited(t, "permission configure = member & application_manager", "permission configure = emergency_procedure->member"), "wildcard"},
		{"a relation of another type that is not there", edited(t, "relation practitioner: user | user with expiration | account#owner", "relation practitioner: user | user with expiration | account#ovner"), "account#ovner does not exist"},
		{"a condition that is not there", edited(t, "user with emergency_access", "user with emergency_aces"), "emergency_aces"},
		{"a kind of subject twice", edited(t, "relation login: user", "relation login: user | user"), "twice"},
		{"a wildcard through a relation", edited(t, "relation login: user", "relation login: user | tenant#emergency_procedure"), "wildcard"},
		{"a relation that has data", edited(t, "relation analyst: user", "relation analist: user"), "analyst"},
		{"a type that has data", "definition user {}", "no place for"},
		{"a kind of subject that has data", edited(t, "relation emergency_procedure: user:*", "relation emergency_procedure: user"), "no place for tenant:"},
		{"a condition that lacks what was written", edited(t, "invitation(now timestamp, until timestamp) {\n\tnow < until", "invitation(now timestamp) {\n\tnow < now"), "parameter until"},
		{"a condition of another type", edited(t, "invitation(now timestamp, until timestamp) {\n\tnow < until", "invitation(now timestamp, until duration) {\n\tnow < now + until"), "parameter until"},
		{"a relation that becomes a permission", edited(t, "relation login: user", "permission login = practitioner"), "no place for client:"},
	} {
		d, err := access.OfSchema(t.Context(), conn, tt.text, today)
		if err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v and %v, want %q", tt.why, err, d, tt.want)
		}
		if strings.Contains(tt.want, "no place") && !errors.As(err, &unplaced) {
			t.Errorf("%s: got %T, want an *UnplacedError", tt.why, err)
		}
		// The engine is the reference.
		if _, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: tt.text}); err == nil {
			t.Fatalf("%s: the engine took it", tt.why)
		}
	}
	if unplaced == nil || unplaced.Count < 1 || len(unplaced.Examples) == 0 {
		t.Errorf("got %+v", unplaced)
	}
}

func TestOfSchemaNeedsASchemaToCompareWith(t *testing.T) {
	_, err := access.OfSchema(t.Context(), fixtures.Start(t, nil), schema.Text(), today)
	if err == nil || !strings.Contains(err.Error(), "no schema and no data") {
		t.Errorf("got %v", err)
	}
}

// A comment alone gave and took: a permission was asked on one side only.
func TestACommentGivesNothing(t *testing.T) {
	hidden := strings.Replace(schema.Text(), " * @row C4\n", " * @block\n", 1)
	shown := strings.Replace(schema.Text(), " * @block\n\t */\n\tpermission own =", " */\n\tpermission own =", 1)
	conn := fixtures.Start(t, fixtures.Care())
	for _, text := range []string{hidden, shown} {
		if text == schema.Text() {
			t.Fatal("nothing was replaced")
		}
		d, err := access.OfSchema(t.Context(), conn, text, today)
		if err != nil || !d.Empty() {
			t.Errorf("got %v, %d lost and %d gained", err, d.Lost.Total(), d.Gained.Total())
		}
	}
}
