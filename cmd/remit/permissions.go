package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/schema"
)

// permissionJSON is one permission for machines.
type permissionJSON struct {
	Permission schema.Permission `json:"permission"`
	Label      string            `json:"label"`
}

func (p *program) permissionsVerb() *cobra.Command {
	return p.completing(&cobra.Command{
		Use:   "permissions [TYPE]",
		Short: "List the permissions that can be asked, with their labels",
		Long: `Lists the permissions of a type, or of all: the name that questions take, and the
label that tables show. With --model those of an institution are among them.`,
		Example: `  remit permissions client --lang nl`,
		Args:    atMostOne,
		RunE: func(_ *cobra.Command, args []string) error {
			m, err := p.place.ownModel()
			if err != nil {
				return err
			}
			types := m.Types()
			if len(args) == 1 {
				if types = []schema.Type{schema.Type(args[0])}; !m.HasType(types[0]) {
					_, err := m.NewPermission(types[0], "")
					return err
				}
			}
			return p.printPermissionNames(m, types)
		},
	}, completeType)
}

func (p *program) printPermissionNames(m schema.Model, types []schema.Type) error {
	table := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', 0)
	for _, t := range types {
		for _, permission := range m.Permissions(t) {
			label := m.PermissionFacts(permission).Label.In(p.language)
			if !p.json {
				fmt.Fprintf(table, "%s\t%s\n", permission, label)
				continue
			}
			if err := p.printJSON(permissionJSON{permission, label}); err != nil {
				return err
			}
		}
	}
	return table.Flush()
}
