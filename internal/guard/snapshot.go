package guard

import (
	"context"
	"errors"
	"fmt"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/conformance"
	"github.com/remit-authz/remit/internal/engine"
)

// consistencyField is where every request of SpiceDB's has its consistency.
const consistencyField = 1

// RecvMsg refuses a question of an exact snapshot that has another schema: what
// the engine has now says nothing of what it had then.
func (s *guarded) RecvMsg(message any) error {
	if err := s.ServerStream.RecvMsg(message); err != nil {
		return err
	}
	asked, err := consistencyOf(message)
	if err != nil {
		return status.Error(codes.InvalidArgument, err.Error())
	}
	if asked.GetAtExactSnapshot() == nil {
		return nil
	}
	return s.guard.snapshot(s.Context(), asked)
}

func (g *Guard) snapshot(ctx context.Context, at *v1.Consistency) error {
	ctx, cancel := context.WithTimeout(ctx, compareWithin)
	defer cancel()
	err := conformance.Check(ctx, g.engine, at)
	if other := new(conformance.OtherError); errors.As(err, &other) {
		return status.Errorf(codes.FailedPrecondition, "at this snapshot %v: no questions are answered by it. Ask of a newer one", err)
	}
	return err
}

// consistencyOf is what a request demands, also of one that is handed on as
// bytes.
func consistencyOf(message any) (*v1.Consistency, error) {
	if request, ok := message.(engine.Request); ok {
		return request.GetConsistency(), nil
	}
	raw, err := proto.Marshal(message.(proto.Message))
	if err != nil {
		return nil, err
	}
	found := &v1.Consistency{}
	for len(raw) > 0 {
		number, kind, tag := protowire.ConsumeTag(raw)
		if tag < 0 {
			return nil, fmt.Errorf("the request cannot be read: %w", protowire.ParseError(tag))
		}
		size := protowire.ConsumeFieldValue(number, kind, raw[tag:])
		if size < 0 {
			return nil, fmt.Errorf("the request cannot be read: %w", protowire.ParseError(size))
		}
		if number == consistencyField && kind == protowire.BytesType {
			value, _ := protowire.ConsumeBytes(raw[tag:])
			// A field that comes twice is one, put together.
			if err := (proto.UnmarshalOptions{Merge: true}).Unmarshal(value, found); err != nil {
				return nil, fmt.Errorf("the consistency of the request cannot be read: %w", err)
			}
		}
		raw = raw[tag+size:]
	}
	return found, nil
}
