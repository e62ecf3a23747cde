package embedded

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/recorder"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// Recording is what is done about the record of what is written to a store.
type Recording int

const (
	// Recorded keeps one: each transaction is in it soon after it was acknowledged,
	// and the store keeps its history until then, also over the end of the process.
	// Where it cannot be kept, the engine goes on: see Engine.RecordErr.
	Recorded Recording = iota
	// RecordRequired keeps one, and lets nothing be written that is not recorded:
	// a write returns when it is, and is refused while it could not be.
	RecordRequired
	// Unrecorded keeps none: for a copy of a store that has one.
	Unrecorded
)

const (
	// recordWait is how long a write waits for its record.
	recordWait = 30 * time.Second
	// lastWait is how long Close waits while nothing more is recorded.
	lastWait = 5 * time.Second
)

// record is the recorder of a store's engine, which is there after the store; nil
// where there is none.
type record struct {
	path     string // the store's
	folder   string
	required bool
	recorder atomic.Pointer[recorder.Recorder]
	err      atomic.Pointer[error] // why there is none, or why it is not whole
	store    *boltstore.Store
	beside   *beside // nil before it starts
}

var _ boltstore.Record = (*record)(nil)

func newRecord(o Options) *record {
	if o.ReadOnly || o.Record == Unrecorded {
		return nil
	}
	return &record{path: o.Store, folder: ledger.Beside(o.Store), required: o.Record == RecordRequired}
}

// start begins to record. An error is returned only where it must not be passed over.
func (r *record) start(ctx context.Context, store *boltstore.Store, conn grpc.ClientConnInterface) error {
	if r == nil {
		return nil
	}
	r.store, r.beside = store, lookBeside(ctx, r.path, store)
	known, err := store.Recorded()
	var started *recorder.Recorder
	if err == nil {
		started, err = recorder.Start(ctx, conn, r.folder, recorder.Options{Known: known.History})
	}
	if err == nil {
		r.recorder.Store(started)
		err = errors.Join(r.remember(ctx), started.Err())
	} else {
		r.err.Store(&err)
	}
	if r.required {
		return err
	}
	return nil
}

// remember has the store know its record, so that one that is taken away is missed.
func (r *record) remember(ctx context.Context) error {
	now := r.recorder.Load().Record()
	if had, err := r.store.Recorded(); err != nil || had.History == now {
		return err
	}
	return r.store.ChangeRecorded(ctx, func(all *ledger.KnownRecords) { all.History = now })
}

// note is Engine.RecordNote.
func (r *record) note() string {
	if r == nil || r.recorder.Load() == nil {
		return ""
	}
	if note := r.recorder.Load().Note(); note != "" {
		return phrase.Of("record %s: %s", r.folder, note).String()
	}
	return ""
}

// why is Engine.RecordErr.
func (r *record) why() error {
	if r == nil {
		return nil
	}
	if err := r.err.Load(); err != nil {
		return *err
	}
	if started := r.recorder.Load(); started != nil {
		return started.Err()
	}
	return nil
}

// close records what there is, unless something stands in the way: then the next one
// to open the store does.
func (r *record) close() error {
	if r == nil {
		return nil
	}
	r.beside.close()
	if r.recorder.Load() == nil {
		return nil
	}
	started := r.recorder.Load()
	if err := started.CatchUp(context.Background(), lastWait); err != nil {
		err = phrase.Errorf("record %s: %w", r.folder, err)
		r.err.Store(&err)
	}
	if err := r.remember(context.Background()); err != nil {
		err = phrase.Errorf("record %s: the store does not remember how far it goes: %w", r.folder, err)
		r.err.Store(&err)
	}
	return started.Close()
}

// Needed is boltstore.Record's.
func (r *record) Needed() int64 {
	started := r.recorder.Load()
	if started == nil {
		return 0
	}
	at, _ := started.Needed().Time()
	return at.UnixNano()
}

// Written is boltstore.Record's.
func (r *record) Written() ledger.Known {
	started := r.recorder.Load()
	if started == nil {
		return ledger.Known{}
	}
	return started.Record()
}

// Admit is boltstore.Record's.
func (r *record) Admit() error {
	if !r.required {
		return nil
	}
	return r.why()
}

var errLate = phrase.Errorf("the record did not have it in time")

// Await is boltstore.Record's.
func (r *record) Await(ctx context.Context, revision int64) error {
	started := r.recorder.Load()
	if !r.required || started == nil {
		return nil
	}
	ctx, cancel := context.WithTimeoutCause(ctx, recordWait, errLate)
	defer cancel()
	return started.Await(ctx, func(reached zedtoken.Token) bool {
		at, _ := reached.Time()
		return at.UnixNano() >= revision
	})
}
