package main

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/assertion"
	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

func (p *program) assertVerb() *cobra.Command {
	var schemaOnly, printSchema bool
	verb := &cobra.Command{
		Use:   "assert FILE.yaml [PLAN]",
		Short: "Hold the model, the data, or what a plan leads to, to rules of your own; exit code 1 if one fails",
		Long: `Holds the model and the data to the rules of a file, and with a PLAN that plan --out
kept what would be there after it:

  assertions:
  - no_path: {from: application_manager, to: client#view_dossier}
  - only: {to: client#view_dossier, through: [client#practitioner, client#supervisor, client#emergency, client#login]}
  - only: {to: tenant#configure, users: [user:veldzicht/frank, user:veldzicht/gerda]}
  - never_both: [application_manager, practitioner]
  - at_most: {role: app_admin, count: 2}

A name is one of a relation or a permission with its type; one without a type is a role
in the tenant. no_path, and only with through, are proven of the definition, for all data
that there may ever be: what is subtracted somewhere counts as if it were not. The others
are about the active users in the data. With --schema-only, the model of this program, or
the one of --model, is held to the rules, and none may be about data.

A PLAN is refused as stale, as by apply, if what a source wrote has changed since it was
made (exit code 2).

A rule that fails is printed with the shortest counterexample. --print-schema prints the
JSON Schema of the file, for editors.`,
		Example: `  remit assert rules.yaml
  remit assert rules.yaml --schema-only --model own.zed
  remit plan people --out monday.plan && remit assert rules.yaml monday.plan`,
		Args: func(_ *cobra.Command, args []string) error {
			if printSchema == (len(args) == 0) && len(args) <= 2 {
				return nil
			}
			return phrase.Errorf("remit assert: name the file of assertions, and a plan if one is to be held to them: write it as `remit assert FILE.yaml [PLAN]`")
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if printSchema {
				_, err := p.verbatim().Write(assertion.Schema)
				return err
			}
			return p.assert(cmd.Context(), args, schemaOnly)
		},
	}
	verb.Flags().BoolVar(&schemaOnly, "schema-only", false, "hold the model alone to the rules")
	verb.Flags().BoolVar(&printSchema, "print-schema", false, "print the JSON Schema of such a file")
	return verb
}

// maxRules is how many bytes of rules there are at most.
const maxRules = 1 << 20

func (p *program) assert(ctx context.Context, args []string, schemaOnly bool) error {
	rules, err := p.readRules(ctx, args[0])
	if err != nil {
		return err
	}
	if schemaOnly {
		if len(args) > 1 {
			return phrase.Errorf("a plan is about data: leave --schema-only out")
		}
		m, err := p.place.ownModel()
		if err != nil {
			return err
		}
		results, err := assertion.Hold(rules, m.Text(), nil, time.Now(), p.holding)
		if err != nil {
			return phrase.Errorf("%s: %w", schema.Shown(args[0]), err)
		}
		return p.printAssertions(results)
	}
	var plan loader.Plan
	if len(args) > 1 {
		if plan, err = p.readPlan(ctx, args[1]); err != nil {
			return err
		}
	}
	return p.withEngine(ctx, reading, func(conn *grpc.ClientConn) error {
		s, err := eval.Load(ctx, p.progress.reading(conn))
		if err != nil {
			return err
		}
		if len(args) > 1 {
			if err := p.sync(conn, applying{}, "").CheckBase(ctx, plan); err != nil {
				return err
			}
		}
		if s, err = after(s, plan); err != nil {
			return err
		}
		results, err := assertion.Hold(rules, s.SchemaText(), s, time.Now(), p.holding)
		if err != nil {
			return phrase.Errorf("%s: %w", schema.Shown(args[0]), err)
		}
		return p.printAssertions(results)
	})
}

// holding says how many rules were looked at.
func (p *program) holding(done, total int) {
	p.progress.count(phrase.Of("comparing"), phrase.Of("rules"), done, total)
}

func (p *program) readRules(ctx context.Context, name string) (assertion.File, error) {
	f, err := p.input(ctx, name)
	if err != nil {
		return assertion.File{}, err
	}
	defer func() { _ = f.Close() }() // it was read
	content, err := files.ReadAll(f, maxRules)
	if err != nil {
		return assertion.File{}, phrase.Errorf("%s: %w", schema.Shown(name), err)
	}
	rules, err := assertion.Parse(content)
	if err != nil {
		return assertion.File{}, phrase.Errorf("%s: %w", schema.Shown(name), err)
	}
	return rules, nil
}

// after is what an engine would have after a plan.
func after(s *eval.Snapshot, plan loader.Plan) (*eval.Snapshot, error) {
	var changes []relation.Change
	for _, t := range plan.Tenants {
		for c := range t.Changes.All() {
			changes = append(changes, relation.Change{Relationship: c.Relationship, Gone: c.Removes()})
		}
	}
	if len(changes) == 0 {
		return s, nil
	}
	return s.With(changes)
}

func (p *program) printAssertions(results []assertion.Result) error {
	failed := false
	for _, r := range results {
		failed = failed || !r.Holds
		if p.json {
			if err := p.printJSON(r); err != nil {
				return err
			}
			continue
		}
		does, of := phrase.Of("holds"), phrase.Of("for all data")
		if !r.Holds {
			does = phrase.Of("fails")
		}
		if r.Of == "data" {
			of = phrase.Of("in the data")
		}
		in := p.words()
		if err := p.printf("%s  %s  %s\n", does.Say(in), of.Say(in), schema.Shown(r.Rule.Say(in))); err != nil {
			return err
		}
		for _, line := range r.Why {
			if err := p.printf("    %s\n", line.Say(in)); err != nil {
				return err
			}
		}
	}
	if failed {
		return errNo
	}
	return nil
}
