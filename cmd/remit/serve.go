package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/schema"
)

func (p *program) serveVerb() *cobra.Command {
	var s serving
	verb := &cobra.Command{
		Use:   "serve",
		Short: "Serve SpiceDB's gRPC API, and AuthZEN over HTTP",
		Long: `Serves SpiceDB's gRPC API on a loopback address until it is interrupted, over the
engine in this process. The data is in the store; with --source FOLDER it is loaded
from the folder and held in memory, and with --data FILE.yaml it is the schema and
the relationships of that file, whatever they are.

With --http HOST:PORT it serves the OpenID AuthZEN Authorization API 1.0 besides,
or, with --endpoint, that alone, in front of an engine elsewhere: any number of
these may stand side by side. Evaluations and searches are answered from memory
where the engine is in this process.

Callers show a key of the file --keys, which is followed when it changes: of the
purpose read or write for HTTP, of the purpose admin for gRPC and /metrics (see "remit
key create"). With --no-keys anybody on the machine calls; gRPC is then served only
where --listen asks for it. Beyond loopback, HTTP needs keys and a certificate
(--tls-cert, --tls-key), which is followed when it changes.

/livez says that the process serves, /readyz that it should be sent requests. On
SIGTERM it says that it is not ready, for --drain-for, and ends when the requests
under way have, 10 seconds later at the latest.

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

A gRPC connection without a call that has the key is closed after 10 seconds, and there
are 250 such at most; one without any call after 15 minutes. Callers make another
connection once an hour, which fails no call. One connection takes 1000 calls at
once; 100 streams of changes (Watch) may be open.`,
		Example: `  remit key create --keys keys.json --purpose admin
  remit serve --keys keys.json --store remit.db
  remit serve --keys keys.json --store remit.db --http 127.0.0.1:8080`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if s.listens = cmd.Flags().Changed("listen"); s.open && !s.listens {
				s.listen = "" // whoever is on the machine could change everything by it
			}
			return p.serve(cmd.Context(), s)
		},
	}
	flags := verb.Flags()
	flags.StringVar(&s.listen, "listen", "127.0.0.1:50051", "loopback `ADDRESS` for gRPC; blank for none, with --http")
	flags.StringVar(&s.http, "http", "", "`ADDRESS` for HTTP, such as 127.0.0.1:8080 (default none)")
	flags.StringVar(&s.keys, "keys", "", "the `FILE` of the callers' keys")
	flags.BoolVar(&s.open, "no-keys", false, "serve on loopback to callers without keys, whoever they are")
	flags.StringVar(&s.certificate, "tls-cert", "", "the certificate for HTTP, in this `FILE` (PEM)")
	flags.StringVar(&s.privateKey, "tls-key", "", "its private key, in this `FILE` (PEM), for its owner only")
	flags.StringVar(&s.base, "base-url", "", "what callers know the service by, such as `https://pdp.example.org`; without it no metadata is published")
	flags.DurationVar(&s.drainFor, "drain-for", 0, "how `long` to go on serving HTTP after saying that it is not ready")
	flags.StringVar(&s.log, "log", "off", "log requests over HTTP to standard error: off, info, or `debug`, which names what they are about")
	return verb
}

// serving is what the flags of serve say.
type serving struct {
	listen, http, keys, certificate, privateKey, base, log string
	listens                                                bool // --listen was given
	open                                                   bool
	drainFor                                               time.Duration
}

func (s serving) validate(elsewhere bool) error {
	switch {
	case s.keys != "" && s.open:
		return errors.New("--keys and --no-keys contradict each other: give one of them")
	case elsewhere && s.http == "":
		return errors.New("serve runs an engine of its own: give it --store FILE or --source FOLDER, not --endpoint; in front of an engine elsewhere it serves HTTP, with --http HOST:PORT")
	case elsewhere && s.listens:
		return errors.New("in front of an engine elsewhere serve has HTTP alone: leave --listen out")
	case s.listen == "" && s.http == "":
		return errors.New("nothing would be served: give --http HOST:PORT, or --listen HOST:PORT")
	case s.keys == "" && !s.open:
		return errors.New("nobody could call: give --keys FILE (see `remit key create`), or --no-keys if whoever is on this machine may; REMIT_KEY and --key-file are what is shown to an engine elsewhere")
	case s.http == "" && (s.certificate != "" || s.privateKey != "" || s.base != "" || s.drainFor != 0):
		return errors.New("--tls-cert, --tls-key, --base-url and --drain-for are for HTTP: give --http HOST:PORT too")
	case !slices.Contains([]string{"off", "info", "debug"}, s.log):
		return fmt.Errorf("--log %s does not exist: choose off, info or debug", schema.Quote(s.log))
	}
	return nil
}

// closing ends what was started, the last first.
type closing []func() error

func (c *closing) add(one func() error) { *c = append(*c, one) }

func (c closing) close() (err error) {
	for _, one := range slices.Backward(c) {
		err = errors.Join(err, one())
	}
	return err
}

func (p *program) serve(ctx context.Context, s serving) (err error) {
	if err := p.place.validate(); err != nil {
		return err
	}
	elsewhere := p.place.endpoint != ""
	if err := s.validate(elsewhere); err != nil {
		return err
	}
	var started closing
	defer func() { err = errors.Join(err, started.close()) }()
	var ring *keys.Ring
	if s.keys != "" {
		if ring, err = keys.Open(s.keys); err != nil {
			return err
		}
	}
	if elsewhere {
		return p.serveElsewhere(ctx, s, ring, &started)
	}
	return p.serveEmbedded(ctx, s, ring, &started)
}

// serveElsewhere serves HTTP in front of an engine elsewhere.
func (p *program) serveElsewhere(ctx context.Context, s serving, ring *keys.Ring, started *closing) error {
	conn, closeConn, err := p.place.dial(p.place.endpoint)
	if err != nil {
		return err
	}
	started.add(closeConn)
	m, err := p.place.modelIn(ctx, conn)
	if err != nil {
		return err
	}
	stopped, err := p.startHTTP(ctx, s, ring, answering{conn: conn, model: m}, started)
	if err != nil {
		return err
	}
	return attend(ctx, stopped, nil, nil, func() {})
}

// serveEmbedded serves the engine of this process.
func (p *program) serveEmbedded(ctx context.Context, s serving, ring *keys.Ring, started *closing) error {
	o := embedded.ServeOptions{Address: s.listen, Accept: p.place.accept, Keys: grpcKeys(ring)}
	e, err := p.served(ctx, &o, s.http == "")
	if err != nil {
		return err
	}
	started.add(func() error {
		err := e.Close()
		p.place.noteUnrecorded(e)
		return err
	})
	if err := e.Vet(ctx, o.Accept...); err != nil {
		return err
	}
	a := answering{conn: e.Conn(), model: o.Model}
	if s.http != "" && a.model.HasTenants() {
		a.memory = memory.Follow(a.conn, memory.Options{Model: a.model, OwnModel: true, Wait: memoryWait})
		started.add(a.memory.Close)
		o.Memory = a.memory
	}
	var grpcDone, httpDone <-chan error
	if s.listen != "" {
		if grpcDone, err = p.startGRPC(ctx, e, o, started); err != nil {
			return err
		}
	}
	if s.http != "" {
		if httpDone, err = p.startHTTP(ctx, s, ring, a, started); err != nil {
			return err
		}
	}
	said := error(nil)
	return attend(ctx, httpDone, grpcDone, e.Done(), func() { said = p.sayRecord(e.RecordErr(), said) })
}

// grpcKeys are those of the purpose admin; without a ring every caller has one.
func grpcKeys(ring *keys.Ring) embedded.Keys {
	return func(token string) bool {
		if ring == nil {
			return true
		}
		k, err := ring.Find(token, time.Now())
		return err == nil && k.MayAdminister()
	}
}

// served is the engine that is served, and the model that it is served by. The ids of
// another schema's data are raw where callers write them raw: over gRPC alone.
func (p *program) served(ctx context.Context, o *embedded.ServeOptions, raw bool) (e *embedded.Engine, err error) {
	if p.place.isOther() {
		read, err := p.place.readOther()
		if err != nil {
			return nil, err
		}
		o.Model = read.model
		return read.start(ctx, raw)
	}
	if o.Model, err = p.place.ownModel(); err != nil {
		return nil, err
	}
	return p.place.start(ctx, creating)
}

func (p *program) startGRPC(ctx context.Context, e *embedded.Engine, o embedded.ServeOptions, started *closing) (<-chan error, error) {
	served, err := e.Serve(ctx, o)
	if err != nil {
		return nil, err
	}
	started.add(served.Close)
	if err := served.Err(); err != nil {
		fmt.Fprintf(p.err, "remit: %v\nremit: no questions are answered until `remit schema write` has written this program's\n", err)
	}
	fmt.Fprintf(p.place.notes, "remit: serving on %s; stop it with Ctrl-C\n", o.Address)
	return served.Done(), nil
}

// attend waits until the context ends, or something that must go on, and looks at the
// record meanwhile. A nil channel is of what is not there.
func attend(ctx context.Context, http, grpc, engine <-chan error, look func()) error {
	looks := time.NewTicker(recordLook)
	defer looks.Stop()
	for {
		look()
		select {
		case <-looks.C:
		case <-ctx.Done():
			return nil
		case err := <-http:
			return fmt.Errorf("serving HTTP stopped: %w", err)
		case err := <-grpc:
			return fmt.Errorf("serving stopped: %w", err)
		case err := <-engine:
			return fmt.Errorf("the engine stopped: %w", err)
		}
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

// memoryWait is how long a question waits for its revision to come into memory: a
// change is there within a millisecond or so, and the engine is in this process.
const memoryWait = 5 * time.Millisecond

// answering is what HTTP is answered from.
type answering struct {
	conn   grpc.ClientConnInterface
	model  schema.Model
	memory *memory.Memory // nil where the engine is elsewhere
}
