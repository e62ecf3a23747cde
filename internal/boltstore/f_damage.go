package boltstore

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// ErrDamaged means that the file is a store and is not as it was written. What
// a backup has is all that can be trusted.
var ErrDamaged = errors.New("the store is damaged: restore a backup")

func damaged(format string, args ...any) error {
	return fmt.Errorf("%w (%s)", ErrDamaged, fmt.Sprintf(format, args...))
}

// guard runs what reads pages. bbolt panics where they make no sense, and the
// process faults where they point outside the file; both are damage.
func guard(fn func() error) (err error) {
	// Faults on the mapped file become panics of this goroutine. No lock but
	// bbolt's own is held below, and bbolt gives those of a reader back.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if why := recover(); why != nil {
			err = damaged("%v", why)
		}
	}()
	return fn()
}
