package entry

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/provenance"
)

// Prunable is how many of the first entries of a history may be taken away that are
// older than a moment: those in whole files, and of an engine's record none from the
// last snapshot on, without which no state could be told. Zero for none.
func (h *History) Prunable(older time.Time) (before int64, err error) {
	before = h.Size()
	for e, err := range h.Entries(0) {
		if err != nil {
			return 0, err
		}
		if !e.Time.Before(older) {
			before = e.Number
			break
		}
	}
	last, err := h.LastSnapshot()
	if err != nil {
		return 0, err
	}
	if last.Snapshot != nil {
		before = min(before, last.Number)
	}
	return ledger.Whole(before), nil
}

// Pruned is how many entries are there by their hashes only.
func (h *History) Pruned() (int64, error) {
	for e, err := range h.Entries(0) {
		return e.Number, err
	}
	return h.Size(), nil
}

// Prune takes the entries of a folder before a number away, with their snapshots, and
// records that, by whom and why, first. Their hashes stay, and with them the proof of
// all others. ledger.ErrLocked means that another process writes the ledger.
func Prune(folder string, before int64, why string, by provenance.Provenance, now time.Time) (err error) {
	log, err := ledger.Open(folder)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, log.Close()) }()
	h, err := Open(folder)
	if err != nil {
		return err
	}
	e := Entry{Kind: Pruned, Time: now, Recorded: now, Part: 1, Parts: 1, Provenance: by, Pruned: &Pruning{Before: before, Why: why}}
	for last, err := range h.Entries(max(0, h.Size()-1)) { // of what was recorded it changes nothing
		if err != nil {
			return err
		}
		e.Revision, e.Through = last.Revision, last.Through
	}
	record, err := e.Encode()
	if err != nil {
		return err
	}
	if _, err := log.Append(record); err != nil {
		return err
	}
	kept, err := log.Prune(before)
	if err != nil {
		return err
	}
	numbers, err := Snapshots(folder)
	if err != nil {
		return err
	}
	for _, n := range numbers {
		if n >= kept {
			break
		}
		if err := os.Remove(snapshotPath(folder, n)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("a snapshot that was pruned is still there: %w", err)
		}
	}
	return nil
}
