package boltstore

import "errors"

// ErrConflict, returned or wrapped by the function of a transaction, has it run
// again on a fresh one, ten times at most.
var ErrConflict = errors.New("the transaction is to be run again")
