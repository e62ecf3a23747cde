package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

func (p *program) tenantVerb() *cobra.Command {
	verb := &cobra.Command{
		Use:   "tenant",
		Short: "List the tenants that the engine has, or take one away",
		Args:  ofVerbs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	verb.AddCommand(p.tenantListVerb(), p.tenantRemoveVerb())
	return verb
}

func (p *program) tenantListVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the tenants that the engine has, with what there is in them",
		Args:  exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.withEngine(cmd.Context(), reading, func(conn *grpc.ClientConn) error {
				tenants, err := loader.Tenants(cmd.Context(), conn)
				if err != nil {
					return err
				}
				return p.printTenants(tenants)
			})
		},
	}
}

func (p *program) printTenants(tenants []loader.Tenant) error {
	if len(tenants) == 0 {
		p.place.tell("the engine has no tenants")
	}
	var rows [][]string
	for _, t := range tenants {
		if p.json {
			if err := p.printJSON(t); err != nil {
				return err
			}
			continue
		}
		written := phrase.Of("written by no sync")
		if t.BySource {
			written = phrase.Of("written by syncs")
		}
		rows = append(rows, p.cells("%s\t%d {user|users}, %d active\t%d {object|objects}, %d made by applications\t%d {relationship|relationships}\t%s",
			schema.Shown(string(t.ID)), t.Users, t.Active, t.Objects, t.Made, t.Relationships, written))
	}
	return p.printRows(rows)
}

func (p *program) tenantRemoveVerb() *cobra.Command {
	var flags proposing
	verb := &cobra.Command{
		Use:   "remove TENANT",
		Short: "Plan that a tenant goes as a whole",
		Long: `Plans that nothing is left of a tenant, whoever wrote it: users, objects, links,
emergency access, what applications made and what is of an institution's own. It is a
plan like any other: shown, held to the limits, which always stand against it, kept
with --out, and made with --apply, or by apply. Whoever still has the tenant in a
source brings it back with the next sync.`,
		Example: `  remit tenant remove old-name
  remit tenant remove old-name --apply --allow-removals 420`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			err := p.runProposal(cmd, flags, "tenant remove", func(ctx context.Context, sync loader.Sync) (loader.Proposal, error) {
				return sync.RemoveTenant(ctx, schema.TenantID(args[0]))
			})
			if unknown := new(loader.UnknownTenantError); errors.As(err, &unknown) {
				return phrase.Errorf("%w: `remit tenant list` lists those that it has", err)
			}
			return err
		},
	}
	flags.addFlags(verb)
	return verb
}
