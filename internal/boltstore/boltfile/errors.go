package boltfile

import (
	"errors"
	"fmt"
	"syscall"

	berrors "go.etcd.io/bbolt/errors"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

var (
	// ErrClosed is the answer of a store after Close.
	ErrClosed = errors.New("the store is closed")

	// ErrInUse means that another process has the file open.
	ErrInUse = errors.New("another process has it open")

	// ErrForeign means that the file is not a store: damaged, or of another
	// program.
	ErrForeign = errors.New("this is not a store of this program")

	// ErrLaterFormat means that a later version of this program wrote the
	// file.
	ErrLaterFormat = errors.New("a later version wrote it")
)

// ErrIdle ends a transaction that found nothing to do, without a write.
var ErrIdle = errors.New("nothing to collect")

// WriteError is a transaction that could not be kept. The store is as it was
// before.
type WriteError struct {
	Path string
	Err  error
}

// Unwrap is the cause.
func (e WriteError) Unwrap() error { return e.Err }

func (e WriteError) full() bool {
	return errors.Is(e.Err, syscall.ENOSPC) || errors.Is(e.Err, syscall.EDQUOT) || errors.Is(e.Err, syscall.EFBIG)
}

// Error says what to do about it.
func (e WriteError) Error() string {
	if e.full() {
		return fmt.Sprintf("store %s: no space left to write: nothing of this write was kept and nothing else was lost; free some space and try again: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("store %s: the write failed: look at the state of the disk and try again: %v", e.Path, e.Err)
}

// GRPCStatus tells a client of the API a full disk from a fault.
func (e WriteError) GRPCStatus() *status.Status {
	if e.full() {
		return status.New(codes.ResourceExhausted, e.Error())
	}
	return status.New(codes.Internal, e.Error())
}

// ClosedError gives bbolt's word for a closed file the name that callers know.
func ClosedError(err error) error {
	if errors.Is(err, berrors.ErrDatabaseNotOpen) {
		return ErrClosed
	}
	return err
}

// OpenError says which file cannot be opened, why, and what to do.
func OpenError(path string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, berrors.ErrTimeout):
		return fmt.Errorf("store %s: %w: stop that process, or send the question to it instead of to the file", path, ErrInUse)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch), errors.Is(err, berrors.ErrChecksum):
		return OpenError(path, Foreign(err.Error()))
	case errors.Is(err, ErrDamaged):
		return fmt.Errorf("store %s: %w", path, err)
	case errors.Is(err, ErrForeign):
		return fmt.Errorf("store %s: %w: name another file, or restore a backup into a new one", path, err)
	case errors.Is(err, ErrLaterFormat):
		return fmt.Errorf("store %s: %w: use that version, or restore a backup made with this one into a new file", path, err)
	default:
		return fmt.Errorf("store %s: cannot be opened: %w", path, err)
	}
}

// Foreign is ErrForeign with why.
func Foreign(why string) error { return fmt.Errorf("%w (%s)", ErrForeign, why) }
