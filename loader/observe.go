package loader

import (
	"context"
	"maps"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// ObservedState reads everything that an engine holds of some tenants, all of it at one
// revision: the head at the time of the call. An answer that breaks off is an
// error. An engine whose schema is another than this program's is a
// *SchemaError; one that has none yet is a state without relationships.
func ObservedState(ctx context.Context, conn grpc.ClientConnInterface, tenants []schema.TenantID) (Observed, error) {
	v, err := look(ctx, calls.Of(conn))
	if err != nil {
		return Observed{}, err
	}
	return v.tenants(ctx, tenants)
}

// view is an engine at one revision. A tenant at a time is read of it, so that no more
// than one has to be held.
type view struct {
	engine calls.Engine
	head
	// noSchema says that it had none when a plan was made.
	noSchema bool
	steps    *steps
}

// look is an engine at its newest revision.
func look(ctx context.Context, engine calls.Engine) (view, error) {
	newest, err := headOf(ctx, engine)
	if err == nil && newest.revision != "" {
		err = checkSchema(ctx, engine)
	}
	return view{engine: engine, head: newest, noSchema: newest.revision == ""}, err
}

// at is the same engine at another revision.
func (v view) at(revision schema.Revision) view {
	v.revision = revision
	return v
}

// tenants is what the engine holds of some tenants.
func (v view) tenants(ctx context.Context, tenants []schema.TenantID) (Observed, error) {
	all := v.nothing(tenants...)
	for _, tenant := range tenants {
		one, err := v.tenant(ctx, tenant, 0)
		if err != nil {
			return Observed{}, err
		}
		all.Relationships = append(all.Relationships, one.Relationships...)
		all.leases, all.ofOwnTypes = append(all.leases, one.leases...), append(all.ofOwnTypes, one.ofOwnTypes...)
	}
	sortRelationships(all.Relationships)
	return all, nil
}

func (v view) nothing(tenants ...schema.TenantID) Observed {
	return Observed{Tenants: tenants, NoSchema: v.noSchema, Revision: v.revision, model: v.model}
}

// mostAtOnce is for how many relationships there is room made unseen.
const mostAtOnce = 1 << 17

// tenant is what the engine holds of one tenant: some so many relationships, if that is
// known.
func (v view) tenant(ctx context.Context, tenant schema.TenantID, some int) (Observed, error) {
	observed, _, err := v.beside(ctx, tenant, some, &packed{})
	return observed, err
}

// beside is tenant where something is expected. What is just that is not made a second
// time: as expected, the state is without its relationships.
func (v view) beside(ctx context.Context, tenant schema.TenantID, some int, expected *packed) (observed Observed, asExpected bool, err error) {
	// A blank tenant would be an empty filter, which finds everything.
	if err := tenant.Validate(); err != nil {
		return Observed{}, false, err
	}
	s := observing{Observed: v.nothing(tenant), tenant: tenant, ours: schema.Types(), expected: expected, some: some}
	if v.revision == "" {
		observed, asExpected = s.done()
		return observed, asExpected, nil
	}
	counted := func(add func([]*v1.Relationship) error) func(int, []*v1.Relationship) error {
		return func(asExpected int, page []*v1.Relationship) error {
			v.steps.add(asExpected + len(page))
			return add(page)
		}
	}
	err = calls.Export(ctx, v.engine, relation.OfTenant(schema.TypeTenant, tenant), exactly(v.revision), nil, counted(s.addOwn))
	if err == nil {
		err = calls.Export(ctx, v.engine, relation.WithinTenant(tenant), exactly(v.revision), s.expectsWritten, counted(s.addWithin))
	}
	if err != nil {
		return Observed{}, false, phrase.Errorf("reading tenant %s: %w", tenant, err)
	}
	observed, asExpected = s.done()
	return observed, asExpected, nil
}

// head is an engine's newest revision, and the model that it has there.
type head struct {
	revision schema.Revision // blank for an engine that has no schema and therefore nothing
	model    schema.Model
	updates  int // that it takes in a write
}

func headOf(ctx context.Context, engine calls.Engine) (head, error) {
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	var header metadata.MD
	answer, err := engine.ReadSchema(ctx, &v1.ReadSchemaRequest{}, grpc.Header(&header))
	at := head{updates: calls.Updates(header)}
	if status.Code(err) == codes.NotFound {
		return at, nil
	}
	if err != nil {
		return head{}, phrase.Errorf("reading the engine's schema: %w", err)
	}
	if answer.GetReadAt().GetToken() == "" {
		return head{}, phrase.Errorf("reading the engine's schema: the engine did not say at which revision")
	}
	at.revision, at.model = schema.Revision(answer.GetReadAt().GetToken()), model.OfEngine(answer.GetSchemaText())
	return at, nil
}

func exactly(at schema.Revision) *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: &v1.ZedToken{Token: string(at)}}}
}

// others are the other tenants that the engine has, sorted: a tenant in which nobody
// is active and that no sync wrote gives nothing to anybody.
func (v view) others(ctx context.Context, tenants []schema.TenantID) ([]schema.TenantID, error) {
	if v.revision == "" {
		return nil, nil
	}
	found := map[schema.TenantID]bool{}
	for _, r := range []schema.Relation{schema.LeaseNumber, schema.TenantMember} {
		err := calls.ExportRelation(ctx, v.engine, r, exactly(v.revision), func(page []*v1.Relationship) error {
			for _, m := range page {
				found[relation.ObjectIn(m.GetResource()).Tenant()] = true
			}
			return nil
		})
		if err != nil {
			return nil, phrase.Errorf("looking for tenants that no source names: %w", err)
		}
	}
	for _, tenant := range tenants {
		delete(found, tenant)
	}
	maps.DeleteFunc(found, func(tenant schema.TenantID, _ bool) bool { return tenant.Validate() != nil })
	return slices.Sorted(maps.Keys(found)), nil
}
