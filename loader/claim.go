package loader

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"slices"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

const (
	// claimAttempts is how often a claim that another sync overtakes is tried.
	claimAttempts = 5
	// claimsAtOnce is how many tenants one write claims: each costs an update
	// and a precondition, and SpiceDB takes 1000 of either.
	claimsAtOnce = 500
	// releaseTimeout keeps an engine that is away from holding up the end.
	releaseTimeout = 5 * time.Second
)

// claim is one sync's right to write some tenants: in each of them a marker
// with the sync's own number. The newest sync wins: it takes the markers of
// older ones away, whose next write then fails. So a marker that a crash left
// is in nobody's way.
type claim struct {
	engine   Engine
	number   Object
	tenants  []schema.TenantID
	metadata *structpb.Struct
}

func newClaim(engine Engine, tenants []schema.TenantID, metadata *structpb.Struct) claim {
	number := make([]byte, 16)
	_, _ = rand.Read(number) // never fails
	return claim{engine, Object{Type: schema.TypeTenant, ID: hex.EncodeToString(number)}, tenants, metadata}
}

// claimable are the tenants that the plan changes, and those that another sync
// may still write: a plan that finds nothing to change there stops it too.
func (p Plan) claimable(have State) []schema.TenantID {
	var found []schema.TenantID
	for _, t := range p.Tenants {
		claimed := slices.ContainsFunc(have.claims, func(m Relationship) bool { return m.Resource.Tenant() == t.Tenant })
		if claimed || len(t.Changes) > 0 {
			found = append(found, t.Tenant)
		}
	}
	return found
}

// take claims the tenants. On an error some may be claimed.
func (c claim) take(ctx context.Context) error {
	for some := range slices.Chunk(c.tenants, claimsAtOnce) {
		if err := c.takeSome(ctx, some); err != nil {
			return err
		}
	}
	return nil
}

func (c claim) takeSome(ctx context.Context, tenants []schema.TenantID) error {
	var err error
	for range claimAttempts {
		if err = c.evict(ctx, tenants); err != nil {
			return fmt.Errorf("stopping older syncs: %w: nothing is written; run the same sync again", err)
		}
		err = c.mark(ctx, tenants)
		if !calls.PreconditionFailed(err) {
			break
		}
	}
	if calls.PreconditionFailed(err) {
		return &MovedError{Why: "other syncs of " + someOf(tenants) + " keep beginning, nothing is written", Err: err}
	}
	if err != nil {
		return fmt.Errorf("claiming %s: %w: nothing is written; run the same sync again", someOf(tenants), err)
	}
	return nil
}

// evict takes away whatever markers the tenants have.
func (c claim) evict(ctx context.Context, tenants []schema.TenantID) error {
	for _, tenant := range tenants {
		// A blank id would be a filter that finds every tenant's.
		if err := tenant.Validate(); err != nil {
			return err
		}
		if err := c.evictOne(ctx, tenant); err != nil {
			return err
		}
	}
	return nil
}

func (c claim) evictOne(ctx context.Context, tenant schema.TenantID) error {
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	_, err := c.engine.DeleteRelationships(ctx, &v1.DeleteRelationshipsRequest{
		RelationshipFilter:          anyMarker(tenant),
		OptionalTransactionMetadata: c.metadata,
	})
	return err
}

// mark writes the markers, unless another sync was quicker.
func (c claim) mark(ctx context.Context, tenants []schema.TenantID) error {
	updates, err := relation.Updates(v1.RelationshipUpdate_OPERATION_CREATE, c.markers(tenants)...)
	if err != nil {
		return err
	}
	request := &v1.WriteRelationshipsRequest{Updates: updates, OptionalTransactionMetadata: c.metadata}
	for _, tenant := range tenants {
		request.OptionalPreconditions = append(request.OptionalPreconditions, &v1.Precondition{
			Operation: v1.Precondition_OPERATION_MUST_NOT_MATCH,
			Filter:    anyMarker(tenant),
		})
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	_, err = c.engine.WriteRelationships(ctx, request)
	return err
}

// conditions let a batch be written only while its tenants are still claimed.
func (c claim) conditions(batch []Change) []*v1.Precondition {
	var found []*v1.Precondition
	for _, own := range c.markers(tenantsOf(batch)) {
		found = append(found, &v1.Precondition{Operation: v1.Precondition_OPERATION_MUST_MATCH, Filter: relation.Exactly(own)})
	}
	return found
}

// alone refuses a state in which another sync has claimed a tenant: it may
// write what this one, which has nothing to change there, would not notice.
func (c claim) alone(have State) error {
	for _, marker := range have.claims {
		if marker.Subject != c.number {
			return &MovedError{Why: fmt.Sprintf("another sync of tenant %s began meanwhile, nothing is written", marker.Resource.Tenant())}
		}
	}
	return nil
}

// seen is what the plan's tenants hold now, while the claim stands; and once a
// newer sync has begun, which finds for itself what is left over, what they held
// when the plan was written.
func (c claim) seen(ctx context.Context, plan Plan, at schema.Revision) (have State, stands bool, err error) {
	head, err := headOf(ctx, c.engine)
	if err != nil {
		return State{}, false, err
	}
	if have, err = haveAt(ctx, c.engine, plan.tenants(), head); err != nil {
		return State{}, false, err
	}
	own := 0
	for _, marker := range have.claims {
		if marker.Subject == c.number {
			own++
		}
	}
	if own == len(c.tenants) && c.alone(have) == nil {
		return have, true, nil
	}
	have, err = haveAt(ctx, c.engine, plan.tenants(), at)
	return have, false, err
}

// release takes the claim's own markers away, as well as it can: one that
// stays grants nothing, and the next sync replaces it. It does so even when
// the context has ended.
func (c claim) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTimeout)
	defer cancel()
	for some := range slices.Chunk(c.tenants, maxBatch) {
		updates, err := relation.Updates(v1.RelationshipUpdate_OPERATION_DELETE, c.markers(some)...)
		if err == nil {
			_, _ = c.engine.WriteRelationships(ctx, &v1.WriteRelationshipsRequest{Updates: updates, OptionalTransactionMetadata: c.metadata})
		}
	}
}

// markers are the claim's own, one for each tenant.
func (c claim) markers(tenants []schema.TenantID) []Relationship {
	markers := make([]Relationship, len(tenants))
	for i, tenant := range tenants {
		markers[i] = Relationship{Resource: relation.ObjectOf(schema.TenantRef(tenant)), Relation: schema.TenantLoading, Subject: c.number}
	}
	return markers
}

// anyMarker finds a tenant's marker, whosever it is.
func anyMarker(tenant schema.TenantID) *v1.RelationshipFilter {
	return relation.OfIn(relation.ObjectOf(schema.TenantRef(tenant)), schema.TenantLoading)
}

// tenantsOf are the tenants that some changes are in, each once.
func tenantsOf(changes []Change) []schema.TenantID {
	seen := map[schema.TenantID]bool{}
	var found []schema.TenantID
	for _, c := range changes {
		if tenant := c.Resource.Tenant(); !seen[tenant] {
			seen[tenant] = true
			found = append(found, tenant)
		}
	}
	return found
}

// someOf names one tenant, or counts several.
func someOf(tenants []schema.TenantID) string {
	if len(tenants) == 1 {
		return "tenant " + string(tenants[0])
	}
	return fmt.Sprintf("one of %d tenants, the first %s,", len(tenants), tenants[0])
}
