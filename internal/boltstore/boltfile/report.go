package boltfile

import "fmt"

// maxDifferences is how many differences a report spells out.
const maxDifferences = 100

// Report is the outcome of Verify.
type Report struct {
	// Relationships are those that are there, with those that have expired;
	// Versions also counts what was deleted or replaced and is still kept.
	Relationships, Versions int64

	// Interrupted is that of the store.
	Interrupted bool

	// Problems is how many differences and faults were found, and Details
	// says what the first hundred are.
	Problems int64
	Details  []string
}

// OK is true if nothing was found.
func (r Report) OK() bool { return r.Problems == 0 }

// Add counts a problem, and spells it out unless there are too many.
func (r *Report) Add(format string, args ...any) {
	if r.Problems++; len(r.Details) < maxDifferences {
		r.Details = append(r.Details, fmt.Sprintf(format, args...))
	}
}

// join adds what another report has found.
func (r *Report) join(other Report) {
	r.Problems += other.Problems
	r.Details = append(r.Details, other.Details[:min(len(other.Details), maxDifferences-len(r.Details))]...)
}

// Err is nil if nothing was found.
func (r Report) Err() error {
	if r.OK() {
		return nil
	}
	return Damaged("%d problems, the first: %s", r.Problems, r.Details[0])
}
