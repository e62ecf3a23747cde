package boltfile

import (
	"errors"
	"fmt"
	"runtime/debug"
)

// ErrDamaged means that the file is a store and is not as it was written. What
// a backup has is all that can be trusted.
var ErrDamaged = errors.New("the store is damaged: restore a backup")

// Damaged is ErrDamaged with what is wrong.
func Damaged(format string, args ...any) error {
	return fmt.Errorf("%w (%s)", ErrDamaged, fmt.Sprintf(format, args...))
}

// Guard runs what reads pages. bbolt panics where they make no sense, and the
// process faults where they point outside the file; both are damage.
func Guard(fn func() error) (err error) {
	// Faults on the mapped file become panics of this goroutine. No lock but
	// bbolt's own is held below, and bbolt gives those of a reader back.
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if why := recover(); why != nil {
			err = Damaged("%v", why)
		}
	}()
	return fn()
}
