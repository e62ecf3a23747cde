// Package history answers questions about the past: who could then, and why, as it
// was then, by the clock of then, under the schema of then.
//
// It reads the record that is kept beside a store, or of a cluster by "remit record",
// and needs no engine for it. A time that the record does not cover is an error, an
// *UncoveredError, which says what it covers: never an answer.
//
// The package links SpiceDB's schema compiler, as package explain does.
package history

import (
	"context"
	"errors"
	"sync"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/recorder"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// UncoveredError is a time that a record cannot tell of: its Why says so, and its
// Covered what it can tell of.
type UncoveredError = entry.UncoveredError

// ErrNoSchema means that the engine had no schema at a time, or one that nobody could
// read before it was changed again: nothing could be asked then, or nobody can tell.
var ErrNoSchema = phrase.Errorf("the engine's schema of then is not known")

// Options are a History's settings. The zero value works.
type Options struct {
	// Engine is the one that is recorded, or nil. It is asked for its newest revision
	// where a time is later than the record was said to go: nothing may have
	// happened since.
	Engine grpc.ClientConnInterface
	// Keep is how many moments are kept for further questions, each of which takes
	// what the relationships of then take; 2 by default.
	Keep int
}

const defaultKeep = 2

// History answers from one record. It is safe for concurrent use. Open makes one;
// there is nothing to close.
type History struct {
	folder  string
	options Options

	mu        sync.Mutex
	kept      []*kept     // those asked last first
	languages []*language // those read last first
}

// languages is how many schemas are kept: one is changed, and put back.
const languages = 4

// language is a schema of then, which takes longer to read than to answer by.
type language struct {
	text  string
	empty *eval.Snapshot // of no relationships
	model schema.Model
}

// kept is a moment that is there, or is being read.
type kept struct {
	at   time.Time
	read func() (*Moment, error)
}

// Open looks whether there is a record in a folder.
func Open(folder string, options Options) (*History, error) {
	if options.Keep <= 0 {
		options.Keep = defaultKeep
	}
	if _, err := entry.Open(folder); err != nil {
		return nil, err
	}
	return &History{folder: folder, options: options}, nil
}

// At is a moment to ask questions of. Its error is an *UncoveredError for a time that the
// record does not cover, and wraps ErrNoSchema where nothing could be asked. The first
// call for a time reads the record; of several at once one does.
func (h *History) At(ctx context.Context, t time.Time) (*Moment, error) {
	k := h.keep(ctx, t)
	m, err := k.read()
	if err != nil {
		h.drop(k) // by the next question it may be covered
	}
	return m, err
}

func (h *History) keep(ctx context.Context, t time.Time) *kept {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i, k := range h.kept {
		if k.at.Equal(t) {
			copy(h.kept[1:i+1], h.kept[:i])
			h.kept[0] = k
			return k
		}
	}
	ctx = context.WithoutCancel(ctx) // others may wait for it
	k := &kept{t, sync.OnceValues(func() (*Moment, error) { return h.read(ctx, t) })}
	h.kept = append([]*kept{k}, h.kept[:min(len(h.kept), h.options.Keep-1)]...)
	return k
}

func (h *History) drop(k *kept) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := range h.kept {
		if h.kept[i] == k {
			h.kept = append(h.kept[:i:i], h.kept[i+1:]...)
			return
		}
	}
}

// open opens the record as it is now, to be asked about times up to one: where it was not
// said to go so far, the engine may.
func (h *History) open(ctx context.Context, t time.Time) (*entry.History, error) {
	log, err := entry.Open(h.folder)
	if err != nil || h.options.Engine == nil || !log.Covered().Before(t) {
		return log, err
	}
	asked := time.Now()
	newest, err := recorder.Head(ctx, h.options.Engine)
	if err != nil {
		return nil, err
	}
	return log, log.Holds(newest, asked)
}

// read reads the record as it is now.
func (h *History) read(ctx context.Context, t time.Time) (*Moment, error) {
	log, err := h.open(ctx, t)
	if err != nil {
		return nil, err
	}
	state, err := log.AtTime(t)
	if err != nil {
		return nil, err
	}
	if state.Schema == "" {
		return nil, phrase.Errorf("record %s at %s: %w", h.folder, phrase.Time(t), ErrNoSchema)
	}
	l, err := h.language(state.Schema)
	if err != nil {
		return nil, phrase.Errorf("record %s at %s: %w", h.folder, phrase.Time(t), err)
	}
	held, err := graphOf(l.empty, state, t)
	if err != nil {
		return nil, phrase.Errorf("record %s at %s: %w", h.folder, phrase.Time(t), err)
	}
	return &Moment{t, held, l.model, log.Checkpoint()}, nil
}

func (h *History) language(text string) (*language, error) {
	h.mu.Lock()
	known := h.languages
	h.mu.Unlock()
	for _, l := range known {
		if l.text == text {
			return l, nil
		}
	}
	empty, err := eval.New(text)
	if err != nil {
		return nil, err
	}
	l := &language{text, empty, model.OfEngine(text)}
	h.mu.Lock()
	h.languages = append([]*language{l}, h.languages[:min(len(h.languages), languages-1)]...)
	h.mu.Unlock()
	return l, nil
}

// graphOf is what an engine held at a moment: without what had expired by then, which it
// had forgotten. What went before may have names that the schema has no place for any more.
func graphOf(empty *eval.Snapshot, s *entry.State, at time.Time) (*eval.Snapshot, error) {
	s.Forget(at)
	if held, err := empty.Emptied().Advance(s.Changes(), s.Revision); err == nil {
		return held, nil
	}
	var left []relation.Change
	for r := range s.Relationships() {
		left = append(left, relation.Change{Relationship: r})
	}
	return empty.Emptied().Advance(left, s.Revision)
}

// Model is what can be asked by the schema of now, as far as the record goes: this
// program's, with what that has besides.
func (h *History) Model() (schema.Model, error) {
	log, err := entry.Open(h.folder)
	if err != nil {
		return schema.Model{}, err
	}
	text, err := log.Schema()
	if err != nil || text == "" {
		return schema.Model{}, errors.Join(err, ErrNoSchema)
	}
	l, err := h.language(text)
	if err != nil {
		return schema.Model{}, err
	}
	return l.model, nil
}
