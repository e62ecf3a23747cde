package recorder

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
	"github.com/remit-authz/remit/schema"
)

// atOnce is about how many entries are appended at once.
const atOnce = 1000

// following is one stream of changes on its way into the ledger.
type following struct {
	*Recorder
	position
	// pending came since the last checkpoint; ready is vouched for by one.
	pending, ready []entry.Entry
	// seen is the last checkpoint; zero before the first.
	seen zedtoken.Token
}

// lately is which of the last transactions are recorded. SpiceDB on PostgreSQL tells one
// again, on the same stream and beyond a checkpoint, when one that ran beside it is told
// after it: it goes on from what that one saw.
type lately struct {
	there map[told]bool
	order []told // the oldest first
}

// told is a transaction's change of data, or of the schema, as an engine tells it.
type told struct {
	revision string
	schema   bool
}

// mostLately bounds how many are known: far more than can run beside one transaction.
// tailLately is how many of them a new recording reads from the record.
const mostLately, tailLately = 1 << 17, 1 << 12

// has says whether one is recorded, and takes it up.
func (l *lately) has(one told) bool {
	if l.there[one] {
		return true
	}
	if l.there == nil {
		l.there = map[told]bool{}
	}
	if len(l.order) == mostLately {
		delete(l.there, l.order[0])
		l.order = l.order[1:]
	}
	l.there[one], l.order = true, append(l.order, one)
	return false
}

// run takes up what has come, and appends it together: a sync of the disk takes
// longer than many entries.
func (f *following) run(ctx context.Context, events <-chan *v1.WatchResponse) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case event := <-events:
			if err := f.take(ctx, event); err != nil {
				return err
			}
		}
		if len(events) > 0 && len(f.ready) < atOnce {
			continue
		}
		if err := f.flush(ctx); err != nil {
			return err
		}
	}
}

// take takes up one event of the engine's.
func (f *following) take(ctx context.Context, event *v1.WatchResponse) error {
	revision := event.GetChangesThrough().GetToken()
	if !event.GetIsCheckpoint() {
		entries, err := f.entries(ctx, event)
		f.pending = append(f.pending, f.untold(revision, entries)...)
		return err
	}
	f.seen = zedtoken.Parse(revision)
	if f.seen.Includes(zedtoken.Parse(f.through)) && !slices.ContainsFunc(f.told, mustBeTold) {
		f.told = nil
	}
	if f.seen.Includes(zedtoken.Parse(f.through)) && len(f.told) > 0 {
		return f.diverged(ctx)
	}
	for i := range f.pending {
		f.pending[i].Through = revision
	}
	f.ready, f.pending = append(f.ready, f.pending...), nil
	return nil
}

// untold are those entries of one event that the ledger does not have yet.
func (f *following) untold(revision string, entries []entry.Entry) []entry.Entry {
	at := zedtoken.Parse(revision)
	isTold := func(e entry.Entry) bool {
		return len(entries) > 0 && (e.Kind == entry.Schema) == (entries[0].Kind == entry.Schema) && zedtoken.Parse(e.Revision).SameRevision(at)
	}
	before := len(f.told)
	f.told = slices.DeleteFunc(f.told, isTold)
	known := !at.Ordered() && len(entries) > 0 && f.lately.has(told{revision, entries[0].Kind == entry.Schema})
	if known && before == len(f.told) {
		return nil
	}
	// Of a transaction in parts a crash may have left only the first.
	return entries[min(before-len(f.told), len(entries)):]
}

// mustBeTold says whether an engine has to tell an entry again: what has expired it
// may have forgotten, and a snapshot it never told.
func mustBeTold(e entry.Entry) bool {
	now := time.Now()
	return e.Kind != entry.Snapshot && !(len(e.Changes) > 0 && !slices.ContainsFunc(e.Changes, func(c relation.Change) bool { return c.Gone || !c.Expired(now) }))
}

// errDiverged ends a stream that does not tell again what the engine has told.
var errDiverged = phrase.Errorf("the engine's history is not the one that was recorded: it may have been put back from a copy")

// diverged says in the ledger that what is in it is not how the engine came to what it
// holds.
func (f *following) diverged(ctx context.Context) error {
	_, err := f.state(ctx, &entry.Unrecorded{From: f.through, Why: errDiverged.Error()})
	return errors.Join(errDiverged, err)
}

// flush has on disk what is ready, and says how far that is.
func (f *following) flush(ctx context.Context) error {
	if len(f.ready) > 0 {
		if err := f.append(f.ready); err != nil {
			return err
		}
		for _, e := range f.ready {
			if e.Through != f.through {
				f.resume, f.through = f.through, e.Through
			}
		}
		f.ready = f.ready[:0]
	}
	f.set(func() {
		if f.seen.String() != "" {
			f.reached = f.seen
		}
		f.needed = zedtoken.Parse(f.resume)
	})
	if f.log.Last().Size < f.due {
		return nil
	}
	return f.interval(ctx)
}

// interval records the whole state, so that a reader has less to go through. Where
// the schema cannot be told, or the engine has forgotten, a later one will do.
func (f *following) interval(ctx context.Context) error {
	schema, known, err := f.engine.schemaAt(ctx, f.through)
	if err != nil || !known {
		f.due += int64(f.options.SnapshotEvery)
		return err
	}
	made, err := f.snapshot(ctx, entry.Entry{Kind: entry.Snapshot, Revision: f.through}, schema)
	if status.Code(err) == codes.OutOfRange {
		f.due += int64(f.options.SnapshotEvery)
		return nil
	}
	f.due = made.due
	return err
}

// entries are what an event of one transaction comes to: none vouched for yet.
func (f *following) entries(ctx context.Context, event *v1.WatchResponse) ([]entry.Entry, error) {
	e := entry.Entry{Revision: event.GetChangesThrough().GetToken(), Provenance: said(event)}
	if event.GetSchemaUpdated() {
		e.Kind, e.Schema = entry.Schema, &entry.SchemaText{}
		text, known, err := f.engine.schemaAt(ctx, e.Revision)
		if known {
			*e.Schema = entry.SchemaText{Digest: schema.Digest(text), Text: text}
		}
		return []entry.Entry{e}, err
	}
	for _, update := range event.GetUpdates() {
		c, err := relation.FromUpdate(update)
		if err != nil {
			return nil, fmt.Errorf("a change cannot be recorded: %w", err)
		}
		e.Changes = append(e.Changes, c)
	}
	// In one order, so that parts are the same however often it is told.
	slices.SortFunc(e.Changes, func(a, b relation.Change) int { return a.Compare(b.Relationship) })
	e.Kind = entry.KindOf(e.Changes)
	return e.InParts(), nil
}
