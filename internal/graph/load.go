package graph

import (
	"context"
	"errors"
	"fmt"
	"io"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
)

// loadBatch is how many relationships are taken up at once while loading.
const loadBatch = 1 << 20

// Selection bounds what is loaded. The zero value is everything.
type Selection struct {
	// IDPrefix is what the ids of the resources begin with, such as "acme/".
	IDPrefix string
	// IDs are, by type, resources to load beside those with the prefix.
	IDs []Object
}

// Load takes a picture of an engine as it is now: its schema, and its
// relationships at the revision at which the schema was read.
func Load(ctx context.Context, conn grpc.ClientConnInterface, selection Selection) (*Graph, error) {
	schema, err := v1.NewSchemaServiceClient(conn).ReadSchema(ctx, &v1.ReadSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("reading the engine's schema: %w", err)
	}
	g, err := New(schema.GetSchemaText())
	if err != nil {
		return nil, err
	}
	l := loading{v1.NewPermissionsServiceClient(conn), schema.GetReadAt(), g, nil}
	for _, filter := range selection.filters() {
		if err := l.export(ctx, filter); err != nil {
			return nil, fmt.Errorf("reading the engine's relationships: %w", err)
		}
	}
	if err := l.take(); err != nil {
		return nil, err
	}
	l.graph.revision = schema.GetReadAt().GetToken()
	return l.graph, nil
}

// filters are what to ask for; one nil filter asks for everything.
func (s Selection) filters() []*v1.RelationshipFilter {
	if s.IDPrefix == "" && len(s.IDs) == 0 {
		return []*v1.RelationshipFilter{nil}
	}
	var filters []*v1.RelationshipFilter
	if s.IDPrefix != "" {
		filters = append(filters, &v1.RelationshipFilter{OptionalResourceIdPrefix: s.IDPrefix})
	}
	for _, o := range s.IDs {
		filters = append(filters, &v1.RelationshipFilter{ResourceType: o.Type, OptionalResourceId: o.ID})
	}
	return filters
}

// loading is the work of taking a picture.
type loading struct {
	client   v1.PermissionsServiceClient
	revision *v1.ZedToken
	graph    *Graph
	batch    []Change
}

// export reads a stream to its end. One that breaks is an error: a picture
// that lacks a relationship would answer wrongly.
func (l *loading) export(ctx context.Context, filter *v1.RelationshipFilter) error {
	stream, err := l.client.ExportBulkRelationships(ctx, &v1.ExportBulkRelationshipsRequest{
		Consistency:                &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: l.revision}},
		OptionalRelationshipFilter: filter,
	})
	if err != nil {
		return err
	}
	for {
		page, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		for _, r := range page.GetRelationships() {
			l.batch = append(l.batch, Change{Relationship: relationshipOf(r)})
		}
		if len(l.batch) >= loadBatch {
			if err := l.take(); err != nil {
				return err
			}
		}
	}
}

func (l *loading) take() error {
	next, err := l.graph.With(l.batch)
	if err != nil {
		return err
	}
	l.graph, l.batch = next, l.batch[:0]
	return nil
}
