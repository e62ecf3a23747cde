package engine

import (
	"context"
	"errors"
	"time"

	spicedb "github.com/authzed/spicedb/pkg/cmd/server"
	"github.com/authzed/spicedb/pkg/cmd/util"
	"github.com/authzed/spicedb/pkg/datalayer"
	"github.com/authzed/spicedb/pkg/datastore"
	"google.golang.org/grpc"
)

// shutdownGrace is how long calls that are under way may take to end.
const shutdownGrace = 2 * time.Second

// schemaMode is where SpiceDB keeps a schema: definition by definition. Its other
// modes do not find what this one wrote, so a default that changes one day would
// open a store without its schema.
const schemaMode = datalayer.SchemaModeReadLegacyWriteLegacy

// mostUpdates is how many updates a write has at most: a store takes in many at once for
// less than as many in several writes.
const mostUpdates = 2500

// server is a SpiceDB server that runs in this process.
type server struct {
	spicedb spicedb.RunnableServer
	conn    *grpc.ClientConn
	stop    context.CancelFunc
	done    <-chan error
}

// Conn reaches the server, inside the process. It is closed by Close, not by
// the caller.
func (s *server) Conn() *grpc.ClientConn { return s.conn }

// Done yields once, when the server has stopped by itself or by Close.
func (s *server) Done() <-chan error { return s.done }

// run starts the server and waits until it answers.
func (s *server) run(ctx context.Context, cfg *spicedb.Config) error {
	running, stop := context.WithCancel(context.Background())
	srv, err := cfg.Complete(running)
	if err != nil {
		stop()
		return err
	}
	done := make(chan error, 1)
	go func() {
		defer close(done)
		done <- srv.Run(running)
	}()
	s.spicedb, s.stop, s.done = srv, stop, done
	if s.conn, err = srv.NewClient(largeAnswers); err != nil {
		return err
	}
	return s.awaitReady(ctx)
}

func (s *server) close() error {
	var errs []error
	if s.conn != nil {
		errs = append(errs, s.conn.Close())
	}
	if s.stop != nil {
		s.stop()
		errs = append(errs, <-s.done)
	}
	return errors.Join(errs...)
}

// config is a server over a datastore that only this process reaches. It
// switches off what an embedded engine must not do: call home, open sockets,
// take a share of the machine's memory.
func config(over datastore.Datastore) *spicedb.Config {
	cfg := spicedb.NewConfigWithOptionsAndDefaults(
		spicedb.WithDatastore(over),
		spicedb.WithExperimentalSchemaMode(schemaMode.String()),
		spicedb.WithShutdownGracePeriod(shutdownGrace),
		spicedb.WithSilentlyDisableTelemetry(true),
		spicedb.WithTelemetryEndpoint(""),
		spicedb.WithMaximumUpdatesPerWrite(mostUpdates),
		spicedb.WithHTTPGateway(util.HTTPServerConfig{HTTPEnabled: false}),
		spicedb.WithMetricsAPI(util.HTTPServerConfig{HTTPEnabled: false}),
		spicedb.WithDispatchServer(util.GRPCServerConfig{Enabled: false}),
		spicedb.WithDispatchClientMetricsEnabled(false),
		spicedb.WithDispatchClusterMetricsEnabled(false),
		spicedb.WithEnableMemoryProtectionMiddleware(false),
		spicedb.WithNamespaceCacheConfig(spicedb.CacheConfig{Name: "namespace", Enabled: true, MaxCost: "16MiB"}),
		spicedb.WithDispatchCacheConfig(spicedb.CacheConfig{Name: "dispatch", Enabled: true, MaxCost: "64MiB"}),
		spicedb.WithClusterDispatchCacheConfig(spicedb.CacheConfig{Name: "cluster_dispatch"}),
		spicedb.WithLR3ResourceChunkCacheConfig(spicedb.CacheConfig{Name: "lr3_chunk", Enabled: true, MaxCost: "16MiB"}),
		spicedb.WithStoredSchemaCacheConfig(spicedb.CacheConfig{Name: "stored_schema", Enabled: true, MaxCost: "16MiB"}),
	)
	cfg.GRPCServer = util.GRPCServerConfig{Enabled: true, Network: util.BufferedNetwork, BufferSize: 1 << 20}
	cfg.GRPCAuthFunc = func(ctx context.Context) (context.Context, error) { return ctx, nil }
	unshare(cfg, over)
	return cfg
}
