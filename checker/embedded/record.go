package embedded

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/recorder"
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
	folder   string
	required bool
	recorder atomic.Pointer[recorder.Recorder]
	err      atomic.Pointer[error] // why there is none, or why it is not whole
}

var _ boltstore.Record = (*record)(nil)

func newRecord(o Options) *record {
	if o.ReadOnly || o.Record == Unrecorded {
		return nil
	}
	return &record{folder: ledger.Beside(o.Store), required: o.Record == RecordRequired}
}

// start begins to record. An error is returned only where it must not be passed over.
func (r *record) start(ctx context.Context, conn grpc.ClientConnInterface) error {
	if r == nil {
		return nil
	}
	started, err := recorder.Start(ctx, conn, r.folder, recorder.Options{})
	if err == nil {
		r.recorder.Store(started)
		err = started.Err()
	} else {
		r.err.Store(&err)
	}
	if r.required {
		return err
	}
	return nil
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
	if r == nil || r.recorder.Load() == nil {
		return nil
	}
	started := r.recorder.Load()
	if err := started.CatchUp(context.Background(), lastWait); err != nil {
		err = fmt.Errorf("record %s: %w", r.folder, err)
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

// Admit is boltstore.Record's.
func (r *record) Admit() error {
	if !r.required {
		return nil
	}
	return r.why()
}

var errLate = errors.New("the record did not have it in time")

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
