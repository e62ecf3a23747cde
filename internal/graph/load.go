package graph

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/relation"
)

// loadBatch is how many relationships are taken up at once while loading.
const loadBatch = 1 << 20

// largeMessages lets one message of an export be as large as it is: the engine
// bounds it by a number of relationships.
var largeMessages = grpc.MaxCallRecvMsgSize(math.MaxInt32)

// Load takes a picture of an engine as it is now: its schema, and all its
// relationships, at the revision at which the schema was read.
func Load(ctx context.Context, conn grpc.ClientConnInterface) (*Graph, error) {
	l, err := begin(ctx, conn)
	if err != nil {
		return nil, err
	}
	if err := l.export(ctx); err != nil {
		return nil, fmt.Errorf("reading the engine's relationships: %w", err)
	}
	return l.finish()
}

// loading is the work of taking a picture.
type loading struct {
	client   v1.PermissionsServiceClient
	revision *v1.ZedToken
	graph    *Graph
	batch    []relation.Change
}

func begin(ctx context.Context, conn grpc.ClientConnInterface) (*loading, error) {
	schema, err := v1.NewSchemaServiceClient(conn).ReadSchema(ctx, &v1.ReadSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("reading the engine's schema: %w", err)
	}
	g, err := New(schema.GetSchemaText())
	if err != nil {
		return nil, err
	}
	return &loading{v1.NewPermissionsServiceClient(conn), schema.GetReadAt(), g, nil}, nil
}

func (l *loading) finish() (*Graph, error) {
	if err := l.take(); err != nil {
		return nil, err
	}
	return l.graph.at(l.revision.GetToken()), nil
}

// exactly reads everything at one revision.
func (l *loading) exactly() *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: l.revision}}
}

// drain reads a stream to its end. One that breaks is an error: a picture that
// lacks a relationship would answer wrongly.
func drain[T any](receive func() (T, error), each func(T) error) error {
	for {
		item, err := receive()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if err := each(item); err != nil {
			return err
		}
	}
}

func (l *loading) export(ctx context.Context) error {
	stream, err := l.client.ExportBulkRelationships(ctx, &v1.ExportBulkRelationshipsRequest{Consistency: l.exactly()}, largeMessages)
	if err != nil {
		return err
	}
	return drain(stream.Recv, func(page *v1.ExportBulkRelationshipsResponse) error {
		for _, r := range page.GetRelationships() {
			if err := l.add(r); err != nil {
				return err
			}
		}
		if len(l.batch) < loadBatch {
			return nil
		}
		return l.take()
	})
}

func (l *loading) add(m *v1.Relationship) error {
	r, err := relation.FromMessage(m)
	l.batch = append(l.batch, relation.Change{Relationship: r})
	return err
}

func (l *loading) take() error {
	next, err := l.graph.With(l.batch)
	if err != nil {
		return err
	}
	l.graph, l.batch = next, l.batch[:0]
	return nil
}
