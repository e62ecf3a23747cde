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
	"google.golang.org/protobuf/reflect/protoreflect"

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
	switch {
	case asked.GetAtExactSnapshot() != nil:
		return s.guard.snapshot(s.Context(), asked)
	case s.guard.settling():
		return requireNewest(message.(proto.Message).ProtoReflect())
	}
	return nil
}

// requireNewest makes a question one of the newest data.
func requireNewest(m protoreflect.Message) error {
	newest := &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
	if field := m.Descriptor().Fields().ByNumber(consistencyField); field != nil {
		m.Set(field, protoreflect.ValueOfMessage(newest.ProtoReflect()))
		return nil
	}
	written, err := proto.Marshal(newest)
	if err != nil {
		return err
	}
	// What comes later in a message goes before what came earlier.
	raw := protowire.AppendTag(m.GetUnknown(), consistencyField, protowire.BytesType)
	m.SetUnknown(protowire.AppendBytes(raw, written))
	return nil
}

func (g *Guard) snapshot(ctx context.Context, at *v1.Consistency) error {
	ctx, cancel := context.WithTimeout(ctx, compareWithin)
	defer cancel()
	err := conformance.Check(ctx, g.engine, g.model, at)
	if other := new(conformance.OtherError); errors.As(err, &other) {
		return status.Errorf(codes.FailedPrecondition, "at this snapshot %v: no questions are answered by it. Ask of a newer one", err)
	}
	return err
}

// consistencyOf is what a request requires, also of one that is handed on as
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
