package graph

import (
	"context"
	"fmt"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/relation"
)

// LoadAround is the graph with the neighbourhood of some objects at a revision:
// all relationships of the objects, and of whatever those lead to, and those in
// which subjects stand themselves. It is enough for questions about these
// objects, and not for lists of resources.
func (g *Graph) LoadAround(ctx context.Context, conn grpc.ClientConnInterface, at *v1.ZedToken, objects, subjects []relation.Object) (*Graph, error) {
	l := newLoading(g, conn, at)
	for _, s := range subjects {
		err := l.read(ctx, relation.To(s), func(relation.Relationship) {})
		if err != nil {
			return nil, fmt.Errorf("reading the relationships of subject %s: %w", s, err)
		}
	}
	if err := l.around(ctx, objects); err != nil {
		return nil, err
	}
	return l.finish()
}

// around reads objects and what they lead to, each once.
func (l *loading) around(ctx context.Context, objects []relation.Object) error {
	seen := map[relation.Object]bool{}
	for len(objects) > 0 {
		o := objects[0]
		objects = objects[1:]
		if seen[o] || o.ID == "" || o.ID == relation.Wildcard || !l.graph.symbols.hasRelations(l.graph.TypeNamed(o.Type)) {
			continue // a blank id would read every object of the type, and a wildcard is none
		}
		seen[o] = true
		err := l.read(ctx, relation.Of(o), func(r relation.Relationship) { objects = append(objects, r.Subject) })
		if err != nil {
			return fmt.Errorf("reading the relationships of %s: %w", o, err)
		}
	}
	return nil
}

// read takes up what a filter finds, and shows each.
func (l *loading) read(ctx context.Context, filter *v1.RelationshipFilter, show func(relation.Relationship)) error {
	stream, err := l.client.ReadRelationships(ctx, &v1.ReadRelationshipsRequest{Consistency: l.exactly(), RelationshipFilter: filter})
	if err != nil {
		return err
	}
	return drain(stream.Recv, func(item *v1.ReadRelationshipsResponse) error {
		r, err := l.add(item.GetRelationship())
		show(r)
		return err
	})
}
