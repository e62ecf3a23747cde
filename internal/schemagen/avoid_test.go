package main

import (
	"os"
	"testing"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/schemadsl/compiler"

	"github.com/remit-authz/remit/internal/model"
)

// SpiceDB v1.56.2 answers wrongly, some of it allowed, under schemas that the
// model must therefore not be: package graph's tests have each one reduced.
func TestTheModelKeepsAwayFromWhatSpiceDBGetsWrong(t *testing.T) {
	m, err := model.Read(os.DirFS("../../schema"), root)
	if err != nil {
		t.Fatal(err)
	}
	for _, problem := range risky(m.Compiled) {
		t.Error(problem)
	}
}

func TestRiskyModelsAreRefused(t *testing.T) {
	for _, c := range []struct{ why, schema string }{
		{"an expression is subtracted", `definition user {}
definition doc {
	relation aaa: user
	relation bbb: user
	permission ppp = aaa - (bbb + aaa)
}`},
		{"a type is taken with a condition and without", `use expiration
definition team {
	relation lead: team
}
definition doc {
	relation parent: team with expiration | team#lead
}`},
		{"a type is taken with a caveat and without", `caveat flagged(flag bool) { flag }
definition team {
	relation lead: team
}
definition doc {
	relation parent: team with flagged | team#lead
}`},
		{"all parents under a condition", `caveat flagged(flag bool) { flag }
definition user {}
definition team {
	relation member: user
}
definition doc {
	relation parent: team with flagged
	permission view = parent.all(member)
}`},
	} {
		model, err := compiler.Compile(compiler.InputSchema{Source: "bad", SchemaString: c.schema}, compiler.AllowUnprefixedObjectType())
		if err != nil {
			t.Fatalf("%s: %v", c.why, err)
		}
		if got := risky(model); len(got) != 1 {
			t.Errorf("%s: got %q, want one problem", c.why, got)
		}
	}
}

// risky says where a model is one that SpiceDB answers wrongly under.
func risky(model *compiler.CompiledSchema) []string {
	var problems []string
	for _, def := range model.ObjectDefinitions {
		conditioned := map[string]bool{}
		for _, r := range def.GetRelation() {
			name := def.GetName() + "#" + r.GetName()
			types := r.GetTypeInformation().GetAllowedDirectRelations()
			conditioned[r.GetName()] = len(types) > 0 && condition(types[0]) != ""
			for _, allowed := range types {
				if condition(allowed) != condition(types[0]) {
					problems = append(problems, name+": a relation takes every type under the same condition, or SpiceDB may look at none")
				}
			}
		}
		for _, r := range def.GetRelation() {
			problems = append(problems, riskyRewrite(def.GetName()+"#"+r.GetName(), r.GetUsersetRewrite(), conditioned)...)
		}
	}
	return problems
}

// condition is what a relationship of a type must carry.
func condition(allowed *core.AllowedRelation) string {
	if allowed.GetRequiredExpiration() == nil {
		return allowed.GetRequiredCaveat().GetCaveatName()
	}
	return allowed.GetRequiredCaveat().GetCaveatName() + " with an end"
}

func riskyRewrite(name string, rewrite *core.UsersetRewrite, conditioned map[string]bool) []string {
	var problems []string
	for _, operation := range []*core.SetOperation{rewrite.GetUnion(), rewrite.GetIntersection(), rewrite.GetExclusion()} {
		for i, child := range operation.GetChild() {
			if operation == rewrite.GetExclusion() && i > 0 && child.GetComputedUserset() == nil {
				problems = append(problems, name+": only a single name is subtracted, or SpiceDB's cache takes it for an intersection")
			}
			all := child.GetFunctionedTupleToUserset()
			if all.GetFunction() == core.FunctionedTupleToUserset_FUNCTION_ALL && conditioned[all.GetTupleset().GetRelation()] {
				problems = append(problems, name+": .all goes over relations without conditions, or SpiceDB mixes those of several objects")
			}
			problems = append(problems, riskyRewrite(name, child.GetUsersetRewrite(), conditioned)...)
		}
	}
	return problems
}
