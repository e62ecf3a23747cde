// Package embedded runs SpiceDB in the application's own process, over a store
// in one file or in memory: an engine for checker, loader, memory and explain,
// with no server beside it. An application that imports it links SpiceDB's
// server; nothing else of checker or loader does.
package embedded

import (
	"context"
	"errors"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/phrase"
)

// What can be wrong with the file of a store. Each error that wraps one says
// which file it is and what to do.
var (
	// ErrInUse means that another process has the store open.
	ErrInUse = boltstore.ErrInUse
	// ErrForeign means that the file is no store.
	ErrForeign = boltstore.ErrForeign
	// ErrDamaged means that the store is not as it was written.
	ErrDamaged = boltstore.ErrDamaged
	// ErrLaterFormat means that a later version of remit wrote the store.
	ErrLaterFormat = boltstore.ErrLaterFormat
)

// Options say where the relationships are. The zero value keeps them in memory,
// which forgets them when the engine is closed.
type Options struct {
	// Store is the path of the file that holds them, which is made if there is
	// none. One process at a time has it open.
	Store string
	// ReadOnly opens a store that is there, without the right to write. Any
	// number of processes may, while none has it open for writing.
	ReadOnly bool
	// Record says what is done about the record of what is written to the store:
	// kept in a folder beside it that is named like it, with ".ledger" behind.
	Record Recording
}

// Engine is a SpiceDB in this process, until Close. It may be used by several
// goroutines at once.
type Engine struct {
	engine *engine.Engine
	store  *boltstore.Store // nil for one in memory
	record *record          // nil for one that nobody writes, or nobody records
}

// Open runs an engine and returns when it answers. A store is read whole first,
// and refused with one of the errors above if it cannot be trusted; one of an
// older format is brought up to date. A new one has no schema: loader.Load writes
// it. The context bounds the start only. The caller closes the engine.
func Open(ctx context.Context, options Options) (*Engine, error) {
	if options.Store == "" {
		return openMemory(ctx, options)
	}
	e := &Engine{record: newRecord(options)}
	opts := boltstore.Options{ReadOnly: options.ReadOnly}
	if e.record != nil {
		opts.Record = e.record
	}
	var err error
	if e.store, err = boltstore.Open(options.Store, opts); err != nil {
		return nil, err
	}
	if e.engine, err = engine.Start(ctx, engine.Options{Datastore: e.store}); err != nil {
		return nil, errors.Join(phrase.Errorf("store %s: %w", options.Store, err), e.store.Close())
	}
	if err := e.record.start(ctx, e.store, e.engine.Conn()); err != nil {
		return nil, errors.Join(phrase.Errorf("store %s is to be recorded, and cannot be: %w", options.Store, err), e.Close())
	}
	return e, nil
}

func openMemory(ctx context.Context, options Options) (*Engine, error) {
	if options.ReadOnly {
		return nil, phrase.Errorf("an engine in memory that is read only would stay empty: name the file of a store")
	}
	e, err := engine.Start(ctx, engine.Options{})
	if err != nil {
		return nil, err
	}
	return &Engine{engine: e}, nil
}

// Conn reaches the engine inside the process, without a key. It is closed by
// Close, not by the caller.
func (e *Engine) Conn() *grpc.ClientConn { return e.engine.Conn() }

// Done yields once, when the engine has stopped by itself or by Close.
func (e *Engine) Done() <-chan error { return e.engine.Done() }

// Interrupted says that nobody closed the store after it was last written, or
// that it is a copy of one in use. All that is in it is whole.
func (e *Engine) Interrupted() bool { return e.store != nil && e.store.Interrupted() }

// Backup writes a consistent snapshot of the store into a new file, itself a
// store, which is there when it is whole and was read back, and not before. The
// engine goes on meanwhile. An engine in memory has none: that is an error.
func (e *Engine) Backup(ctx context.Context, file string) error {
	if e.store == nil {
		return phrase.Errorf("an engine in memory has no store to back up")
	}
	return e.store.BackupFile(ctx, file, nil)
}

// RecordErr is why what is written is not recorded at present, and after Close why
// not all of it is; nil where it is. The store keeps its history until it is.
func (e *Engine) RecordErr() error { return e.record.why() }

// RecordNote is what whoever is answerable for the store has to know of its record: that
// it was taken away, replaced or put back from an older copy, so that the record goes on
// with a gap, which says so. Blank for nothing.
func (e *Engine) RecordNote() string { return e.record.note() }

// Close records what is not recorded yet, stops the engine, waits for it, and closes
// the store. Servers are closed before it.
func (e *Engine) Close() error {
	err := errors.Join(e.record.close(), e.engine.Close())
	if e.store != nil {
		err = errors.Join(err, e.store.Close())
	}
	return err
}
