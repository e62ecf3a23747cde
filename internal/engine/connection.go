package engine

import (
	"container/list"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"google.golang.org/grpc/credentials"
)

// presentWithin is how long a connection has to present the key before it may
// have to make room for another one. New ones wait for that, so that a flood of
// others delays who has the key, and does not keep them out.
const presentWithin = 200 * time.Millisecond

// listener accepts connections, all unauthenticated at first. It holds few of
// these, and each for a short time only; of many the oldest makes room.
type listener struct {
	net.Listener
	limits Limits

	mu              sync.Mutex
	unauthenticated list.List // of *connection, the oldest first
}

// connection is one that was accepted.
type connection struct {
	net.Conn
	listener *listener
	known    atomic.Bool  // a call came with the key
	open     atomic.Int32 // calls that came without it
	expiry   *time.Timer
	// Both are under the listener's lock. place is among the unauthenticated, nil
	// for one that is none; until is when it may have to make room.
	place *list.Element
	until time.Time
}

// Accept fails while the process has no file descriptors left, with an error
// that gRPC takes for temporary: it waits for a moment and goes on. Each time
// one unauthenticated connection makes room.
func (l *listener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		if errors.Is(err, syscall.EMFILE) || errors.Is(err, syscall.ENFILE) {
			l.makeRoom(0)
		}
		return nil, err
	}
	c := &connection{Conn: conn, listener: l, until: time.Now().Add(presentWithin)}
	l.mu.Lock()
	c.place = l.unauthenticated.PushBack(c)
	c.expiry = time.AfterFunc(l.limits.Handshake, func() { _ = c.Close() })
	l.mu.Unlock()
	l.makeRoom(l.limits.Unauthenticated)
	return c, nil
}

// Close also ends unauthenticated connections: a server that stops waits for handshakes.
func (l *listener) Close() error {
	err := l.Listener.Close()
	for c, _ := l.oldest(0); c != nil; c, _ = l.oldest(0) {
		_ = c.Close()
	}
	return err
}

// makeRoom closes the oldest unauthenticated connection if there are more than so many.
func (l *listener) makeRoom(most int) {
	c, until := l.oldest(most)
	if c == nil {
		return
	}
	time.Sleep(time.Until(until))
	if !c.known.Load() {
		_ = c.Close()
	}
}

// oldest is the oldest unauthenticated connection, and until when it may stay, if there are more
// than so many; or nil.
func (l *listener) oldest(most int) (*connection, time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.unauthenticated.Len() <= most {
		return nil, time.Time{}
	}
	c := l.unauthenticated.Front().Value.(*connection)
	return c, c.until
}

// authenticated says that a call came with the key.
func (c *connection) authenticated() {
	if c.known.Load() {
		return
	}
	c.known.Store(true)
	c.leave()
}

// refuse makes the connection the next to make room, if it is unauthenticated: it
// has presented something else than the key.
func (c *connection) refuse() {
	c.listener.mu.Lock()
	defer c.listener.mu.Unlock()
	if c.place != nil {
		c.listener.unauthenticated.MoveToFront(c.place)
		c.until = time.Time{}
	}
}

// Close closes the connection.
func (c *connection) Close() error {
	c.leave()
	return c.Conn.Close()
}

// leave takes the connection from among the unauthenticated.
func (c *connection) leave() {
	c.listener.mu.Lock()
	defer c.listener.mu.Unlock()
	c.expiry.Stop()
	if c.place != nil {
		c.listener.unauthenticated.Remove(c.place)
		c.place = nil
	}
}

// identifying are credentials that tell every call its connection.
type identifying struct {
	credentials.TransportCredentials
}

type identity struct {
	credentials.AuthInfo
	connection *connection
}

func (i identifying) ServerHandshake(raw net.Conn) (net.Conn, credentials.AuthInfo, error) {
	conn, info, err := i.TransportCredentials.ServerHandshake(raw)
	if c, ok := raw.(*connection); ok && err == nil {
		info = identity{info, c}
	}
	return conn, info, err
}
