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

// Load is the graph with all relationships of a scope that an engine holds at a
// revision, at which it must have the schema that the graph's names are from.
func (g *Graph) Load(ctx context.Context, conn grpc.ClientConnInterface, at *v1.ZedToken, scope relation.Scope) (*Graph, error) {
	l := newLoading(g, conn, at)
	l.scope = scope
	filters := scope.Filters()
	if scope.Whole() {
		filters = []*v1.RelationshipFilter{nil}
	}
	for _, f := range filters {
		if err := l.export(ctx, f); err != nil {
			return nil, fmt.Errorf("reading the engine's relationships: %w", err)
		}
	}
	return l.finish()
}

// loading is the work of reading an engine.
type loading struct {
	client           v1.PermissionsServiceClient
	at               *v1.ZedToken
	scope            relation.Scope
	graph            *Graph
	reader           relation.Reader
	forward, reverse []patch // of what is not in the graph yet
}

func newLoading(g *Graph, conn grpc.ClientConnInterface, at *v1.ZedToken) *loading {
	return &loading{client: v1.NewPermissionsServiceClient(conn), at: at, graph: g}
}

func (l *loading) finish() (*Graph, error) {
	l.take()
	return l.graph.at(l.at.GetToken()), nil
}

// exactly reads everything at one revision.
func (l *loading) exactly() *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: l.at}}
}

// drain reads a stream to its end. One that breaks is an error: a graph that
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

// export takes up what a filter finds; everything for a nil one.
func (l *loading) export(ctx context.Context, filter *v1.RelationshipFilter) error {
	stream, err := l.client.ExportBulkRelationships(ctx, &v1.ExportBulkRelationshipsRequest{
		Consistency: l.exactly(), OptionalRelationshipFilter: filter,
	}, largeMessages)
	if err != nil {
		return err
	}
	return drain(stream.Recv, func(page *v1.ExportBulkRelationshipsResponse) error {
		for _, r := range page.GetRelationships() {
			if _, err := l.add(r); err != nil {
				return err
			}
		}
		if len(l.forward) >= loadBatch {
			l.take()
		}
		return nil
	})
}

// add takes up a relationship, unless it is out of scope, and returns it.
func (l *loading) add(m *v1.Relationship) (relation.Relationship, error) {
	c := relation.Change{}
	var err error
	if c.Relationship, err = l.reader.Read(m); err != nil {
		return c.Relationship, err
	}
	held, err := l.scope.Holds(c.Relationship)
	if err != nil || !held {
		return c.Relationship, err
	}
	forward, reverse, err := l.graph.stage(&c)
	if err == nil {
		l.forward, l.reverse = append(l.forward, forward), append(l.reverse, reverse)
	}
	return c.Relationship, err
}

func (l *loading) take() {
	l.graph = l.graph.with(l.forward, l.reverse)
	l.forward, l.reverse = l.forward[:0], l.reverse[:0]
}
