package engine

import (
	"context"
	"errors"
	"io"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/emptypb"
)

var bothWays = &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}

// forward hands calls of every kind to a connection, message by message, with
// their metadata and deadlines, and without the key.
func forward(conn *grpc.ClientConn) grpc.StreamHandler {
	return func(_ any, caller grpc.ServerStream) error {
		method, ok := grpc.MethodFromServerStream(caller)
		if !ok {
			return status.Error(codes.Internal, "a call without a method")
		}
		ctx, cancel := context.WithCancelCause(outgoing(caller.Context()))
		defer cancel(nil)
		engine, err := conn.NewStream(ctx, bothWays, method)
		if err != nil {
			return err
		}
		go func() { // ends at the latest with the caller's context, after the return
			if err := forwardRequests(caller, engine); err != nil {
				cancel(err)
			}
		}()
		err = forwardAnswers(engine, caller)
		caller.SetTrailer(engine.Trailer())
		if cause := context.Cause(ctx); cause != nil && caller.Context().Err() == nil {
			return cause // why the engine's call was ended
		}
		return err
	}
}

func outgoing(ctx context.Context) context.Context {
	headers, _ := metadata.FromIncomingContext(ctx)
	headers = headers.Copy()
	headers.Delete("authorization")
	return metadata.NewOutgoingContext(ctx, headers)
}

// forwardRequests ends without an error when there are no more, or the engine
// wants no more: then its answer says why.
func forwardRequests(caller grpc.ServerStream, engine grpc.ClientStream) error {
	for {
		// A message without fields keeps those that it does not know, as bytes.
		message := &emptypb.Empty{}
		err := caller.RecvMsg(message)
		if errors.Is(err, io.EOF) {
			return engine.CloseSend()
		}
		if err != nil {
			return err
		}
		if engine.SendMsg(message) != nil {
			return nil
		}
	}
}

func forwardAnswers(engine grpc.ClientStream, caller grpc.ServerStream) error {
	headers, err := engine.Header()
	if err == nil {
		err = caller.SetHeader(headers)
	}
	for err == nil {
		message := &emptypb.Empty{}
		if err = engine.RecvMsg(message); err == nil {
			err = caller.SendMsg(message)
		}
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return err
}

// Again is a stream whose first message an interceptor has taken: it comes once
// more.
func Again(stream grpc.ServerStream, first proto.Message) grpc.ServerStream {
	return &again{stream, first}
}

type again struct {
	grpc.ServerStream
	first proto.Message
}

// RecvMsg writes the message again: whoever hands it on reads it as bytes.
func (a *again) RecvMsg(message any) error {
	if a.first == nil {
		return a.ServerStream.RecvMsg(message)
	}
	first := a.first
	a.first = nil
	return copyMessage(message, first)
}

// copyMessage makes a message of the same bytes.
func copyMessage(message any, of proto.Message) error {
	written, err := proto.Marshal(of)
	if err != nil {
		return err
	}
	return proto.Unmarshal(written, message.(proto.Message))
}
