// Package engine runs SpiceDB in this process, or dials one that runs
// elsewhere. It is the only package, with the store, the graph and the code
// generator, that knows SpiceDB's Go packages: everybody else talks to a
// *grpc.ClientConn.
package engine

import (
	"context"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/authzed/spicedb/pkg/caveats/types"
	datastorecfg "github.com/authzed/spicedb/pkg/cmd/datastore"
	"github.com/authzed/spicedb/pkg/cmd/server"
	"github.com/authzed/spicedb/pkg/cmd/util"
	"github.com/authzed/spicedb/pkg/datastore"
	"google.golang.org/grpc"
)

// Options say what the engine runs on and who may reach it. The zero value is
// an engine in memory that only this process can reach.
type Options struct {
	// Datastore is where relationships are kept; the caller opens and closes
	// it. Nil is SpiceDB's datastore in memory, which forgets everything.
	Datastore datastore.Datastore
	// Listen is a loopback address such as "127.0.0.1:50051". Blank opens no
	// socket.
	Listen string
	// Key is what callers over Listen must present. Needed with Listen.
	Key string
}

// Engine is a SpiceDB that runs in this process until Close.
type Engine struct {
	conn   *grpc.ClientConn
	stop   context.CancelFunc
	done   <-chan error
	memory datastore.Datastore
}

// revisionWindow is how old an answer may be that asks for the least latency:
// a revocation is to hold within a second.
const revisionWindow = 500 * time.Millisecond

// shutdownGrace is how long calls that are under way may take to end.
const shutdownGrace = 2 * time.Second

// Start runs an engine and returns when it answers. The caller closes it.
func Start(ctx context.Context, opts Options) (*Engine, error) {
	if err := opts.validate(); err != nil {
		return nil, err
	}
	e := &Engine{}
	if opts.Datastore == nil {
		memory, err := newMemory(ctx)
		if err != nil {
			return nil, fmt.Errorf("starting the datastore in memory: %w", err)
		}
		opts.Datastore, e.memory = memory, memory
	}
	if err := e.run(opts); err != nil {
		return nil, errors.Join(fmt.Errorf("starting SpiceDB: %w", err), e.Close())
	}
	if err := e.awaitReady(ctx); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// Conn reaches the engine. It is closed by Close, not by the caller.
func (e *Engine) Conn() *grpc.ClientConn { return e.conn }

// Done yields once, when the engine has stopped: nil after Close.
func (e *Engine) Done() <-chan error { return e.done }

// Close stops the engine and waits for it. A Datastore from the options stays
// open.
func (e *Engine) Close() error {
	var errs []error
	if e.conn != nil {
		errs = append(errs, e.conn.Close())
	}
	if e.stop != nil {
		e.stop()
		errs = append(errs, <-e.done)
	}
	if e.memory != nil {
		errs = append(errs, e.memory.Close())
	}
	return errors.Join(errs...)
}

func (o Options) validate() error {
	if o.Listen == "" {
		return nil
	}
	host, _, err := net.SplitHostPort(o.Listen)
	if err != nil {
		return fmt.Errorf("listen address %q: write it as HOST:PORT", o.Listen)
	}
	if o.Key == "" {
		return errors.New("an engine that listens needs a key, or any program on the machine could change who may do what: set REMIT_KEY or --key-file")
	}
	if !isLoopback(host) {
		return fmt.Errorf("listening on %s would send the key in clear over a network: listen on 127.0.0.1 and put a proxy with TLS before it, or run a SpiceDB cluster", o.Listen)
	}
	return nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

func newMemory(ctx context.Context) (datastore.Datastore, error) {
	return datastorecfg.NewDatastore(ctx,
		datastorecfg.DefaultDatastoreConfig().ToOption(),
		datastorecfg.WithEngine(datastorecfg.MemoryEngine),
		datastorecfg.WithRevisionQuantization(revisionWindow),
		datastorecfg.WithMaxRevisionStalenessPercent(0),
		datastorecfg.WithEnableDatastoreMetrics(false),
		datastorecfg.WithCaveatTypeSet(types.Default.TypeSet),
	)
}

func (e *Engine) run(opts Options) error {
	ctx, stop := context.WithCancel(context.Background())
	srv, err := serverConfig(opts).Complete(ctx)
	if err != nil {
		stop()
		return err
	}
	done := make(chan error, 1)
	go func() {
		defer close(done)
		done <- srv.Run(ctx)
	}()
	e.stop, e.done = stop, done
	if opts.Listen != "" {
		e.conn, err = grpc.NewClient(opts.Listen, loopbackOptions(opts.Key)...)
	} else {
		e.conn, err = srv.NewClient(largeAnswers)
	}
	return err
}

// serverConfig switches off what an embedded engine must not do: call home,
// open sockets, take a share of the machine's memory.
func serverConfig(opts Options) *server.Config {
	cfg := server.NewConfigWithOptionsAndDefaults(
		server.WithDatastore(opts.Datastore),
		server.WithShutdownGracePeriod(shutdownGrace),
		server.WithSilentlyDisableTelemetry(true),
		server.WithTelemetryEndpoint(""),
		server.WithHTTPGateway(util.HTTPServerConfig{HTTPEnabled: false}),
		server.WithMetricsAPI(util.HTTPServerConfig{HTTPEnabled: false}),
		server.WithDispatchServer(util.GRPCServerConfig{Enabled: false}),
		server.WithDispatchClientMetricsEnabled(false),
		server.WithDispatchClusterMetricsEnabled(false),
		server.WithEnableMemoryProtectionMiddleware(false),
		server.WithNamespaceCacheConfig(server.CacheConfig{Name: "namespace", Enabled: true, MaxCost: "16MiB"}),
		server.WithDispatchCacheConfig(server.CacheConfig{Name: "dispatch", Enabled: true, MaxCost: "64MiB"}),
		server.WithClusterDispatchCacheConfig(server.CacheConfig{Name: "cluster_dispatch"}),
		server.WithLR3ResourceChunkCacheConfig(server.CacheConfig{Name: "lr3_chunk", Enabled: true, MaxCost: "16MiB"}),
		server.WithStoredSchemaCacheConfig(server.CacheConfig{Name: "stored_schema", Enabled: true, MaxCost: "16MiB"}),
	)
	cfg.GRPCServer = util.GRPCServerConfig{Enabled: true, Network: util.BufferedNetwork, BufferSize: 1 << 20}
	cfg.GRPCAuthFunc = func(ctx context.Context) (context.Context, error) { return ctx, nil }
	if opts.Listen != "" {
		cfg.GRPCServer = util.GRPCServerConfig{
			Enabled: true, Network: "tcp", Address: opts.Listen,
		}
		cfg.GRPCAuthFunc = nil
		cfg.PresharedSecureKey = []string{opts.Key}
	}
	return cfg
}
