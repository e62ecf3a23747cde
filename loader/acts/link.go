package acts

import (
	"context"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// Grant is a role of one user on one object, such as auditor of an engagement.
// Emergency access is none: package emergency starts it.
type Grant struct {
	User   schema.Ref
	Role   schema.Role
	Object schema.Ref
	// Until is when the link ends by itself, in whole seconds; a fraction is cut off. An
	// invitation to a connection has one; every other role but barred may; zero is none.
	// It begins at once: who wants a link from later on makes it then.
	Until time.Time
	// LateEnds takes an end, other than an invitation's, to a SpiceDB that may allow by
	// the link some seconds longer, which is refused otherwise. One that remit serves is
	// never late.
	LateEnds bool
}

// Link gives a user a role on an object, at now, and returns the revision that
// has it; what is there already stays, an invitation with its new end. It takes
// the permission that the link's facts name (schema.RelationFacts.GrantedBy), and
// that the user has a role in the tenant that the link stands under. Nobody links
// themselves, whose own link may be about to end: whoever creates an object has its link
// from Create.
func Link(ctx context.Context, conn grpc.ClientConnInterface, by schema.Ref, grant Grant, now time.Time) (schema.Revision, error) {
	a := act{calls.Of(conn), by, "link", grant.Object, now}
	r, rules, err := a.grantable(ctx, grant)
	if err != nil {
		return "", err
	}
	if grant.User == by {
		return "", a.refuse(phrase.Of("nobody gives a role to themselves: somebody else who may has to").String())
	}
	terms, err := a.terms(ctx, r, grant)
	if err != nil {
		return "", err
	}
	standing, err := a.standing(ctx, grant.User, r)
	if err != nil {
		return "", err
	}
	linked := link(grant.Object, r, grant.User)
	linked.Terms = terms
	return a.write(ctx, append(rules, standing...), v1.RelationshipUpdate_OPERATION_TOUCH, linked)
}

// terms are those of a link with its end, which is to come, and at which the engine must
// end it.
func (a act) terms(ctx context.Context, r schema.Relation, grant Grant) (relation.Terms, error) {
	invites, until := r.Facts().Caveat == schema.CaveatInvitation, grant.Until.UTC().Truncate(time.Second)
	switch {
	case invites && !until.After(a.now):
		return relation.Terms{}, a.refuse(phrase.Of("an invitation needs an end that is to come").String())
	case invites:
		return relation.Invitation(until), nil
	case grant.Until.IsZero():
		return relation.Terms{}, nil
	case !r.Facts().MayEnd:
		return relation.Terms{}, a.refuse(phrase.Of("a %s has no end", grant.Role).String())
	case !until.After(a.now):
		return relation.Terms{}, a.refuse(phrase.Of("the end of the link is past").String())
	}
	inTime := grant.LateEnds
	if !inTime {
		var err error
		if inTime, err = calls.EndsInTime(ctx, a.engine); err != nil {
			return relation.Terms{}, fmt.Errorf("%w: nothing is written", err)
		}
	}
	if !inTime {
		return relation.Terms{}, a.refuse(phrase.Of("this engine may allow by a link some seconds longer than its end").String())
	}
	return relation.Terms{}.Expiring(until), nil
}

// Unlink takes a link away that an application wrote, and returns the revision
// from which it is gone. It takes what it takes to link. One that a source wrote
// is refused: it goes when the source no longer says it. Grant.Until says nothing
// here.
func Unlink(ctx context.Context, conn grpc.ClientConnInterface, by schema.Ref, grant Grant, now time.Time) (schema.Revision, error) {
	a := act{calls.Of(conn), by, "unlink", grant.Object, now}
	r, rules, err := a.grantable(ctx, grant)
	if err != nil {
		return "", err
	}
	owner := relation.Between(grant.Object, r, grant.User.Account())
	owner.SubjectRelation = schema.AccountOwner.Name()
	rules = append(rules, rule{filter: relation.Exactly(owner), broken: phrase.Of("no application linked %s as %s: a link of a source goes when the source no longer says it", grant.User, grant.Role).String()})
	return a.write(ctx, rules, v1.RelationshipUpdate_OPERATION_DELETE, link(grant.Object, r, grant.User))
}

// grantable finds the relation of a role, asks whether who acts may give it and
// take it, and says what must still be so when that is written.
func (a act) grantable(ctx context.Context, grant Grant) (schema.Relation, []rule, error) {
	if err := a.wrong(grant.User); err != nil {
		return "", nil, err
	}
	if grant.User.Type != schema.TypeUser {
		return "", nil, a.refuse(phrase.Of("%s is not a user", grant.User).String())
	}
	r, ok := grant.Role.LinkRelation(grant.Object.Type)
	if !ok || !r.Facts().WrittenBy(schema.ByApplication) {
		return "", nil, a.refuse(phrase.Of("there is no role %s on a %s: there is %v", schema.Quote(string(grant.Role)), grant.Object.Type, schema.LinkRoles(grant.Object.Type)).String())
	}
	permission := r.Facts().GrantedBy
	on, placed, err := a.place(ctx, permission)
	if err != nil {
		return "", nil, err
	}
	if err := a.may(ctx, permission, on); err != nil {
		return "", nil, err
	}
	rules := append(placed, there(a.object)...)
	return r, append(rules, active(a.by)...), nil
}

// place is what a permission is asked on: the act's object, or what it is part
// of, which then must stay so.
func (a act) place(ctx context.Context, permission schema.Permission) (schema.Ref, []rule, error) {
	if permission.Type() == a.object.Type {
		return a.object, nil, nil
	}
	r := a.object.Type.Pointer(permission.Type())
	found, err := calls.ReadAll(ctx, a.engine, relation.OfIn(relation.ObjectOf(a.object), r), calls.Head())
	if err != nil {
		return schema.Ref{}, nil, fmt.Errorf("reading what %s is part of: %w: nothing is written", a.object, err)
	}
	if len(found) != 1 {
		return schema.Ref{}, nil, a.refuse(phrase.Of("%s is part of %d %ss, and must be of one", a.object, len(found), permission.Type()).String())
	}
	object := found[0].GetSubject().GetObject()
	on, err := schema.RefOfObject(object.GetObjectType(), object.GetObjectId())
	if err != nil || on.Type != permission.Type() || on.Tenant != a.object.Tenant {
		return schema.Ref{}, nil, a.refuse(phrase.Of("%s is part of what is not in its tenant", a.object).String())
	}
	return on, []rule{{filter: between(a.object, r, on), broken: phrase.Of("%s is no longer part of %s", a.object, on).String()}}, nil
}

// standing says what must be so of a user for a link to count: a bar needs
// nothing but that they are there.
func (a act) standing(ctx context.Context, user schema.Ref, link schema.Relation) ([]rule, error) {
	rules, needs := []rule{known(user)}, link.Facts().Needs
	for _, need := range needs {
		role, _ := need.TenantRelation()
		has := rule{filter: between(schema.TenantRef(user.Tenant), role, user), broken: phrase.Of("%s lacks the role %s", user, need).String()}
		missing, err := broken(ctx, a.engine, []rule{has})
		if err != nil {
			return nil, fmt.Errorf("reading the roles of %s: %w: nothing is written", user, err)
		}
		if len(missing) == 0 {
			return append(rules, has), nil
		}
	}
	if len(needs) > 0 {
		return nil, a.refuse(phrase.Of("%s has none of the roles that a %s needs: %v", user, link.Name(), needs).String())
	}
	return rules, nil
}
