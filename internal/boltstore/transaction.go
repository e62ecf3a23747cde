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
)

// maxAttempts is how often a transaction is run that asks for it.
const maxAttempts = 10

// errEnded is the answer of a transaction that outlived its function.
var errEnded = errors.New("the transaction has ended: use it only within its function")

// ReadWriteTx runs the function in a transaction, which is kept if it returns
// nil and leaves nothing otherwise. Transactions run one after the other, from
// their first use of the store on; waiting for one's turn ends with the context.
func (s *Store) ReadWriteTx(ctx context.Context, fn datastore.TxUserFunc, opts ...options.RWTOptionsOption) (datastore.Revision, error) {
	if s.opts.ReadOnly {
		return datastore.NoRevision, datastore.NewReadonlyErr()
	}
	o := options.NewRWTOptionsWithOptions(opts...)
	for attempt := 1; ; attempt++ {
		rev, err := s.attempt(ctx, fn, o)
		if err == nil {
			return rev, nil
		}
		if !errors.Is(err, ErrConflict) || o.DisableRetries || attempt == maxAttempts {
			return datastore.NoRevision, err
		}
	}
}

func (s *Store) attempt(ctx context.Context, fn datastore.TxUserFunc, o *options.RWTOptions) (Revision, error) {
	t := &transaction{store: s, ctx: ctx, definitions: map[string]entry{}, effect: effect{expires: never}}
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
	tx          *bolt.Tx // nil before the first use
	revision    Revision
	state       state // as the transaction is to leave it
	wrote       bool
	changes     *changes         // of relationships; nil before the first use
	definitions map[string]entry // that it has written, by key
	effect      effect
}

var _ datastore.ReadWriteTransaction = (*transaction)(nil)

// use runs a function that reads, after all that was written before it.
func (t *transaction) use(fn func(*bolt.Tx, Revision) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.begin(); err != nil {
		return err
	}
	return t.guarded(func() error {
		if err := t.changes.flush(); err != nil {
			return err
		}
		return fn(t.tx, t.revision)
	})
}

// write runs a function that writes.
func (t *transaction) write(fn func() error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.begin(); err != nil {
		return err
	}
	t.wrote = true
	return t.guarded(fn)
}

// guarded runs what is done to the pages. Once something there was damaged the
// transaction cannot be kept, since the store is not usable any more.
func (t *transaction) guarded(fn func() error) error { return t.store.noted(guard(fn)) }

// begin waits for the turn of the transaction, once.
func (t *transaction) begin() error {
	if t.ended {
		return errEnded
	}
	if t.tx != nil {
		return nil
	}
	if err := t.store.takeTurn(t.ctx); err != nil {
		return err
	}
	tx, err := t.store.db.Begin(true)
	if err != nil {
		t.store.endTurn()
		return closedError(err)
	}
	t.tx, t.revision = tx, t.store.clock.begin()
	t.changes = newChanges(tx, &t.state, t.revision)
	return t.guarded(func() (err error) {
		t.state, err = readState(tx)
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
		t.store.giveUp(t.tx)
		t.store.clock.abort()
		t.store.endTurn()
	}
}

// commit keeps what the transaction wrote and gives back its revision. Without
// a write there is nothing to keep, and the revision is that of the last one.
func (t *transaction) commit(metadata *structpb.Struct) (Revision, error) {
	if err := t.store.usable(); err != nil {
		return 0, err
	}
	if !t.wrote {
		return t.store.clock.last(), nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.ctx.Err(); err != nil {
		return 0, err
	}
	if err := t.store.attached(); err != nil {
		return 0, err
	}
	if err := t.guarded(func() error { return t.finish(metadata) }); err != nil {
		return 0, fmt.Errorf("store %s: %w", t.store.path, err)
	}
	t.ended = true
	defer t.store.endTurn()
	if err := t.guarded(t.tx.Commit); err != nil {
		return 0, t.failed(err)
	}
	t.kept()
	// Again: what went into a file that has no name any more is lost.
	if err := t.store.attached(); err != nil {
		return 0, err
	}
	return t.revision, nil
}

// kept tells readers what is in the file now.
func (t *transaction) kept() {
	t.store.catalog.add(t.definitions)
	t.store.clock.commit(t.effect)
}

// finish puts into the file all that belongs to the transaction.
func (t *transaction) finish(metadata *structpb.Struct) error {
	if err := t.changes.flush(); err != nil {
		return err
	}
	err := writeLog(t.state.rows(t.tx, logBucket), t.revision, written{
		now:           t.store.opts.now(),
		metadata:      metadata,
		definitions:   slices.Sorted(maps.Keys(t.definitions)),
		relationships: t.changes.keys(),
	})
	if err != nil {
		return err
	}
	t.effect.expires = t.changes.nextExpiry()
	t.state.live += t.changes.growth()
	t.state.head = t.revision
	return t.state.write(t.tx)
}

// failed brings the clock in line with the file after a commit that failed. When
// only the last sync did, the transaction is in the file all the same.
func (t *transaction) failed(cause error) error {
	t.store.giveUp(t.tx) // when it panicked, bbolt has not done so
	var kept state
	err := t.store.view(func(tx *bolt.Tx) (err error) {
		kept, err = readState(tx)
		return err
	})
	if err == nil && kept.head == t.revision {
		t.kept()
		return fmt.Errorf("store %s: the write may be lost if the machine stops now: read before you write it again: %w", t.store.path, cause)
	}
	t.store.clock.abort()
	return writeError{path: t.store.path, err: cause}
}

// putDefinition writes a version of a definition; a nil content deletes it.
func (t *transaction) putDefinition(kind definitionKind, name string, content []byte) error {
	key := definitionKey(kind, name)
	t.definitions[string(key)] = entry{revision: t.revision, deleted: content == nil}
	t.effect.schema = t.effect.schema || kind != counterDefinition
	definitions, row := t.state.rows(t.tx, definitionsBucket), versioned(key, t.revision)
	old, err := definitions.get(t.tx, row)
	if err != nil {
		return err
	}
	return definitions.replace(row, old, encodeVersion(content))
}
