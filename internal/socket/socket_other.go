//go:build !linux

package socket

import (
	"context"
	"errors"
	"net"

	"github.com/remit-authz/remit/internal/phrase"
)

// Listen makes no socket: who is at its other end is looked at on Linux only.
func Listen(string) (net.Listener, error) { return nil, errors.ErrUnsupported }

// Dial reaches nobody.
func Dial(context.Context, string) (net.Conn, error) {
	return nil, phrase.Errorf("%w: %w", ErrNobody, errors.ErrUnsupported)
}
