package embedded

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/phrase"
)

// Beside is a record that lies beside a store, and that others than its engine write.
type Beside string

// The records beside a store, each in a folder that is named like it.
const (
	// Decisions is that of what was answered (checker/decisions), with ".decisions" behind.
	Decisions Beside = "decisions"
	// Reviews is that of reviews of roles and links, with ".reviews" behind.
	Reviews Beside = "reviews"
)

// folder is where it is.
func (b Beside) folder(store string) string {
	if b == Decisions {
		return ledger.DecisionsBeside(store)
	}
	return ledger.ReviewsBeside(store)
}

// in is what a store knows of it.
func (b Beside) in(all *ledger.KnownRecords) *ledger.Known {
	if b == Decisions {
		return &all.Decisions
	}
	return &all.Reviews
}

// Lacking is a record beside a store that is not the one which the store knows: it was taken
// away, replaced, or put back from an older copy.
type Lacking struct {
	Record Beside
	Why    string
}

// besideLook is how often it is looked at what others wrote.
const besideLook = 5 * time.Second

// beside has a store know the records of others beside it, and says what lacks of them.
type beside struct {
	path  string
	store *boltstore.Store
	stop  context.CancelFunc
	done  chan struct{}

	mu      sync.Mutex
	lacking []Lacking
}

// lookBeside looks now, and until it is closed.
func lookBeside(ctx context.Context, path string, store *boltstore.Store) *beside {
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	b := &beside{path: path, store: store, stop: stop, done: make(chan struct{})}
	b.look(ctx)
	go func() {
		defer close(b.done)
		looks := time.NewTicker(besideLook)
		defer looks.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-looks.C:
				b.look(ctx)
			}
		}
	}()
	return b
}

// close looks a last time.
func (b *beside) close() {
	if b == nil {
		return
	}
	b.stop()
	<-b.done
	b.look(context.Background())
}

// look has the store know how far its records go now. Of those that begun names, one that is
// not the known one takes its place; of any other it is said that it lacks.
func (b *beside) look(ctx context.Context, begun ...Beside) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.lacking = remember(ctx, b.path, b.store, begun)
}

// remember is look; its result is what lacks, and what could not be looked at.
func remember(ctx context.Context, path string, store *boltstore.Store, begun []Beside) (lacking []Lacking) {
	known, err := store.Recorded()
	if err != nil {
		return []Lacking{{Decisions, err.Error()}, {Reviews, err.Error()}}
	}
	next := known
	for _, b := range []Beside{Decisions, Reviews} {
		found, why, err := b.in(&known).Held(b.folder(path))
		if err != nil {
			lacking = append(lacking, Lacking{b, err.Error()})
			continue
		}
		if why != "" && !slices.Contains(begun, b) {
			lacking = append(lacking, Lacking{b, why})
			continue
		}
		*b.in(&next) = found
	}
	if next == known {
		return lacking
	}
	err = store.ChangeRecorded(ctx, func(all *ledger.KnownRecords) { all.Decisions, all.Reviews = next.Decisions, next.Reviews })
	if err != nil && ctx.Err() == nil {
		lacking = append(lacking, Lacking{Decisions, err.Error()}, Lacking{Reviews, err.Error()})
	}
	return lacking
}

// Lacking are the records beside the store that are not those which it knows, as of a few
// seconds ago; none where nobody writes the store here.
func (e *Engine) Lacking() []Lacking {
	if e.record == nil || e.record.beside == nil {
		return nil
	}
	e.record.beside.mu.Lock()
	defer e.record.beside.mu.Unlock()
	return append([]Lacking(nil), e.record.beside.lacking...)
}

// Known is what the store knows of a record beside it, for whoever writes that next:
// decisions.Options has it. The zero value is of none.
func (e *Engine) Known(of Beside) (ledger.Known, error) {
	all, err := e.KnownRecords()
	return *of.in(&all), err
}

// KnownRecords is what the store knows of its records; zero where there is none.
func (e *Engine) KnownRecords() (ledger.KnownRecords, error) {
	if e.store == nil {
		return ledger.KnownRecords{}, nil
	}
	return e.store.Recorded()
}

// Begun has the store know a record beside it, whatever it knew before: whoever writes that
// has said in it that it is another one.
func (e *Engine) Begun(ctx context.Context, of Beside) {
	if e.record != nil && e.record.beside != nil {
		e.record.beside.look(ctx, of)
	}
}

// Remember has a store know how far a record beside it goes now, for whoever wrote that and
// has no engine over the store. Another one takes the place of the one that was known:
// whoever knew that has said in it that it is another. Where another process has the store
// open, that one looks, and this does nothing.
func Remember(ctx context.Context, store string, of Beside, known ledger.Known) error {
	s, err := boltstore.Open(store, boltstore.Options{})
	if errors.Is(err, ErrInUse) {
		return nil
	}
	if err != nil {
		return err
	}
	var begun []Beside
	if all, err := s.Recorded(); err == nil && *of.in(&all) == known {
		begun = []Beside{of}
	}
	for _, l := range remember(ctx, store, s, begun) {
		if l.Record == of {
			err = phrase.Errorf("store %s does not know how far its record of %s goes: %s", store, string(of), l.Why)
		}
	}
	return errors.Join(err, s.Close())
}
