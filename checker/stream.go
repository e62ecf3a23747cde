package checker

import (
	"context"
	"errors"
	"io"
	"iter"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/schema"
)

// found is what one message of a stream brings: an item, or many that are packed.
type found struct {
	ids            string
	permissionship v1.LookupPermissionship
	at             *v1.ZedToken
	packed         bool
}

// receive is the next message of a stream, io.EOF after the last.
type receive func() (found, error)

// receiving reads the messages of a stream that an engine has begun.
func receiving[Message any](stream grpc.ServerStreamingClient[Message], err error, read func(*Message) found) (receive, error) {
	var header metadata.MD
	return func() (found, error) {
		message, err := stream.Recv()
		if err == nil && header == nil {
			header, err = stream.Header() // which came before the first
		}
		if err != nil {
			return found{}, err
		}
		f := read(message)
		f.packed = decided.Is(header)
		return f, nil
	}, err
}

// item is one that can be believed. It may come twice.
type item struct {
	ref      schema.Ref
	allowed  bool // or conditional
	revision schema.Revision
}

// items are the engine's, of the tenant, as they come. What is left of a stream
// when nobody wants more is ended. A stream without an end, whatever it brought
// before it broke, ends in an error.
func (c *Checker) items(ctx context.Context, l lookup) iter.Seq2[item, error] {
	return func(yield func(item, error) bool) {
		ctx, cancel := context.WithTimeout(ctx, c.options.ListTimeout)
		defer cancel()
		err := c.read(ctx, l, func(i item) bool { return yield(i, nil) })
		if err != nil {
			yield(item{}, engineError(l.String(), err))
		}
	}
}

// read hands on items until there are no more, or no more are wanted.
func (c *Checker) read(ctx context.Context, l lookup, wanted func(item) bool) error {
	consistency, err := c.settle(ctx)
	if err != nil {
		return err
	}
	next, err := l.ask(ctx, c, consistency)
	if err != nil {
		return err
	}
	s := stream{checker: c, lookup: l}
	for {
		raw, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if more, err := s.message(ctx, raw, wanted); err != nil || !more {
			return err
		}
	}
}

// stream is one answer under way.
type stream struct {
	checker  *Checker
	lookup   lookup
	revision schema.Revision
	doubts   *doubts // nil until there is something to believe
}

// message hands on the items of a message; more is false when no more are wanted.
func (s *stream) message(ctx context.Context, raw found, wanted func(item) bool) (more bool, err error) {
	if err := s.hold(raw.at); err != nil {
		return false, err
	}
	allowed, err := allows(raw.permissionship)
	if err != nil {
		return false, err
	}
	id, rest, more := raw.ids, "", false
	if raw.packed {
		id, rest, more = decided.Next(raw.ids)
	}
	for {
		i, err := s.item(id, allowed)
		if err == nil && !raw.packed {
			err = s.believe(ctx, i)
		}
		if err != nil {
			return false, err
		}
		// A check denies what is of another tenant: see Question.
		if i.ref.Tenant == s.lookup.tenant() && !wanted(i) {
			return false, nil
		}
		if !more {
			return true, nil
		}
		id, rest, more = decided.Next(rest)
	}
}

func (s *stream) item(id string, allowed bool) (item, error) {
	m := s.checker.options.Model
	// Nothing in remit's own model gives a right to everybody.
	if id == "*" && m != (schema.Model{}) {
		return item{}, ErrWildcard
	}
	ref, err := m.RefOfObject(string(s.lookup.kind(m)), id)
	if err != nil {
		return item{}, badAnswer("%v", err)
	}
	return item{ref, allowed, s.revision}, nil
}

// hold demands that all items are of one revision.
func (s *stream) hold(at *v1.ZedToken) error {
	revision := schema.Revision(at.GetToken())
	switch {
	case revision == "":
		return badAnswer("an item names no revision")
	case s.revision == "":
		s.revision = revision
	case s.revision != revision:
		return badAnswer("its items are of different revisions")
	}
	return nil
}

func allows(p v1.LookupPermissionship) (bool, error) {
	switch p {
	case v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_HAS_PERMISSION:
		return true, nil
	case v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_CONDITIONAL_PERMISSION:
		return false, nil
	}
	return false, badAnswer("outcome %d does not exist", p)
}

// believe refuses an item that is allowed by a relationship that stores the
// question. Nobody has seen the item before.
func (s *stream) believe(ctx context.Context, i item) error {
	if !i.allowed || i.ref.Tenant != s.lookup.tenant() {
		return nil
	}
	q := s.lookup.question()
	if s.doubts == nil {
		found, err := s.checker.doubt(ctx, s.revision, q.Permission, s.lookup.tenant(), q.Resource)
		if err != nil {
			return err
		}
		s.doubts = &found
	}
	if q.Resource == (schema.Ref{}) {
		return s.doubts.about(i.ref)
	}
	return s.doubts.about(q.Resource)
}
