package checker

import (
	"fmt"

	"github.com/remit-authz/remit/schema"
)

// Outcome is what a question comes to. The zero value denies.
type Outcome int

const (
	// Denied is the zero value: forgetting to set an outcome is safe.
	Denied Outcome = iota
	// Conditional is not allowed: the engine lacks the context that
	// Decision.Missing names.
	Conditional
	// Allowed is the only outcome that lets somebody through.
	Allowed
)

// String is "denied", "conditional" or "allowed".
func (o Outcome) String() string {
	switch o {
	case Denied:
		return "denied"
	case Conditional:
		return "conditional"
	case Allowed:
		return "allowed"
	}
	return fmt.Sprintf("Outcome(%d)", int(o))
}

// Decision is the answer to one question. The zero value denies.
type Decision struct {
	Outcome Outcome
	// Missing names the context that the engine lacks; only a Conditional
	// decision has any, and it may have none.
	Missing []string
	// Revision is the state of the data that the answer holds for. It is
	// blank where the checker answered without asking the engine: see
	// Question.
	Revision schema.Revision
}

// Allowed says whether the outcome is Allowed: the one thing to branch on.
func (d Decision) Allowed() bool { return d.Outcome == Allowed }
