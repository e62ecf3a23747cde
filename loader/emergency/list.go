package emergency

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// List are the emergency accesses of a tenant that have not ended by now, by
// client, then user. An access whose practitioner is no longer active, or whose
// tenant's procedure is switched off, is listed too, though it gives nothing
// at present. One that cannot be read, or that was written with a time to be asked
// at and so would never end, is an error that names it, never a shorter list.
func List(ctx context.Context, conn grpc.ClientConnInterface, tenant schema.TenantID, now time.Time) ([]Running, error) {
	engine := calls.Of(conn)
	if err := tenant.Validate(); err != nil {
		return nil, err
	}
	all, err := calls.ReadAll(ctx, engine, relation.InTenant(schema.ClientEmergency, tenant), calls.Head())
	if err != nil {
		return nil, phrase.Errorf("listing the emergency accesses of tenant %s: %w", tenant, err)
	}
	return listed(all, now)
}

// ListAll is List of every tenant, by tenant, client, then user.
func ListAll(ctx context.Context, conn grpc.ClientConnInterface, now time.Time) ([]Running, error) {
	engine := calls.Of(conn)
	all, err := calls.ReadRelation(ctx, engine, schema.ClientEmergency, calls.Head())
	if err != nil {
		return nil, phrase.Errorf("listing the emergency accesses: %w", err)
	}
	return listed(all, now)
}

func listed(all []*v1.Relationship, now time.Time) ([]Running, error) {
	found := make([]Running, 0, len(all))
	var broken []error
	for _, w := range all {
		switch r, err := running(w); {
		case err != nil:
			broken = append(broken, err)
		case r.Until.After(now):
			found = append(found, r)
		}
	}
	if len(broken) > 0 {
		return nil, errors.Join(broken...)
	}
	slices.SortFunc(found, func(a, b Running) int {
		return cmp.Or(cmp.Compare(a.Client.Tenant, b.Client.Tenant), cmp.Compare(a.Client.ID, b.Client.ID), cmp.Compare(a.User.ID, b.User.ID))
	})
	return found, nil
}

// find is the access of a user to a client that runs, or ended a moment ago, or
// false.
func find(ctx context.Context, engine calls.Engine, user, client schema.Ref) (Running, bool, error) {
	found, err := calls.ReadAll(ctx, engine, accessOf(user, client), calls.Head())
	if err != nil {
		return Running{}, false, phrase.Errorf("looking for a running emergency access of %s to %s: %w", user, client, err)
	}
	if len(found) == 0 {
		return Running{}, false, nil
	}
	r, err := running(found[0])
	return r, err == nil, err
}

var errStoresQuestion = phrase.Errorf(`it stores "now", which only a question brings, and an engine would let it run without end`)

// running reads an access.
func running(m *v1.Relationship) (Running, error) {
	r, err := relation.FromMessage(m)
	if err != nil {
		return Running{}, phrase.Errorf("an emergency access cannot be read: %w", err)
	}
	access, err := accessIn(r)
	if err != nil {
		return Running{}, phrase.Errorf("emergency access of %s to %s was not written by remit: %w: end it with `remit emergency stop`, or by hand",
			schema.Shown(string(r.Subject.Type)+":"+r.Subject.ID), schema.Shown(string(r.Resource.Type)+":"+r.Resource.ID), err)
	}
	return access, nil
}

func accessIn(r relation.Relationship) (Running, error) {
	client, err := schema.RefOfObject(string(r.Resource.Type), r.Resource.ID)
	if err != nil {
		return Running{}, err
	}
	user, err := schema.RefOfObject(string(r.Subject.Type), r.Subject.ID)
	if err != nil {
		return Running{}, err
	}
	if r.StoresQuestion() {
		return Running{}, errStoresQuestion
	}
	given, err := r.Given()
	if err != nil {
		return Running{}, err
	}
	text := func(name string) string { s, _ := given[name].(string); return s }
	since, err := time.Parse(time.RFC3339, text("since"))
	if err != nil {
		return Running{}, err
	}
	until, err := time.Parse(time.RFC3339, text("until"))
	if err != nil {
		return Running{}, err
	}
	return Running{User: user, Client: client, Since: since.UTC(), Until: until.UTC(), Reason: text("reason")}, nil
}
