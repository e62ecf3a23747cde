package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/loader"
)

// start runs an engine in this process, over a folder or a store.
func (p place) start(ctx context.Context, why purpose) (*embedded.Engine, error) {
	if p.source != "" {
		return p.startFolder(ctx)
	}
	name := p.storeName()
	_, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) && why == planning {
		return embedded.Open(ctx, embedded.Options{})
	}
	if errors.Is(err, os.ErrNotExist) && why != creating && why != writing {
		return nil, fmt.Errorf("there is no store %s: fill one with `remit sync FOLDER`, or say where the data is with --source FOLDER or --endpoint HOST:PORT", name)
	}
	o := embedded.Options{Store: name, ReadOnly: why == reading || why == planning}
	if p.settings.Record == settings.RecordRequired {
		o.Record = embedded.RecordRequired
	}
	e, err := embedded.Open(ctx, o)
	if err == nil && e.Interrupted() {
		p.noteInterrupted(name)
	}
	return e, err
}

// noteUnrecorded says what an engine that was closed could not record.
func (p place) noteUnrecorded(e *embedded.Engine) {
	if err := e.RecordErr(); err != nil {
		fmt.Fprintf(p.notes, "remit: note: what was written is not recorded yet, and stays in the store until it is: %v\n", err)
	}
}

func (p place) startFolder(ctx context.Context) (*embedded.Engine, error) {
	src, err := p.readSource(ctx, p.source)
	if err != nil {
		return nil, err
	}
	e, err := embedded.Open(ctx, embedded.Options{})
	if err != nil {
		return nil, err
	}
	if err := p.writeModel(ctx, e.Conn()); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	if _, err := (loader.Sync{Engine: e.Conn()}).Run(ctx, src); err != nil {
		return nil, errors.Join(p.sourceError("source folder "+p.source, advised(err)), e.Close())
	}
	return e, nil
}

// interrupted is what to know of a store that is open for the first time since.
const interrupted = "the store was not closed after it was last written, or is a copy of one in use: all that is in it is whole"

func (p place) noteInterrupted(name string) {
	fmt.Fprintf(p.notes, "remit: note: %s: %s\n", name, interrupted)
}
