package main

import (
	"context"
	"errors"
	"io/fs"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/matrix"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/emergency"
)

func (p *program) matrixVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "matrix",
		Short: "Print the role tables, computed by live checks",
		Long: `Loads the two worlds that come with the program into an engine that lives for
this one command, asks it what each role may do, and prints the answers as the
role tables of both platforms.`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := p.place.none("matrix"); err != nil {
				return err
			}
			return p.withWorlds(cmd.Context(), func(conn *grpc.ClientConn) error {
				return p.matrix(cmd.Context(), conn)
			})
		},
	}
}

// matrix computes and prints the role tables over the worlds in an engine.
func (p *program) matrix(ctx context.Context, conn *grpc.ClientConn) error {
	c := checker.New(conn, checker.Options{})
	for i, table := range []matrix.Table{fixtures.TenantTable(), fixtures.OrganizationTable(), fixtures.CareTable()} {
		result, err := table.Compute(ctx, c)
		if err != nil {
			return err
		}
		if p.json {
			err = p.printJSON(result.JSON())
		} else {
			err = p.printTable(result, i > 0)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// printTable prints a table, after a blank line where another stands above.
func (p *program) printTable(result matrix.Result, below bool) error {
	if below {
		if err := p.println(); err != nil {
			return err
		}
	}
	if width := p.screen.Width(); width > 0 {
		return result.WriteWidth(p.out, p.language, width)
	}
	return result.WriteText(p.out, p.language)
}

// withWorlds runs a verb against an engine with both worlds loaded and the
// emergency running that the care table shows.
func (p *program) withWorlds(ctx context.Context, do func(*grpc.ClientConn) error) (err error) {
	e, err := embedded.Open(ctx, embedded.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	conn, now := e.Conn(), time.Now()
	for _, world := range []fs.FS{fixtures.Care(), fixtures.Audit()} {
		if _, err := loader.Load(ctx, conn, world, now); err != nil {
			return phrase.Errorf("loading a fixture world: %w", err)
		}
	}
	practitioner, client := fixtures.CareEmergency()
	access := emergency.Access{User: practitioner, Client: client, Reason: "shown in the role table", For: 30 * time.Minute}
	if _, err := emergency.Start(ctx, conn, access, emergency.Limits{}, now); err != nil {
		return err
	}
	return do(conn)
}
