package enginetest

import (
	"io"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// Cable is a way over the network to an address, which a test cuts and slows. What it
// passes on is counted; after so many bytes it does what a cut cable does, or one at
// whose other end nobody is any more.
type Cable struct {
	// Address is where it begins.
	Address string
	// Up and Down count the bytes to the address, and from it.
	Up, Down atomic.Int64

	to       string
	how      Fault
	listener net.Listener
	cut      atomic.Bool
	mu       sync.Mutex
	ends     []net.Conn
}

// Fault is what is wrong with a cable. The zero value is nothing.
type Fault struct {
	// UpTo and DownTo are after how many bytes to the address, and from it, it is cut;
	// zero is never.
	UpTo, DownTo int64
	// Hangs leaves a cut cable's ends open: nobody hears that it is cut.
	Hangs bool
	// Delay is how late each piece of up to 1 KiB comes.
	Delay time.Duration
}

// NewCable lays a cable to an address, until the test ends.
func NewCable(tb TB, to string, how Fault) *Cable {
	tb.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	c := &Cable{Address: listener.Addr().String(), to: to, how: how, listener: listener}
	tb.Cleanup(c.close)
	go c.accept()
	return c
}

// Cut says whether it was cut.
func (c *Cable) Cut() bool { return c.cut.Load() }

func (c *Cable) close() {
	_ = c.listener.Close() // it is a test's
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, end := range c.ends {
		_ = end.Close()
	}
	c.ends = nil
}

func (c *Cable) accept() {
	for {
		near, err := c.listener.Accept()
		if err != nil {
			return
		}
		far, err := net.Dial("tcp", c.to)
		if err != nil {
			_ = near.Close()
			continue
		}
		c.mu.Lock()
		c.ends = append(c.ends, near, far)
		c.mu.Unlock()
		go c.carry(far, near, &c.Up, c.how.UpTo)
		go c.carry(near, far, &c.Down, c.how.DownTo)
	}
}

// carry passes on what comes, to the last byte before the cut.
func (c *Cable) carry(to, from net.Conn, count *atomic.Int64, limit int64) {
	piece := make([]byte, 1<<10)
	for {
		n, err := from.Read(piece)
		if c.cut.Load() {
			return
		}
		time.Sleep(c.how.Delay)
		passed := int64(n)
		if before := count.Add(passed) - passed; limit > 0 && before+passed >= limit {
			passed = max(0, limit-before)
			c.cut.Store(true)
		}
		if _, failed := to.Write(piece[:passed]); failed != nil || err != nil && err != io.EOF {
			_, _ = to.Close(), from.Close()
			return
		}
		if c.cut.Load() {
			if !c.how.Hangs {
				c.close()
			}
			return
		}
		if err != nil {
			_ = to.(*net.TCPConn).CloseWrite()
			return
		}
	}
}
