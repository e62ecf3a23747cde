package checker

import (
	"time"

	"github.com/remit-authz/remit/schema"
)

const (
	defaultTimeout     = 2 * time.Second
	defaultListTimeout = 30 * time.Second
)

// Consistency is how fresh the data behind an answer is.
type Consistency int

const (
	// Latest, the zero value, answers from the newest data there is: a
	// revocation holds for every question asked after it, whether or not the
	// question carries its revision. (Of a SpiceDB that others ask at the same
	// moment, one without its revision may miss what was written within the
	// last milliseconds: SpiceDB lets such calls share one search for the newest
	// revision. A remit that serves does not.)
	Latest Consistency = iota
	// Bounded lets the engine answer from data as old as its own window of
	// staleness allows (5.5 s for SpiceDB by default), for cheaper answers. A
	// question bound by AtLeast is never older than its revision. Ends in time
	// (emergency access, invitations) stay exact.
	Bounded
)

// Options are a Checker's settings. The zero value works.
type Options struct {
	// Model is what can be asked; this program's own by default. Nothing asks the
	// engine whether it has that model, unless ModelMaxAge is set.
	Model schema.Model
	// Timeout is how long the engine has for a check; 2 s by default. A call
	// with many questions has as much for every hundred of them.
	Timeout time.Duration
	// ListTimeout is how long the engine has for a whole list; 30 s by
	// default. In both cases an earlier deadline of the caller's context wins.
	ListTimeout time.Duration
	// Consistency is Latest by default.
	Consistency Consistency
	// ModelMaxAge, if not zero, holds the engine to Model: one whose schema lacks
	// any of it, or means something else by it, gets no answers from it but errors, an
	// *EngineError with the code FailedPrecondition, from so long after the
	// schema was written at the latest. Each so often that costs one call, and
	// Consistency is then Latest: older data may be of another schema. With
	// a Memory, set memory.Options.OwnModel too. (A remit that serves has its own
	// guard, and needs neither.)
	ModelMaxAge time.Duration
	// Memory answers in the place of the engine where it can: see package
	// checker/memory. Its answers are as old as it allows, whatever
	// Consistency says; Consistency and the timeouts are for the questions that
	// go to the engine all the same. Nil, the default, asks the engine always.
	Memory Memory
	// ListsFromMemory, if true, makes a list an error at once while Memory has nothing
	// fresh to answer from, ErrNotFresh in its chain: for lists so long that an engine
	// would only fail later, when ListTimeout is over. What a memory is not asked (the
	// past, a model without tenants) or cannot decide goes to the engine all the same.
	ListsFromMemory bool
	// Witness sees every answer before it is given; none by default.
	Witness Witness
	// Observer is told of every call. Nil, the default, is nobody.
	Observer Observer
}

func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = defaultTimeout
	}
	if o.ListTimeout <= 0 {
		o.ListTimeout = defaultListTimeout
	}
	return o
}
