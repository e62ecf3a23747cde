package main

import (
	"fmt"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

func (p *program) canVerb() *cobra.Command {
	var strict bool
	verb := &cobra.Command{
		Use:     "can SUBJECT RESOURCE",
		Short:   "List every permission of a user on something, with its outcome",
		Example: `  remit can user:veldzicht/bram client:veldzicht/c-1001 --source fixtures/care`,
		Args:    exactly(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withChecker(cmd.Context(), func(c asking) error {
				var user, resource schema.Ref
				err := inOrder(cmd, args, func(args []string) (err error) {
					if user, err = parseUser(c.model, args[0]); err == nil {
						resource, err = c.model.ParseRef(args[1])
					}
					return err
				})
				if err != nil {
					return err
				}
				permissions, err := c.Permissions(cmd.Context(), user, resource)
				if err != nil {
					return err
				}
				if err := p.printPermissions(user, resource, permissions); err != nil {
					return err
				}
				if !slices.ContainsFunc(permissions, func(d checker.PermissionDecision) bool { return d.Allowed() }) {
					return p.wantKnown(cmd.Context(), c, strict, user, resource)
				}
				return nil
			})
		},
	}
	addStrict(verb, &strict)
	return p.completing(p.addContext(verb), completeUser, completeRef)
}

func (p *program) printPermissions(user, resource schema.Ref, permissions []checker.PermissionDecision) error {
	table := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, found := range permissions {
		if p.json {
			q := checker.Question{Subject: user, Permission: found.Permission, Resource: resource}
			if err := p.printJSON(newAnswerJSON(q, found.Decision)); err != nil {
				return err
			}
			continue
		}
		fmt.Fprintf(table, "%s\t%s\n", found.Permission.Name(), found.Outcome)
	}
	return table.Flush()
}
