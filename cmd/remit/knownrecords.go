package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/phrase"
)

// knownRecords are the records that the store knows, which lie beside it; none where there
// is no store. Of one that another process has open they are unknown, which is said.
func (p *program) knownRecords(ctx context.Context) (known ledger.KnownRecords, err error) {
	if _, missing := os.Stat(p.place.storeName()); missing != nil || p.place.hasNoStore() || p.place.isOther() {
		return known, nil
	}
	err = p.withStore(ctx, func(s *boltstore.Store) error {
		known, err = s.Recorded()
		return err
	}, func(*grpc.ClientConn) error {
		p.place.note("the store is served: its server holds the records to what the store knows of them")
		return nil
	})
	if errors.Is(err, embedded.ErrInUse) {
		p.place.note("another process has the store open: the records are not held to what the store knows of them")
		err = nil
	}
	return known, err
}

// knownAs is the record in a folder as the store knows it; zero for one that does not lie
// beside it.
func (p *program) knownAs(ctx context.Context, folder string) (ledger.Known, error) {
	store := p.place.storeName()
	which := map[string]func(ledger.KnownRecords) ledger.Known{
		ledger.Beside(store):          func(r ledger.KnownRecords) ledger.Known { return r.History },
		ledger.DecisionsBeside(store): func(r ledger.KnownRecords) ledger.Known { return r.Decisions },
		ledger.ReviewsBeside(store):   func(r ledger.KnownRecords) ledger.Known { return r.Reviews },
	}
	for beside, of := range which {
		if isSamePath(beside, folder) {
			known, err := p.knownRecords(ctx)
			return of(known), err
		}
	}
	return ledger.Known{}, nil
}

// isSamePath says whether two names are of one file, which need not be there.
func isSamePath(a, b string) bool {
	one, err := filepath.Abs(a)
	other, otherErr := filepath.Abs(b)
	return err == nil && otherErr == nil && resolved(one) == resolved(other)
}

// resolved is a path without symbolic links, as far as it is there.
func resolved(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil {
		return real
	}
	if parent := filepath.Dir(path); parent != path {
		return filepath.Join(resolved(parent), filepath.Base(path))
	}
	return path
}

// watchLacking says which records beside the store lack something, where that is news since
// the engine began.
func (p *program) watchLacking(e *embedded.Engine) func() {
	said := e.Lacking()
	return func() {
		now := e.Lacking()
		for _, l := range now {
			if !slices.Contains(said, l) {
				p.place.loud().tell("%s: %s", phrase.Of("warning"), lackingPhrase(l))
			}
		}
		said = now
	}
}

// lackingPhrase says what lacks of a record beside the store.
func lackingPhrase(l embedded.Lacking) phrase.Phrase {
	if l.Record == embedded.Decisions {
		return phrase.Of("the record of decisions beside the store: %s", phrase.Recorded(l.Why))
	}
	return phrase.Of("the record of reviews beside the store: %s", phrase.Recorded(l.Why))
}
