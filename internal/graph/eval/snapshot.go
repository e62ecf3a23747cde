// Package eval evaluates permissions on a graph of relationships, as SpiceDB
// evaluates them.
//
// It works for every schema, and every operator of one is a type in a file of its
// own. SpiceDB is the reference: the tests demand the same answers of both. What
// cannot be decided here is said to be so, and then SpiceDB has to be asked; a
// schema that says what is not known here is refused.
package eval

import (
	"context"
	"errors"
	"fmt"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/relation"
)

// Snapshot is relationships and the schema that they are evaluated under. It
// never changes: With and WithSchema make another one, which shares what is the
// same.
type Snapshot struct {
	*graph.Graph
	schema *Schema
}

// New is a snapshot of no relationships under a schema.
func New(schema string) (*Snapshot, error) {
	read, err := zed.Parse(schema)
	if err != nil {
		return nil, err
	}
	compiled, err := compile(read, graph.NewSymbols())
	if err != nil {
		return nil, err
	}
	return &Snapshot{graph.New(compiled.symbols), compiled}, nil
}

// Load is a snapshot of an engine as it is now: its schema, and all its
// relationships, at the revision at which the schema was read.
func Load(ctx context.Context, conn grpc.ClientConnInterface) (*Snapshot, error) {
	return LoadScope(ctx, conn, nil)
}

// LoadScope is Load of what is within a scope: what the snapshot says of anything else
// means nothing.
func LoadScope(ctx context.Context, conn grpc.ClientConnInterface, scope relation.Scope) (*Snapshot, error) {
	s, at, err := begin(ctx, conn)
	if err != nil {
		return nil, err
	}
	return s.holding(s.Graph.Load(ctx, conn, at, scope))
}

// LoadAround is a snapshot of the neighbourhood of some objects as it is now: see
// graph.LoadAround.
func LoadAround(ctx context.Context, conn grpc.ClientConnInterface, objects, subjects []relation.Object) (*Snapshot, error) {
	s, at, err := begin(ctx, conn)
	if err != nil {
		return nil, err
	}
	return s.holding(s.Graph.LoadAround(ctx, conn, at, objects, subjects))
}

func begin(ctx context.Context, conn grpc.ClientConnInterface) (*Snapshot, *v1.ZedToken, error) {
	schema, err := v1.NewSchemaServiceClient(conn).ReadSchema(ctx, &v1.ReadSchemaRequest{})
	if err != nil {
		return nil, nil, fmt.Errorf("reading the engine's schema: %w", err)
	}
	s, err := New(schema.GetSchemaText())
	return s, schema.GetReadAt(), err
}

// holding is another graph under the same schema.
func (s *Snapshot) holding(g *graph.Graph, err error) (*Snapshot, error) {
	if err != nil {
		return nil, err
	}
	return &Snapshot{g, s.schema}, nil
}

// SchemaText is the text of the schema.
func (s *Snapshot) SchemaText() string { return s.schema.read.Text }

// Schema is the schema, ready to be evaluated.
func (s *Snapshot) Schema() *Schema { return s.schema }

// Permissions are all permissions of the schema, in its order.
func (s *Snapshot) Permissions() []zed.Permission { return s.schema.read.Permissions() }

// WithSchema is the snapshot with its relationships under another schema, which
// must be one that an engine takes: what does not compile, or names what it does
// not define, is an error. Relationships that the other schema has no place for
// stay, unseen: Unplaced tells them.
func (s *Snapshot) WithSchema(schema string) (*Snapshot, error) {
	read, err := zed.Parse(schema)
	if err != nil {
		return nil, err
	}
	compiled, err := compile(read, s.schema.symbols)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(read.Validate(), read.Follows(s.schema.read)); err != nil {
		return nil, err
	}
	return &Snapshot{s.Graph.Under(compiled.symbols), compiled}, nil
}

// With is the snapshot after changes: see graph.With.
func (s *Snapshot) With(changes []relation.Change) (*Snapshot, error) {
	return s.holding(s.Graph.With(changes))
}

// Advance is the snapshot after the changes that the engine made up to a revision:
// see graph.Advance.
func (s *Snapshot) Advance(changes []relation.Change, revision string) (*Snapshot, error) {
	return s.holding(s.Graph.Advance(changes, revision))
}

// Emptied is a snapshot of no relationships under the same schema, and comes of no other:
// what it is to hold gets numbers of its own.
func (s *Snapshot) Emptied() *Snapshot { return &Snapshot{graph.New(s.schema.symbols), s.schema} }

// Compacted is the same snapshot with numbers of its own: see graph.Compacted.
func (s *Snapshot) Compacted() *Snapshot { return &Snapshot{s.Graph.Compacted(), s.schema} }
