package recertification_test

import (
	"fmt"
	"testing"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/recertification"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// A group of an institution's own type is printed with the id that the engine holds, and was
// refused where a scope named it so; of a scope that names it what it has was left out.
func TestScopesOfAnInstitutionsOwnGroups(t *testing.T) {
	x, err := model.Compose("own.zed", `definition team {
	/**
	 * @granted-by team#manage
	 * @label lead | leider | chef
	 */
	relation lead: user
	permission manage = lead
}
definition client {
	/**
	 * @granted-by client#link_professionals
	 * @label team | team | équipe
	 */
	relation care_team: team#lead
	permission read = care_team
}
`)
	if err != nil {
		t.Fatal(err)
	}
	text, err := model.Flatten(x.Compiled)
	if err != nil {
		t.Fatal(err)
	}
	s, err := eval.New(text)
	if err != nil {
		t.Fatal(err)
	}
	m := model.OfEngine(text)
	team := relation.Object{Type: "team", ID: "a/night=20shift"}
	client := relation.Object{Type: schema.TypeClient, ID: "a/c"}
	if s, err = s.With([]relation.Change{
		{Relationship: relation.Relationship{Resource: team, Relation: "team#lead", Subject: user("cas")}},
		{Relationship: relation.Relationship{Resource: relation.Object{Type: "team", ID: "a/day"}, Relation: "team#lead", Subject: user("pim")}},
		{Relationship: relation.Relationship{Resource: client, Relation: "client#care_team", Subject: team, SubjectRelation: "lead"}},
		{Relationship: relation.Relationship{Resource: client, Relation: schema.ClientPractitioner, Subject: user("cas")}},
	}); err != nil {
		t.Fatal(err)
	}
	state := recertification.StateOf(s, m, now)
	for _, written := range []string{team.String(), "team:a/night shift", `"team:=a/night=20shift"`} {
		about, err := recertification.ParseScope(m, []string{written})
		if err != nil {
			t.Errorf("%s: %v", written, err)
			continue
		}
		grants, err := state.Grants(about)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, g := range grants {
			got = append(got, g.Relationship.String())
		}
		want := []string{"client:a/c#care_team@team:=a/night=20shift#lead", "team:=a/night=20shift#lead@user:a/cas"}
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: got %s, want %s", written, got, want)
		}
		if refs := about.Refs(m); len(refs) != 1 || refs[0] != (schema.Ref{Type: "team", Tenant: "a", ID: "night shift"}) {
			t.Errorf("%s: names %v", written, refs)
		}
	}
	for _, text := range []string{"team:=", "team:=*", "teem:=a/x", "team:a", "=team:a/x"} {
		if _, err := recertification.ParseScope(m, []string{text}); err == nil {
			t.Errorf("%s is a scope", text)
		}
	}
}
