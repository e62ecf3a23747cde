package service

import (
	"cmp"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits are what one key may take. The zero value has the defaults.
type Limits struct {
	// Rate is how many requests a second it may make in the long run, and Burst how
	// many at once; 10,000 and twice as many by default.
	Rate, Burst int
	// Concurrent is how many may be under way; 256 by default.
	Concurrent int
	// Bytes is how large a request may be; 1 MiB by default.
	Bytes int64
}

func (l Limits) withDefaults() Limits {
	l.Rate = cmp.Or(l.Rate, 10_000)
	return Limits{Rate: l.Rate, Burst: cmp.Or(l.Burst, 2*l.Rate), Concurrent: cmp.Or(l.Concurrent, 256), Bytes: cmp.Or(l.Bytes, 1<<20)}
}

// limiter holds every key to the limits.
type limiter struct {
	Limits
	mu   sync.Mutex
	keys map[string]*usage
	// sweepAt is how many keys there are when those are forgotten that take nothing.
	sweepAt int
}

// usage is what one key takes.
type usage struct {
	rate    *rate.Limiter
	running chan struct{}
}

func newLimiter(l Limits) *limiter {
	return &limiter{Limits: l.withDefaults(), keys: map[string]*usage{}, sweepAt: manyKeys}
}

// manyKeys is how many keys are remembered whatever they take: there are as many as
// there are subjects of tokens.
const manyKeys = 1024

// sweep forgets keys of which nothing has to be remembered: one that comes again begins
// with all that it may, as it does anyway. The caller has the lock.
func (l *limiter) sweep(now time.Time) {
	for id, u := range l.keys {
		if len(u.running) == 0 && u.rate.TokensAt(now) >= float64(l.Burst) {
			delete(l.keys, id)
		}
	}
	l.sweepAt = max(manyKeys, 2*len(l.keys)) // so that many keys are not looked at for each new one
}

// take lets one request of a key begin, which ends with release; or says how long to
// wait before another try.
func (l *limiter) take(id string, now time.Time) (release func(), wait time.Duration) {
	// The whole of it, so that no key is forgotten between the two.
	l.mu.Lock()
	defer l.mu.Unlock()
	u := l.usage(id, now)
	select {
	case u.running <- struct{}{}:
	default:
		return nil, time.Second
	}
	r := u.rate.ReserveN(now, 1)
	if wait := r.DelayFrom(now); wait > 0 {
		r.CancelAt(now)
		<-u.running
		return nil, wait
	}
	return func() { <-u.running }, 0
}

// usage is what a key takes. The caller has the lock.
func (l *limiter) usage(id string, now time.Time) *usage {
	u := l.keys[id]
	if u == nil {
		if len(l.keys) >= l.sweepAt {
			l.sweep(now)
		}
		u = &usage{rate.NewLimiter(rate.Limit(l.Rate), l.Burst), make(chan struct{}, l.Concurrent)}
		l.keys[id] = u
	}
	return u
}
