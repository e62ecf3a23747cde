package boltstore

import (
	"errors"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// What Open, Check and Restore say of a file, and a store of itself: see boltfile.
var (
	ErrClosed      = boltfile.ErrClosed
	ErrInUse       = boltfile.ErrInUse
	ErrForeign     = boltfile.ErrForeign
	ErrDamaged     = boltfile.ErrDamaged
	ErrLaterFormat = boltfile.ErrLaterFormat
)

// ErrConflict, returned or wrapped by the function of a transaction, has it run
// again on a fresh one, ten times at most.
var ErrConflict = errors.New("the transaction is to be run again")
