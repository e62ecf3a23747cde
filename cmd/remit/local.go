package main

import (
	"context"
	"errors"
	"os"

	"github.com/spf13/pflag"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/label"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// openLocal reaches the data in a folder or a store: by an engine in this process, or
// by that of the process that serves the store.
func (p place) openLocal(ctx context.Context, why purpose) (*grpc.ClientConn, func() error, error) {
	e, served, err := p.start(ctx, why)
	switch {
	case err != nil:
		return nil, nil, err
	case served != nil:
		return served, served.Close, nil
	}
	return e.Conn(), func() error {
		err := e.Close()
		p.noteUnrecorded(e)
		return err
	}, nil
}

// start runs an engine in this process, over a folder or a store. Of a store that
// another process serves it is the connection to that one.
func (p place) start(ctx context.Context, why purpose) (e *embedded.Engine, served *grpc.ClientConn, err error) {
	if p.source != "" {
		e, err = p.startFolder(ctx)
		return e, nil, err
	}
	name := p.storeName()
	absent, err := isAbsent(name)
	if err != nil {
		return nil, nil, err
	}
	if absent && why == planning {
		e, err = embedded.Open(ctx, embedded.Options{})
		return e, nil, err
	}
	if absent && why < creating {
		return nil, nil, noStoreError{name}
	}
	o := embedded.Options{Store: name, ReadOnly: why == reading || why == planning}
	if p.settings.Record == settings.RecordRequired {
		o.Record = embedded.RecordRequired
	}
	served, err = p.patiently(ctx, name, func() (err error) {
		e, err = embedded.Open(ctx, o)
		return err
	})
	if err == nil {
		p.noteShared(name)
	}
	if err != nil || served != nil {
		return nil, served, err
	}
	if absent {
		p.tell("made the store %s", schema.Shown(name))
	}
	if e.Interrupted() {
		p.noteInterrupted(name)
	}
	if note := e.RecordNote(); note != "" {
		p.loud().tell("%s: %s", phrase.Of("warning"), phrase.Recorded(note))
	}
	for _, l := range e.Lacking() {
		p.loud().tell("%s: %s", phrase.Of("warning"), lackingPhrase(l))
	}
	return e, nil, nil
}

// noteShared says of a store, and of what lies beside it, what others than its owner may
// use, and what to do.
func (p place) noteShared(name string) {
	p.noteOthers(name, ledger.Beside(name), ledger.DecisionsBeside(name), ledger.ReviewsBeside(name), label.Beside(name), name+".applied")
}

// noteNamed says the same of what flags name of a record.
func (p place) noteNamed(flags *pflag.FlagSet) {
	for _, name := range []string{"ledger", "decisions", "reviews", "applied", "labels"} {
		if flag := flags.Lookup(name); flag != nil && flag.Changed {
			p.noteOthers(flag.Value.String())
		}
	}
}

// noteOthers says it of each of some files and folders.
func (p place) noteOthers(names ...string) {
	for _, file := range names {
		info, err := os.Stat(file)
		if err != nil {
			continue // it is not there, or is opened next
		}
		if err := files.Private(info); err != nil {
			p.tell("%s: %s", phrase.Of("warning"), phrase.Of("%s: %v: run `chmod -R go= %s`, since who may do what is for its owner only", schema.Shown(file), err, schema.Shown(file)))
		}
	}
}

// isAbsent says whether there is no store of a name: no file, or one with nothing in it,
// of which a store would be made.
func isAbsent(name string) (bool, error) {
	info, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) {
		return true, nil
	}
	return err == nil && info.Mode().IsRegular() && info.Size() == 0, err
}

// noStoreError is a store that is not there.
type noStoreError struct{ name string }

// Error says what to do about it.
func (e noStoreError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e noStoreError) Say(in phrase.Printer) string {
	return in.Say("there is no store %s: fill one with `remit sync FOLDER`, or say where the data is with --source FOLDER or --endpoint HOST:PORT", e.name)
}

// noteUnrecorded says what an engine that was closed could not record.
func (p place) noteUnrecorded(e *embedded.Engine) {
	if err := e.RecordErr(); err != nil {
		p.note("what was written is not recorded yet, and stays in the store until it is: %v", err)
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
		return nil, errors.Join(p.sourceError(phrase.Of("source folder %s", p.source), advised(err)), e.Close())
	}
	return e, nil
}

// interrupted is what to know of a store that is open for the first time since.
func interrupted() phrase.Phrase {
	return phrase.Of("the store was not closed after it was last written, or is a copy of one in use: all that is in it is whole")
}

func (p place) noteInterrupted(name string) {
	p.note("%s: %s", name, interrupted())
}
