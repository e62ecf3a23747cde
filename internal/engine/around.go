package engine

import (
	"context"
	"fmt"

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

// apply puts the interceptors behind the last of SpiceDB's.
func (i Interceptors) apply(to *spicedb.Config) {
	const name, last = "remit", spicedb.DefaultInternalMiddlewareServerSpecific
	to.UnaryMiddlewareModification = append(to.UnaryMiddlewareModification, spicedb.MiddlewareModification[grpc.UnaryServerInterceptor]{
		DependencyMiddlewareName: last,
		Operation:                spicedb.OperationAppend,
		Middlewares:              []spicedb.ReferenceableMiddleware[grpc.UnaryServerInterceptor]{{Name: name, Middleware: i.Unary}},
	})
	to.StreamingMiddlewareModification = append(to.StreamingMiddlewareModification, spicedb.MiddlewareModification[grpc.StreamServerInterceptor]{
		DependencyMiddlewareName: last,
		Operation:                spicedb.OperationAppend,
		Middlewares:              []spicedb.ReferenceableMiddleware[grpc.StreamServerInterceptor]{{Name: name, Middleware: i.Stream}},
	})
}

// Demanded is the revision, as a ZedToken, that SpiceDB resolved for the call
// of an interceptor's context: an answer from it, or from a later one, is as
// new as the call demands, unless that demands an exact one. Full consistency
// is the newest revision, resolved after the call came in.
//
// SpiceDB in memory goes by the clock, ahead of the last write: then the newest
// revision has all that is demanded. A caller who names a revision that has
// never been gets one that does not include it, and has to look.
func Demanded(ctx context.Context) (string, error) {
	revision, _, token, err := consistency.RevisionFromContext(ctx)
	if err != nil {
		return "", fmt.Errorf("the revision of a call: %w", err)
	}
	data := datalayer.MustFromContext(ctx) // as RevisionFromContext did
	newest, schema, err := data.HeadRevision(ctx)
	if err != nil {
		return "", fmt.Errorf("the newest revision: %w", err)
	}
	if revision.GreaterThan(newest) {
		if token, err = zedtoken.NewFromRevision(ctx, newest, schema, data); err != nil {
			return "", fmt.Errorf("the newest revision: %w", err)
		}
	}
	return token.GetToken(), nil
}
