package engine

import (
	"context"
	"strconv"

	spicedb "github.com/authzed/spicedb/pkg/cmd/server"
	"github.com/authzed/spicedb/pkg/datalayer"
	"github.com/authzed/spicedb/pkg/datastore"
	middleware "github.com/grpc-ecosystem/go-grpc-middleware/v2"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/remit-authz/remit/internal/relation"
)

// unshared searches for the newest revision anew for every call. SpiceDB shares
// one search among calls that come at once: one that comes after a revocation
// was acknowledged could be given the revision from before it, and be allowed.
type unshared struct {
	datalayer.DataLayer
	direct datalayer.DataLayer
}

func (u unshared) HeadRevision(ctx context.Context) (datastore.Revision, datalayer.SchemaHash, error) {
	return u.direct.HeadRevision(ctx)
}

// unshare makes a server search for the newest revision so.
func unshare(cfg *spicedb.Config, over datastore.Datastore) {
	direct := datalayer.NewDataLayer(over)
	with := func(ctx context.Context) context.Context {
		return datalayer.ContextWithDataLayer(ctx, unshared{datalayer.MustFromContext(ctx), direct})
	}
	after(cfg, spicedb.DefaultInternalMiddlewareDatastore, "unshared",
		func(ctx context.Context, req any, _ *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
			// Whoever writes an end may rely on it: see config, and our own store.
			_ = grpc.SetHeader(ctx, metadata.Pairs(relation.EndsHeader, "yes", relation.UpdatesHeader, strconv.Itoa(mostUpdates))) // without it nothing is relied on
			return handler(with(ctx), req)
		},
		func(srv any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
			wrapped := middleware.WrapServerStream(stream)
			wrapped.WrappedContext = with(stream.Context())
			return handler(srv, wrapped)
		},
	)
}

// after puts interceptors after one of SpiceDB's.
func after(cfg *spicedb.Config, last, name string, unary grpc.UnaryServerInterceptor, stream grpc.StreamServerInterceptor) {
	cfg.UnaryMiddlewareModification = append(cfg.UnaryMiddlewareModification, spicedb.MiddlewareModification[grpc.UnaryServerInterceptor]{
		DependencyMiddlewareName: last,
		Operation:                spicedb.OperationAppend,
		Middlewares:              []spicedb.ReferenceableMiddleware[grpc.UnaryServerInterceptor]{{Name: name, Middleware: unary}},
	})
	cfg.StreamingMiddlewareModification = append(cfg.StreamingMiddlewareModification, spicedb.MiddlewareModification[grpc.StreamServerInterceptor]{
		DependencyMiddlewareName: last,
		Operation:                spicedb.OperationAppend,
		Middlewares:              []spicedb.ReferenceableMiddleware[grpc.StreamServerInterceptor]{{Name: name, Middleware: stream}},
	})
}
