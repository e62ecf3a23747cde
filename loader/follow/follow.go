// Package follow keeps an engine true to sources for as long as it runs: at an
// interval, and when a source says that it has changed. What it cannot read whole,
// twice alike, changes nothing, and what a limit refuses waits for somebody.
package follow

import (
	"context"
	"errors"
	"math/rand/v2"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

const (
	defaultEvery  = 5 * time.Minute
	defaultSettle = time.Second
	// jitter is how far an interval may be longer or shorter, of what part: many
	// followers of one engine do not come at once.
	jitter = 10
	// readings is how often a source that is being written is read again.
	readings = 5
)

// Follower follows sources. Read and Apply must be set; the rest may be zero.
type Follower struct {
	// Read reads the sources, whole or with an error.
	Read func(context.Context) (source.Source, error)
	// Apply takes the engine to what they say, within limits for plans that nobody
	// looks at (loader.Limits.Unattended), and says how many changes that took.
	Apply func(context.Context, source.Source) (changes int, at schema.Revision, err error)
	// Every is the interval between two rounds, which is up to a tenth longer or
	// shorter each time; 0 is five minutes.
	Every time.Duration
	// Settle is how long a source must be at rest; 0 is a second.
	Settle time.Duration
	// Changed begins a round before its time. It may be sent to at any rate. Nil is
	// never.
	Changed <-chan struct{}
	// Tell is told of each round; an error of it ends Run.
	Tell func(Status) error
}

// State is how a round ended. The zero value is that of no round.
type State string

// The states.
const (
	// TrueToSource: the engine holds what the sources say.
	TrueToSource State = "true to source"
	// Refused: a safety limit stands against what they say.
	Refused State = "refused"
	// Failing: they, or the engine, could not be read or written.
	Failing State = "failing"
)

// Status is how it goes after a round.
type Status struct {
	State State     `json:"state"`
	At    time.Time `json:"at"` // when the round was
	// Good is when the engine was last true to the sources, as Revision and Source
	// say: the revision, and the digest of the sources. Zero for never.
	Good     time.Time       `json:"good,omitzero"`
	Revision schema.Revision `json:"revision,omitempty"`
	Source   string          `json:"source,omitempty"` // what it was of
	// Changes are those of this round.
	Changes int `json:"changes"`
	// Failures counts the rounds since Good that did not end well.
	Failures int `json:"failures"`
	// Error is why this one did not; blank where it did.
	Error string    `json:"error,omitempty"`
	Next  time.Time `json:"next"` // when the next one is
	// Err is the error itself.
	Err error `json:"-"`

	// broken is the error of an Apply, which may have written something.
	broken error
}

// Run follows until the context ends, or Tell fails. That the context ends is no
// error, unless it breaks off what Apply does.
func (f Follower) Run(ctx context.Context) error {
	var status Status
	for {
		status = f.round(ctx, status)
		if ctx.Err() != nil {
			return status.broken
		}
		status.Next = time.Now().Add(f.interval())
		if err := f.Tell(status); err != nil {
			return err
		}
		if f.wait(ctx, status.Next); ctx.Err() != nil {
			return nil
		}
	}
}

// round reads and applies once. What went well before stays said.
func (f Follower) round(ctx context.Context, last Status) Status {
	s := Status{At: time.Now(), Good: last.Good, Revision: last.Revision, Source: last.Source}
	src, err := f.steady(ctx)
	if err == nil {
		var at schema.Revision
		if s.Changes, at, err = f.Apply(ctx, src); err == nil {
			s.State, s.Good, s.Revision, s.Source = TrueToSource, s.At, at, src.Digest
			return s
		}
		s.broken = err
	}
	s.State, s.Err, s.Error, s.Failures, s.Changes = Failing, err, err.Error(), last.Failures+1, 0
	if errors.As(err, new(*loader.RefusedError)) {
		s.State = Refused
	}
	return s
}

// steady reads the sources until two readings are alike: files that somebody is
// copying read whole while they are short.
func (f Follower) steady(ctx context.Context) (source.Source, error) {
	last, err := f.Read(ctx)
	for range readings {
		if err != nil {
			return source.Source{}, err
		}
		if !sleep(ctx, f.settle()) {
			return source.Source{}, context.Cause(ctx)
		}
		var next source.Source
		if next, err = f.Read(ctx); err == nil && next.Digest == last.Digest {
			return next, nil
		}
		last = next
	}
	if err != nil {
		return source.Source{}, err
	}
	return source.Source{}, phrase.Errorf("the source was written all the while: read %d times, each time another", readings+1)
}

// wait waits for the next round, or for a source that has changed and come to rest.
func (f Follower) wait(ctx context.Context, next time.Time) {
	timer := time.NewTimer(time.Until(next))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return
	case <-timer.C:
		return
	case <-f.Changed:
	}
	for { // until it is at rest, or the round is due anyway
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			return
		case <-f.Changed:
		case <-time.After(f.settle()):
			return
		}
	}
}

func (f Follower) interval() time.Duration {
	every := f.Every
	if every == 0 {
		every = defaultEvery
	}
	part := every / jitter
	return every - part + rand.N(2*part+1)
}

func (f Follower) settle() time.Duration {
	if f.Settle == 0 {
		return defaultSettle
	}
	return f.Settle
}

// sleep says whether the time passed before the context ended.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}
