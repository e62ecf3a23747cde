// Package engine runs SpiceDB in this process, or dials one that runs
// elsewhere. It is the only package, with the store, the graph and the code
// generator, that knows SpiceDB's Go packages: everybody else talks to a
// *grpc.ClientConn.
package engine

import (
	"context"
	"errors"
	"time"

	"github.com/authzed/spicedb/pkg/caveats/types"
	datastorecfg "github.com/authzed/spicedb/pkg/cmd/datastore"
	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/phrase"
)

// Options say what the engine runs on. The zero value is an engine in memory.
type Options struct {
	// Datastore is where relationships are kept; the caller opens and closes
	// it. Nil is SpiceDB's datastore in memory, which forgets everything.
	Datastore datastore.Datastore
	// MaxDepth is how many steps an answer may take before it is an error;
	// SpiceDB's own 50 by default.
	MaxDepth uint32
	// Limits bound what callers can take of what Serve opens.
	Limits Limits
}

// Engine is a SpiceDB that runs in this process until Close. Only this process
// reaches it, unless Serve opens a way in.
type Engine struct {
	server
	datastore datastore.Datastore
	ours      bool // the datastore is closed with the engine
	limits    Limits
}

// revisionWindow is how old an answer may be that asks for the least latency:
// a revocation is to hold within a second.
const revisionWindow = 500 * time.Millisecond

// Start runs an engine and returns when it answers. The caller closes it.
func Start(ctx context.Context, opts Options) (*Engine, error) {
	e := &Engine{datastore: opts.Datastore, limits: opts.Limits.withDefaults()}
	if e.datastore == nil {
		memory, err := newMemory(ctx)
		if err != nil {
			return nil, phrase.Errorf("starting the datastore in memory: %w", err)
		}
		e.datastore, e.ours = memory, true
	}
	cfg := config(e.datastore)
	if e.ours {
		// Answers are kept by revision, and that of a datastore in memory moves with
		// writes only: what has ended would stay allowed. Our own store moves it.
		cfg.DispatchCacheConfig.Enabled = false
		cfg.LR3ResourceChunkCacheConfig.Enabled = false
	}
	if opts.MaxDepth > 0 {
		cfg.DispatchMaxDepth = opts.MaxDepth
	}
	if err := e.run(ctx, cfg); err != nil {
		return nil, errors.Join(phrase.Errorf("starting SpiceDB: %w", err), e.Close())
	}
	return e, nil
}

// Close stops the engine and waits for it. A Datastore from the options stays
// open.
func (e *Engine) Close() error {
	err := e.server.close()
	if e.ours {
		err = errors.Join(err, e.datastore.Close())
	}
	return err
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
