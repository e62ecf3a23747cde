package engine

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/authzed/spicedb/pkg/datalayer"
	"github.com/authzed/spicedb/pkg/middleware/consistency"
	"github.com/authzed/spicedb/pkg/zedtoken"

	"github.com/remit-authz/remit/internal/phrase"
)

// Request is one that requires a consistency.
type Request interface{ GetConsistency() *v1.Consistency }

// RequiredRevision is the one, as a ZedToken, that a request requires: an answer
// from it, or from a later one, is as new as it has to be, unless the request
// requires an exact one.
//
// SpiceDB in memory goes by the clock, ahead of the last write: there the newest
// revision has all that is required. A caller who names a revision that has
// never been gets one that does not include it, and has to look.
func (e *Engine) RequiredRevision(ctx context.Context, request Request) (string, error) {
	newest, err := e.datastore.HeadRevision(ctx)
	if err != nil {
		return "", phrase.Errorf("the newest revision: %w", err)
	}
	layer := datalayer.NewDataLayer(e.datastore)
	if !request.GetConsistency().GetFullyConsistent() {
		ctx := consistency.ContextWithHandle(datalayer.ContextWithDataLayer(ctx, layer))
		if err := consistency.AddRevisionToContext(ctx, request, layer, "", consistency.TreatMismatchingTokensAsFullConsistency); err != nil {
			return "", phrase.Errorf("the revision of a call: %w", err)
		}
		revision, _, token, err := consistency.RevisionFromContext(ctx)
		if err != nil {
			return "", phrase.Errorf("the revision of a call: %w", err)
		}
		if !revision.GreaterThan(newest.Revision) {
			return token.GetToken(), nil
		}
	}
	token, err := zedtoken.NewFromRevision(ctx, newest.Revision, datalayer.SchemaHash(newest.SchemaHash), layer)
	if err != nil {
		return "", phrase.Errorf("the newest revision: %w", err)
	}
	return token.GetToken(), nil
}
