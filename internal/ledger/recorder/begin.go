package recorder

import (
	"context"
	"errors"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// position is where in the engine's history a recording goes on.
type position struct {
	// resume is the revision after which the engine is asked to tell, and through the
	// last one that was vouched for in the ledger.
	resume, through string
	// told are the entries after resume that the ledger has: the engine tells them
	// again, before anything else.
	told []entry.Entry
	// due is the number of the entry at which a snapshot is to come.
	due int64
	// lately are the last transactions of the ledger, of an engine that may tell one again.
	lately lately
}

// begin finds where the ledger stops, and says in it what cannot be told any more.
func (r *Recorder) begin(ctx context.Context) (position, error) {
	h, err := entry.Open(r.folder)
	if err != nil {
		return position{}, err
	}
	tail, err := h.Tail()
	if err != nil && !errors.Is(err, entry.ErrEmpty) {
		return position{}, err
	}
	replaced, lacksErr := r.log.Lacks(r.options.Known)
	switch {
	case lacksErr != nil:
		return position{}, lacksErr
	case replaced != "":
		at, err := r.state(ctx, &entry.Unrecorded{From: tail.Through, Since: h.Covered(), Why: replaced})
		if err == nil {
			r.note, r.options.Known = replaced, ledger.Known{} // it is in the record now
		}
		return at, err
	case err != nil:
		return r.state(ctx, nil)
	}
	why, err := r.lost(ctx, tail.Resume)
	switch {
	case err != nil:
		return position{}, err
	case why != "":
		return r.state(ctx, &entry.Unrecorded{From: tail.Through, Since: h.Covered(), Why: why})
	}
	at := position{resume: tail.Resume, through: tail.Through, told: tail.Entries}
	if !zedtoken.Parse(tail.Through).Ordered() {
		for e, err := range h.Entries(max(0, h.Size()-tailLately)) {
			if err != nil {
				return position{}, err
			}
			if e.Kind.OfEngine() {
				at.lately.has(told{e.Revision, e.Kind == entry.Schema})
			}
		}
	}
	at.due, err = r.nextSnapshot(h)
	r.set(func() { r.reached, r.needed = zedtoken.Parse(tail.Through), zedtoken.Parse(tail.Resume) })
	return at, err
}

// lost says why the engine cannot tell what it did since a revision; blank where it
// can.
func (r *Recorder) lost(ctx context.Context, revision string) (string, error) {
	head, err := r.engine.head(ctx)
	if err != nil {
		return "", err
	}
	if !zedtoken.Parse(head).SameEngine(zedtoken.Parse(revision)) {
		return phrase.Of("the engine is another one than the one that was recorded").String(), nil
	}
	switch _, err := r.engine.at(ctx, exactly(revision)); status.Code(err) {
	case codes.OK:
		return "", nil
	case codes.OutOfRange:
		return phrase.Of("the engine no longer holds its history since then").String(), nil
	default:
		return "", err
	}
}

// state records the whole state of the engine as it is now: where a ledger begins, or
// after a gap.
func (r *Recorder) state(ctx context.Context, gap *entry.Unrecorded) (position, error) {
	schema, revision, err := r.engine.newestSchema(ctx)
	if err != nil {
		return position{}, err
	}
	e := entry.Entry{Kind: entry.Snapshot, Gap: gap, Revision: revision}
	if gap != nil {
		e.Kind = entry.Gap
	}
	at, err := r.snapshot(ctx, e, schema)
	if err == nil {
		r.set(func() { r.reached, r.needed = zedtoken.Parse(revision), zedtoken.Parse(revision) })
	}
	return at, err
}

// snapshot records the whole state at an entry's revision.
func (r *Recorder) snapshot(ctx context.Context, e entry.Entry, schema string) (position, error) {
	number := r.log.Last().Size
	made, err := entry.WriteSnapshot(r.folder, number, e.Revision, schema, r.engine.relationships(ctx, e.Revision))
	if err != nil {
		return position{}, fmt.Errorf("record %s: the state could not be written: %w", r.folder, err)
	}
	e.Snapshot = &made
	e.Through = e.Revision
	if err := r.append([]entry.Entry{e}); err != nil {
		return position{}, err
	}
	return position{resume: e.Through, through: e.Through, due: r.dueAfter(number, made)}, nil
}

// nextSnapshot is the number of the entry at which it is to come.
func (r *Recorder) nextSnapshot(h *entry.History) (int64, error) {
	e, err := h.LastSnapshot()
	if err != nil || e.Snapshot == nil {
		return 0, err
	}
	return r.dueAfter(e.Number, *e.Snapshot), nil
}

// perSnapshot is of how many relationships a snapshot writes one again for each entry
// before it: a relationship in a snapshot takes a hundredth of what an entry takes on disk,
// and a tenth of what it takes to read.
const perSnapshot = 4

// dueAfter has no snapshot cost more than the changes that it spares a reader.
func (r *Recorder) dueAfter(number int64, last entry.SnapshotFile) int64 {
	return number + int64(max(r.options.SnapshotEvery, last.Relationships/perSnapshot))
}

// said is what a transaction says of itself. Of several that an engine tells as one,
// the last one speaks.
func said(event *v1.WatchResponse) provenance.Provenance {
	all := event.GetFullRevisionMetadata()
	if len(all) == 0 {
		return provenance.Of(event.GetOptionalTransactionMetadata())
	}
	return provenance.Of(all[len(all)-1])
}

// append appends entries, of which each is stamped.
func (r *Recorder) append(entries []entry.Entry) error {
	records := make([][]byte, len(entries))
	now := time.Now()
	for i, e := range entries {
		e.Recorded, e.Time = now, now
		if committed, known := zedtoken.Parse(e.Revision).Time(); known {
			e.Time = committed
		}
		e.Part, e.Parts = max(e.Part, 1), max(e.Parts, 1)
		var err error
		if records[i], err = e.Encode(); err != nil {
			return err
		}
	}
	_, err := r.log.Append(records...)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.written = r.log.Known()
	return err
}
