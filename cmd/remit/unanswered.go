package main

import (
	"errors"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// unanswered says of an engine that does not answer, or has no schema to answer by, what
// to do about it. Of errors that were joined none is left out: those stay as they are.
func (p *program) unanswered(err error) error {
	for e := err; e != nil; e = within(e) {
		said, is := e.(interface{ GRPCStatus() *status.Status })
		if !is {
			continue
		}
		s := said.GRPCStatus()
		switch remote := p.place.remote(); {
		case s.Code() == codes.Unavailable && remote != "":
			return advice{inOtherWords{err, phrase.Of("%s does not answer: %s", remote, unreached(s.Message()))},
				"; ", phrase.Of("is SpiceDB or `remit serve` running there?")}
		case lacksSchema(s):
			return advice{inOtherWords{err, phrase.Of("the engine has no schema, or another one: %s", schema.Escape(s.Message()))},
				"; ", phrase.Of("run `remit schema write` or `remit sync`")}
		}
		return err
	}
	return err
}

// unreached is why a connection is not made, without the words of who tries.
func unreached(said string) phrase.Phrase {
	switch {
	case strings.Contains(said, "connection refused"):
		return phrase.Of("the connection is refused")
	case strings.Contains(said, "no such host"):
		return phrase.Of("no machine is known by that name")
	case strings.Contains(said, "i/o timeout"), strings.Contains(said, "deadline exceeded"):
		return phrase.Of("it takes too long")
	case strings.Contains(said, "does not look like a TLS handshake"):
		return phrase.Of("it speaks no TLS")
	case strings.Contains(said, "certificate"):
		return phrase.Of("its certificate is not one to believe: %s", schema.Escape(framed(said)))
	}
	return phrase.Literal(schema.Escape(framed(said)))
}

// framed is what gRPC says, without what it says of itself.
func framed(said string) string {
	if _, within, is := strings.Cut(said, `desc = "`); is {
		said = strings.TrimSuffix(within, `"`)
	}
	said = strings.TrimPrefix(said, "transport: ")
	return strings.TrimPrefix(said, "Error while dialing: ")
}

// within is the one error that another wraps; nil where there is none, or several.
func within(err error) error {
	if many, is := err.(interface{ Unwrap() []error }); is {
		if all := many.Unwrap(); len(all) == 1 {
			return all[0]
		}
		return nil
	}
	return errors.Unwrap(err)
}

// lacksSchema says whether an engine has not what was asked in its schema.
func lacksSchema(s *status.Status) bool {
	if s.Code() != codes.FailedPrecondition && s.Code() != codes.NotFound {
		return false
	}
	text := strings.ToLower(s.Message())
	return strings.Contains(text, "no schema has been defined") ||
		strings.Contains(text, "object definition") && strings.Contains(text, "not found")
}

// inOtherWords is an error that is said otherwise.
type inOtherWords struct {
	error
	said phrase.Phrase
}

// Error is what is said.
func (e inOtherWords) Error() string { return e.said.String() }

// Say is Error in the language of a printer.
func (e inOtherWords) Say(in phrase.Printer) string { return e.said.Say(in) }

// Unwrap is the error.
func (e inOtherWords) Unwrap() error { return e.error }
