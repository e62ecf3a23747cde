// Package hooks tells others of emergency access as it begins, is prolonged and is
// stopped, and reminds reviewers: a program of the institution's own, or a web address. What they are told has
// ids only, and never a reason, in which there may be a name.
//
// A hook never delays an act, and never fails one, unless it is required: then the act,
// which is done, is answered when the hook has taken the message, or with an error that
// says that it has not. What is not required waits in a queue of its own; one that is
// full, or a hook that goes on failing, is reported, and the message is lost.
package hooks

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"

	"github.com/remit-authz/remit/schema"
)

// What is done.
const (
	Start   = "start"
	Prolong = "prolong"
	Stop    = "stop"
	// Remind is of a review of grants, not of an access.
	Remind = "remind"
)

// Event is what a hook is told.
type Event struct {
	// Does is Start, Prolong or Stop of an access, or Remind.
	Does string
	// User is who has the access, or is to decide; nobody is a reminder's client.
	User   schema.Ref
	Client schema.Ref
	// Actor is who was answerable: a user, or the name that a system knows them by.
	Actor string
	// At is when; Until is the end that it brought, zero for a stop.
	At, Until time.Time
	// Revision has it; none has a reminder.
	Revision schema.Revision
	// Review is the number of the review of a reminder, in which so many grants are Open,
	// to be decided about by Until.
	Review int64
	Open   int
}

// about says what it is told of, for errors.
func (e Event) about() string {
	if e.Does == Remind {
		return fmt.Sprintf("reminder of %s about review %d", e.User, e.Review)
	}
	return fmt.Sprintf("%s of %s's access to %s", e.Does, e.User, e.Client)
}

// message is an event as it is sent.
type message struct {
	Type     string          `json:"type"`
	ID       string          `json:"id"`
	User     string          `json:"user"`
	Client   string          `json:"client,omitempty"`
	Actor    string          `json:"actor,omitempty"`
	Time     time.Time       `json:"time"`
	Until    time.Time       `json:"until,omitzero"`
	Revision schema.Revision `json:"revision,omitempty"`
	Review   *int64          `json:"review,omitempty"`
	Open     int             `json:"open,omitempty"`
}

// id is the same whenever the event is told: whoever takes messages tells by it that
// one came twice.
func (e Event) id() string {
	if e.Does == Remind {
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%d\n%d", e.Does, e.User.Text(), e.Review, e.At.Unix()))
		return hex.EncodeToString(sum[:16])
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%s\n%s\n%d\n%d", e.Does, e.User.Text(), e.Client.Text(), e.At.Unix(), e.Until.Unix()))
	return hex.EncodeToString(sum[:16])
}

// MarshalJSON is what is sent.
func (e Event) MarshalJSON() ([]byte, error) {
	m := message{Type: "emergency." + e.Does, ID: e.id(), User: e.User.Text(), Actor: e.Actor, Time: e.At.UTC(), Until: e.Until.UTC(), Revision: e.Revision}
	if e.Does == Remind {
		m.Type, m.Review, m.Open = "review."+e.Does, &e.Review, e.Open
	} else {
		m.Client = e.Client.Text()
	}
	return json.Marshal(m)
}

// Hook is one that is told. Command or URL is set.
type Hook struct {
	// On are the events that it is told; all for none.
	On []string
	// Command is a program and its arguments, which gets the message on standard input.
	Command []string
	// URL gets the message in a POST request, signed with the secret.
	URL    string
	Secret []byte
	// Timeout is how long one try takes at most; 5 s by default.
	Timeout time.Duration
	// Required answers no act before the hook has taken its message.
	Required bool
}

const (
	defaultTimeout = 5 * time.Second
	// tries are how often a message is sent, and within how long all of them are.
	tries  = 6
	within = time.Minute
	// waiting is how many messages wait for a hook at most.
	waiting = 1000
)

// String is what a hook is, for errors: no secret.
func (h Hook) String() string {
	if len(h.Command) > 0 {
		return h.Command[0]
	}
	return h.URL
}

// tell tells one hook, with retries, until the context ends, within a minute at most.
func (h Hook) tell(ctx context.Context, e Event) error { return h.tellWithin(ctx, e, within) }

var errLong = errors.New("it took longer than all tries may")

func (h Hook) tellWithin(ctx context.Context, e Event, within time.Duration) error {
	ctx, cancel := context.WithTimeoutCause(ctx, within, errLong)
	defer cancel()
	body, err := json.Marshal(e)
	if err != nil {
		return err
	}
	timeout := h.Timeout
	if timeout <= 0 {
		timeout = defaultTimeout
	}
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = 100*time.Millisecond, 10*time.Second
	_, err = backoff.Retry(ctx, func() (struct{}, error) {
		once, cancel := context.WithTimeout(ctx, timeout)
		defer cancel()
		if len(h.Command) > 0 {
			return struct{}{}, run(once, h.Command, body)
		}
		return struct{}{}, post(once, h.URL, h.Secret, e.id(), body)
	}, backoff.WithBackOff(waits), backoff.WithMaxTries(tries), backoff.WithMaxElapsedTime(within))
	if err != nil {
		return fmt.Errorf("hook %s was not told of the %s: %w", h, e.about(), err)
	}
	return nil
}

// Teller tells hooks until Close. It is safe for concurrent use. New makes one.
type Teller struct {
	hooks  []Hook
	report func(error)
	stop   context.CancelFunc
	ctx    context.Context
	done   sync.WaitGroup

	mu     sync.Mutex
	queues []chan Event
	closed bool
}

// New makes a teller of hooks; report is told of each message that is lost. The caller
// closes it.
func New(hooks []Hook, report func(error)) *Teller {
	t := &Teller{hooks: hooks, report: report}
	t.ctx, t.stop = context.WithCancel(context.Background())
	for _, h := range hooks {
		queue := make(chan Event, waiting)
		t.queues = append(t.queues, queue)
		t.done.Go(func() {
			for e := range queue {
				if err := h.tell(t.ctx, e); err != nil {
					report(err)
				}
			}
		})
	}
	return t
}

// Tell tells every hook that wants to know. It waits for those that are required, of
// which the error is, and for no other.
func (t *Teller) Tell(ctx context.Context, e Event) error {
	var required []Hook
	for i, h := range t.hooks {
		switch {
		case len(h.On) > 0 && !slices.Contains(h.On, e.Does):
		case h.Required:
			required = append(required, h)
		default:
			if err := t.put(i, e); err != nil {
				t.report(fmt.Errorf("hook %s was not told of the %s: %w", h, e.about(), err))
			}
		}
	}
	errs := make([]error, len(required))
	var all sync.WaitGroup
	for i, h := range required {
		all.Go(func() { errs[i] = h.tell(ctx, e) })
	}
	all.Wait()
	return errors.Join(errs...)
}

func (t *Teller) put(i int, e Event) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.closed {
		return errors.New("it is being closed")
	}
	select {
	case t.queues[i] <- e:
		return nil
	default:
		return errors.New("too many messages wait for it")
	}
}

// Close tells what is waiting, for a while at most, and stops: what is then left is
// reported.
func (t *Teller) Close(patience time.Duration) {
	t.mu.Lock()
	if !t.closed {
		t.closed = true
		for _, queue := range t.queues {
			close(queue)
		}
	}
	t.mu.Unlock()
	late := time.AfterFunc(patience, t.stop)
	t.done.Wait()
	late.Stop()
	t.stop()
}
