package main

import (
	"context"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

func (p *program) whichVerb() *cobra.Command {
	return p.addContext(&cobra.Command{
		Use:     "which SUBJECT PERMISSION TYPE",
		Short:   "List what a user has a permission on",
		Example: `  remit which user:veldzicht/anna view_dossier client --source fixtures/care`,
		Args:    exactly(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.list(cmd.Context(), func(ctx context.Context, m schema.Model, c *checker.Checker) (checker.List, error) {
				user, err := parseUser(m, args[0])
				if err != nil {
					return checker.List{}, err
				}
				permission, err := parsePermission(m, args[1], schema.Type(args[2]))
				if err != nil {
					return checker.List{}, err
				}
				return c.Resources(ctx, user, permission)
			})
		},
	})
}

func (p *program) whoVerb() *cobra.Command {
	return p.addContext(&cobra.Command{
		Use:     "who PERMISSION RESOURCE",
		Short:   "List the users who have a permission on something",
		Example: `  remit who view_dossier client:veldzicht/c-1001 --source fixtures/care`,
		Args:    exactly(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.list(cmd.Context(), func(ctx context.Context, m schema.Model, c *checker.Checker) (checker.List, error) {
				resource, err := m.ParseRef(args[1])
				if err != nil {
					return checker.List{}, err
				}
				permission, err := parsePermission(m, args[0], resource.Type)
				if err != nil {
					return checker.List{}, err
				}
				return c.Subjects(ctx, permission, resource)
			})
		},
	})
}

// listJSON is a list for machines.
type listJSON struct {
	Refs        []schema.Ref    `json:"refs"`
	Conditional []schema.Ref    `json:"conditional,omitempty"`
	Revision    schema.Revision `json:"revision,omitempty"`
}

func (p *program) list(ctx context.Context, ask func(context.Context, schema.Model, *checker.Checker) (checker.List, error)) error {
	return p.withChecker(ctx, func(m schema.Model, c *checker.Checker) error {
		found, err := ask(ctx, m, c)
		if err != nil {
			return err
		}
		if p.json {
			refs := append([]schema.Ref{}, found.Refs...)
			return p.printJSON(listJSON{Refs: refs, Conditional: found.Conditional, Revision: found.Revision})
		}
		if n := len(found.Conditional); n > 0 {
			fmt.Fprintf(p.err, "remit: %d more depend on something that was not said, and are left out; --json names them\n", n)
		}
		for _, name := range sortedNames(found.Refs) {
			if err := p.println(name); err != nil {
				return err
			}
		}
		return nil
	})
}

// sortedNames are references as lines, which ParseRef reads back.
func sortedNames(refs []schema.Ref) []string {
	names := make([]string, 0, len(refs))
	for _, r := range refs {
		names = append(names, r.String())
	}
	slices.Sort(names)
	return names
}
