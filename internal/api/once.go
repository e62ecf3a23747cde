package api

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"time"

	"github.com/go-json-experiment/json"

	"github.com/remit-authz/remit/schema"
)

// headerOnce is by what a caller tells that a request is one that it has sent before.
const headerOnce = "Idempotency-Key"

// longest is how many bytes it may have.
const longest = 255

// action is what serves an act.
type action[Request actor] struct {
	path string
	// do does it, and again is what came of one that was done before.
	do    func(call, Request) (any, error)
	again func(Request, done) any
	// gone says, where one write cannot both do the act and say that it was done,
	// whether what it takes away is there no more.
	gone func(call, Request) (bool, error)
}

// actor is a request for an act: it names who acts.
type actor interface{ actor() string }

// done is an act that was done, or was begun.
type done struct {
	request string // what it was, hashed
	since   time.Time
	begun   bool
	// revision is one that has it.
	revision schema.Revision
}

// once does an act, unless the engine has it that it was done for the same key of the
// same caller: then nothing is done, and it is answered as it was. That it was done is
// written in the very transaction that does it, so that it holds whichever instance is
// asked again, and whatever became of the first one and of its answer. An act that was
// refused is not kept, since nothing was done.
func (a action[Request]) once(h *Handler, c call, key string, request Request) (any, error) {
	if key == "" {
		return a.do(c, request)
	}
	if len(key) > longest {
		return nil, malformed("%s has more than %d bytes", headerOnce, longest)
	}
	by, err := h.ref(c, "by", request.actor())
	if err != nil {
		return nil, err
	}
	written, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	k := keeper{h.Conn, by.Tenant, hashed(c.caller.identity(), key)}
	this := done{request: hashed(a.path, string(written)), since: c.now}
	if a.gone != nil {
		return a.inSteps(h, c, k, this, request)
	}
	c.engine = noting{c.engine, k, this}
	answer, err := a.do(c, request)
	if err == nil {
		h.forget(k, c.now)
		return answer, nil
	}
	if errors.As(err, new(problem)) {
		return nil, err // for the request alone, whatever the engine holds
	}
	// It may be refused, or not have been answered, because it was done: by another
	// instance, at another time, or here just now.
	found, unknown := k.find(c.ctx, this)
	switch {
	case unknown != nil:
		return nil, unknown
	case found != nil:
		return a.again(request, *found), nil
	}
	return nil, err
}

// inSteps does an act of which the engine cannot say in the same transaction that it
// was done: it says before that it was begun. One that was begun, of which nobody knows
// more, is done again: what it takes away is then gone, or still to be taken.
func (a action[Request]) inSteps(h *Handler, c call, k keeper, this done, request Request) (any, error) {
	found, err := a.begin(c, k, &this, request)
	if err != nil {
		return nil, err
	}
	if found && !this.begun {
		return a.again(request, this), nil
	}
	_, err = a.do(c, request)
	if err != nil {
		if status, _ := failed(err); status >= http.StatusInternalServerError {
			return nil, err
		}
		gone := false
		if found { // it may have been taken away when it was begun
			var unknown error
			if gone, unknown = a.gone(c, request); unknown != nil {
				return nil, unknown
			}
		}
		if !gone {
			return nil, k.end(c.ctx, this, err)
		}
	}
	if this.revision, err = k.finish(c.ctx, this); err != nil {
		return nil, err
	}
	h.forget(k, c.now)
	return a.again(request, this), nil
}

// begin writes that an act is begun; where it was begun or done before, that is found,
// and this is that. An act that is refused begins nothing.
func (a action[Request]) begin(c call, k keeper, this *done, request Request) (found bool, err error) {
	none, err := a.gone(c, request)
	if err != nil {
		return false, err
	}
	this.begun = true
	if none {
		c.engine = reading{c.engine}
		if _, err = a.do(c, request); err == nil {
			err = errMeanwhile
		}
	} else if err = k.begin(c.ctx, *this); err == nil {
		return false, nil
	}
	before, unknown := k.find(c.ctx, *this)
	if unknown != nil || before == nil {
		return false, cmp.Or(unknown, err)
	}
	*this = *before
	return true, nil
}

// hashed is some texts as they may stand in an id, whatever is in them.
func hashed(all ...string) string {
	sum := sha256.New()
	for _, one := range all {
		part := sha256.Sum256([]byte(one)) // where one ends cannot be moved
		sum.Write(part[:])
	}
	return hex.EncodeToString(sum.Sum(nil)[:16])
}

// forget lets go of what was done some days ago, once a day. Engines forget it too,
// but without telling those who follow them.
func (h *Handler) forget(k keeper, now time.Time) {
	today := dayOf(now)
	if last, there := h.forgotten.Swap(k.tenant, today); there && last == today {
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	for day := today - mostDays; day < today-1; day++ {
		if err := k.forget(ctx, day); err != nil {
			h.forgotten.Delete(k.tenant) // the next act tries again
			return
		}
	}
}
