package loader

import (
	"context"
	"fmt"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// Have reads everything that an engine holds of some tenants, all of it at one
// revision: the head at the time of the call. An answer that breaks off is an
// error. An engine whose schema is another than this program's is a
// *SchemaError; one that has none yet is a state without relationships.
func ObservedState(ctx context.Context, engine Engine, tenants []schema.TenantID) (Observed, error) {
	head, err := headOf(ctx, engine)
	if err != nil {
		return Observed{}, err
	}
	if head == "" {
		return Observed{Tenants: tenants, NoSchema: true}, nil
	}
	if err := checkSchema(ctx, engine); err != nil {
		return Observed{}, err
	}
	return observedAt(ctx, engine, tenants, head)
}

// headOf is the engine's newest revision, or blank when it has no schema and
// therefore nothing.
func headOf(ctx context.Context, engine Engine) (schema.Revision, error) {
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := engine.ReadSchema(ctx, &v1.ReadSchemaRequest{})
	if status.Code(err) == codes.NotFound {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("reading the engine's schema: %w", err)
	}
	if answer.GetReadAt().GetToken() == "" {
		return "", fmt.Errorf("reading the engine's schema: the engine did not say at which revision")
	}
	return schema.Revision(answer.GetReadAt().GetToken()), nil
}

// haveAt reads at one revision.
func observedAt(ctx context.Context, engine Engine, tenants []schema.TenantID, at schema.Revision) (Observed, error) {
	s := Observed{Tenants: tenants, Revision: at}
	for _, tenant := range tenants {
		// A blank tenant would be an empty filter, which finds everything.
		if err := tenant.Validate(); err != nil {
			return Observed{}, err
		}
		for _, t := range schema.Types() {
			if err := s.read(ctx, engine, tenant, t); err != nil {
				return Observed{}, fmt.Errorf("reading each %s of tenant %s: %w", t, tenant, err)
			}
		}
	}
	slices.SortFunc(s.Relationships, Relationship.Compare)
	return s, nil
}

func (s *Observed) read(ctx context.Context, engine Engine, tenant schema.TenantID, t schema.Type) error {
	found, err := calls.ReadAll(ctx, engine, relation.OfTenant(t, tenant), exactly(s.Revision))
	if err != nil {
		return err
	}
	for _, w := range found {
		r, err := relation.FromMessage(w)
		if err != nil {
			return err
		}
		// Whatever else an engine makes of a filter must not be taken away.
		if r.Resource.Tenant() != tenant {
			return fmt.Errorf("the engine answered %s, which is not in the tenant", r)
		}
		if r.Relation.Facts().Kind == schema.KindLease {
			s.leases = append(s.leases, r)
			continue
		}
		s.Relationships = append(s.Relationships, r)
	}
	return nil
}

func exactly(at schema.Revision) *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: &v1.ZedToken{Token: string(at)}}}
}
