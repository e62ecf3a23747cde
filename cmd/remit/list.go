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
	var strict bool
	verb := &cobra.Command{
		Use:        "which SUBJECT PERMISSION TYPE",
		SuggestFor: []string{"list", "lst", "ls"},
		Short:      "List what a user has a permission on",
		Example:    `  remit which user:veldzicht/anna view_dossier client --source fixtures/care`,
		Args:       exactly(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withChecker(cmd.Context(), func(c asking) error {
				var user schema.Ref
				var permission schema.Permission
				err := inOrder(cmd, args, func(args []string) (err error) {
					if user, err = parseUser(c.model, args[0]); err == nil {
						permission, err = parsePermission(c.model, args[1], schema.Type(args[2]))
					}
					return err
				})
				if err != nil {
					return err
				}
				found, err := c.Resources(cmd.Context(), user, permission)
				if err != nil {
					return err
				}
				return p.printList(cmd.Context(), c, found, strict, user)
			})
		},
	}
	addStrict(verb, &strict)
	return p.completing(p.addContext(verb), completeUser, completePermission, completeType)
}

func (p *program) whoVerb() *cobra.Command {
	var strict bool
	verb := &cobra.Command{
		Use:     "who PERMISSION RESOURCE",
		Short:   "List the users who have a permission on something",
		Example: `  remit who view_dossier client:veldzicht/c-1001 --source fixtures/care`,
		Args:    exactly(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withChecker(cmd.Context(), func(c asking) error {
				var permission schema.Permission
				var resource schema.Ref
				err := inOrder(cmd, args, func(args []string) (err error) {
					if resource, err = c.model.ParseRef(args[1]); err == nil {
						permission, err = parsePermission(c.model, args[0], resource.Type)
					}
					return err
				})
				if err != nil {
					return err
				}
				found, err := c.Subjects(cmd.Context(), permission, resource)
				if err != nil {
					return err
				}
				return p.printList(cmd.Context(), c, found, strict, resource)
			})
		},
	}
	addStrict(verb, &strict)
	return p.completing(p.addContext(verb), completePermission, completeRef)
}

// listJSON is a list for machines.
type listJSON struct {
	Refs        []schema.Ref    `json:"refs"`
	Conditional []schema.Ref    `json:"conditional,omitempty"`
	Revision    schema.Revision `json:"revision,omitempty"`
}

// printList prints a list, and of an empty one whether what it is about is known.
func (p *program) printList(ctx context.Context, c asking, found checker.List, strict bool, about schema.Ref) error {
	if len(found.Refs) == 0 && len(found.Conditional) == 0 {
		if err := p.wantKnown(ctx, c, strict, about); err != nil {
			return err
		}
	}
	if p.json {
		refs := append([]schema.Ref{}, found.Refs...)
		return p.printJSON(listJSON{Refs: refs, Conditional: found.Conditional, Revision: found.Revision})
	}
	if n := len(found.Conditional); n > 0 {
		fmt.Fprintf(p.place.notes, "remit: %d more depend on something that was not said, and are left out; --json names them\n", n)
	}
	for _, name := range sortedNames(found.Refs) {
		if err := p.println(name); err != nil {
			return err
		}
	}
	return nil
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
