package main

import (
	"context"
	"slices"
	"time"

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
				if err := c.defines(permission); err != nil {
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
	return p.addPast(p.addContext(verb))
}

func (p *program) whoVerb() *cobra.Command {
	var strict bool
	verb := &cobra.Command{
		Use:   "who PERMISSION RESOURCE",
		Short: "List the users who have a permission on something",
		Long: `Lists the users who have a permission on something, one a line. With --why a line for
each way in which each of them has it: what they are called, in which role, since and
until when, and by which path; since when is known from the record.`,
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
				if err := c.defines(permission); err != nil {
					return err
				}
				if p.past.recorded {
					return p.printWhy(cmd.Context(), c, permission, resource, strict)
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
	verb.Flags().BoolVar(&p.past.recorded, "why", false, "print every way in which each of them has it, with name, role, since and until when")
	return p.addPast(p.addContext(verb))
}

// listJSON is a list for machines.
type listJSON struct {
	Refs        []schema.Ref    `json:"refs"`                  // sorted
	Conditional []schema.Ref    `json:"conditional,omitempty"` // of which it depends on what the question did not bring
	Revision    schema.Revision `json:"revision,omitempty"`
	At          time.Time       `json:"at,omitzero"` // of --at
	// Names are what those are called of whom that is known.
	Names map[string]string `json:"names,omitempty"`
}

// printList prints a list, and of an empty one whether what it is about is known.
func (p *program) printList(ctx context.Context, c asking, found checker.List, strict bool, about schema.Ref) error {
	if len(found.Refs) == 0 && len(found.Conditional) == 0 {
		if err := p.wantKnown(ctx, c, strict, about); err != nil {
			return err
		}
	}
	if len(found.Refs) == 0 && !p.json {
		p.place.tell("the list is empty")
	}
	if p.json {
		refs := append([]schema.Ref{}, found.Refs...)
		return p.printJSON(listJSON{Refs: refs, Conditional: found.Conditional, Revision: found.Revision, At: p.past.at, Names: p.namesOf(refs)})
	}
	if n := len(found.Conditional); n > 0 {
		p.place.tell("%d more {depends|depend} on something that was not said, and {is|are} left out; --json names them", n)
	}
	for _, name := range p.sortedNames(found.Refs) {
		if err := p.println(name); err != nil {
			return err
		}
	}
	return nil
}

// namesOf are the names of those of whom one is known, by reference.
func (p *program) namesOf(refs []schema.Ref) map[string]string {
	found := map[string]string{}
	for _, r := range refs {
		if name := p.name(r); name != "" {
			found[r.Text()] = name
		}
	}
	return found
}

// sortedNames are references as lines, which ParseRef reads back unless their names are
// to stand beside them.
func (p *program) sortedNames(refs []schema.Ref) []string {
	names := make([]string, 0, len(refs))
	for _, r := range refs {
		names = append(names, p.called(r))
	}
	slices.Sort(names)
	return names
}
