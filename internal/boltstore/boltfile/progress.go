package boltfile

import (
	"io"

	bolt "go.etcd.io/bbolt"
)

// Step is how far something long is: Done of Total, in bytes for what is copied and in rows
// for what is compared.
type Step struct {
	Doing       string // Copying or Comparing
	Done, Total int64
}

// What takes long.
const (
	Copying   = "copying"
	Comparing = "comparing"
)

// Progress is told how far something is, now and then; nil is for nobody.
type Progress func(Step)

// every is how many rows are compared between two tellings.
const every = 4096

// Rows tells of the rows of a file that are compared: row is to be called for each.
func (p Progress) Rows(tx *bolt.Tx) (row func(), err error) {
	if p == nil {
		return func() {}, nil
	}
	held, err := ReadState(tx)
	if err != nil {
		return nil, err
	}
	step := Step{Doing: Comparing}
	for _, t := range held.totals {
		step.Total += int64(t.count)
	}
	return func() {
		if step.Done++; step.Done%every == 0 {
			p(step)
		}
	}, nil
}

// Writer tells of bytes that are copied, of so many.
func (p Progress) Writer(w io.Writer, total int64) io.Writer {
	if p == nil {
		return w
	}
	return &told{w, p, Step{Doing: Copying, Total: total}}
}

type told struct {
	io.Writer
	tell Progress
	step Step
}

// Write writes, and tells.
func (t *told) Write(b []byte) (int, error) {
	n, err := t.Writer.Write(b)
	t.step.Done += int64(n)
	t.tell(t.step)
	return n, err
}
