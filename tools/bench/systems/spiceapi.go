package systems

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/data"
)

// spiceAPI asks by SpiceDB's gRPC API over loopback, with the client that an application
// has: the same for SpiceDB, for remit's service and for bare gRPC.
type spiceAPI struct {
	conn        *grpc.ClientConn
	asks        v1.PermissionsServiceClient
	consistency *v1.Consistency
}

var (
	fully   = &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
	bounded = &v1.Consistency{Requirement: &v1.Consistency_MinimizeLatency{MinimizeLatency: true}}
)

const (
	key        = "a-key-of-the-benchmark"
	mostAnswer = 64 << 20
)

func dial(address string, consistency *v1.Consistency) (spiceAPI, error) {
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(mostAnswer)),
		grpc.WithUnaryInterceptor(func(ctx context.Context, method string, request, reply any, conn *grpc.ClientConn, call grpc.UnaryInvoker, options ...grpc.CallOption) error {
			return call(withKey(ctx), method, request, reply, conn, options...)
		}),
		grpc.WithStreamInterceptor(func(ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn, method string, stream grpc.Streamer, options ...grpc.CallOption) (grpc.ClientStream, error) {
			return stream(withKey(ctx), desc, conn, method, options...)
		}))
	return spiceAPI{conn: conn, asks: v1.NewPermissionsServiceClient(conn), consistency: consistency}, err
}

// again has the next call connect at once, for asking a server that is about to listen.
func (a spiceAPI) again(err error) error {
	if err != nil {
		a.conn.ResetConnectBackoff()
	}
	return err
}

func withKey(ctx context.Context) context.Context {
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+key)
}

// moment is what a condition is asked with.
func moment() (*structpb.Struct, error) { return structpb.NewStruct(schema.ContextAt(time.Now())) }

func (a spiceAPI) Check(ctx context.Context, q checker.Question) (bool, error) {
	now, err := moment()
	if err != nil {
		return false, err
	}
	answer, err := a.asks.CheckPermission(ctx, &v1.CheckPermissionRequest{
		Consistency: a.consistency, Context: now,
		Resource: relation.ObjectOf(q.Resource).Message(), Permission: q.Permission.Name(), Subject: relation.ObjectOf(q.Subject).Subject(""),
	})
	return answer.GetPermissionship() == v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION, err
}

func (a spiceAPI) Bulk(ctx context.Context, all []checker.Question) ([]bool, error) {
	now, err := moment()
	if err != nil {
		return nil, err
	}
	request := &v1.CheckBulkPermissionsRequest{Consistency: a.consistency, Items: make([]*v1.CheckBulkPermissionsRequestItem, len(all))}
	for i, q := range all {
		request.Items[i] = &v1.CheckBulkPermissionsRequestItem{
			Resource: relation.ObjectOf(q.Resource).Message(), Permission: q.Permission.Name(), Subject: relation.ObjectOf(q.Subject).Subject(""), Context: now,
		}
	}
	answer, err := a.asks.CheckBulkPermissions(ctx, request)
	if err != nil {
		return nil, err
	}
	if len(answer.GetPairs()) != len(all) {
		return nil, fmt.Errorf("%d answers to %d questions", len(answer.GetPairs()), len(all))
	}
	answers := make([]bool, len(all))
	for i, pair := range answer.GetPairs() {
		if pair.GetError() != nil {
			return nil, errors.New(pair.GetError().GetMessage())
		}
		answers[i] = pair.GetItem().GetPermissionship() == v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION
	}
	return answers, nil
}

func (a spiceAPI) List(ctx context.Context, l data.Listing) ([]schema.Ref, error) {
	now, err := moment()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := a.asks.LookupResources(ctx, &v1.LookupResourcesRequest{
		Consistency: a.consistency, Context: now,
		ResourceObjectType: string(l.Permission.Type()), Permission: l.Permission.Name(), Subject: relation.ObjectOf(l.Subject).Subject(""),
	})
	if err != nil {
		return nil, err
	}
	// SpiceDB may name one twice.
	seen := map[string]struct{}{}
	var found []schema.Ref
	for {
		m, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		id := m.GetResourceObjectId()
		if _, twice := seen[id]; twice || m.GetPermissionship() != v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_HAS_PERMISSION {
			continue
		}
		seen[id] = struct{}{}
		ref, err := schema.RefOfObject(string(l.Permission.Type()), id)
		if err != nil {
			return nil, err
		}
		found = append(found, ref)
	}
}

func (a spiceAPI) Who(ctx context.Context, n data.Naming) ([]schema.Ref, error) {
	now, err := moment()
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := a.asks.LookupSubjects(ctx, &v1.LookupSubjectsRequest{
		Consistency: a.consistency, Context: now,
		Resource: relation.ObjectOf(n.Resource).Message(), Permission: n.Permission.Name(), SubjectObjectType: "user",
	})
	if err != nil {
		return nil, err
	}
	var found []schema.Ref
	for {
		m, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		if m.GetSubject().GetPermissionship() != v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_HAS_PERMISSION {
			continue
		}
		ref, err := schema.RefOfObject("user", m.GetSubject().GetSubjectObjectId())
		if err != nil {
			return nil, err
		}
		found = append(found, ref)
	}
}

func (a spiceAPI) Link(ctx context.Context, l data.Linking) error {
	return writeLink(ctx, a.conn, v1.RelationshipUpdate_OPERATION_TOUCH, l)
}

func (a spiceAPI) Unlink(ctx context.Context, l data.Linking) error {
	return writeLink(ctx, a.conn, v1.RelationshipUpdate_OPERATION_DELETE, l)
}

// importAll writes relationships in streams of some seconds each: SpiceDB ends one that
// takes longer than 30 s.
func (a spiceAPI) importAll(ctx context.Context, all []*v1.Relationship) error {
	const inMessage, inStream = 1_000, 50_000
	for len(all) > 0 {
		part := all[:min(inStream, len(all))]
		all = all[len(part):]
		stream, err := a.asks.ImportBulkRelationships(ctx)
		if err != nil {
			return err
		}
		for len(part) > 0 {
			message := part[:min(inMessage, len(part))]
			part = part[len(message):]
			if err := stream.Send(&v1.ImportBulkRelationshipsRequest{Relationships: message}); err != nil {
				_, closed := stream.CloseAndRecv()
				return errors.Join(err, closed)
			}
		}
		if _, err := stream.CloseAndRecv(); err != nil {
			return err
		}
	}
	return nil
}
