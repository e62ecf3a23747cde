package entry

import (
	"time"

	"github.com/remit-authz/remit/internal/ledger"
)

// SayReplaced says in a record that it is not the one that was known, if it is not.
func SayReplaced(log *ledger.Log, known ledger.Known, now time.Time) error {
	why, err := log.Lacks(known)
	if err != nil || why == "" {
		return err
	}
	record, err := Entry{Kind: Replaced, Time: now, Recorded: now, Part: 1, Parts: 1, Replaced: &Replacement{why}}.Encode()
	if err == nil {
		_, err = log.Append(record)
	}
	return err
}
