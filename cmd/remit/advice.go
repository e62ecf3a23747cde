package main

import (
	"errors"
	"fmt"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
)

// advised adds to an engine's error what to do next, where the error does not
// say it itself.
func advised(err error) error {
	var told *checker.EngineError
	if err == nil || errors.As(err, &told) {
		return err
	}
	switch status.Code(err) {
	case codes.Unavailable:
		return fmt.Errorf("%w; check that the engine runs and that its address is right", err)
	case codes.PermissionDenied, codes.Unauthenticated:
		return fmt.Errorf("%w; check the engine's key", err)
	case codes.DeadlineExceeded:
		return fmt.Errorf("%w; check the engine's load, then try again", err)
	}
	return err
}
