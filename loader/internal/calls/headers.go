package calls

import (
	"context"
	"strconv"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
)

// EndsInTime asks an engine whether it ends a link at the second: one that does not say
// so may go on answering from what it has cached.
func EndsInTime(ctx context.Context, engine Engine) (bool, error) {
	ctx, cancel := Bounded(ctx)
	defer cancel()
	var header metadata.MD
	if _, err := engine.ReadSchema(ctx, &v1.ReadSchemaRequest{}, grpc.Header(&header)); err != nil && status.Code(err) != codes.NotFound {
		return false, phrase.Errorf("asking the engine whether it ends links at the second: %w", err)
	}
	return len(header.Get(relation.EndsHeader)) > 0, nil
}

// MostUpdates is how many updates SpiceDB takes in a write.
const MostUpdates = 1000

// Updates is how many updates an engine takes in a write, by the header of an answer.
func Updates(header metadata.MD) int {
	for _, said := range header.Get(relation.UpdatesHeader) {
		if n, err := strconv.Atoi(said); err == nil {
			return max(n, MostUpdates)
		}
	}
	return MostUpdates
}
