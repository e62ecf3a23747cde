package history

import (
	"time"

	"github.com/remit-authz/remit/internal/ledger/entry"
)

// Act is what brought something about, as the record has it. Who and why is what the
// transaction said of itself.
type Act struct {
	// Entry is its number in the record, by which "remit log prove" proves it.
	Entry int64     `json:"entry"`
	Time  time.Time `json:"time"` // when it was written
	// Found says that it had come about before, at a time that nobody recorded: where
	// the record begins, or after a gap.
	Found   bool   `json:"found,omitempty"`
	Actor   string `json:"actor,omitempty"`   // who is answerable
	By      string `json:"by,omitempty"`      // the program that wrote it
	Purpose string `json:"purpose,omitempty"` // what it was for
	Reason  string `json:"reason,omitempty"`  // why
	Source  string `json:"source,omitempty"`  // that was loaded
	Plan    string `json:"plan,omitempty"`    // the digest of the plan
}

func actOf(e entry.Entry) Act {
	return Act{e.Number, e.From(), e.Snapshot != nil, e.Actor, e.By, e.Purpose, e.Reason, e.Source, e.Plan}
}
