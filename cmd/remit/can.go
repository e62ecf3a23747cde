package main

import (
	"slices"

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
				permissions, err := c.permissions(cmd.Context(), user, resource)
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
	return p.addPast(p.addContext(verb))
}

func (p *program) printPermissions(user, resource schema.Ref, permissions []checker.PermissionDecision) error {
	var rows [][]string
	for _, found := range permissions {
		if p.json {
			q := checker.Question{Subject: user, Permission: found.Permission, Resource: resource}
			if err := p.printJSON(p.newAnswerJSON(q, found.Decision)); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{found.Permission.Name(), found.Outcome.String()})
	}
	if err := p.printRows(rows); err != nil || p.json {
		return err
	}
	return p.legend(user, resource)
}
