package loader

import (
	"context"
	"slices"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

const (
	// leaseAttempts is how often a lease that another sync takes first is tried.
	leaseAttempts = 5
	// leasesAtOnce is how many tenants one write takes the leases of: SpiceDB takes
	// 1000 updates, and each costs five, or more where many syncs were killed.
	leasesAtOnce = 150
	// releaseTimeout keeps an engine that is away from holding up the end.
	releaseTimeout = 5 * time.Second
)

// lease is one sync's right to write some tenants. In each of them the newest sync
// has the highest number, and every write asks for its sync's own: so the newest
// wins, and what an older one still writes fails, also after the newer one is done.
// A lease that a crash left held is in nobody's way.
type lease struct {
	engine   calls.Engine
	tenants  []schema.TenantID
	metadata *structpb.Struct
	// numbers are the sync's own, of the tenants whose leases it has taken.
	numbers map[schema.TenantID]Object
	// spending is what the sync spends of a day's budget, for a source: it is kept
	// from when a lease is taken.
	spending map[schema.TenantID]Spent
	source   string
}

func newLease(engine calls.Engine, tenants []schema.TenantID, metadata *structpb.Struct) lease {
	return lease{engine: engine, tenants: tenants, metadata: metadata, numbers: map[schema.TenantID]Object{}}
}

// leasable are the tenants that the plan changes, and those that another sync may
// still write: a plan that finds nothing to change there stops it too.
func (p Plan) leasable(leases []Relationship) []schema.TenantID {
	held := map[schema.TenantID]bool{}
	for _, r := range leases {
		if r.Relation == schema.LeaseHeld {
			held[r.Resource.Tenant()] = true
		}
	}
	var found []schema.TenantID
	for _, t := range p.Tenants {
		if held[t.Tenant] || t.Changes.Len() > 0 || t.Gone {
			found = append(found, t.Tenant)
		}
	}
	return found
}

// has says whether the sync has taken the lease of a tenant.
func (l lease) has(tenant schema.TenantID) bool { return l.numbers[tenant] != (Object{}) }

// take takes the leases, and says whether all of them were as they were seen. On an
// error it may have some.
func (l lease) take(ctx context.Context, seen []Relationship) (first bool, err error) {
	held := byTenant(seen)
	first = true
	for some := range slices.Chunk(l.tenants, leasesAtOnce) {
		now, err := l.takeSome(ctx, some, held)
		if err != nil {
			return false, err
		}
		first = first && now
	}
	return first, nil
}

// takeSome takes the leases of some tenants in one write, unless another sync is
// quicker: then it looks again.
func (l lease) takeSome(ctx context.Context, tenants []schema.TenantID, held map[schema.TenantID][]Relationship) (first bool, err error) {
	err = l.replace(ctx, tenants, held)
	first = err == nil
	for range leaseAttempts - 1 {
		if !calls.PreconditionFailed(err) {
			break
		}
		if held, err = l.read(ctx, tenants); err == nil {
			err = l.replace(ctx, tenants, held)
		}
	}
	if calls.PreconditionFailed(err) {
		return false, staleError(err, "other syncs of %s keep beginning, nothing is written", someOf(tenants))
	}
	if err != nil {
		return false, phrase.Errorf("taking the lease of %s: %w: nothing is written; run the same sync again", someOf(tenants), err)
	}
	return first, nil
}

// read is what the leases of some tenants hold now.
func (l lease) read(ctx context.Context, tenants []schema.TenantID) (map[schema.TenantID][]Relationship, error) {
	held := map[schema.TenantID][]Relationship{}
	for _, tenant := range tenants {
		found, err := calls.ReadAll(ctx, l.engine, relation.Of(leaseOf(tenant)), calls.Head())
		if err != nil {
			return nil, err
		}
		for _, w := range found {
			r, err := relation.FromMessage(w)
			if err != nil {
				return nil, err
			}
			held[tenant] = append(held[tenant], r)
		}
	}
	return held, nil
}

// replace puts a higher number in the place of what each lease holds, if that is
// still the highest.
func (l lease) replace(ctx context.Context, tenants []schema.TenantID, held map[schema.TenantID][]Relationship) error {
	request := &v1.WriteRelationshipsRequest{OptionalTransactionMetadata: l.metadata}
	for _, tenant := range tenants {
		if err := tenant.Validate(); err != nil {
			return err
		}
		newest := highest(held[tenant])
		own, err := newest.next()
		if err != nil {
			return err
		}
		l.numbers[tenant] = own.object(tenant)
		var gone []Relationship
		for _, r := range held[tenant] {
			if r.Relation == schema.LeaseNumber || r.Relation == schema.LeaseHeld {
				gone = append(gone, r.Key())
			}
		}
		older, err := relation.Updates(v1.RelationshipUpdate_OPERATION_DELETE, gone...)
		if err != nil {
			return err
		}
		newer, err := relation.Updates(v1.RelationshipUpdate_OPERATION_CREATE,
			leaseHas(tenant, schema.LeaseNumber, l.numbers[tenant]), leaseHas(tenant, schema.LeaseHeld, l.numbers[tenant]))
		if err != nil {
			return err
		}
		if spent, ok := l.spending[tenant]; ok {
			// The clock is this machine's, whatever moment the sync is for.
			rows, err := relation.Updates(v1.RelationshipUpdate_OPERATION_TOUCH, spent.row(tenant, l.source, time.Now()))
			if err != nil {
				return err
			}
			newer = append(newer, rows...)
		}
		request.Updates = append(append(request.Updates, older...), newer...)
		request.OptionalPreconditions = append(request.OptionalPreconditions, newest.stands(tenant))
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	_, err := l.engine.WriteRelationships(ctx, request)
	return err
}

// conditions let a batch be written only while no newer sync has begun in its
// tenants.
func (l lease) conditions(batch []Change) []*v1.Precondition {
	var found []*v1.Precondition
	for _, tenant := range tenantsOf(batch) {
		found = append(found, numberIs(tenant, l.numbers[tenant]))
	}
	return found
}

// alone refuses a state in which another sync has a tenant's lease: it may write
// what this one, which has nothing to change there, would not notice.
func (l lease) alone(observed Observed) error {
	for _, r := range observed.leases {
		if tenant := r.Resource.Tenant(); r.Relation == schema.LeaseHeld && r.Subject != l.numbers[tenant] {
			return staleError(nil, "another sync of tenant %s began meanwhile, nothing is written", tenant)
		}
	}
	return nil
}

// seen is what a tenant holds now, beside what is expected there, while its lease stands;
// and once a newer sync has begun, which finds orphans for itself, what it held when the
// plan was written.
func (l lease) seen(ctx context.Context, v view, tenant schema.TenantID, some int, expected *packed, at schema.Revision) (observed Observed, asExpected, stands bool, err error) {
	if v.head, err = headOf(ctx, l.engine); err != nil {
		return Observed{}, false, false, err
	}
	if observed, asExpected, err = v.beside(ctx, tenant, some, expected); err != nil {
		return Observed{}, false, false, err
	}
	own := slices.ContainsFunc(observed.leases, func(r Relationship) bool { return r.Relation == schema.LeaseHeld && r.Subject == l.numbers[tenant] })
	if own && l.alone(observed) == nil {
		return observed, asExpected, true, nil
	}
	observed, asExpected, err = v.at(at).beside(ctx, tenant, some, expected)
	return observed, asExpected, false, err
}

// forget takes the leases of tenants that are gone away too, and which acts were done
// there: a sync that is still under way asks for its own number, which is not there any
// more.
func (l lease) forget(ctx context.Context, gone []schema.TenantID) error {
	for _, tenant := range gone {
		bounded, cancel := calls.Bounded(ctx)
		_, err := l.engine.DeleteRelationships(bounded, &v1.DeleteRelationshipsRequest{
			RelationshipFilter:          relation.OfTenant(schema.TypeLease, tenant),
			OptionalPreconditions:       []*v1.Precondition{numberIs(tenant, l.numbers[tenant])},
			OptionalTransactionMetadata: l.metadata,
		})
		cancel()
		if err != nil {
			return phrase.Errorf("all of tenant %s is gone but who may write it: %w: remove it again", tenant, err)
		}
	}
	return nil
}

// release says that the sync is done, as well as it can: a lease that stays held
// grants nothing, and the next sync takes it. It does so even when the context has
// ended. The number stays, so that the next is higher.
func (l lease) release(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), releaseTimeout)
	defer cancel()
	for some := range slices.Chunk(l.tenants, calls.MostUpdates) {
		var held []Relationship
		for _, tenant := range some {
			if own, ok := l.numbers[tenant]; ok {
				held = append(held, leaseHas(tenant, schema.LeaseHeld, own))
			}
		}
		updates, err := relation.Updates(v1.RelationshipUpdate_OPERATION_DELETE, held...)
		if err == nil && len(updates) > 0 {
			_, _ = l.engine.WriteRelationships(ctx, &v1.WriteRelationshipsRequest{Updates: updates, OptionalTransactionMetadata: l.metadata})
		}
	}
}
