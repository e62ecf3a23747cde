package engine

import (
	"sync/atomic"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// limitWatches refuses streams of changes beyond so many.
func limitWatches(most int) grpc.StreamServerInterceptor {
	var watching atomic.Int64
	return func(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
		if info.FullMethod != v1.WatchService_Watch_FullMethodName {
			return next(server, stream)
		}
		defer watching.Add(-1)
		if watching.Add(1) > int64(most) {
			return status.Errorf(codes.ResourceExhausted, "%d streams of changes are open, as many as may be: close some, or let callers share one", most)
		}
		return next(server, stream)
	}
}
