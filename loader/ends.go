package loader

import (
	"context"
	"fmt"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
)

// LateEndsError is a plan with links that end, for an engine that does not say that
// it ends them at the second. A SpiceDB that serves elsewhere goes on answering from
// what it has cached; it is exact for invitations and emergencies, whose caveat
// every question brings its time to. Nothing was written.
type LateEndsError struct {
	// Links is how many there are, and First the first of them.
	Links int
	First Change
}

// Error says how many links there are, and names the first.
func (e *LateEndsError) Error() string {
	return fmt.Sprintf("%d links have an end, the first: %s: this engine may allow by them some seconds longer than that", e.Links, e.First.sentence())
}

// checkEnds refuses links that an engine may end late.
func (s Sync) checkEnds(ctx context.Context, plan Plan) error {
	late := &LateEndsError{}
	for _, t := range plan.Tenants {
		for _, c := range t.Changes {
			if c.Removes() || c.Caveat != "" || c.Expires == "" {
				continue
			}
			if late.Links++; late.Links == 1 {
				late.First = c
			}
		}
	}
	if late.Links == 0 || s.LateEnds {
		return nil
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	var header metadata.MD
	if _, err := calls.Of(s.Engine).ReadSchema(ctx, &v1.ReadSchemaRequest{}, grpc.Header(&header)); err != nil && status.Code(err) != codes.NotFound {
		return fmt.Errorf("asking the engine whether it ends links at the second: %w", err)
	}
	if len(header.Get(relation.EndsHeader)) == 0 {
		return late
	}
	return nil
}
