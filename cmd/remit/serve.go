package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/checker/embedded"
)

func (p *program) serveVerb() *cobra.Command {
	var listen string
	verb := &cobra.Command{
		Use:   "serve",
		Short: "Serve the engine in this process over SpiceDB's gRPC API",
		Long: `Serves SpiceDB's gRPC API on a loopback address until it is interrupted.
Callers need the key from REMIT_KEY or --key-file. The data is in the store;
with --source FOLDER it is loaded from the folder and held in memory, and with
--data FILE.yaml it is the schema and the relationships of that file, whatever they
are.

CheckPermission, CheckBulkPermissions, LookupResources and LookupSubjects are
answered from a copy in memory, about 60 bytes for each relationship, where it is
as new as the call requires, and by SpiceDB otherwise: while the copy is being
filled, of an exact snapshot, with a trace, a limit or a cursor. What
LookupResources says from memory has no cursor, since nothing is left to go on
with.

Questions are answered by this program's model only, with what an institution has
besides (--model OWN.zed: with that at least). While the engine has another schema they
fail with FAILED_PRECONDITION, and the health service says so; schemas
and relationships can be read and written all the same, so that "remit schema
write" puts the model back. To go over to a newer remit with a newer model, write
that with the newer program (remit schema write --endpoint), and start serve anew
with it; or stop serve, write it to the store, and start the newer one.

A schema under which SpiceDB can answer "allowed" wrongly (see "remit schema lint")
is neither served nor taken, unless --accept names the rule.

A connection without a call that has the key is closed after 10 seconds, and there
are 250 such at most; one without any call after 15 minutes. Callers make another
connection once an hour, which fails no call. One connection takes 1000 calls at
once; 100 streams of changes (Watch) may be open.`,
		Example: `  REMIT_KEY=$(openssl rand -hex 16) remit serve --store remit.db`,
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return p.serve(cmd.Context(), listen)
		},
	}
	verb.Flags().StringVar(&listen, "listen", "127.0.0.1:50051", "loopback `ADDRESS` to listen on")
	return verb
}

func (p *program) serve(ctx context.Context, listen string) error {
	if err := p.place.validate(); err != nil {
		return err
	}
	if p.place.endpoint != "" {
		return errors.New("serve runs an engine of its own: give it --store FILE or --source FOLDER, not --endpoint")
	}
	key, err := p.place.key()
	if err != nil {
		return err
	}
	o := embedded.ServeOptions{Address: listen, Key: key, Accept: p.place.accept}
	e, err := p.served(ctx, &o)
	if err != nil {
		return err
	}
	err = errors.Join(p.attend(ctx, e, o), e.Close())
	p.place.noteUnrecorded(e)
	return err
}

// served is the engine that is served, and the model that it is served by.
func (p *program) served(ctx context.Context, o *embedded.ServeOptions) (e *embedded.Engine, err error) {
	if p.place.isOther() {
		read, err := p.place.readOther()
		if err != nil {
			return nil, err
		}
		o.Model = read.model
		return read.start(ctx, true)
	}
	if o.Model, err = p.place.ownModel(); err != nil {
		return nil, err
	}
	return p.place.start(ctx, creating)
}

// attend serves an engine until the context or the engine ends.
func (p *program) attend(ctx context.Context, e *embedded.Engine, o embedded.ServeOptions) error {
	served, err := e.Serve(ctx, o)
	if err != nil {
		return err
	}
	if err := served.Err(); err != nil {
		fmt.Fprintf(p.err, "remit: %v\nremit: no questions are answered until `remit schema write` has written this program's\n", err)
	}
	fmt.Fprintf(p.place.notes, "remit: serving on %s; stop it with Ctrl-C\n", o.Address)
	looks := time.NewTicker(recordLook)
	defer looks.Stop()
	for said := error(nil); ; {
		said = p.sayRecord(e.RecordErr(), said)
		select {
		case <-looks.C:
			continue
		case <-ctx.Done():
		case err = <-served.Done():
			err = fmt.Errorf("serving stopped: %w", err)
		case err = <-e.Done():
			err = fmt.Errorf("the engine stopped: %w", err)
		}
		return errors.Join(err, served.Close())
	}
}

// recordLook is how often a server looks whether what is written is recorded.
const recordLook = 5 * time.Second

// sayRecord says that nothing is recorded, or is again, where that is news.
func (p *program) sayRecord(now, before error) error {
	switch {
	case now != nil && before == nil:
		fmt.Fprintf(p.err, "remit: what is written is not recorded: %v\n", now)
	case now == nil && before != nil:
		fmt.Fprintln(p.err, "remit: what is written is recorded again, from where the record stopped")
	}
	return now
}
