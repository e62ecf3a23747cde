// Package clock numbers the history of a store: it gives out revisions, which
// follow the time and the expirations.
package clock

import (
	"sync"
	"time"

	"github.com/authzed/spicedb/pkg/datastore"
)

// tickRoom is how many revisions lie free below that of an open transaction, so
// that expirations can still move the head while it runs.
const tickRoom = 1000

// Clock gives out revisions. What it gives out is never less than before, and
// it moves when a transaction commits and when a relationship expires.
type Clock struct {
	now          func() time.Time
	quantization int64
	window       int64

	// nextExpiration finds the first expiration after the given time, or
	// never.
	nextExpiration func(after int64) (int64, error)

	mu        sync.Mutex
	committed Revision   // of the last transaction
	open      []Revision // of transactions that are not in the file yet, in their order
	expires   int64      // the next expiration
	history   []moment   // the last is the head; goes back one quantization
	hashes    []SchemaHash
	advanced  signal // there is a new head
}

// Timing is how a clock runs.
type Timing struct {
	Now          func() time.Time
	Quantization time.Duration // how old the optimized revision may be; zero for not at all
	Window       time.Duration // how long a revision stays readable
}

// moment is a revision and since when it was the head.
type moment struct {
	revision Revision
	since    int64
	pressing bool // nothing may be answered from before it any more
}

// SchemaHash is the hash of the schema from a revision on.
type SchemaHash struct {
	Revision Revision
	Hash     string
}

// Effect is what a transaction means for the clock.
type Effect struct {
	Expires    int64   // the first expiration that it added, or Never
	Schema     bool    // it changed the schema
	SchemaHash *string // to this, if that is known
}

// New starts at the last committed revision of the file. What expired while
// the store was closed needs no new revision: no answer is cached yet.
func New(timing Timing, committed Revision, hashes []SchemaHash, nextExpiration func(int64) (int64, error)) (*Clock, error) {
	expires, err := nextExpiration(timing.Now().UnixNano())
	return &Clock{
		now:            timing.Now,
		quantization:   int64(timing.Quantization),
		window:         int64(timing.Window),
		nextExpiration: nextExpiration,
		committed:      committed,
		expires:        expires,
		history:        []moment{{revision: committed, since: int64(committed)}},
		hashes:         hashes,
	}, err
}

// Head is the newest revision.
func (c *Clock) Head() (datastore.RevisionWithSchemaHash, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, err := c.advance(); err != nil {
		return datastore.RevisionWithSchemaHash{}, err
	}
	return c.withHash(c.newest().revision), nil
}

// Optimized is the revision that was the head when the current span of the
// quantization began, or a newer one if something has expired since or the
// schema has changed.
func (c *Clock) Optimized() (datastore.RevisionWithSchemaHash, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now, err := c.advance()
	if err != nil {
		return datastore.RevisionWithSchemaHash{}, err
	}
	if c.quantization == 0 {
		return c.withHash(c.newest().revision), nil
	}
	start := now - now%c.quantization
	chosen := Revision(0)
	for _, m := range c.history {
		if m.since <= start || m.pressing {
			chosen = m.revision
		}
	}
	if chosen == 0 || c.stale(chosen, now) {
		chosen = c.newest().revision
	}
	return c.withHash(chosen), nil
}

// Check says whether reads at the revision are possible, as far as time goes.
func (c *Clock) Check(rev Revision) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now().UnixNano()
	if c.stale(rev, now) {
		return datastore.NewInvalidRevisionErr(rev, datastore.RevisionStale)
	}
	return c.checkFuture(rev, now)
}

// checkFuture refuses a revision whose content could still change.
func (c *Clock) checkFuture(rev Revision, now int64) error {
	inFuture := rev > c.newest().revision && int64(rev) > now
	inTransaction := len(c.open) > 0 && rev >= c.open[0]
	if rev <= 0 || inFuture || inTransaction {
		return datastore.NewInvalidRevisionErr(rev, datastore.CouldNotDetermineRevision)
	}
	return nil
}

// Readable is Check for a read that is under way: what garbage collection has
// left is still good.
func (c *Clock) Readable(rev Revision) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.checkFuture(rev, c.now().UnixNano())
}

// Begin gives a transaction its revision, after all that began before it.
func (c *Clock) Begin() Revision {
	c.mu.Lock()
	defer c.mu.Unlock()
	next := max(Revision(c.now().UnixNano()), c.newest().revision+tickRoom)
	if len(c.open) > 0 {
		next = max(next, c.open[len(c.open)-1]+1)
	}
	c.open = append(c.open, next)
	return next
}

// Abort ends the transaction that began last, which left nothing.
func (c *Clock) Abort() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.open = c.open[:len(c.open)-1]
}

// Commit ends the transactions that began first, which are in the file, each by its
// effect: all of them at once.
func (c *Clock) Commit(effects ...Effect) {
	c.mu.Lock()
	defer c.mu.Unlock()
	now := c.now().UnixNano()
	c.rewind(now)
	for i, e := range effects {
		revision := c.open[i]
		c.committed = revision
		c.expires = min(c.expires, e.Expires)
		if e.SchemaHash != nil {
			c.hashes = append(c.hashes, SchemaHash{revision, *e.SchemaHash})
		}
		c.push(moment{revision: revision, since: now, pressing: e.Schema})
	}
	c.open = c.open[len(effects):]
}

// Last is the revision of the last transaction.
func (c *Clock) Last() Revision {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.committed
}

// advance moves the head if a relationship has expired since it last moved, so
// that no answer cached before can be given after. It returns the time.
func (c *Clock) advance() (int64, error) {
	now := c.now().UnixNano()
	c.rewind(now)
	switch {
	case now >= c.expires:
		next := max(Revision(now), c.newest().revision+1)
		if len(c.open) > 0 {
			next = c.newest().revision + 1
		}
		if len(c.open) > 0 && next >= c.open[0] {
			return now, nil // no room: the next question tries again
		}
		expires, err := c.nextExpiration(now)
		if err != nil {
			return 0, err
		}
		c.expires = expires
		c.push(moment{revision: next, since: now, pressing: true})
	case len(c.open) == 0 && now-int64(c.newest().revision) > c.window/2:
		// A store where nothing happens must not give out revisions that the
		// next write puts outside the window.
		c.push(moment{revision: Revision(now), since: now})
	}
	return now, nil
}

// rewind follows a clock that went back: what became the head at a time that is
// still to come has been the head since now at the latest. Otherwise Optimized
// would go back behind it, and push forget nothing until that time.
func (c *Clock) rewind(now int64) {
	if c.newest().since <= now {
		return
	}
	for i := range c.history {
		c.history[i].since = min(c.history[i].since, now)
	}
}

// Next is the newest revision, and what is closed when there is a newer one.
// Every transaction up to it has been committed.
func (c *Clock) Next() (Revision, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.newest().revision, c.advanced.next()
}

// push makes a new head and forgets what Optimized cannot choose any more.
func (c *Clock) push(m moment) {
	defer c.advanced.broadcast()
	c.history = append(c.history, m)
	drop := 0
	for drop+1 < len(c.history) && c.history[drop+1].since <= m.since-c.quantization {
		drop++
	}
	c.history = c.history[drop:]
}

func (c *Clock) newest() moment { return c.history[len(c.history)-1] }

// stale is true for a revision outside the window, unless it is the present.
func (c *Clock) stale(rev Revision, now int64) bool {
	return rev < c.committed && int64(rev) < now-c.window
}

func (c *Clock) withHash(rev Revision) datastore.RevisionWithSchemaHash {
	found := ""
	for _, h := range c.hashes {
		if h.Revision > rev {
			break
		}
		found = h.Hash
	}
	return datastore.RevisionWithSchemaHash{Revision: rev, SchemaHash: found}
}
