// Package recorder writes an engine's history into a ledger: every transaction, once,
// in the order in which the engine tells them.
//
// It follows the engine's changes, and goes on where the ledger stops. What was
// appended last is asked for again and compared, so that a history which is no longer
// the one that was recorded (a store that was put back from a copy) is found out.
// Where the engine cannot tell any more what happened, the ledger says so: a gap, with
// the whole state that was found.
package recorder
