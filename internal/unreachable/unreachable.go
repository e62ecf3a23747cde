// Package unreachable is an engine that tests give to who must not ask one.
package unreachable

import (
	"context"
	"fmt"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// Err is in the chain of every error that an Engine answers with.
var Err = status.Error(codes.Unavailable, "no engine is to be asked")

// Engine is a connection on which every call fails with Err.
type Engine struct{}

var _ grpc.ClientConnInterface = Engine{}

// Invoke fails.
func (Engine) Invoke(_ context.Context, method string, _, _ any, _ ...grpc.CallOption) error {
	return fmt.Errorf("%s: %w", method, Err)
}

// NewStream fails.
func (Engine) NewStream(_ context.Context, _ *grpc.StreamDesc, method string, _ ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, fmt.Errorf("%s: %w", method, Err)
}
