package api

import (
	"crypto/sha256"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
)

// headerOnce is by what a caller tells that a request is one that it has sent before.
const headerOnce = "Idempotency-Key"

const (
	// keptFor is how long an act that was done is known, and mostKept how many are.
	keptFor  = 24 * time.Hour
	mostKept = 100_000
	longest  = 255
)

// done are the acts that were done for callers who may send them again. It knows
// those of this process.
type done struct {
	mu    sync.Mutex
	acts  map[doneKey]*doneAct
	order []doneKey // the oldest first
}

type doneKey struct{ caller, key string }

// doneAct is one act, done or under way.
type doneAct struct {
	request [sha256.Size]byte
	since   time.Time
	over    chan struct{} // closed when the rest is known
	unknown bool          // whether it was done
	result  any
	err     error
}

func newDone() *done { return &done{acts: map[doneKey]*doneAct{}} }

// once does an act, unless the caller's key says that it was done: then it is what
// came of it. One that is under way is waited for. One of which nobody knows whether it
// was done is done again, as of the moment of the first time: so an emergency that began
// is not prolonged, and everything else is refused or already so. One that was refused
// is not kept, since nothing was done.
func (d *done) once(c call, key, path string, request any, do func(call) (any, error)) (any, error) {
	if key == "" {
		return do(c)
	}
	if len(key) > longest {
		return nil, malformed("%s has more than %d bytes", headerOnce, longest)
	}
	written, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(append([]byte(path+"\n"), written...))
	name := doneKey{c.caller.ID, key}
	act, first := d.begin(name, sum, c.now)
	if !first {
		return act.again(c, sum)
	}
	c.now = act.since
	result, err := any(nil), errCutOff
	defer func() { d.end(name, act, result, err) }()
	result, err = do(c)
	return result, err
}

// errCutOff is what came of an act that panicked.
var errCutOff = errors.New("the act was cut off")

// end tells those who wait what came of an act.
func (d *done) end(name doneKey, act *doneAct, result any, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	act.result, act.err = result, err
	if err != nil {
		status, _ := failed(err)
		if act.unknown = status >= http.StatusInternalServerError; !act.unknown && d.acts[name] == act {
			delete(d.acts, name)
		}
	}
	close(act.over)
}

// begin is the act of a key: a new one if it is the first.
func (d *done) begin(name doneKey, sum [sha256.Size]byte, now time.Time) (act *doneAct, first bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for len(d.order) > 0 && (len(d.order) >= mostKept || d.expired(d.order[0], now)) {
		delete(d.acts, d.order[0])
		d.order = d.order[1:]
	}
	before := d.acts[name]
	switch {
	case before != nil && (!before.unknown || before.request != sum):
		return before, false
	case before != nil:
		now = before.since
	default:
		d.order = append(d.order, name)
	}
	act = &doneAct{request: sum, since: now, over: make(chan struct{})}
	d.acts[name] = act
	return act, true
}

// expired says whether what a key names is no longer kept, or was forgotten.
func (d *done) expired(name doneKey, now time.Time) bool {
	act := d.acts[name]
	return act == nil || now.Sub(act.since) > keptFor
}

// again is what came of an act that was done with the same key.
func (a *doneAct) again(c call, sum [sha256.Size]byte) (any, error) {
	if a.request != sum {
		return nil, problem{http.StatusUnprocessableEntity, "repeated", "the idempotency key was used for another request"}
	}
	select {
	case <-a.over:
		return a.result, a.err
	case <-c.ctx.Done():
		return nil, c.ctx.Err()
	}
}
