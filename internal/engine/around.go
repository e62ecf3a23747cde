package engine

import (
	"context"
	"fmt"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	spicedb "github.com/authzed/spicedb/pkg/cmd/server"
	"github.com/authzed/spicedb/pkg/datalayer"
	"github.com/authzed/spicedb/pkg/middleware/consistency"
	"github.com/authzed/spicedb/pkg/zedtoken"
	"google.golang.org/grpc"
)

// Interceptors stand between SpiceDB's own and its handlers: a call that comes
// to them has its key, has been validated, and has its revision, see Demanded.
// Of a stream that holds from its first message on. Both must be there.
type Interceptors struct {
	Unary  grpc.UnaryServerInterceptor
	Stream grpc.StreamServerInterceptor
}

// behind puts interceptors behind one of SpiceDB's.
func behind(cfg *spicedb.Config, last, name string, i Interceptors) {
	cfg.UnaryMiddlewareModification = append(cfg.UnaryMiddlewareModification, spicedb.MiddlewareModification[grpc.UnaryServerInterceptor]{
		DependencyMiddlewareName: last,
		Operation:                spicedb.OperationAppend,
		Middlewares:              []spicedb.ReferenceableMiddleware[grpc.UnaryServerInterceptor]{{Name: name, Middleware: i.Unary}},
	})
	cfg.StreamingMiddlewareModification = append(cfg.StreamingMiddlewareModification, spicedb.MiddlewareModification[grpc.StreamServerInterceptor]{
		DependencyMiddlewareName: last,
		Operation:                spicedb.OperationAppend,
		Middlewares:              []spicedb.ReferenceableMiddleware[grpc.StreamServerInterceptor]{{Name: name, Middleware: i.Stream}},
	})
}

// Demanded is the revision, as a ZedToken, that the call of an interceptor's
// context demands: an answer from it, or from a later one, is as new as it has
// to be, unless the call demands an exact one. c is the call's consistency.
//
// SpiceDB in memory goes by the clock, ahead of the last write: there the newest
// revision has all that is demanded. A caller who names a revision that has
// never been gets one that does not include it, and has to look.
func (e *Engine) Demanded(ctx context.Context, c *v1.Consistency) (string, error) {
	newest, err := e.datastore.HeadRevision(ctx)
	if err != nil {
		return "", fmt.Errorf("the newest revision: %w", err)
	}
	revision, _, token, err := consistency.RevisionFromContext(ctx)
	if err != nil {
		return "", fmt.Errorf("the revision of a call: %w", err)
	}
	if !c.GetFullyConsistent() && !revision.GreaterThan(newest.Revision) {
		return token.GetToken(), nil
	}
	token, err = zedtoken.NewFromRevision(ctx, newest.Revision, datalayer.SchemaHash(newest.SchemaHash), datalayer.MustFromContext(ctx))
	if err != nil {
		return "", fmt.Errorf("the newest revision: %w", err)
	}
	return token.GetToken(), nil
}
