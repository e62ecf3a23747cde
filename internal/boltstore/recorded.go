package boltstore

import (
	"context"
	"encoding/json"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// Recorded is a record that a store knows, and how far it went at least, so that one that
// was taken away or replaced is found out. The zero value is of none.
type Recorded struct {
	// Public is the key that the record is signed with.
	Public string `json:"public"`
	// Size is how many entries it had.
	Size int64 `json:"size"`
}

// Records are those that a store knows: that of its history, and those beside it of what
// was answered and of reviews.
type Records struct {
	History   Recorded
	Decisions Recorded
	Reviews   Recorded
}

// writtenRecords are Records as they are kept; that of the history has no name, since it
// was once the only one.
type writtenRecords struct {
	Recorded
	Decisions Recorded `json:"decisions,omitzero"`
	Reviews   Recorded `json:"reviews,omitzero"`
}

// Recorded is what was written last.
func (s *Store) Recorded() (r Records, err error) {
	return r, s.view(func(tx *bolt.Tx) (err error) {
		r, err = recordedIn(tx)
		return err
	})
}

func recordedIn(tx *bolt.Tx) (Records, error) {
	value, err := boltfile.ReadRecorded(tx)
	if err != nil || value == nil {
		return Records{}, err
	}
	var w writtenRecords
	if json.Unmarshal(value, &w) != nil {
		return Records{}, boltfile.Damaged("meta: which records it has cannot be read")
	}
	return Records{w.Recorded, w.Decisions, w.Reviews}, nil
}

// ChangeRecorded changes it, beside the transactions of the users: no revision comes of it.
func (s *Store) ChangeRecorded(ctx context.Context, change func(*Records)) error {
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
		return r.write(tx)
	})
}

func (r Records) write(tx *bolt.Tx) error {
	value, err := json.Marshal(writtenRecords{r.History, r.Decisions, r.Reviews})
	if err != nil {
		return err
	}
	return boltfile.WriteRecorded(tx, value)
}
