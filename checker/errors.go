package checker

import (
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Part is a part of a question.
type Part string

// The parts of a question, and what comes beside it.
const (
	PartSubject    Part = "subject"
	PartPermission Part = "permission"
	PartResource   Part = "resource"
	PartContext    Part = "context"
	PartPaging     Part = "paging"
)

// said is the part in a sentence.
func (p Part) said() phrase.Phrase {
	switch p {
	case PartSubject:
		return phrase.Of("subject")
	case PartPermission:
		return phrase.Of("permission")
	case PartResource:
		return phrase.Of("resource")
	case PartContext:
		return phrase.Of("context")
	}
	return phrase.Of("paging")
}

// InvalidError says that a question cannot be asked. Nothing was sent.
type InvalidError struct {
	// Part is what is wrong.
	Part Part
	// Err says how.
	Err error
}

// Error is one line that says which part is wrong, and how.
func (e *InvalidError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *InvalidError) Say(in phrase.Printer) string { return in.Say("%s: %v", e.Part.said(), e.Err) }

// Unwrap is the cause.
func (e *InvalidError) Unwrap() error { return e.Err }

// ErrBadAnswer is in the chain of an EngineError whose engine did answer, but
// with something that cannot be an answer: too few items, items of another
// question, a value that does not exist. Such an answer is dropped as a whole.
var ErrBadAnswer = phrase.Errorf("the engine's answer cannot be used")

// ErrWildcard is in the chain of an EngineError for a list of those who have what
// everybody has, by a wildcard in a model that is not remit's alone: a list names
// single ones.
var ErrWildcard = phrase.Errorf("everybody has it, or everybody but some: a list names single ones; check one")

// ErrNotFresh is in the chain of an EngineError for a list that Options.ListsFromMemory
// kept from the engine. Its code is Unavailable.
var ErrNotFresh = phrase.Errorf("lists are answered from memory, which has nothing fresh")

// EngineError says that the engine gave no usable answer. It decides nothing:
// neither a denial nor an empty list.
type EngineError struct {
	// Asked is what was asked.
	Asked string
	// Code is the engine's gRPC status code, Internal for a bad answer.
	Code codes.Code
	// Err is the cause; it never holds the engine's key.
	Err error
}

// Error is one line: what was asked, what went wrong, what to do next.
func (e *EngineError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *EngineError) Say(in phrase.Printer) string {
	line := e.Asked + ": " + e.cause().Say(in)
	if next := e.next(); next.Key() != "" {
		return line + "; " + next.Say(in)
	}
	return line
}

// Unwrap is the cause.
func (e *EngineError) Unwrap() error { return e.Err }

// Next says what to do about it; blank where nothing general can be said.
func (e *EngineError) Next() string { return e.next().String() }

func (e *EngineError) next() phrase.Phrase {
	switch {
	case errors.Is(e.Err, ErrNotFresh):
		return phrase.Of("ask again in a moment")
	case errors.Is(e.Err, ErrBadAnswer):
		return phrase.Of("check that the address is that of a SpiceDB of a supported version")
	case e.Code == codes.Unavailable:
		return phrase.Of("check that the engine runs and that its address and TLS settings are right")
	case e.Code == codes.DeadlineExceeded:
		return phrase.Of("check the engine's load, or allow more time")
	case e.Code == codes.Unauthenticated, e.Code == codes.PermissionDenied:
		return phrase.Of("check the engine's key")
	case e.Code == codes.FailedPrecondition:
		return phrase.Of("check that the engine holds this version's schema")
	case e.Code == codes.OutOfRange:
		return phrase.Of("the revision is no longer kept: ask without it")
	}
	return phrase.Phrase{}
}

// cause drops gRPC's framing from a status, so that the line reads as one.
func (e *EngineError) cause() phrase.Sayer {
	if s, ok := status.FromError(e.Err); ok {
		return phrase.Of("the engine answered %s: %s", s.Code(), schema.Escape(s.Message()))
	}
	return phrase.Of("%v", e.Err)
}

func engineError(asked string, err error) error {
	if errors.Is(err, ErrBadAnswer) {
		return &EngineError{Asked: asked, Code: codes.Internal, Err: err}
	}
	// FromContextError also reads plain context errors, which a transport in
	// the process may hand back unwrapped.
	code := status.Code(err)
	if code == codes.Unknown {
		code = status.FromContextError(err).Code()
	}
	return &EngineError{Asked: asked, Code: code, Err: err}
}

func badAnswer(format string, args ...any) error {
	return phrase.Errorf("%w: %s", ErrBadAnswer, phrase.Of(format, args...))
}
