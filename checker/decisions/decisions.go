// Package decisions records answers, and acts that were refused, in a ledger of their
// own: what NEN 7513 demands to be known of who looked at whose dossier.
//
//	log, err := decisions.Open("remit.db.decisions", decisions.Options{Record: decisions.All, Explain: explainer.Explain})
//	defer log.Close()
//	may := checker.New(conn, checker.Options{Witness: log})
//
// An answer goes into a queue in memory, from which one goroutine writes; what a check
// from memory takes grows by less than a third. Where the queue is full, answers are
// not waited for: they are counted, and the count is in the ledger, and in Health. With
// Options.Required no answer is given that is not on disk: it waits for that, and fails
// where it cannot be.
//
// By which path an answer was allowed the writer finds out afterwards, of the engine as
// it is then; where that is of a later revision, or the answer would be another by then,
// the entry says so.
//
// The ledger is one of package internal/ledger, whose entries are ids only; "remit log"
// reads it, and "remit log verify" holds it to its checkpoint. Retention is by whole
// files of it ("remit log prune"). One process writes it: instances side by side have a
// folder each.
package decisions

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Which says which answers are recorded. The zero value records none: acts that were
// refused are, all the same.
type Which int

// What is recorded.
const (
	// None records no answers.
	None Which = iota
	// Denials are checks that were denied, conditional or not answered.
	Denials
	// Named are those, and whatever else is about one of Options.Permissions.
	Named
	// All are all answers: checks one by one, lists by how many they have.
	All
)

// Beside is the folder of the decisions of a store.
func Beside(store string) string { return ledger.DecisionsBeside(store) }

// Options are a Log's settings.
type Options struct {
	Record      Which
	Permissions []schema.Permission // for Named
	// Share is which part of the checks that are allowed is recorded, by chance, such as
	// 0.1; 0 and 1 are all of them. Each entry has it.
	Share float64
	// Required has every answer that is to be recorded wait until it is on disk, five
	// seconds at most, and fail if it is not.
	Required bool
	// Aside is for whoever records refused acts and answers nothing. Any other log has
	// an entry at its beginning that says which answers it records, and one at its end, so
	// that a reader can tell what was not asked from what was not recorded.
	Aside bool
	// Known is the record that the store knows (embedded.Engine.Known); zero where nobody
	// knows one. Another one, or less of that one, says so in itself.
	Known ledger.Known
	// Queue is how many answers wait to be written at most; 16,384 by default.
	Queue int
	// Explain finds by which path a check was allowed, as an explain.Explainer does; nil
	// leaves paths, roles and emergencies' reasons out.
	Explain func(context.Context, checker.Question) (explain.Explanation, error)
}

const (
	defaultQueue = 16_384
	// atOnce is how many are appended together: a sync of the disk takes longer than many
	// entries.
	atOnce = 1000
	// patience is how long an answer waits for its entry.
	patience = 5 * time.Second
)

// Asker is who asks, besides the user: by which face, and with whose key.
type Asker struct{ Via, Caller string }

type askerInContext struct{}

// With is a context whose answers are recorded as asked for by somebody.
func With(ctx context.Context, a Asker) context.Context {
	return context.WithValue(ctx, askerInContext{}, a)
}

// Log records until Close. It is safe for concurrent use. Open makes one.
type Log struct {
	folder  string
	options Options
	named   map[schema.Permission]bool
	written chan struct{} // closed when the writer has ended
	wake    chan struct{} // holds one where the queue has something

	mu      sync.Mutex
	queue   []item
	dropped int64
	since   time.Time // of the first that was dropped and is not in the ledger
	lost    int64     // ever
	err     error     // why nothing can be written at present
	closed  bool

	// Of the writer:
	file  *ledger.Log  // nil while it cannot be opened
	away  error        // why it cannot
	known ledger.Known // it, when it was open last
	last  time.Time    // of the last entry
}

// item is an answer, or an entry, on its way.
type item struct {
	question  checker.Question
	operation checker.Operation
	outcome   string
	source    checker.Source
	listed    int
	revision  schema.Revision
	at        time.Time
	asker     Asker
	sampled   float64
	deed      *entry.Entry // in the place of the above
	done      chan error   // told when it is on disk; nil where nobody waits
}

// Open opens the ledger in a folder, which is made where there is none, and records into
// it. ledger.ErrLocked means that another process does. The caller closes the log after
// its checkers are done.
func Open(folder string, o Options) (*Log, error) {
	if o.Queue <= 0 {
		o.Queue = defaultQueue
	}
	if o.Share == 0 {
		o.Share = 1
	}
	if o.Share < 0 || o.Share > 1 {
		return nil, phrase.Errorf("decisions: a share of %v is none: it is more than 0 and at most 1", o.Share)
	}
	file, err := ledger.Open(folder)
	if err != nil {
		return nil, err
	}
	l := &Log{
		folder: folder, options: o, named: map[schema.Permission]bool{}, file: file, known: file.Known(),
		written: make(chan struct{}), wake: make(chan struct{}, 1), queue: make([]item, 0, o.Queue), err: file.Reserve(),
	}
	for _, p := range o.Permissions {
		l.named[p] = true
	}
	err = entry.SayReplaced(file, o.Known, l.inOrder(time.Now()))
	if err == nil {
		err = l.announce(l.answers())
	}
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	go l.run()
	return l, nil
}

// answers are those that are recorded.
func (l *Log) answers() entry.Answers {
	a := entry.Answers{Record: entry.RecordOff, Share: l.options.Share}
	switch l.options.Record {
	case Denials:
		a.Record = entry.RecordDenials
	case Named:
		a.Record, a.Permissions = entry.RecordNamed, l.options.Permissions
	case All:
		a.Record = entry.RecordAll
	}
	return a
}

// announce says which answers are recorded from now on. It is for before the writer runs,
// and after.
func (l *Log) announce(a entry.Answers) error {
	if l.options.Aside {
		return nil
	}
	now := time.Now()
	record, err := entry.Entry{Kind: entry.Recording, Time: l.inOrder(now), Recorded: now, Part: 1, Parts: 1, Answers: &a}.Encode()
	if err != nil {
		return err
	}
	_, err = l.file.Append(record)
	return err
}

// Close writes what is in the queue, and stops recording.
func (l *Log) Close() error {
	l.mu.Lock()
	closed := l.closed
	l.closed = true
	l.mu.Unlock()
	if closed {
		return nil
	}
	l.signal()
	<-l.written
	if l.file == nil {
		return l.err
	}
	if l.err == nil {
		l.err = l.announce(entry.Answers{Record: entry.RecordClosed})
	}
	return errors.Join(l.err, l.file.Close())
}

// Health is how many answers were ever not recorded, and why nothing is at present; nil
// where all is.
func (l *Log) Health() (lost int64, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.lost, l.err
}

func (l *Log) signal() {
	select {
	case l.wake <- struct{}{}:
	default: // it is awake
	}
}

// errFull is why an answer is not recorded.
var (
	errFull   = phrase.Errorf("the queue of decisions is full")
	errClosed = phrase.Errorf("the record of decisions was closed")
)

// add puts items into the queue, all or none; those that find no room are counted.
func (l *Log) add(items ...item) error {
	l.mu.Lock()
	err := error(nil)
	switch {
	case l.closed:
		err = errClosed
	case len(l.queue)+len(items) > l.options.Queue:
		err = errFull
	}
	if err != nil {
		l.drop(len(items), items[0].at)
		l.mu.Unlock()
		return err
	}
	idle := len(l.queue) == 0
	l.queue = append(l.queue, items...)
	l.mu.Unlock()
	if idle {
		l.signal()
	}
	return nil
}

// drop counts what is not recorded, under the lock.
func (l *Log) drop(n int, at time.Time) {
	if l.dropped == 0 {
		l.since = at
	}
	l.dropped += int64(n)
	l.lost += int64(n)
}

// wait adds items, and waits until the last of them is on disk.
func (l *Log) wait(ctx context.Context, items ...item) error {
	done := make(chan error, 1)
	items[len(items)-1].done = done
	if _, err := l.Health(); err != nil {
		return err
	}
	if err := l.add(items...); err != nil {
		return err
	}
	late := time.NewTimer(patience)
	defer late.Stop()
	select {
	case err := <-done:
		return err
	case <-late.C:
		return phrase.Errorf("record %s did not have it within %s", l.folder, patience)
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Refused records an act that was refused, and waits until it is on disk.
func (l *Log) Refused(ctx context.Context, e entry.Entry) error {
	e.Kind = entry.Refused
	return l.wait(ctx, item{deed: &e, at: time.Now()})
}

// wants says whether an answer to a question is recorded, and as one of how many.
func (l *Log) wants(op checker.Operation, p schema.Permission, outcome string) (sampled float64, wanted bool) {
	check := op == checker.OperationCheck || op == checker.OperationCheckAll
	switch {
	case l.options.Record == None:
		return 0, false
	case check && outcome != allowed:
		return 0, true
	case l.options.Record == Denials, l.options.Record == Named && !l.named[p]:
		return 0, false
	case check && l.options.Share < 1:
		return 1 / l.options.Share, rand.Float64() < l.options.Share
	}
	return 0, true
}

const (
	allowed    = "allowed"
	listed     = "listed"
	unanswered = "unanswered"
)

var _ checker.Witness = (*Log)(nil)

// Checked is checker.Witness's.
func (l *Log) Checked(ctx context.Context, q checker.Question, d checker.Decision, by checker.Source, err error) error {
	sampled, outcome, wanted := l.wantsCheck(checker.OperationCheck, q.Permission, d.Outcome, err)
	if !wanted {
		return nil
	}
	now, asker := time.Now(), askerOf(ctx)
	if l.options.Required {
		return l.keep(ctx, item{
			question: q, operation: checker.OperationCheck, outcome: outcome, source: by, revision: d.Revision, at: now, asker: asker, sampled: sampled,
		})
	}
	// As add, but written where it is to be: the time of a check from memory is counted
	// in nanoseconds.
	l.mu.Lock()
	n := len(l.queue)
	if l.closed || n == l.options.Queue {
		l.drop(1, now)
		l.mu.Unlock()
		return nil
	}
	l.queue = l.queue[:n+1]
	one := &l.queue[n]
	one.question, one.operation, one.outcome, one.source = q, checker.OperationCheck, outcome, by
	one.revision, one.at, one.asker, one.sampled = d.Revision, now, asker, sampled
	l.mu.Unlock()
	if n == 0 {
		l.signal()
	}
	return nil
}

// CheckedAll is checker.Witness's.
func (l *Log) CheckedAll(ctx context.Context, as checker.Operation, questions []checker.Question, answers []checker.Answer, by checker.Source) error {
	var items []item
	now, asker := time.Now(), askerOf(ctx)
	for i, a := range answers {
		if sampled, outcome, wanted := l.wantsCheck(as, questions[i].Permission, a.Outcome, a.Err); wanted {
			items = append(items, item{
				question: questions[i], operation: as, outcome: outcome, source: by,
				revision: a.Revision, at: now, asker: asker, sampled: sampled,
			})
		}
	}
	if len(items) == 0 {
		return nil
	}
	return l.keep(ctx, items...)
}

// Listed is checker.Witness's.
func (l *Log) Listed(ctx context.Context, as checker.Operation, q checker.Question, references int, at schema.Revision, by checker.Source, err error) error {
	outcome := listed
	if err != nil {
		outcome = unanswered
	}
	if _, wanted := l.wants(as, q.Permission, outcome); !wanted || errors.As(err, new(*checker.InvalidError)) {
		return nil
	}
	return l.keep(ctx, item{
		question: q, operation: as, outcome: outcome, source: by, listed: references, revision: at, at: time.Now(), asker: askerOf(ctx),
	})
}

// wantsCheck says whether an answer is recorded, as what, and as one of how many.
func (l *Log) wantsCheck(as checker.Operation, p schema.Permission, o checker.Outcome, err error) (sampled float64, outcome string, wanted bool) {
	outcome = o.String()
	if err != nil {
		outcome = unanswered
	}
	sampled, wanted = l.wants(as, p, outcome)
	return sampled, outcome, wanted && (err == nil || !errors.As(err, new(*checker.InvalidError)))
}

func askerOf(ctx context.Context) Asker {
	a, _ := ctx.Value(askerInContext{}).(Asker)
	return a
}

// keep records items: before the answer is given where that is required, and soon
// otherwise; those that find no room are counted.
func (l *Log) keep(ctx context.Context, items ...item) error {
	// More at once than the queue has room for go through it one part after another.
	for part := range slices.Chunk(items, min(atOnce, l.options.Queue)) {
		if !l.options.Required {
			_ = l.add(part...)
		} else if err := l.wait(ctx, part...); err != nil {
			return phrase.Errorf("the answer is to be recorded, and cannot be: %w", err)
		}
	}
	return nil
}
