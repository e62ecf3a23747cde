package checker

import (
	"context"
	"errors"
	"io"
	"iter"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/schema"
)

// found is one item as a stream brings it.
type found struct {
	id             string
	permissionship v1.LookupPermissionship
	at             *v1.ZedToken
}

// receive is the next item of a stream, io.EOF after the last.
type receive func() (found, error)

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
		i, err := s.item(ctx, raw)
		if err != nil {
			return err
		}
		if i.ref.Tenant != l.tenant() {
			continue // A check denies it: see Question.
		}
		if !wanted(i) {
			return nil
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

func (s *stream) item(ctx context.Context, raw found) (item, error) {
	if err := s.hold(raw.at); err != nil {
		return item{}, err
	}
	allowed, err := allows(raw.permissionship)
	if err != nil {
		return item{}, err
	}
	m := s.checker.options.Model
	// Nothing in remit's own model gives a right to everybody.
	if raw.id == "*" && m != (schema.Model{}) {
		return item{}, ErrWildcard
	}
	ref, err := m.RefOfObject(string(s.lookup.kind(m)), raw.id)
	if err != nil {
		return item{}, badAnswer("%v", err)
	}
	i := item{ref, allowed, s.revision}
	return i, s.believe(ctx, i)
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
