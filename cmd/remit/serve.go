package main

import (
	"context"
	"errors"
	"net"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/decisions"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/tracing"
	"github.com/remit-authz/remit/schema"
)

func (p *program) serveVerb() *cobra.Command {
	var s serving
	verb := &cobra.Command{
		Use:   "serve",
		Short: "Serve SpiceDB's gRPC API, and AuthZEN over HTTP",
		Long: `Serves SpiceDB's gRPC API on a loopback address until it is interrupted, over the
engine in this process. The data is in the store, which is there already unless --create
makes it; with --source FOLDER it is loaded from the folder and held in memory, and with
--data FILE.yaml it is the schema and the relationships of that file, whatever they are.

With --http HOST:PORT it serves the OpenID AuthZEN Authorization API 1.0 besides,
or, with --endpoint, that alone, in front of an engine elsewhere: any number of
these may stand side by side. Evaluations and searches are answered from memory
where the engine is in this process.

Callers show a key of the file --keys, which is followed when it changes: of the
purpose read or write for HTTP, of the purpose admin for gRPC and /metrics (see "remit
key create"), or a JSON Web Token of the issuer that the settings name (tokens). With
--no-keys anybody on the machine calls; gRPC is then served only where --listen asks for
it. Beyond loopback, HTTP needs keys and a certificate (--tls-cert, --tls-key), which is
followed when it changes.

Where the environment names an OpenTelemetry collector (OTEL_EXPORTER_OTLP_ENDPOINT and
the other variables of the standard), spans of requests over HTTP and gRPC, of Envoy's,
of decisions and of the engine's calls are sent there, without anybody's id.

/livez says that the process serves, /readyz that it should be sent requests. On
SIGTERM it says that it is not ready, for --drain-for, and ends when the requests
under way have, 10 seconds later at the latest.

On Linux, verbs with --store go through the process that serves that store, by a socket
beside it (in FILE.socket, a folder that only this user can enter); they show no key,
since the file is theirs as much. --no-socket makes none, and such verbs fail then.

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
	flags.BoolVar(&s.create, "create", false, "make the store if it is not there, with nothing in it")
	flags.BoolVar(&s.noSocket, "no-socket", false, "make no socket beside the store, for verbs with --store")
	flags.StringVar(&s.certificate, "tls-cert", "", "the certificate for HTTP, in this `FILE` (PEM)")
	flags.StringVar(&s.privateKey, "tls-key", "", "its private key, in this `FILE` (PEM), for its owner only")
	flags.StringVar(&s.envoy, "ext-authz", "", "`ADDRESS` for Envoy's ext_authz over gRPC, by the routes of the settings (default none)")
	flags.StringVar(&s.base, "base-url", "", "the `URL` that callers know the service by, such as https://pdp.example.org; without it no metadata is published")
	flags.DurationVar(&s.drainFor, "drain-for", 0, "how `long` to go on serving HTTP after saying that it is not ready")
	flags.StringVar(&s.decisions, "decisions", "", "record decisions and refused acts in this `FOLDER`, which is this instance's alone (default beside the store)")
	flags.StringVar(&s.ledger, "ledger", "", "read the record of an engine elsewhere in this `FOLDER`, which \"remit record\" writes, for emergencies' log and reviews over HTTP")
	flags.StringVar(&s.log, "log", "off", "log requests over HTTP to standard error, by `LEVEL`: off, info, or debug, which names what they are about")
	return verb
}

// serving is what the flags of serve say.
type serving struct {
	listen, http, envoy, keys, certificate, privateKey, base, log, decisions, ledger string
	listens                                                                          bool // --listen was given
	open, create, noSocket                                                           bool
	drainFor                                                                         time.Duration
}

func (s serving) validate(elsewhere, tokens bool) error {
	switch {
	case (s.keys != "" || tokens) && s.open:
		return phrase.Errorf("--no-keys, and --keys or tokens in the settings, contradict each other: give one of them")
	case elsewhere && s.http == "":
		return phrase.Errorf("serve runs an engine of its own: give it --store FILE or --source FOLDER, not --endpoint; in front of an engine elsewhere it serves HTTP, with --http HOST:PORT")
	case !elsewhere && s.ledger != "":
		return phrase.Errorf("--ledger is for an engine elsewhere: the record of a store is beside it")
	case elsewhere && s.listens:
		return phrase.Errorf("in front of an engine elsewhere serve has HTTP alone: leave --listen out")
	case s.listen == "" && s.http == "":
		return phrase.Errorf("nothing would be served: give --http HOST:PORT, or --listen HOST:PORT")
	case s.keys == "" && !tokens && !s.open:
		return phrase.Errorf("nobody could call: give --keys FILE (see `remit key create`), or say in the settings whose tokens are taken, or --no-keys if whoever is on this machine may; REMIT_KEY and --key-file are what is shown to an engine elsewhere")
	case s.envoy != "" && s.http == "":
		return phrase.Errorf("--ext-authz goes with HTTP, which says whether it should be asked: give --http HOST:PORT too")
	case s.http == "" && (s.certificate != "" || s.privateKey != "" || s.base != "" || s.drainFor != 0):
		return phrase.Errorf("--tls-cert, --tls-key, --base-url and --drain-for are for HTTP: give --http HOST:PORT too")
	case !slices.Contains([]string{"off", "info", "debug"}, s.log):
		return phrase.Errorf("--log %s does not exist: choose off, info or debug", schema.Quote(s.log))
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
	callers, err := p.place.settings.Tokens.Callers()
	if err != nil {
		return err
	}
	if err := s.validate(elsewhere, callers != nil); err != nil {
		return err
	}
	var started closing
	defer func() { err = errors.Join(err, started.close()) }()
	from := &credentials{callers: callers}
	if s.keys != "" {
		if from.ring, err = keys.Open(s.keys); err != nil {
			return err
		}
	}
	p.prepare(from)
	log := p.requestLog(s.log)
	traces, err := tracing.Open(ctx, os.Getenv, func(err error) { log.Warn("spans are not sent", "error", err) })
	if err != nil {
		return err
	}
	started.add(traces.Close)
	if elsewhere {
		return p.serveElsewhere(ctx, s, from, traces, &started)
	}
	return p.serveEmbedded(ctx, s, from, traces, &started)
}

// serveElsewhere serves HTTP in front of an engine elsewhere.
func (p *program) serveElsewhere(ctx context.Context, s serving, from *credentials, traces *tracing.Tracing, started *closing) error {
	conn, closeConn, err := p.place.dial(p.place.endpoint)
	if err != nil {
		return err
	}
	started.add(closeConn)
	m, err := p.place.modelIn(ctx, conn)
	if err != nil {
		return err
	}
	a := answering{conn: conn, model: m, traces: traces}
	if a.decisions, err = p.startDecisions(ctx, s.decisions, nil, a, started); err != nil {
		return err
	}
	if s.ledger != "" {
		if _, err := p.openHistory(s.ledger); err != nil {
			return err
		}
		a.accesses = func() ([]entry.Access, error) { return p.accesses(s.ledger, s.decisions) }
	}
	stopped, err := p.startHTTP(ctx, s, from, a, started)
	if err != nil {
		return err
	}
	p.sayServing(stopped)
	return attend(ctx, stopped, p.watchDecisions(a.decisions))
}

// serveEmbedded serves the engine of this process.
func (p *program) serveEmbedded(ctx context.Context, s serving, from *credentials, traces *tracing.Tracing, started *closing) error {
	o := embedded.ServeOptions{Address: s.listen, Accept: p.place.accept, Keys: from.administers}
	e, err := p.served(ctx, &o, s)
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
	if beside := p.listenBeside(s); beside != nil {
		o.Trusted = beside
		started.add(func() error { return unlessClosed(beside.Close()) })
	}
	a := answering{conn: e.Conn(), model: o.Model, traces: traces, record: e}
	if traced := traces.Intercept(); traced != nil {
		o.Interceptors = append(o.Interceptors, traced)
	}
	if !p.place.hasNoStore() && !p.place.isOther() {
		a.accesses = func() ([]entry.Access, error) { return p.accesses("", s.decisions) }
	}
	if a.decisions, err = p.startDecisions(ctx, s.decisions, e, a, started); err != nil {
		return err
	}
	o.Interceptors = append(o.Interceptors, sayKnown(e))
	o.Interceptors = append(o.Interceptors, provenance.Intercept(func(ctx context.Context) string { return grpcAsker(from)(ctx).Caller }))
	if a.decisions != nil {
		o.Interceptors = append(o.Interceptors, a.decisions.Intercept(grpcAsker(from)))
	}
	if s.http != "" && a.model.HasTenants() {
		a.memory = memory.Follow(a.conn, memory.Options{Model: a.model, OwnModel: true, Wait: memoryWait})
		started.add(a.memory.Close)
		o.Memory = a.memory
	}
	var over, stopped serves
	if s.listen != "" || o.Trusted != nil {
		if over, err = p.startGRPC(ctx, e, o, started); err != nil {
			return err
		}
	}
	if s.http != "" {
		if stopped, err = p.startHTTP(ctx, s, from, a, started); err != nil {
			return err
		}
	}
	stopped.grpc, stopped.engine, stopped.where = over.grpc, e.Done(), append(over.where, stopped.where...)
	p.sayServing(stopped)
	said, look, lacking := error(nil), p.watchDecisions(a.decisions), p.watchLacking(e)
	return attend(ctx, stopped, func() {
		said = p.sayRecord(e.RecordErr(), said)
		look()
		lacking()
	})
}

// served is the engine that is served, and the model that it is served by. The ids of
// another schema's data are raw where callers write them raw: over gRPC alone.
func (p *program) served(ctx context.Context, o *embedded.ServeOptions, s serving) (*embedded.Engine, error) {
	if p.place.isOther() {
		read, err := p.place.readOther()
		if err != nil {
			return nil, err
		}
		o.Model = read.model
		return read.start(ctx, s.http == "")
	}
	m, err := p.place.ownModel()
	if err != nil {
		return nil, err
	}
	o.Model = m
	e, served, err := p.place.start(ctx, orMaking(s.create))
	if served != nil {
		err = errors.Join(errServed(p.place.storeName()), served.Close())
	}
	return e, orCreate(err)
}

// orMaking is the purpose of a verb that makes a store if --create says so.
func orMaking(create bool) purpose {
	if create {
		return making
	}
	return changing
}

// orCreate says of a store that is not there that --create makes it.
func orCreate(err error) error {
	var absent noStoreError
	if errors.As(err, &absent) {
		return phrase.Errorf("%w; --create makes an empty one", err)
	}
	return err
}

// unlessClosed is an error, but that something was closed already.
func unlessClosed(err error) error {
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

func (p *program) startGRPC(ctx context.Context, e *embedded.Engine, o embedded.ServeOptions, started *closing) (stopped serves, err error) {
	served, err := e.Serve(ctx, o)
	if err != nil {
		return stopped, err
	}
	started.add(served.Close)
	if err := served.Err(); err != nil {
		p.tell("%v\nremit: no questions are answered until `remit schema write` has written this program's", err)
	}
	if o.Address != "" {
		stopped.where = []phrase.Phrase{phrase.Of("serving on %s; stop it with Ctrl-C", served.Address())}
	}
	stopped.grpc = served.Done()
	return stopped, nil
}

// serves is what serves.
type serves struct {
	// The errors with which it stops by itself; nil where it does not serve.
	http, envoy, grpc, engine <-chan error
	where                     []phrase.Phrase
}

// sayServing says where all of it serves, when none of it can fail to start any more.
func (p *program) sayServing(s serves) {
	for _, where := range s.where {
		p.place.tell("%s", where)
	}
}

// attend waits until the context ends, or something that must go on, and looks at the
// record meanwhile.
func attend(ctx context.Context, stopped serves, look func()) error {
	looks := time.NewTicker(recordLook)
	defer looks.Stop()
	for {
		look()
		select {
		case <-looks.C:
		case <-ctx.Done():
			return nil
		case err := <-stopped.http:
			return phrase.Errorf("serving HTTP stopped: %w", err)
		case err := <-stopped.envoy:
			return phrase.Errorf("serving Envoy stopped: %w", err)
		case err := <-stopped.grpc:
			return phrase.Errorf("serving stopped: %w", err)
		case err := <-stopped.engine:
			return phrase.Errorf("the engine stopped: %w", err)
		}
	}
}

// recordLook is how often a server looks whether what is written is recorded.
const recordLook = 5 * time.Second

// sayRecord says that nothing is recorded, or is again, where that is news.
func (p *program) sayRecord(now, before error) error {
	switch {
	case now != nil && before == nil:
		p.tell("what is written is not recorded: %v", now)
	case now == nil && before != nil:
		p.tell("what is written is recorded again, from where the record stopped")
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
	// accesses are those that the record beside the store, or of --ledger, tells of; nil
	// without one.
	accesses func() ([]entry.Access, error)
	// decisions records what is answered; nil where nothing is recorded.
	decisions *decisions.Log
	traces    *tracing.Tracing
	// record is the engine whose record is looked after; nil where it is elsewhere.
	record recorded
}
