package checker

import (
	"context"
	"errors"
	"sync"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/conformance"
	"github.com/remit-authz/remit/schema"
)

// bound holds a checker to a model. Checkers that are made of one
// another share it. Nil holds to nothing.
type bound struct {
	schemas conformance.Engine
	model   schema.Model
	maxAge  time.Duration

	mu    sync.Mutex
	asked time.Time // when the engine was asked for err
	err   error
}

// check is nil where the engine's schema had the model, with the same meaning, at
// most maxAge ago, or at an exact snapshot. Of questions that come at once one
// asks the engine; each of a snapshot does.
func (b *bound) check(ctx context.Context, snapshot schema.Revision) error {
	switch {
	case b == nil:
		return nil
	case snapshot != "":
		return otherModel(conformance.Check(ctx, b.schemas, b.model, exactly(snapshot)))
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	now := time.Now()
	if !b.asked.IsZero() && now.Sub(b.asked) <= b.maxAge && now.Round(0).Sub(b.asked.Round(0)) <= b.maxAge {
		return b.err
	}
	err := conformance.Check(ctx, b.schemas, b.model, &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}})
	if other := new(conformance.OtherError); err != nil && !errors.As(err, &other) {
		return err // not compared: whoever asks next tries again
	}
	b.asked, b.err = now, otherModel(err)
	return b.err
}

// CheckModel returns an error where an engine's schema lacks any of a model, or
// means something else by it, and where it cannot be read. What the schema has
// besides is none. An application that has permissions of its own calls it at its
// start; Options.ModelMaxAge goes on looking.
func CheckModel(ctx context.Context, conn grpc.ClientConnInterface, m schema.Model) error {
	ctx, cancel := context.WithTimeout(ctx, modelTimeout)
	defer cancel()
	newest := &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
	if err := otherModel(conformance.Check(ctx, v1.NewSchemaServiceClient(conn), m, newest)); err != nil {
		return engineError("the model", err)
	}
	return nil
}

// modelTimeout is how long an engine has to compare its schema.
const modelTimeout = 10 * time.Second

// otherModel is another model as an engine says that it will not answer.
func otherModel(err error) error {
	if other := new(conformance.OtherError); errors.As(err, &other) {
		return status.Error(codes.FailedPrecondition, other.Error())
	}
	return err
}
