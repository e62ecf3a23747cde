package emergency

import (
	"context"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// Start begins an emergency access at now and returns it. What the rules do
// not allow is a *RefusedError that names every rule broken; any other error
// is the engine's, and then the access may have begun or not.
//
// While an access of the same user to the same client runs, a new one that
// ends later replaces it, with its own reason; one that does not is refused,
// so that asking twice never shortens what is running. Of two that prolong it
// at the very same moment the later write stays, which may end earlier.
func Start(ctx context.Context, conn grpc.ClientConnInterface, a Access, limits Limits, now time.Time) (Running, error) {
	engine := calls.Of(conn)
	if reasons, limit := a.refusals(limits); len(reasons) > 0 {
		e := refused(a.User, a.Client, reasons...)
		e.Limit = limit
		return Running{}, e
	}
	now = now.UTC().Truncate(time.Second)
	r := Running{User: a.User, Client: a.Client, Since: now, Until: now.Add(a.For.Truncate(time.Second)), Reason: a.Reason}
	running, found, err := find(ctx, engine, a.User, a.Client)
	if err != nil {
		return Running{}, err
	}
	if found && !r.Until.After(running.Until) {
		return Running{}, refused(r.User, r.Client, phrase.Of("one is running until %s already", running.Until.Format(time.RFC3339)))
	}
	rules := rulesFor(r, found)
	by := provenance.Provenance{Actor: a.Actor, Purpose: "start", Reason: a.Reason}
	if found && running.Until.After(now) { // what has ended is there for a minute more
		by.Purpose, r.Prolonged = "prolong", true
	}
	r.Revision, err = write(ctx, engine, v1.RelationshipUpdate_OPERATION_TOUCH, r, by, preconditions(rules))
	if calls.PreconditionFailed(err) {
		return Running{}, explained(ctx, engine, refused(r.User, r.Client), r.User, rules)
	}
	if err != nil {
		return Running{}, phrase.Errorf("starting emergency access of %s to %s: %w: see `remit emergency list` before trying again", r.User, r.Client, err)
	}
	return r, nil
}

// rule is a relationship that must exist, or must not, for an access to start.
type rule struct {
	filter *v1.RelationshipFilter
	absent bool
	broken phrase.Phrase
	breaks what
}

// what it takes to break a rule.
type what int

const (
	mistaken  what = iota // anything that is asked for
	forbidden             // what the procedure allows nobody
	unfit                 // who asks is not among those who may, or is nobody
)

func rulesFor(r Running, running bool) []rule {
	tenant := schema.TenantRef(r.Client.Tenant)
	procedure := relation.New(relation.ObjectOf(tenant), schema.TenantEmergencyProcedure.Name(), relation.Object{Type: schema.TypeUser, ID: relation.Wildcard})
	return []rule{
		{relation.Exactly(relation.Between(tenant, schema.TenantMember, r.User)), false, phrase.Of("%s has no active account", r.User), unfit},
		{relation.Exactly(relation.Between(tenant, schema.TenantPractitioner, r.User)), false, phrase.Of("%s is not in the group practitioner", r.User), unfit},
		{relation.Exactly(procedure), false, phrase.Of("the emergency procedure of %s is switched off", tenant), forbidden},
		{relation.Exactly(relation.Between(r.Client, schema.ClientTenant, tenant)), false, phrase.Of("%s is not a client of %s", r.Client, tenant), mistaken},
		// What was found running, or not, must still be so: two that start at
		// the same moment must not shorten each other.
		{accessOf(r.User, r.Client), !running, phrase.Of("another one began or ended at this moment: try again"), mistaken},
	}
}

func preconditions(rules []rule) []*v1.Precondition {
	found := make([]*v1.Precondition, len(rules))
	for i, rule := range rules {
		if rule.absent {
			found[i] = mustNotMatch(rule.filter)
		} else {
			found[i] = mustMatch(rule.filter)
		}
	}
	return found
}

// explained adds to a refused write which rules it broke, by asking for each. The rules are
// about a user.
func explained(ctx context.Context, engine calls.Engine, e *RefusedError, user schema.Ref, rules []rule) *RefusedError {
	fits := true
	for _, rule := range rules {
		found, err := calls.ReadAll(ctx, engine, rule.filter, calls.Head())
		if err != nil {
			e.said, e.Reasons, e.Limit = nil, nil, true
			return e.with(phrase.Of("a rule is broken, and asking which failed: %v", err))
		}
		if rule.absent == (len(found) > 0) {
			e.with(rule.broken)
			e.Limit = e.Limit || rule.breaks == forbidden
			fits = fits && rule.breaks != unfit
		}
	}
	if len(e.said) == 0 {
		e.with(phrase.Of("a rule was broken at the moment of writing and no longer is: try again"))
	}
	if !fits && !e.Limit {
		account := relation.Of(relation.ObjectOf(user.Account()))
		found, err := calls.ReadAll(ctx, engine, account, calls.Head())
		e.Limit = err != nil || len(found) > 0 // somebody there is, who may not
	}
	return e
}
