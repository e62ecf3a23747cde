package validationfile_test

import (
	"strings"
	"testing"

	"github.com/remit-authz/remit/internal/validationfile"
)

const file = `schema: |-
  definition user {}
  definition doc { relation reader: user }

relationships: |-
  // who reads
  doc:a#reader@user:x

  doc:b#reader@user:y[late:{"from":"2026-01-01T00:00:00Z"}]
assertions:
  assertTrue:
    - doc:a#reader@user:x
`

func TestParse(t *testing.T) {
	got, err := validationfile.Parse([]byte(file))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(got.Schema, "\n")
	if len(lines) != 3 || !strings.Contains(lines[2], "definition doc") || len(got.Relationships) != 2 {
		t.Fatalf("got %q and %d relationships", got.Schema, len(got.Relationships))
	}
	for i, want := range []struct {
		line   int
		caveat string
	}{{7, ""}, {9, "late"}} {
		if r := got.Relationships[i]; r.Line != want.line || r.GetOptionalCaveat().GetCaveatName() != want.caveat {
			t.Errorf("relationship %d: line %d, caveat %q, want %v", i, r.Line, r.GetOptionalCaveat().GetCaveatName(), want)
		}
	}
	if got, err := validationfile.Parse(nil); err != nil || len(got.Relationships) != 0 {
		t.Errorf("nothing: %v, %v", got, err)
	}
}

// Data that is left out in silence would be a denial, or under an exclusion more.
func TestWhatIsNotAValidationFile(t *testing.T) {
	for _, tt := range []struct{ why, text, want string }{
		{"a name that is not known", "relation: |-\n  doc:a#reader@user:x", "line 1: field relation is not known"},
		{"a name twice", "relationships: ''\nrelationships: ''", "already defined"},
		{"no relationship", "relationships: |-\n  doc:a#reader@user:x\n  doc:a", "line 3: error parsing relationship"},
		{"a relationship twice", "relationships: |-\n  doc:a#reader@user:x\n  doc:a#reader@user:x", "found repeated relationship"},
		{"relationships in a list", "relationships:\n  - doc:a#reader@user:x", "line 2"},
		{"two documents", "relationships: ''\n---\nrelationships: ''", "more than one document"},
		{"a schema twice", "schema: definition user {}\nschemaFile: a.zed", "leave one of schema and schemaFile out"},
		{"no YAML", "a: [", "is not YAML"},
		{"text", "definition user {}", "line 1"},
	} {
		if _, err := validationfile.Parse([]byte(tt.text)); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.why, err, tt.want)
		}
	}
}
