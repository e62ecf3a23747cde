package main

import (
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/ledger/recorder"
	"github.com/remit-authz/remit/internal/phrase"
)

func (p *program) recordVerb() *cobra.Command {
	var folder string
	verb := &cobra.Command{
		Use:   "record",
		Short: "Record everything that a running engine's callers write, until it is interrupted",
		Long: `Follows the SpiceDB at an endpoint and records every transaction, until it is
interrupted. Started again it goes on where it stopped. What the engine no longer holds
then (24 hours, unless it was set otherwise) is a gap in the record, which says so, with
the state that was found. One process records into a folder.

A store needs none of this: whoever has it open for writing records what is written.`,
		Example: `  remit record --endpoint spicedb.example.org:50051 --ledger /var/lib/remit/ledger`,
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := p.place.validate(); err != nil {
				return err
			}
			endpoint := p.place.remote()
			if endpoint == "" {
				return phrase.Errorf("record follows an engine that runs elsewhere: say which with --endpoint HOST:PORT; what is written to a store is recorded by whoever writes it")
			}
			if folder == "" {
				return phrase.Errorf("say with --ledger FOLDER where the record of this engine is to be, which is its alone")
			}
			conn, closeConn, err := p.place.dial(endpoint)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, closeConn()) }()
			ctx := cmd.Context()
			r, err := recorder.Start(ctx, conn, folder, recorder.Options{})
			if err != nil {
				return advised(err)
			}
			p.tell("recording %s into %s; stop it with Ctrl-C", endpoint, folder)
			looks := time.NewTicker(recordLook)
			defer looks.Stop()
			for said := error(nil); ; {
				said = p.sayRecord(r.Err(), said)
				select {
				case <-looks.C:
				case <-ctx.Done():
					return r.Close()
				}
			}
		},
	}
	verb.Flags().StringVar(&folder, "ledger", "", "record into this `FOLDER`, which is this engine's alone")
	return verb
}
