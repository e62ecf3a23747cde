package boltstore

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	bolt "go.etcd.io/bbolt"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/datastore/options"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/changelog"
	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
	"github.com/remit-authz/remit/internal/boltstore/index"
)

// maxAttempts is how often a transaction is run that asks for it.
const maxAttempts = 10

// errEnded is the answer of a transaction that outlived its function.
var errEnded = errors.New("the transaction has ended: use it only within its function")

// ReadWriteTx runs the function in a transaction, which is kept if it returns
// nil and leaves nothing otherwise. Transactions run one after the other, from
// their first use of the store on, and those that waited for each other are synced
// together; none returns before it is on the disk. Waiting for one's turn ends with the context. An
// UnrecordedError that says so comes with a revision: the transaction is kept.
func (s *Store) ReadWriteTx(ctx context.Context, fn datastore.TxUserFunc, opts ...options.RWTOptionsOption) (datastore.Revision, error) {
	if s.opts.ReadOnly {
		return datastore.NoRevision, datastore.NewReadonlyErr()
	}
	if err := s.admit(); err != nil {
		return datastore.NoRevision, err
	}
	o := options.NewRWTOptionsWithOptions(opts...)
	for attempt := 1; ; attempt++ {
		rev, err := s.attempt(ctx, fn, o)
		if err == nil {
			return rev, s.awaitRecord(ctx, rev)
		}
		if !errors.Is(err, ErrConflict) || o.DisableRetries || attempt == maxAttempts {
			return datastore.NoRevision, err
		}
	}
}

func (s *Store) attempt(ctx context.Context, fn datastore.TxUserFunc, o *options.RWTOptions) (clock.Revision, error) {
	t := &transaction{store: s, ctx: ctx, definitions: map[string]definition.Entry{}, effect: clock.Effect{Expires: clock.Never}}
	t.reader = reader{from: t.use, now: s.opts.now, catalog: &s.catalog}
	defer t.rollback() // also when the function panics; after a commit it does nothing
	if o.SchemaHashPrecondition != "" {
		if err := t.requireSchemaHash(o.SchemaHashPrecondition); err != nil {
			return 0, err
		}
	}
	if err := fn(ctx, t); err != nil {
		return 0, err
	}
	return t.commit(o.Metadata)
}

// transaction is a datastore.ReadWriteTransaction. It takes its turn at the
// first use, because a function may wait for another transaction before that.
// What it changes goes into the indexes at the end, or when it reads.
type transaction struct {
	reader
	store *Store
	ctx   context.Context

	mu          sync.Mutex
	ended       bool
	group       *group // whose tx is ours; nil before the first use
	tx          *bolt.Tx
	revision    clock.Revision
	state       boltfile.State // as the transaction is to leave it
	wrote       bool
	changes     *index.Changes              // of relationships; nil before the first use
	definitions map[string]definition.Entry // that it has written, by key
	effect      clock.Effect
}

var _ datastore.ReadWriteTransaction = (*transaction)(nil)

// footprint is what a part of a transaction does to the pages of the file.
type footprint int

const (
	collects footprint = iota // nothing before the end
	flushes                   // it puts there what was collected, if there is any
	edits                     // it writes there
)

// do runs a part of the transaction. What writes to the pages before the end leaves the
// group, which is kept first: bbolt cannot take back a part of what was written.
func (t *transaction) do(how footprint, fn func() error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.begin(); err != nil {
		return err
	}
	if how == edits || how == flushes && t.changes.Dirty() {
		if err := t.leaveGroup(); err != nil {
			return err
		}
	}
	return t.guarded(fn)
}

// use runs a function that reads, after all that was written before it.
func (t *transaction) use(fn func(*bolt.Tx, clock.Revision) error) error {
	return t.do(flushes, func() error {
		if err := t.changes.Flush(); err != nil {
			return err
		}
		return fn(t.tx, t.revision)
	})
}

// write runs a function that writes.
func (t *transaction) write(how footprint, fn func() error) error {
	return t.do(how, func() error {
		t.wrote = true
		return fn()
	})
}

// guarded runs what is done to the pages. Once something there was damaged the
// transaction cannot be kept, since the store is not usable any more.
func (t *transaction) guarded(fn func() error) error { return t.store.noted(boltfile.Guard(fn)) }

// begin waits for the turn of the transaction, once.
func (t *transaction) begin() error {
	if t.ended {
		return errEnded
	}
	if t.tx != nil {
		return nil
	}
	if err := t.store.joinTurn(t.ctx); err != nil {
		return err
	}
	g, err := t.store.openGroup()
	if err != nil {
		t.store.endTurn()
		return err
	}
	t.group, t.tx, t.revision = g, g.tx, t.store.clock.Begin()
	t.changes = index.NewChanges(t.tx, &t.state, t.revision)
	return t.guarded(func() (err error) {
		t.state, err = boltfile.ReadState(t.tx)
		return err
	})
}

// rollback leaves the store as it was, unless the transaction has ended.
func (t *transaction) rollback() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.ended {
		return
	}
	t.ended = true
	if t.tx != nil {
		t.store.dropEmpty(t.group)
		t.store.clock.Abort()
		t.store.endTurn()
	}
}

// commit keeps what the transaction wrote and gives back its revision. Without
// a write there is nothing to keep, and the revision is that of the last one.
func (t *transaction) commit(metadata *structpb.Struct) (clock.Revision, error) {
	if err := t.store.usable(); err != nil {
		return 0, err
	}
	if !t.wrote {
		return t.store.clock.Last(), nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.ctx.Err(); err != nil {
		return 0, err
	}
	if err := t.store.attached(); err != nil {
		return 0, err
	}
	log, err := changelog.EncodeMetadata(metadata) // before the pages know of it
	if err != nil {
		return 0, err
	}
	if err := t.guarded(func() error { return t.finish(log) }); err != nil {
		t.store.spoil(t.group, err)
		return 0, fmt.Errorf("store %s: %w", t.store.path, err)
	}
	t.ended = true
	return t.revision, t.store.enter(t.group, t)
}

// finish puts into the file all that belongs to the transaction.
func (t *transaction) finish(metadata []byte) error {
	if err := errors.Join(t.changes.Flush(), t.store.remember(t.tx)); err != nil {
		return err
	}
	err := changelog.Write(t.state.Rows(t.tx, boltfile.Log), t.revision, changelog.Transaction{
		Now:           t.store.opts.now(),
		Metadata:      metadata,
		Definitions:   slices.Sorted(maps.Keys(t.definitions)),
		Relationships: t.changes.Keys(),
	})
	if err != nil {
		return err
	}
	t.effect.Expires = t.changes.NextExpiry()
	t.state.Live += t.changes.Growth()
	t.state.Head = t.revision
	return t.state.Write(t.tx)
}

// putDefinition writes a version of a definition; a nil content deletes it.
func (t *transaction) putDefinition(kind definition.Kind, name string, content []byte) error {
	key := definition.Key(kind, name)
	t.definitions[string(key)] = definition.Entry{Revision: t.revision, Deleted: content == nil}
	t.effect.Schema = t.effect.Schema || kind != definition.Counter
	definitions, row := t.state.Rows(t.tx, boltfile.Definitions), boltfile.Versioned(key, t.revision)
	old, err := definitions.Get(t.tx, row)
	if err != nil {
		return err
	}
	return definitions.Replace(row, old, definition.Encode(content))
}
