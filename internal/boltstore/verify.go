package boltstore

import (
	"context"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/changelog"
	"github.com/remit-authz/remit/internal/boltstore/index"
)

// Report is the outcome of Verify.
type Report = boltfile.Report

// Progress is told how far something is that reads a whole store; nil is for nobody.
type (
	Progress = boltfile.Progress
	Step     = boltfile.Step
)

// What a Step is of.
const (
	Copying   = boltfile.Copying
	Comparing = boltfile.Comparing
)

// Check is Verify of the store in a file that may be too damaged to be opened.
// It writes to the file only where Open would, to bring it up to this format.
func Check(ctx context.Context, path string, progress Progress) (Report, error) {
	_, report, err := boltfile.Probe(ctx, path)
	if errors.Is(err, ErrDamaged) {
		report.Add("%v", err)
		err = nil
	}
	if err != nil || !report.OK() {
		return report, boltfile.OpenError(path, err)
	}
	s, err := Open(path, Options{ReadOnly: true})
	if err != nil {
		return report, err
	}
	report, err = s.verify(ctx, progress)
	return report, errors.Join(err, s.Close())
}

// Verify reads the whole store: the pages, each row and the total of them, as
// Open does, and then compares what is in it twice: the indexes with each other,
// the expirations and the count with the relationships, and the log with what it
// names. An error means that it could not finish.
func (s *Store) Verify(ctx context.Context) (Report, error) { return s.verify(ctx, nil) }

func (s *Store) verify(ctx context.Context, progress Progress) (Report, error) {
	report, err := s.inspect(ctx, nil)
	if err == nil && report.OK() {
		err = s.view(func(tx *bolt.Tx) error { return compare(ctx, tx, &report, progress) })
	}
	if err != nil {
		return report, fmt.Errorf("store %s: not all of it could be checked: %w", s.path, err)
	}
	report.Interrupted = s.interrupted
	return report, nil
}

// compareIndexes is compare without progress.
func compareIndexes(ctx context.Context, tx *bolt.Tx, report *Report) error {
	return compare(ctx, tx, report, nil)
}

// compare compares what is in the store twice.
func compare(ctx context.Context, tx *bolt.Tx, report *Report, progress Progress) error {
	row, err := progress.Rows(tx)
	if err != nil {
		return err
	}
	if err := index.Verify(ctx, tx, report, row); err != nil {
		return err
	}
	return changelog.Verify(ctx, tx, report, row)
}

// inspect walks through the store as it is at this moment, while others read and
// write. Damage is remembered: see noted.
func (s *Store) inspect(ctx context.Context, pause func(read int)) (Report, error) {
	var report Report
	tx, newest, err := s.pin(ctx)
	if err != nil {
		return report, err
	}
	w := boltfile.WalkOf(ctx, s.db, newest, &report)
	w.Pause = pause
	err = boltfile.Guard(func() error {
		_, err := w.Store()
		return err
	})
	// It fails only for a transaction that has ended.
	_ = tx.Rollback()
	_ = s.noted(errors.Join(err, report.Err()))
	return report, err
}

// pin keeps the pages of the last transaction in the file until the caller rolls
// back what it gets. No writer comes in between, so that the newer head is its.
func (s *Store) pin(ctx context.Context) (*bolt.Tx, boltfile.Head, error) {
	if err := s.takeTurn(ctx); err != nil {
		return nil, boltfile.Head{}, err
	}
	defer s.endTurn()
	tx, err := s.db.Begin(false)
	if err != nil {
		return nil, boltfile.Head{}, boltfile.ClosedError(err)
	}
	newest, err := boltfile.ReadHeads(s.file, s.db.Info().PageSize)
	if err == nil {
		err = boltfile.CheckLength(s.file, tx)
	}
	if err != nil {
		// It fails only for a transaction that has ended.
		_ = tx.Rollback()
	}
	return tx, newest, s.noted(err)
}
