package loader_test

import (
	"context"
	"io"
	"slices"
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// quick is an engine that holds its relationships in a map, for tests that need one
// thousands of times: it does with them what SpiceDB does, whole writes with their
// preconditions. It answers no questions, knows no clock, and has one revision.
type quick struct {
	enginetest.Engine // nil: whatever else is called panics
	held              map[loader.Relationship]loader.Relationship
}

// all are its relationships but for the leases, sorted.
func (q *quick) all() []loader.Relationship {
	var found []loader.Relationship
	for _, r := range q.held {
		if r.Resource.Type != schema.TypeLease {
			found = append(found, r)
		}
	}
	slices.SortFunc(found, loader.Compare)
	return found
}

func (q *quick) ReadSchema(context.Context, *v1.ReadSchemaRequest, ...grpc.CallOption) (*v1.ReadSchemaResponse, error) {
	return &v1.ReadSchemaResponse{SchemaText: schema.Text(), ReadAt: &v1.ZedToken{Token: "r"}}, nil
}

func (q *quick) DiffSchema(context.Context, *v1.DiffSchemaRequest, ...grpc.CallOption) (*v1.DiffSchemaResponse, error) {
	return &v1.DiffSchemaResponse{}, nil
}

func (q *quick) WriteRelationships(_ context.Context, r *v1.WriteRelationshipsRequest, _ ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	for _, p := range r.GetOptionalPreconditions() {
		if found := len(q.find(p.GetFilter())) > 0; found != (p.GetOperation() == v1.Precondition_OPERATION_MUST_MATCH) {
			return nil, status.Errorf(codes.FailedPrecondition, "precondition %v", p) // one sync at a time breaks none
		}
	}
	for _, u := range r.GetUpdates() {
		one, err := relation.FromMessage(u.GetRelationship())
		if err != nil {
			return nil, err
		}
		if _, there := q.held[one.Key()]; there && u.GetOperation() == v1.RelationshipUpdate_OPERATION_CREATE {
			return nil, status.Errorf(codes.AlreadyExists, "%s", one)
		}
	}
	for _, u := range r.GetUpdates() {
		one, _ := relation.FromMessage(u.GetRelationship()) // as just now
		if delete(q.held, one.Key()); u.GetOperation() != v1.RelationshipUpdate_OPERATION_DELETE {
			q.held[one.Key()] = one
		}
	}
	return &v1.WriteRelationshipsResponse{WrittenAt: &v1.ZedToken{Token: "r"}}, nil
}

func (q *quick) find(f *v1.RelationshipFilter) []loader.Relationship {
	var found []loader.Relationship
	for _, r := range q.held {
		s := f.GetOptionalSubjectFilter()
		matches := (f.GetResourceType() == "" || string(r.Resource.Type) == f.GetResourceType()) &&
			(f.GetOptionalResourceId() == "" || r.Resource.ID == f.GetOptionalResourceId()) &&
			strings.HasPrefix(r.Resource.ID, f.GetOptionalResourceIdPrefix()) &&
			(f.GetOptionalRelation() == "" || r.Relation.Name() == f.GetOptionalRelation()) &&
			(s == nil || string(r.Subject.Type) == s.GetSubjectType() && r.Subject.ID == s.GetOptionalSubjectId() && r.SubjectRelation == s.GetOptionalRelation().GetRelation())
		if matches {
			found = append(found, r)
		}
	}
	return found
}

func (q *quick) ReadRelationships(_ context.Context, r *v1.ReadRelationshipsRequest, _ ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error) {
	return &answers{rest: q.find(r.GetRelationshipFilter())}, nil
}

// answers is a stream of relationships.
type answers struct {
	grpc.ServerStreamingClient[v1.ReadRelationshipsResponse]
	rest []loader.Relationship
}

func (a *answers) Recv() (*v1.ReadRelationshipsResponse, error) {
	if len(a.rest) == 0 {
		return nil, io.EOF
	}
	m, err := a.rest[0].Message()
	a.rest = a.rest[1:]
	return &v1.ReadRelationshipsResponse{Relationship: m}, err
}

func (q *quick) ExportBulkRelationships(_ context.Context, r *v1.ExportBulkRelationshipsRequest, _ ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ExportBulkRelationshipsResponse], error) {
	return &page{rest: q.find(r.GetOptionalRelationshipFilter())}, nil
}

// page is a stream of one answer, or of none.
type page struct {
	grpc.ServerStreamingClient[v1.ExportBulkRelationshipsResponse]
	rest []loader.Relationship
}

func (p *page) Recv() (*v1.ExportBulkRelationshipsResponse, error) {
	if len(p.rest) == 0 {
		return nil, io.EOF
	}
	answer := &v1.ExportBulkRelationshipsResponse{}
	for _, r := range p.rest {
		m, err := r.Message()
		if err != nil {
			return nil, err
		}
		answer.Relationships = append(answer.Relationships, m)
	}
	p.rest = nil
	return answer, nil
}
