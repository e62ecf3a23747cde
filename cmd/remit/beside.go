package main

import (
	"context"
	"errors"
	"net"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/socket"
	"github.com/remit-authz/remit/schema"
)

// waitStep is how often a store is tried that another process has open.
const waitStep = 50 * time.Millisecond

// patiently opens a store. Where another process has it open that serves it, nothing is
// opened, and that one is reached. Another one is waited for, for as long as --wait says.
func (p place) patiently(ctx context.Context, name string, open func() error) (served *grpc.ClientConn, err error) {
	err = open()
	for said, until := false, time.Now().Add(p.wait); errors.Is(err, embedded.ErrInUse); err = open() {
		served, unreached := dialBeside(ctx, name)
		if unreached == nil {
			return served, nil
		}
		if !time.Now().Before(until) {
			return nil, inUse(err, p.wait, unreached)
		}
		if !said {
			said = true
			p.tell("another process has the store %s open: waiting until it ends, %s at most", schema.Shown(name), p.wait)
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-time.After(waitStep):
		}
	}
	return nil, err
}

// inUse is the error of a store that another process has open, and why that one is not
// reached, unless nobody listens.
func inUse(err error, waited time.Duration, unreached error) error {
	if waited > 0 {
		err = phrase.Errorf("%w (still so after %s; --wait waits longer)", err, waited)
	}
	if errors.Is(unreached, socket.ErrNobody) {
		return err
	}
	return phrase.Errorf("%w; it is not asked by its socket: %w", err, unreached)
}

// dialBeside reaches the process of this user that serves a store.
func dialBeside(ctx context.Context, name string) (*grpc.ClientConn, error) {
	first, err := socket.Dial(ctx, name)
	if err != nil {
		return nil, err
	}
	_ = first.Close() // it was a look whether somebody is there
	return engine.DialBy(func(ctx context.Context) (net.Conn, error) { return socket.Dial(ctx, name) })
}

// errServed is a store that another process serves, for a verb that needs the file.
func errServed(name string) error {
	return phrase.Errorf("store %s: %w, and serves it: stop that one first, since this is about the file", schema.Shown(name), embedded.ErrInUse)
}

// listenBeside is the socket beside the store that is served, for verbs with --store:
// nil where it is not wanted, or there is no store, or it cannot be made, which is said
// and stops nothing.
func (p *program) listenBeside(s serving) net.Listener {
	if s.noSocket || p.place.isOther() || p.place.source != "" {
		return nil
	}
	l, err := socket.Listen(p.place.storeName())
	if err != nil {
		p.tell("there is no socket beside the store, so that nothing but this reaches it by --store: %v", err)
		return nil
	}
	return l
}
