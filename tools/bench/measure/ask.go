package measure

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/process"
)

// oneRequest bounds one request of any kind.
const oneRequest = 60 * time.Second

// errSpent ends a block: there is no further question that was not asked yet.
var errSpent = errors.New("all are asked")

// ask asks until the budget is spent, or the questions are.
func (w *worker) ask(ctx context.Context, r request) (Block, error) {
	one := w.requests(r)
	if r.Cell.Warm {
		for n := range warm(w.questions.Checks[r.Cell.Kind]) {
			if err := one(ctx, n); err != nil {
				return Block{}, err
			}
		}
	}
	servers, err := process.Read(w.system.Processes()...)
	if err != nil {
		return Block{}, err
	}
	self, err := process.Processor(os.Getpid())
	if err != nil {
		return Block{}, err
	}
	begin := time.Now()
	count, err := callers(ctx, r.Cell.Callers, begin.Add(r.Budget), one)
	block := Block{Requests: count, Wall: time.Since(begin)}
	if err != nil {
		return block, err
	}
	after, err := process.Processor(os.Getpid())
	if err != nil {
		return block, err
	}
	block.Asking = after - self
	serversAfter, err := process.Read(w.system.Processes()...)
	block.Processor = block.Asking + serversAfter.Since(servers)
	return block, err
}

// callers ask at once, each the next request, until the time has come.
func callers(ctx context.Context, howMany int, until time.Time, one func(context.Context, int) error) (int, error) {
	var next atomic.Int64
	var done atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	for range howMany {
		all.Go(func() {
			// The clock is looked at now and then: a look costs as much as the cheapest answer.
			for batch := 1; failed.Load() == nil; {
				begin := time.Now()
				for range batch {
					err := one(ctx, int(next.Add(1)-1))
					if errors.Is(err, errSpent) {
						return
					}
					if err != nil {
						failed.CompareAndSwap(nil, &err)
						return
					}
					done.Add(1)
				}
				now := time.Now()
				if now.After(until) {
					return
				}
				if now.Sub(begin) < time.Millisecond {
					batch *= 2
				}
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return int(done.Load()), *err
	}
	return int(done.Load()), nil
}

// requests is the n-th request of a cell in a round.
func (w *worker) requests(r request) func(ctx context.Context, n int) error {
	bounded := func(do func(ctx context.Context, n int) error) func(context.Context, int) error {
		if len(w.system.Processes()) == 0 {
			return do // nothing to wait for
		}
		return func(ctx context.Context, n int) error {
			ctx, cancel := context.WithTimeout(ctx, oneRequest)
			defer cancel()
			return do(ctx, n)
		}
	}
	switch r.Cell.Asked {
	case Check:
		return bounded(w.checks(r))
	case Bulk:
		return bounded(w.bulks(r))
	case One:
		return bounded(w.lists(r, w.questions.One, 1))
	case Caseload:
		return bounded(w.lists(r, w.questions.Caseload, data.Caseload))
	case All:
		return bounded(w.lists(r, w.questions.All, w.Size.Listed))
	default:
		return bounded(w.who(r))
	}
}

func (w *worker) checks(r request) func(context.Context, int) error {
	all, want := w.questions.Checks[r.Cell.Kind], r.Cell.Kind != data.Denied
	known := warm(all)
	asked := all[:known]
	if !r.Cell.Warm {
		asked = w.fresh(all[known:], r)
	}
	return func(ctx context.Context, n int) error {
		if n >= len(asked) {
			if !r.Cell.Warm {
				return errSpent
			}
			n %= len(asked)
		}
		may, err := w.system.Check(ctx, asked[n])
		if err == nil && may != want && !w.entry.Unanswering {
			err = fmt.Errorf("wrong: %s is %t", asked[n], may)
		}
		return err
	}
}

// fresh is the part of the questions that belongs to this round, and to one caller or to
// many: no part is asked twice.
func (w *worker) fresh(all []checker.Question, r request) []checker.Question {
	parts, part := 2*w.Rounds, 2*r.Round
	if r.Cell.Callers > 1 {
		part++
	}
	each := len(all) / parts
	return all[part*each : (part+1)*each]
}

// bulks draws them at random: the same for every system in the same round.
func (w *worker) bulks(r request) func(context.Context, int) error {
	allowed, denied := w.questions.Checks[data.Allowed], w.questions.Checks[data.Denied]
	return func(ctx context.Context, n int) error {
		random := rand.New(rand.NewPCG(w.Seed+uint64(r.Round), uint64(n)))
		questions := make([]checker.Question, InBulk)
		for i := range questions {
			from := allowed
			if i%2 == 1 {
				from = denied
			}
			questions[i] = from[random.IntN(len(from))]
		}
		answers, err := w.system.Bulk(ctx, questions)
		if err != nil || w.entry.Unanswering {
			return err
		}
		for i, may := range answers {
			if may != (i%2 == 0) {
				return fmt.Errorf("wrong: %s is %t", questions[i], may)
			}
		}
		return nil
	}
}

func (w *worker) lists(r request, all []data.Listing, want int) func(context.Context, int) error {
	return func(ctx context.Context, n int) error {
		l := all[(n+r.Round*7_919)%len(all)]
		refs, err := w.system.List(ctx, l)
		if err == nil && len(refs) != want {
			err = fmt.Errorf("wrong: a list of %d for %s, and there are %d", len(refs), l.Subject, want)
		}
		return err
	}
}

func (w *worker) who(r request) func(context.Context, int) error {
	return func(ctx context.Context, n int) error {
		_, err := w.system.Who(ctx, w.questions.Who[(n+r.Round*7_919)%len(w.questions.Who)])
		return err
	}
}
