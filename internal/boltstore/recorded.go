package boltstore

import (
	"context"
	"encoding/json"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/ledger"
)

// writtenRecords are those that a store knows, as they are kept, so that one that was taken
// away, replaced or put back from an older copy is found out; that of the history has no
// name, since it was once the only one.
type writtenRecords struct {
	ledger.Known
	Decisions ledger.Known `json:"decisions,omitzero"`
	Reviews   ledger.Known `json:"reviews,omitzero"`
}

// Recorded is what was written last.
func (s *Store) Recorded() (r ledger.KnownRecords, err error) {
	return r, s.view(func(tx *bolt.Tx) (err error) {
		r, err = recordedIn(tx)
		return err
	})
}

func recordedIn(tx *bolt.Tx) (ledger.KnownRecords, error) {
	value, err := boltfile.ReadRecorded(tx)
	if err != nil || value == nil {
		return ledger.KnownRecords{}, err
	}
	var w writtenRecords
	if json.Unmarshal(value, &w) != nil {
		return ledger.KnownRecords{}, boltfile.Damaged("meta: which records it has cannot be read")
	}
	return ledger.KnownRecords{History: w.Known, Decisions: w.Decisions, Reviews: w.Reviews}, nil
}

// ChangeRecorded changes it, beside the transactions of the users: no revision comes of it.
func (s *Store) ChangeRecorded(ctx context.Context, change func(*ledger.KnownRecords)) error {
	if err := s.takeTurn(ctx); err != nil {
		return err
	}
	defer s.endTurn()
	return s.update(func(tx *bolt.Tx, _ *boltfile.State) error {
		r, err := recordedIn(tx)
		if err != nil {
			return err
		}
		change(&r)
		return writeRecorded(tx, r)
	})
}

func writeRecorded(tx *bolt.Tx, r ledger.KnownRecords) error {
	value, err := json.Marshal(writtenRecords{r.History, r.Decisions, r.Reviews})
	if err != nil {
		return err
	}
	return boltfile.WriteRecorded(tx, value)
}
