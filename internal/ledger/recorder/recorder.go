package recorder

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// Options are a Recorder's settings. The zero value works.
type Options struct {
	// SnapshotEvery is after how many entries the whole state is written again:
	// 10,000 by default, and never before there are a quarter as many as the last one
	// had relationships.
	SnapshotEvery int
	// Known is the record that the engine was recorded in before; zero where there was
	// none, or nobody knows. Another one, or less of that one, begins with a gap.
	Known ledger.Known
}

const (
	defaultSnapshotEvery = 10_000
	// headAge is how old an engine's newest revision may be that it has just told:
	// calls at once share one search for it.
	headAge = time.Second
)

// Recorder records until Close. It is safe for concurrent use.
type Recorder struct {
	engine  engine
	folder  string
	options Options
	stop    context.CancelFunc
	done    chan struct{}

	note string // see Note

	log *ledger.Log // of the goroutine that records; nil while it cannot be opened

	mu sync.Mutex
	// reached is the last revision of which all is recorded, needed the one that a
	// later recorder goes on after.
	reached, needed zedtoken.Token
	// caught is up to when all is known to be recorded.
	caught  ledger.Covered
	written ledger.Known
	err     error
	// well says that a stream of changes had brought all there was.
	well bool
	// changed is closed, and replaced, when one of them becomes another.
	changed chan struct{}
}

// Start opens the ledger in a folder, which is made where there is none, and records
// what the engine behind a connection does, from where the ledger stops. It returns
// when it has begun to; that the engine cannot be reached then is an error, and later
// is tried again (see Err). ledger.ErrLocked means that another recorder writes the
// ledger. The caller closes the recorder, before the connection.
func Start(ctx context.Context, conn grpc.ClientConnInterface, folder string, options Options) (*Recorder, error) {
	if options.SnapshotEvery <= 0 {
		options.SnapshotEvery = defaultSnapshotEvery
	}
	log, err := ledger.Open(folder)
	if err != nil {
		return nil, err
	}
	r := &Recorder{
		engine: engineOf(conn), folder: folder, options: options, log: log,
		done: make(chan struct{}), changed: make(chan struct{}),
	}
	begun, err := r.begin(ctx)
	r.written = log.Known()
	if err != nil {
		return nil, errors.Join(err, log.Close())
	}
	r.err = log.Reserve()
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	r.stop = stop
	go func() {
		defer close(r.done)
		r.run(following, begun)
	}()
	return r, nil
}

// Close stops recording, and waits until it has. What is not recorded yet is left to
// the next recorder: see CatchUp.
func (r *Recorder) Close() error {
	r.stop()
	<-r.done
	if r.log == nil {
		return nil
	}
	r.cover(r.log)
	return r.log.Close()
}

// cover says in the ledger up to when all is recorded. That it cannot be said is no
// error: then it is known of an earlier moment.
func (r *Recorder) cover(log *ledger.Log) {
	r.mu.Lock()
	caught := r.caught
	r.mu.Unlock()
	if !caught.Until.IsZero() {
		_ = log.Cover(caught)
	}
}

// Record is which one is written, and how much of it there is at least.
func (r *Recorder) Record() ledger.Known {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.written
}

// Note is what whoever is answerable has to know: that the record which was known is not
// the one that was found, so that another went on, or began, with a gap. Blank for nothing.
func (r *Recorder) Note() string { return r.note }

// Err is why nothing is recorded at present; nil where it is.
func (r *Recorder) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Needed is the revision that a later recorder goes on after: what the engine did
// since must stay there to be told.
func (r *Recorder) Needed() zedtoken.Token {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.needed
}

// howFar is the last revision of which all is recorded.
func (r *Recorder) howFar() zedtoken.Token {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.reached
}

// CatchUp waits until all is recorded that the engine has done by now, and no longer
// than a while in which nothing more is recorded. Its error says what is in the way.
func (r *Recorder) CatchUp(ctx context.Context, patience time.Duration) error {
	asked := time.Now().Add(-headAge)
	head, err := r.engine.head(ctx)
	if err != nil {
		return err
	}
	enough := func(reached zedtoken.Token) bool { return reached.Includes(zedtoken.Parse(head)) }
	for {
		before := r.howFar()
		bounded, cancel := context.WithTimeout(ctx, patience)
		err := r.Await(bounded, enough)
		cancel()
		if err == nil {
			r.set(func() {
				if asked.After(r.caught.Until) {
					r.caught = ledger.Covered{Until: asked, Revision: head}
				}
			})
		}
		if err == nil || ctx.Err() != nil || r.howFar().String() == before.String() {
			return err
		}
	}
}

// Await waits until what is recorded goes far enough. Its error is that of the
// context, with what is in the way.
func (r *Recorder) Await(ctx context.Context, enough func(reached zedtoken.Token) bool) error {
	for {
		r.mu.Lock()
		reached, err, changed := r.reached, r.err, r.changed
		r.mu.Unlock()
		if enough(reached) {
			return nil
		}
		select {
		case <-changed:
		case <-r.done:
			return errors.Join(errors.New("the recorder was closed"), err)
		case <-ctx.Done():
			return fmt.Errorf("what was done last is not recorded yet: %w", errors.Join(ctx.Err(), err))
		}
	}
}

// set says how far it is, and what is in the way.
func (r *Recorder) set(change func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	change()
	close(r.changed)
	r.changed = make(chan struct{})
}

// run follows the engine until the context ends, whatever goes wrong meanwhile.
func (r *Recorder) run(ctx context.Context, at position) {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = 50*time.Millisecond, 5*time.Second
	for err := r.follow(ctx, at); ctx.Err() == nil; {
		r.set(func() {
			// One stream that ends says nothing: the next one goes on.
			if r.well {
				waits.Reset()
			} else {
				r.err = err
			}
			r.well = false
		})
		select {
		case <-ctx.Done():
			return
		case <-time.After(waits.NextBackOff()):
		}
		if at, err = r.again(ctx); err == nil {
			err = r.follow(ctx, at)
		}
	}
}

// again opens the ledger anew, which after an error of the disk writes nothing more,
// and finds where it stops.
func (r *Recorder) again(ctx context.Context) (position, error) {
	if r.log != nil {
		_ = r.log.Close() // whatever it says: all is read again
	}
	r.options.Known = r.Record() // one that was taken away meanwhile is missed
	log, err := ledger.Open(r.folder)
	if r.log = log; err != nil {
		return position{}, err
	}
	return r.begin(ctx)
}
