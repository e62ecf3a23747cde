package main

import (
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
)

// finishUnread lets a change be made whole although nobody reads what is printed any
// more ("remit sync | head"): that would end the process half-way. It holds until done
// is called; a verb that only reads ends when its reader does.
func (p *program) finishUnread() (done func()) {
	stop, out := outliveReader(), p.out
	p.out = unread{out}
	return func() {
		p.out = out
		stop()
	}
}

// outliveReader makes an error of what is written to a reader that has gone, where the process
// would end, until done is called.
func outliveReader() (done func()) {
	// Caught and not ignored: what hooks and sources start would inherit that.
	gone := make(chan os.Signal, 1)
	signal.Notify(gone, syscall.SIGPIPE)
	return func() { signal.Stop(gone) }
}

// unread is a writer whose reader may go: the rest is written to nobody.
type unread struct{ io.Writer }

func (u unread) Write(b []byte) (int, error) {
	n, err := u.Writer.Write(b)
	if errors.Is(err, syscall.EPIPE) {
		return len(b), nil
	}
	return n, err
}
