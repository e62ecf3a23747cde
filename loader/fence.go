package loader

import (
	"cmp"
	"crypto/rand"
	"fmt"
	"math"
	"strconv"
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// fence is the fencing number of a sync in one tenant. The zero value is that of a
// tenant that no sync has written.
type fence struct {
	number uint64
	// id is the number as an engine has it, and something random: after an engine
	// was restored to an older state, numbers come again.
	id string
}

// highest is the highest number among what a lease holds. What is no number is
// lower than any.
func highest(held []Relationship) fence {
	var newest fence
	for _, r := range held {
		if r.Relation != schema.LeaseNumber {
			continue
		}
		if f := fenceOf(r.Subject); newest.id == "" || cmp.Or(cmp.Compare(f.number, newest.number), strings.Compare(f.id, newest.id)) > 0 {
			newest = f
		}
	}
	return newest
}

func fenceOf(subject Object) fence {
	_, written, _ := strings.Cut(subject.ID, "/")
	written, _, _ = strings.Cut(written, "-")
	number, err := strconv.ParseUint(written, 10, 64)
	if err != nil {
		number = 0
	}
	return fence{number, subject.ID}
}

// next is a number that is higher.
func (f fence) next() (fence, error) {
	if f.number == math.MaxUint64 {
		return fence{}, phrase.Errorf("%s is the highest number that a sync can have, and none of ours: take that relationship away", f.id)
	}
	return fence{number: f.number + 1}, nil
}

// object is the subject that stands for a new number.
func (f fence) object(tenant schema.TenantID) Object {
	return Object{Type: schema.TypeLease, ID: fmt.Sprintf("%s/%d-%s", tenant, f.number, rand.Text())}
}

// stands lets a write through while the number is still the tenant's highest.
func (f fence) stands(tenant schema.TenantID) *v1.Precondition {
	if f.id == "" {
		return &v1.Precondition{Operation: v1.Precondition_OPERATION_MUST_NOT_MATCH, Filter: relation.OfIn(leaseOf(tenant), schema.LeaseNumber)}
	}
	return numberIs(tenant, Object{Type: schema.TypeLease, ID: f.id})
}

// numberIs lets a write through while this is the number of a tenant's lease.
func numberIs(tenant schema.TenantID, number Object) *v1.Precondition {
	return &v1.Precondition{Operation: v1.Precondition_OPERATION_MUST_MATCH, Filter: relation.Exactly(leaseHas(tenant, schema.LeaseNumber, number))}
}

// leaseOf is the one lease of a tenant.
func leaseOf(tenant schema.TenantID) Object {
	return relation.ObjectOf(schema.Ref{Type: schema.TypeLease, Tenant: tenant, ID: "sync"})
}

// leaseHas says in one of the lease's relations which number a tenant's lease has.
func leaseHas(tenant schema.TenantID, in schema.Relation, number Object) Relationship {
	return Relationship{Resource: leaseOf(tenant), Relation: in, Subject: number}
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
func someOf(tenants []schema.TenantID) phrase.Phrase {
	if len(tenants) == 1 {
		return phrase.Of("tenant %s", tenants[0])
	}
	return phrase.Of("one of %d tenants, the first %s,", len(tenants), tenants[0])
}
