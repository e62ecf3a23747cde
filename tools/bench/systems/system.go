// Package systems is what the benchmark compares: a file for each, named in All.
package systems

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/data"
)

// System is one way of answering. Its methods are called in the order Load, Start, any
// number of questions, Stop.
type System interface {
	// Load brings the world to where it stays, and leaves nothing running. What keeps
	// nothing does nothing.
	Load(ctx context.Context, w *World) error
	// Start returns when questions can be asked; what keeps nothing loads here.
	Start(ctx context.Context, w *World) error
	// Processes are those that work for it beside the one that asks; what is below them
	// counts with them.
	Processes() []int
	// Stored is where it keeps the world; blank for nowhere.
	Stored() string
	Stop(ctx context.Context) error

	// Check answers one question, by the time of asking.
	Check(ctx context.Context, q checker.Question) (bool, error)
	// Bulk answers some at once, in their order.
	Bulk(ctx context.Context, all []checker.Question) ([]bool, error)
	// List and Who name all objects and all users, in any order.
	List(ctx context.Context, l data.Listing) ([]schema.Ref, error)
	Who(ctx context.Context, n data.Naming) ([]schema.Ref, error)
	// Link makes a user a client's practitioner, Unlink ends that. Either returns when the
	// write is acknowledged.
	Link(ctx context.Context, l data.Linking) error
	Unlink(ctx context.Context, l data.Linking) error
}

// ErrNotAsked is the answer of a system that has no such question.
var ErrNotAsked = errors.New("not asked of this system")

// Entry is a system in the list of all.
type Entry struct {
	// Name is what the tables call it.
	Name string
	// What says in a line what runs.
	What string
	// Keeps says that it has the world after a restart.
	Keeps bool
	// Unanswering says that its answers mean nothing: it is there for the cost of asking.
	Unanswering bool
	New         func(Place) System
}

// All are the systems, in the order of the tables. Another one is a file with its System
// and a line here.
var All = []Entry{floorEntry, remitMemory, remitEmbedded, remitGRPC, remitChecker, remitHTTP, bareGRPC, sqlEntry,
	spicedbMemory, spicedbPostgres, openfgaMemory, openfgaSQLite, openfgaPostgres}

// Named is the system of that name.
func Named(name string) (Entry, error) {
	at := slices.IndexFunc(All, func(e Entry) bool { return e.Name == name })
	if at < 0 {
		return Entry{}, fmt.Errorf("there is no system %q", name)
	}
	return All[at], nil
}

// Place is where a system may keep its files, and the programs that it may run.
type Place struct {
	// Folder is its own.
	Folder string
	// Programs is the folder with the programs remit, spicedb and openfga.
	Programs string
	// Self is the benchmark's own program.
	Self string
}

// World is what is loaded.
type World struct {
	Folder fs.FS
	Source source.Source
	Size   data.Size
	Now    time.Time

	once          sync.Once
	relationships []*v1.Relationship
	err           error
}

// Relationships are the world as remit's loader makes it of the source: what SpiceDB and
// OpenFGA are given.
func (w *World) Relationships() ([]*v1.Relationship, error) {
	w.once.Do(func() {
		desired := loader.DesiredState(w.Source, w.Now).Relationships
		w.relationships = make([]*v1.Relationship, len(desired))
		for i, r := range desired {
			if w.relationships[i], w.err = r.Message(); w.err != nil {
				return
			}
		}
	})
	return w.relationships, w.err
}
