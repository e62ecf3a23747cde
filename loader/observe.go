package loader

import (
	"context"
	"fmt"
	"maps"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// ObservedState reads everything that an engine holds of some tenants, all of it at one
// revision: the head at the time of the call. An answer that breaks off is an
// error. An engine whose schema is another than this program's is a
// *SchemaError; one that has none yet is a state without relationships.
func ObservedState(ctx context.Context, conn grpc.ClientConnInterface, tenants []schema.TenantID) (Observed, error) {
	return observe(ctx, calls.Of(conn), tenants)
}

func observe(ctx context.Context, engine calls.Engine, tenants []schema.TenantID) (Observed, error) {
	newest, err := headOf(ctx, engine)
	if err != nil {
		return Observed{}, err
	}
	if newest.revision == "" {
		return Observed{Tenants: tenants, NoSchema: true}, nil
	}
	if err := checkSchema(ctx, engine); err != nil {
		return Observed{}, err
	}
	return observedAt(ctx, engine, tenants, newest)
}

// head is an engine's newest revision, and the model that it has there.
type head struct {
	revision schema.Revision // blank for an engine that has no schema and therefore nothing
	model    schema.Model
}

func headOf(ctx context.Context, engine calls.Engine) (head, error) {
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := engine.ReadSchema(ctx, &v1.ReadSchemaRequest{})
	if status.Code(err) == codes.NotFound {
		return head{}, nil
	}
	if err != nil {
		return head{}, fmt.Errorf("reading the engine's schema: %w", err)
	}
	if answer.GetReadAt().GetToken() == "" {
		return head{}, fmt.Errorf("reading the engine's schema: the engine did not say at which revision")
	}
	return head{schema.Revision(answer.GetReadAt().GetToken()), model.OfEngine(answer.GetSchemaText())}, nil
}

// observedAt reads at one revision.
func observedAt(ctx context.Context, engine calls.Engine, tenants []schema.TenantID, at head) (Observed, error) {
	s := Observed{Tenants: tenants, Revision: at.revision, model: at.model}
	for _, tenant := range tenants {
		// A blank tenant would be an empty filter, which finds everything.
		if err := tenant.Validate(); err != nil {
			return Observed{}, err
		}
		for _, t := range at.model.Types() {
			if err := s.read(ctx, engine, tenant, t); err != nil {
				return Observed{}, fmt.Errorf("reading each %s of tenant %s: %w", t, tenant, err)
			}
		}
	}
	slices.SortFunc(s.Relationships, Relationship.Compare)
	return s, nil
}

func (s *Observed) read(ctx context.Context, engine calls.Engine, tenant schema.TenantID, t schema.Type) error {
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
		switch {
		case r.Relation.Facts().Kind == schema.KindLease:
			s.leases = append(s.leases, r)
		case !slices.Contains(schema.Types(), t):
			s.ofOwnTypes = append(s.ofOwnTypes, r)
		default:
			s.Relationships = append(s.Relationships, r)
		}
	}
	return nil
}

func exactly(at schema.Revision) *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: &v1.ZedToken{Token: string(at)}}}
}

// findOthers finds the other tenants that the engine has: a tenant in which nobody
// is active and that no sync wrote gives nothing to anybody.
func (s *Observed) findOthers(ctx context.Context, engine calls.Engine) error {
	if s.NoSchema {
		return nil
	}
	found := map[schema.TenantID]bool{}
	for _, r := range []schema.Relation{schema.LeaseNumber, schema.TenantMember} {
		all, err := calls.ReadRelation(ctx, engine, r, exactly(s.Revision))
		if err != nil {
			return fmt.Errorf("looking for tenants that no source names: %w", err)
		}
		for _, m := range all {
			if tenant := relation.ObjectIn(m.GetResource()).Tenant(); tenant.Validate() == nil {
				found[tenant] = true
			}
		}
	}
	for _, tenant := range s.Tenants {
		delete(found, tenant)
	}
	s.Others = slices.Sorted(maps.Keys(found))
	return nil
}
