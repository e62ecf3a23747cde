package engine

import (
	"cmp"
	"time"
)

// Limits bound what callers can take of an engine that is served, so that
// others cannot lock out who holds the key. The zero value has the defaults.
type Limits struct {
	// Unauthenticated is how many connections there may be that have made no call with
	// the key; one more closes the oldest. 250 by default.
	Unauthenticated int
	// Handshake is how long a connection may be one of them; 10 s by default.
	Handshake time.Duration
	// Idle is how long a connection may be without a call; 15 minutes by default.
	Idle time.Duration
	// Age is after how long callers are told to make another connection; an hour
	// by default. Calls under way go on, so a stream of changes is not cut.
	Age time.Duration
	// Calls is how many there may be at once on one connection; more wait in
	// their caller. 1000 by default.
	Calls uint32
	// Watches is how many streams of changes there may be at once, of about
	// 150 kB each; one more is refused. 100 by default.
	Watches int
}

func (l Limits) withDefaults() Limits {
	return Limits{
		Unauthenticated: cmp.Or(l.Unauthenticated, 250),
		Handshake:       cmp.Or(l.Handshake, 10*time.Second),
		Idle:            cmp.Or(l.Idle, 15*time.Minute),
		Age:             cmp.Or(l.Age, time.Hour),
		Calls:           cmp.Or(l.Calls, 1000),
		Watches:         cmp.Or(l.Watches, 100),
	}
}
