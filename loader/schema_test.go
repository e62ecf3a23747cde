package loader_test

import (
	"errors"
	"strings"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

func TestSchemaDiff(t *testing.T) {
	for _, tt := range []struct {
		why, old, new string
		want          []string
		refused       bool
	}{
		{"the same", "", "", []string{}, false},
		{"a comment", "Delete the organization.", "Remove it.", []string{"~ permission organization#delete: its comment"}, false},
		{"another right", "permission download_reports = member & analyst", "permission download_reports = member", []string{"~ permission tenant#download_reports: what it grants"}, true},
		{"a permission missing", "\t/**\n\t * Download reports.\n\t * @row C14\n\t * @label download reports | rapportages downloaden | télécharger des rapports\n\t */\n\tpermission download_reports = member & analyst\n", "", []string{"+ permission tenant#download_reports"}, true},
		{"a permission too many", "permission download_reports = member & analyst", "permission download_reports = member & analyst\n\n\tpermission extra = member", []string{"- permission tenant#extra"}, false},
		{"a subject too many", "relation analyst: user", "relation analyst: user | tenant", []string{"~ relation tenant#analyst: subject tenant goes"}, true},
		{"another caveat", "now < until\n}", "now <= until\n}", []string{"~ caveat invitation: when it holds"}, true},
		{"a definition too many", "definition user {}", "definition user {}\n\ndefinition robot {}", []string{"- definition robot"}, false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			e, eng := start(t)
			defer func() { _ = e.Close() }()
			if !strings.Contains(schema.Text(), tt.old) {
				t.Fatalf("the schema has no %q", tt.old)
			}
			if _, err := eng.WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: strings.Replace(schema.Text(), tt.old, tt.new, 1)}); err != nil {
				t.Fatal(err)
			}
			got, err := loader.SchemaDiff(t.Context(), enginetest.Conn(eng), schema.Model{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, inEnglish(got)); diff != "" {
				t.Error(diff)
			}
			_, err = loader.ObservedState(t.Context(), enginetest.Conn(eng), []schema.TenantID{"acme"})
			var other *loader.SchemaError
			if errors.As(err, &other) != tt.refused || (err != nil) != tt.refused {
				t.Errorf("got %v, want refused %t", err, tt.refused)
			}
			if _, err := loader.WriteSchema(t.Context(), enginetest.Conn(eng), schema.Model{}); err != nil {
				t.Fatal(err)
			}
			if got, err := loader.SchemaDiff(t.Context(), enginetest.Conn(eng), schema.Model{}); err != nil || len(got) > 0 {
				t.Errorf("after writing it: got %q, %v", got, err)
			}
		})
	}
}

// The model of before the lease, in which a sync that was killed left what holds
// a new model up.
func TestWriteSchemaOverAnOlderModel(t *testing.T) {
	e, eng := start(t)
	defer func() { _ = e.Close() }()
	const lease, member = "definition lease {", "\trelation member: user\n"
	older := strings.Replace(schema.Text(), member, member+"\n\trelation loading: tenant\n", 1)
	older = strings.Replace(older, lease, "definition robot {", 1)
	older = strings.ReplaceAll(strings.ReplaceAll(older, ": lease\n", ": robot\n"), ": lease with", ": robot with")
	if _, err := eng.WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: older}); err != nil {
		t.Fatal(err)
	}
	member1 := loader.Relationship{Resource: object("tenant", "acme"), Relation: schema.TenantMember, Subject: object("user", "acme/ada")}
	left := loader.Relationship{Resource: object("tenant", "acme"), Relation: "tenant#loading", Subject: object("tenant", "0123456789abcdef0123456789abcdef")}
	put(t, eng, member1, left)
	left.Resource.ID = "beta"
	put(t, eng, left)
	if _, err := loader.ObservedState(t.Context(), enginetest.Conn(eng), []schema.TenantID{"acme"}); !errors.As(err, new(*loader.SchemaError)) {
		t.Errorf("under the older model: got %v, want a *SchemaError", err)
	}
	if _, err := loader.WriteSchema(t.Context(), enginetest.Conn(eng), schema.Model{}); err != nil {
		t.Fatal(err)
	}
	if got, err := loader.SchemaDiff(t.Context(), enginetest.Conn(eng), schema.Model{}); err != nil || len(got) > 0 {
		t.Errorf("after writing it: got %q, %v", got, err)
	}
	if got := have(t, eng, "acme").Relationships; len(got) != 1 || got[0] != member1 {
		t.Errorf("got %v, want what was no lease's", got)
	}
}

func TestSchemaDiffOfAnEmptyEngine(t *testing.T) {
	e, eng := start(t)
	defer func() { _ = e.Close() }()
	got, err := loader.SchemaDiff(t.Context(), enginetest.Conn(eng), schema.Model{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"+ the whole schema: the engine has none"}, inEnglish(got)); diff != "" {
		t.Error(diff)
	}
}

func inEnglish(lines []phrase.Phrase) []string {
	texts := make([]string, len(lines))
	for i, line := range lines {
		texts[i] = line.String()
	}
	return texts
}
