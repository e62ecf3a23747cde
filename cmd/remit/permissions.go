package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/schema"
)

// permissionJSON is one permission for machines.
type permissionJSON struct {
	Permission schema.Permission `json:"permission"`
	Label      string            `json:"label"` // what people call it
}

func (p *program) permissionsVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "permissions [TYPE]",
		Short: "List the permissions that can be asked, with their labels",
		Long: `Lists the permissions of a type, or of all: the name that questions take, and the
label that tables show. Those of an institution are among them: of --model, or else of
the engine's schema, where there is an engine.`,
		Example: `  remit permissions client --lang nl`,
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			m, err := p.knownModel(cmd.Context())
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
	}
}

// knownModel is that of --model, or of where the data is, or this program's own.
func (p *program) knownModel(ctx context.Context) (m schema.Model, err error) {
	_, noFile := os.Stat(p.place.storeName())
	if p.place.model != "" || noFile != nil && !p.place.hasNoStore() {
		return p.place.ownModel()
	}
	err = p.withEngine(ctx, reading, func(conn *grpc.ClientConn) error {
		m, err = p.place.modelIn(ctx, conn)
		return err
	})
	return m, err
}

func (p *program) printPermissionNames(m schema.Model, types []schema.Type) error {
	var rows [][]string
	for _, t := range types {
		for _, permission := range m.Permissions(t) {
			label := m.PermissionFacts(permission).Label
			if !p.json {
				rows = append(rows, []string{string(permission), label.In(p.language)})
				continue
			}
			if err := p.printJSON(permissionJSON{permission, label.In(schema.English)}); err != nil {
				return err
			}
		}
	}
	return p.printRows(rows)
}
