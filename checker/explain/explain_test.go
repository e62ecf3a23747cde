package explain_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/schema"
)

func ref(t *testing.T, s string) schema.Ref {
	t.Helper()
	r, err := schema.ParseRef(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// What people read, in the three languages.
func TestTheWordsOfTheField(t *testing.T) {
	explainer := explain.New(fixtures.Start(t, fixtures.Care()), explain.Options{})
	for _, c := range []struct {
		why, user, permission, client string
		language                      schema.Language
		want                          string
	}{
		{"a path", "anna", "view_dossier", "c-1001", schema.English, `allowed
  anna is linked to c-1001 as practitioner · anna is in the group practitioner · anna's account is active
`},
		{"a path in Dutch", "anna", "view_dossier", "c-1001", schema.Dutch, `toegestaan
  anna is gekoppeld aan c-1001 als hulpverlener · anna zit in de groep hulpverlener · het account van anna is actief
`},
		{"a path in French", "anna", "view_dossier", "c-1001", schema.French, `autorisé
  anna est lié à c-1001 comme praticien · anna est dans le groupe praticien · le compte d'anna est actif
`},
		{"the link's group is missing", "lars", "manage_account", "c-1001", schema.English, `denied
  - lars is not in the group practitioner
  1. it takes: lars is in the group practitioner
     could be done by: frank, gerda
`},
		{"the wrong link", "bram", "start_tools", "c-1001", schema.English, `denied
  - bram is linked to c-1001 as supervisor, which does not give this
  - bram is not linked to c-1001 as practitioner
  - bram is not in the group practitioner
  1. it takes: bram is linked to c-1001 as practitioner
     could be done by: anna, dirk, els
     it takes: bram is in the group practitioner
     could be done by: frank, gerda
`},
		{"an inactive account", "ine", "manage_account", "c-1001", schema.Dutch, `geweigerd
  - het account van ine is niet actief
  1. nodig: het account van ine is actief
     kan gedaan worden door: frank, gerda, ursula
`},
		{"nobody there", "anna", "view_dossier", "c-9999", schema.English, `denied
  - c-9999 does not exist
`},
		{"no account", "nobody", "view_dossier", "c-1001", schema.English, `denied
  - nobody has no account
`},
	} {
		t.Run(c.why, func(t *testing.T) {
			x, err := explainer.Explain(t.Context(), checker.Question{
				Subject: ref(t, "user:veldzicht/"+c.user), Permission: schema.Permission("client#" + c.permission), Resource: ref(t, "client:veldzicht/"+c.client),
			})
			if err != nil {
				t.Fatal(err)
			}
			var b strings.Builder
			if err := x.WriteText(&b, c.language); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, b.String()); diff != "" {
				t.Errorf("-want +got\n%s", diff)
			}
		})
	}
}

func TestAStrangerIsDeniedByRule(t *testing.T) {
	explainer := explain.New(nil, explain.Options{}) // which no engine is asked for
	x, err := explainer.Explain(t.Context(), checker.Question{
		Subject: ref(t, "user:de-brug/wim"), Permission: schema.ClientViewDossier, Resource: ref(t, "client:veldzicht/c-1001"),
	})
	if err != nil {
		t.Fatal(err)
	}
	if x.Outcome != checker.Denied || len(x.InTheWay) != 1 || x.InTheWay[0].Kind != explain.OtherTenant {
		t.Errorf("got %v with %v in the way, want denied for another tenant", x.Outcome, x.InTheWay)
	}
}

// For programs, and for pictures: an id cannot break out of its place.
func TestOtherForms(t *testing.T) {
	id := `a"]<b>`
	x := explain.Explanation{
		Question: checker.Question{Subject: ref(t, "user:v/"+id), Permission: schema.ClientViewDossier, Resource: ref(t, "client:v/c")},
		At:       time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC),
		Remedies: []explain.Remedy{{Changes: []explain.Change{{Step: explain.Step{
			Resource: ref(t, "client:v/c"), Relation: schema.ClientPractitioner, Subject: ref(t, "user:v/"+id),
		}}}}},
	}
	raw, err := json.Marshal(x)
	if err != nil {
		t.Fatal(err)
	}
	want := `{"subject":"user:v/a\"]\u003cb\u003e","permission":"client#view_dossier","resource":"client:v/c","outcome":"denied","at":"2026-01-02T03:04:05Z",` +
		`"path":[],"only":false,"in_the_way":[],"missing":[{"changes":[{"resource":"client:v/c","relation":"practitioner","subject":"user:v/a\"]\u003cb\u003e"}],"grants":[]}]}`
	if diff := cmp.Diff(want, string(raw)); diff != "" {
		t.Errorf("JSON: -want +got %s", diff)
	}
	var mermaid, dot strings.Builder
	if err := x.WriteMermaid(&mermaid); err != nil {
		t.Fatal(err)
	}
	wantMermaid := `flowchart LR
  n0["user:v/a#quot;]#lt;b#gt;"]
  n1["client:v/c"]
  n0 -.->|"practitioner"| n1
`
	if diff := cmp.Diff(wantMermaid, mermaid.String()); diff != "" {
		t.Errorf("Mermaid: -want +got %s", diff)
	}
	if err := x.WriteDOT(&dot); err != nil {
		t.Fatal(err)
	}
	wantDOT := `digraph explanation {
  rankdir=LR;
  "user:v/a\"]<b>" -> "client:v/c" [label="practitioner", style=dashed];
}
`
	if diff := cmp.Diff(wantDOT, dot.String()); diff != "" {
		t.Errorf("DOT: -want +got %s", diff)
	}
}
