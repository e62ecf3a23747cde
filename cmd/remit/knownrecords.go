package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/phrase"
)

// knownRecords are the records that the store knows, which lie beside it; none where there
// is no store. A process that serves it is asked; of one that another has open otherwise, or an
// earlier build serves, they are unknown, which is said.
func (p *program) knownRecords(ctx context.Context) (known ledger.KnownRecords, err error) {
	if _, missing := os.Stat(p.place.storeName()); missing != nil || p.place.hasNoStore() || p.place.isOther() {
		return known, nil
	}
	err = p.withStore(ctx, func(s *boltstore.Store) error {
		known, err = s.Recorded()
		return err
	}, func(served *grpc.ClientConn) (err error) {
		var says bool
		if known, says, err = askKnown(ctx, served); err == nil && !says {
			p.place.note("the store is served: its server holds the records to what the store knows of them")
		}
		return err
	})
	if errors.Is(err, embedded.ErrInUse) {
		p.place.note("another process has the store open: the records are not held to what the store knows of them")
		err = nil
	}
	return known, err
}

// knownHeader is that of a call that asks a server what its store knows of the records, and
// has the answer.
const knownHeader = "remit-known-records"

// askKnown asks a server what its store knows of the records; says is false for one that does
// not say it.
func askKnown(ctx context.Context, served *grpc.ClientConn) (known ledger.KnownRecords, says bool, err error) {
	var header metadata.MD
	ctx = metadata.AppendToOutgoingContext(ctx, knownHeader, "")
	_, err = v1.NewSchemaServiceClient(served).ReadSchema(ctx, &v1.ReadSchemaRequest{}, grpc.Header(&header))
	if said := header.Get(knownHeader); len(said) > 0 {
		return known, true, json.Unmarshal([]byte(said[0]), &known)
	}
	if status.Code(err) == codes.NotFound { // no schema yet
		err = nil
	}
	return known, false, err
}

// sayKnown is an interceptor for who serves an engine: it answers askKnown.
func sayKnown(e *embedded.Engine) grpc.StreamServerInterceptor {
	return func(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
		if info.FullMethod == v1.SchemaService_ReadSchema_FullMethodName && len(metadata.ValueFromIncomingContext(stream.Context(), knownHeader)) > 0 {
			known, err := e.KnownRecords()
			if err != nil {
				return status.Error(codes.Unavailable, err.Error())
			}
			text, err := json.Marshal(known)
			if err == nil {
				err = stream.SetHeader(metadata.Pairs(knownHeader, string(text)))
			}
			if err != nil {
				return err
			}
		}
		return next(server, stream)
	}
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
