package checker

import (
	"context"
	"time"
)

// Observer is told of every call of a checker, for metrics and traces;
// checker/telemetry is one for OpenTelemetry. It is called by whoever asks, from
// many goroutines at once, and what it takes they wait for.
type Observer interface {
	// Asked comes before a call is answered. What it returns is the context that
	// the engine is called with, for a span to be in; it is the one it was given,
	// or made of it.
	Asked(ctx context.Context, call Call) context.Context
	// Answered comes after, with the context that Asked returned.
	Answered(ctx context.Context, call Call, result Result)
}

// Operation is which of a checker's methods is called.
type Operation string

// The operations, named for the methods.
const (
	OperationCheck         Operation = "check"
	OperationCheckAll      Operation = "check_all"
	OperationPermissions   Operation = "permissions"
	OperationResources     Operation = "resources"
	OperationResourcesSeq  Operation = "resources_seq"
	OperationResourcesPage Operation = "resources_page"
	OperationSubjects      Operation = "subjects"
	OperationSubjectsSeq   Operation = "subjects_seq"
	OperationSubjectsPage  Operation = "subjects_page"
)

// Call is what is asked.
type Call struct {
	Operation Operation
	// Question has what the call names of one: all of it for Check, nothing for
	// CheckAll. It is as it was given: who is asked about is in it, and what
	// nobody has looked at yet.
	Question Question
	// Questions is how many questions CheckAll and Permissions ask; 1 otherwise.
	Questions int
}

// Result is how a call ended.
type Result struct {
	// Source says who answered.
	Source Source
	// Outcome is that of Check.
	Outcome Outcome
	// Allowed is how many questions are allowed, or references are listed.
	Allowed int
	// Err is the call's error, or the first of CheckAll's answers'; nil for a
	// loop that was left.
	Err error
	// Duration is what the call took; of a Seq, with the loop's body.
	Duration time.Duration
}

// Source is who answers a call.
type Source int

const (
	// SourceNone is nobody: the call was refused, or is about a foreign user.
	SourceNone Source = iota
	// SourceMemory is the checker's Memory.
	SourceMemory
	// SourceEngine is the engine.
	SourceEngine
)

// String is "none", "memory" or "engine".
func (s Source) String() string {
	switch s {
	case SourceMemory:
		return "memory"
	case SourceEngine:
		return "engine"
	}
	return "none"
}

// observation is one call under way; one that nobody observes costs nothing.
type observation struct {
	ctx      context.Context
	observer Observer
	call     Call
	begun    time.Time
}

func (c *Checker) observe(ctx context.Context, call Call) observation {
	o := observation{ctx: ctx, observer: c.options.Observer}
	if o.observer != nil {
		o.call, o.begun = call, time.Now()
		o.ctx = o.observer.Asked(ctx, call)
	}
	return o
}

func (o *observation) end(r Result) {
	if o.observer != nil {
		r.Duration = time.Since(o.begun)
		o.observer.Answered(o.ctx, o.call, r)
	}
}
