package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/loader"
)

// local is an engine in this process with what it runs on.
type local struct {
	engine *engine.Engine
	store  *boltstore.Store // nil for an engine in memory
}

func (l local) close() error {
	err := l.engine.Close()
	if l.store != nil {
		err = errors.Join(err, l.store.Close())
	}
	return err
}

// start runs an engine in this process, over a folder or a store.
func (p place) start(ctx context.Context, why purpose) (local, error) {
	if p.source != "" {
		return p.startFolder(ctx)
	}
	name := p.storeName()
	_, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) && why == planning {
		return startMemory(ctx)
	}
	if errors.Is(err, os.ErrNotExist) && why != creating {
		return local{}, fmt.Errorf("there is no store %s: fill one with `remit sync FOLDER`, or say where the data is with --source FOLDER or --endpoint HOST:PORT", name)
	}
	store, err := p.openStore(name, why == reading || why == planning)
	if err != nil {
		return local{}, err
	}
	return startStore(ctx, store)
}

func startMemory(ctx context.Context) (local, error) {
	e, err := engine.Start(ctx, engine.Options{})
	return local{engine: e}, err
}

func (p place) startFolder(ctx context.Context) (local, error) {
	source, err := p.readSource(p.source)
	if err != nil {
		return local{}, err
	}
	l, err := startMemory(ctx)
	if err != nil {
		return local{}, err
	}
	if _, err := loader.LoadSource(ctx, l.engine.Conn(), source, time.Now()); err != nil {
		return local{}, errors.Join(sourceError(p.source, err), l.close())
	}
	return l, nil
}

// interrupted is what to know of a store that is open for the first time since.
const interrupted = "the store was not closed after it was last written, or is a copy of one in use: all that is in it is whole"

// openStore opens a store, and says so if nobody closed it.
func (p place) openStore(name string, readOnly bool) (*boltstore.Store, error) {
	store, err := boltstore.Open(name, boltstore.Options{ReadOnly: readOnly})
	if err == nil && store.Interrupted() {
		fmt.Fprintf(p.notes, "remit: note: %s: %s\n", name, interrupted)
	}
	return store, err
}

// startStore runs an engine over a store, which is closed with it.
func startStore(ctx context.Context, store *boltstore.Store) (local, error) {
	e, err := engine.Start(ctx, engine.Options{Datastore: store})
	if err != nil {
		return local{}, errors.Join(err, store.Close())
	}
	return local{engine: e, store: store}, nil
}
