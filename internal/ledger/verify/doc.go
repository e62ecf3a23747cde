// Package verify holds a log, as a folder of records, hashes and a checkpoint,
// to what was signed, and a proof of one record to its checkpoint. It is written
// from the formats alone (RFC 6962; C2SP's signed-note and tlog-checkpoint) with
// the standard library, and shares no code with what writes logs: a fault of the
// one is not a fault of the other.
package verify
