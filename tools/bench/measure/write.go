package measure

import (
	"context"
	"fmt"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/tools/bench/systems"
)

const (
	// followed is how long an answer has to follow a write.
	followed = 15 * time.Second
	// writing is how long all tries may take: those with a stale cache take long each.
	writing = 45 * time.Second
)

// write makes links and ends them. The answer of before is asked just before each write:
// what a cache holds of it is part of how late the new one comes.
func (w *worker) write(ctx context.Context, tries int) (Writes, error) {
	if w.entry.Unanswering {
		return Writes{}, systems.ErrNotAsked
	}
	var writes Writes
	begin := time.Now()
	for _, l := range w.questions.Links[:min(tries, len(w.questions.Links))] {
		for _, may := range []bool{true, false} {
			if err := w.settled(ctx, l.Question(), !may); err != nil {
				return writes, err
			}
			do := w.system.Link
			if !may {
				do = w.system.Unlink
			}
			wall, took, err := w.oneWrite(ctx, func() error { return do(ctx, l) }, l.Question(), may)
			if err != nil {
				return writes, err
			}
			writes.Acknowledged = append(writes.Acknowledged, wall)
			switch {
			case took >= followed:
				writes.Never++
			case may:
				writes.Seen = append(writes.Seen, took)
			default:
				writes.Denied = append(writes.Denied, took)
			}
		}
		if time.Since(begin) > writing {
			break
		}
	}
	return writes, nil
}

// settled asks the answer of before. One that answers from a while ago may have shown the
// last write already and then again not: it is given time.
func (w *worker) settled(ctx context.Context, q checker.Question, want bool) error {
	for begin := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		may, err := w.system.Check(ctx, q)
		if err != nil || may == want {
			return err
		}
		if time.Since(begin) > followed {
			return fmt.Errorf("before the write %s is %t already", q, may)
		}
	}
}

// oneWrite is how long a write took, and how long after it the answer was another.
func (w *worker) oneWrite(ctx context.Context, write func() error, q checker.Question, want bool) (wall, took time.Duration, err error) {
	begin := time.Now()
	if err := write(); err != nil {
		return 0, 0, err
	}
	acknowledged := time.Now()
	for time.Since(acknowledged) < followed {
		may, err := w.system.Check(ctx, q)
		if err != nil {
			return 0, 0, err
		}
		if may == want {
			return acknowledged.Sub(begin), time.Since(acknowledged), nil
		}
		time.Sleep(50 * time.Microsecond)
	}
	return acknowledged.Sub(begin), followed, nil
}
