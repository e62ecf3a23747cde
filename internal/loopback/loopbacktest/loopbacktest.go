// Package loopbacktest finds addresses for the servers of tests.
package loopbacktest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"testing"
)

// Ports from lowest up to first are handed out by no system by itself: Linux begins at
// 32768, others later. One of those may be another test's before a server listens on it.
const lowest, first = 12000, 32768

// Address is a loopback address, HOST:PORT, on which nobody listens.
func Address(tb testing.TB) string {
	tb.Helper()
	var err error
	for range 100 {
		address := fmt.Sprintf("127.0.0.1:%d", lowest+rand.IntN(first-lowest))
		var l net.Listener
		if l, err = net.Listen("tcp", address); err == nil {
			if err = l.Close(); err == nil {
				return address
			}
		}
	}
	tb.Fatal("no loopback address is free: ", err)
	return ""
}
