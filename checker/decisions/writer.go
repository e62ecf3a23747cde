package decisions

import (
	"context"
	"slices"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// run writes what is in the queue until the log is closed, whatever goes wrong
// meanwhile.
func (l *Log) run() {
	defer close(l.written)
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = 50*time.Millisecond, 5*time.Second
	spare := make([]item, 0, l.options.Queue)
	says := time.NewTicker(alive)
	defer says.Stop()
	for {
		batch, lost, closed := l.take(spare)
		if len(batch) == 0 && lost == nil {
			if closed {
				return
			}
			select {
			case <-l.wake:
			case <-says.C:
				l.covers()
			}
			continue
		}
		var err error
		for chunk := range slices.Chunk(batch, atOnce) {
			if err = l.write(chunk, lost, len(batch)); err != nil {
				l.failed(chunk, lost, err)
			}
			lost = nil
		}
		if len(batch) == 0 { // nothing but what was lost
			if err = l.write(nil, lost, 0); err != nil {
				l.failed(nil, lost, err)
			}
		}
		clear(batch)
		spare = batch[:0]
		switch {
		case err == nil:
			waits.Reset()
		case closed:
			return
		default:
			l.again(waits.NextBackOff())
		}
	}
}

// alive is how often it is said up to when every answer is written: more often than
// entry.Lag by far.
const alive = 5 * time.Second

// late is how much later than its time an answer comes into the queue at most.
const late = time.Second

// covers says up to when every answer is written, which without entries nobody could tell
// from one who is gone.
func (l *Log) covers() {
	l.mu.Lock()
	idle, until := len(l.queue) == 0 && l.dropped == 0 && l.err == nil, time.Now().Add(-late)
	l.mu.Unlock()
	if !idle || l.file == nil || l.options.Aside {
		return
	}
	// What could not be said is not believed: nothing is lost by it but that.
	_ = l.file.Cover(ledger.Covered{Until: until})
}

// take swaps the queue for an empty one, and tells what was lost since.
func (l *Log) take(empty []item) (batch []item, lost *entry.Lost, closed bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.queue) == 0 && l.dropped == 0 {
		return nil, nil, l.closed // and not swapped: both would be one
	}
	batch, l.queue = l.queue, empty
	if l.dropped > 0 {
		why := errFull.Error()
		if l.err != nil {
			why = l.err.Error()
		}
		lost = &entry.Lost{Decisions: l.dropped, Since: l.since.UTC(), Why: why}
		l.dropped = 0
	}
	return batch, lost, l.closed
}

// write appends a batch, and what was lost besides, and tells those who wait.
func (l *Log) write(batch []item, lost *entry.Lost, backlog int) error {
	if l.file == nil {
		return l.away
	}
	slices.SortStableFunc(batch, func(a, b item) int { return a.at.Compare(b.at) })
	records := make([][]byte, 0, len(batch)+1)
	now := time.Now()
	add := func(e entry.Entry) error {
		e.Recorded, e.Part, e.Parts = now, 1, 1
		e.Time = l.inOrder(e.Time)
		record, err := e.Encode()
		if err == nil {
			records = append(records, record)
		}
		return err
	}
	known := paths{log: l, hurried: !l.options.Required && backlog > l.options.Queue/2, found: map[asked]found{}}
	for _, one := range batch {
		if err := add(one.entry(&known)); err != nil {
			return err
		}
	}
	if lost != nil { // after what was in the queue before it, and before what came since
		if err := add(entry.Entry{Kind: entry.Dropped, Time: now, Dropped: lost}); err != nil {
			return err
		}
	}
	if _, err := l.file.Append(records...); err != nil {
		return err
	}
	l.mu.Lock()
	l.err = l.file.Reserve()
	l.mu.Unlock()
	for _, one := range batch {
		if one.done != nil {
			one.done <- nil
		}
	}
	return nil
}

// disorder is by how much answers that came at once may be out of order. What is more
// was a clock that was set back, which is for a verifier to tell.
const disorder = time.Second

// inOrder is a time that is not before that of the entry in front, by the order in which
// they are written.
func (l *Log) inOrder(t time.Time) time.Time {
	if t.Before(l.last) && l.last.Sub(t) < disorder {
		return l.last
	}
	l.last = t
	return t
}

// failed counts a batch that is not written, and tells those who wait.
func (l *Log) failed(batch []item, lost *entry.Lost, err error) {
	l.mu.Lock()
	l.err = err
	if lost != nil {
		if l.dropped == 0 || lost.Since.Before(l.since) {
			l.since = lost.Since
		}
		l.dropped += lost.Decisions
	}
	if len(batch) > 0 {
		l.drop(len(batch), batch[0].at)
	}
	l.mu.Unlock()
	for _, one := range batch {
		if one.done != nil {
			one.done <- err
		}
	}
}

// again opens the ledger anew after a while, which after an error of the disk writes
// nothing more. One that was taken away stays missing until it is put back: whoever may
// write the folder must not begin another in silence.
func (l *Log) again(after time.Duration) {
	wait := time.NewTimer(after)
	defer wait.Stop()
	<-wait.C
	if l.file != nil {
		l.known = l.file.Known()
		_ = l.file.Close() // whatever it says: all is read again
	}
	file, err := ledger.Reopen(l.folder, l.known)
	l.file, l.away = file, err
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err = err; err == nil {
		l.err = file.Reserve()
	}
}

// entry is what is written of an item.
func (i item) entry(p *paths) entry.Entry {
	if i.deed != nil {
		e := *i.deed
		e.Time = i.at
		if d := e.Decision; d != nil && d.Outcome == allowed {
			user, known := d.User.Ref()
			object, alsoKnown := d.Object.Ref()
			if known && alsoKnown {
				p.add(d, checker.Question{Subject: user, Permission: d.Permission, Resource: object}, schema.Revision(e.Revision))
			}
		}
		return e
	}
	d := &entry.Decided{
		Permission: i.question.Permission, Outcome: i.outcome, Operation: string(i.operation), Source: i.source.String(),
		Listed: i.listed, Via: i.asker.Via, Caller: i.asker.Caller, Sampled: i.sampled,
	}
	if i.question.Subject != (schema.Ref{}) {
		d.User = relation.ObjectOf(i.question.Subject)
	}
	if i.question.Resource != (schema.Ref{}) {
		d.Object = relation.ObjectOf(i.question.Resource)
	}
	if i.outcome == allowed {
		p.add(d, i.question, i.revision)
	}
	return entry.Entry{Kind: entry.Decision, Time: i.at, Revision: string(i.revision), Through: string(i.revision), Decision: d}
}

// paths finds by which relationships answers were allowed, each question of a batch
// once.
type paths struct {
	log *Log
	// hurried says that the queue is long: then there is no time to look.
	hurried bool
	found   map[asked]found
}

type asked struct {
	question checker.Question
	revision schema.Revision
}

// found are the parts of a decision that a path says.
type found struct {
	path                    []string
	role, at, why, emergent string
	since                   time.Time
}

// add says in a decision by which path it was allowed, or why that is not known.
func (p *paths) add(d *entry.Decided, q checker.Question, at schema.Revision) {
	switch {
	case p.log.options.Explain == nil:
		return
	case p.hurried:
		d.Pathless = "the queue was long"
		return
	}
	key := asked{q, at}
	f, known := p.found[key]
	if !known {
		f = p.find(q, at)
		p.found[key] = f
	}
	d.Path, d.Role, d.PathAt, d.Pathless, d.Emergency, d.Since = f.path, f.role, f.at, f.why, f.emergent, f.since
}

// lookFor is how long a path is looked for.
const lookFor = 2 * time.Second

func (p *paths) find(q checker.Question, at schema.Revision) (f found) {
	ctx, cancel := context.WithTimeout(context.Background(), lookFor)
	defer cancel()
	x, err := p.log.options.Explain(ctx, q)
	switch {
	case err != nil:
		return found{why: "the engine was not read"}
	case x.Outcome != checker.Allowed:
		return found{why: "it was " + x.Outcome.String() + " when it was looked for", at: string(x.Revision)}
	case x.Revision != at:
		f.at = string(x.Revision)
	}
	for _, s := range x.Path {
		f.path = append(f.path, s.Relationship())
		kind := s.Model.RelationFacts(s.Relation).Kind
		own := kind == schema.KindLink || kind == schema.KindIdentity
		if own || f.role == "" && (kind == schema.KindGroup || kind == schema.KindSystemRole) {
			f.role = s.Relation.Name()
		}
		if s.Relation == schema.ClientEmergency {
			f.emergent, f.since = s.Reason, s.Since
		}
	}
	return f
}
