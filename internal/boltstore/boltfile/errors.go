package boltfile

import (
	"errors"
	"syscall"

	berrors "go.etcd.io/bbolt/errors"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/phrase"
)

var (
	// ErrClosed is the answer of a store after Close.
	ErrClosed = phrase.Errorf("the store is closed")

	// ErrInUse means that another process has the file open.
	ErrInUse = phrase.Errorf("another process has it open")

	// ErrForeign means that the file is not a store: damaged, or of another
	// program.
	ErrForeign = phrase.Errorf("this is not a store of this program")

	// ErrLaterFormat means that a later version of this program wrote the
	// file.
	ErrLaterFormat = phrase.Errorf("a later version wrote it")
)

// ErrIdle ends a transaction that found nothing to do, without a write.
var ErrIdle = phrase.Errorf("nothing to collect")

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
func (e WriteError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e WriteError) Say(in phrase.Printer) string {
	if e.full() {
		return in.Say("store %s: no space left to write: nothing of this write was kept and nothing else was lost; free some space and try again: %v", e.Path, e.Err)
	}
	return in.Say("store %s: the write failed: look at the state of the disk and try again: %v", e.Path, e.Err)
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
		return phrase.Errorf("store %s: %w: stop that process, or send the question to it instead of to the file", path, ErrInUse)
	case errors.Is(err, berrors.ErrInvalid), errors.Is(err, berrors.ErrVersionMismatch), errors.Is(err, berrors.ErrChecksum):
		return OpenError(path, Foreign(phrase.Of("%s", err)))
	case errors.Is(err, ErrDamaged):
		return phrase.Errorf("store %s: %w", path, err)
	case errors.Is(err, ErrForeign):
		return phrase.Errorf("store %s: %w: name another file, or restore a backup into a new one", path, err)
	case errors.Is(err, ErrLaterFormat):
		return phrase.Errorf("store %s: %w: use that version, or restore a backup made with this one into a new file", path, err)
	default:
		return phrase.Errorf("store %s: cannot be opened: %w", path, err)
	}
}

// otherProgram is why a file is none that has the form of one.
func otherProgram() phrase.Phrase { return phrase.Of("a bbolt file of another program") }

// ForeignError is ErrForeign with why.
type ForeignError struct{ Why phrase.Phrase }

// Foreign is a ForeignError.
func Foreign(why phrase.Phrase) error { return &ForeignError{why} }

// Error says it in English.
func (e *ForeignError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *ForeignError) Say(in phrase.Printer) string {
	return in.Say("this is not a store of this program (%s)", e.Why)
}

// Is says that it is ErrForeign.
func (e *ForeignError) Is(target error) bool { return target == ErrForeign }
