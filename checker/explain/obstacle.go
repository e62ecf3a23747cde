package explain

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Kind is a kind of obstacle. The zero value names none.
type Kind string

// The kinds of obstacle.
const (
	OtherTenant      Kind = "other_tenant"      // Who is not a user of What's tenant
	NoSuchResource   Kind = "no_such_resource"  // nothing is known of What
	NoSuchUser       Kind = "no_such_user"      // Who has no account
	Inactive         Kind = "inactive"          // Who's account is not active
	Barred           Kind = "barred"            // Who is barred from What
	RoleMissing      Kind = "role_missing"      // Who lacks the system role or group Role
	NotLinked        Kind = "not_linked"        // Who is not linked to What as Role
	WrongLink        Kind = "wrong_link"        // Who is linked to What as Role, which does not count here
	Ended            Kind = "ended"             // Who's link to What ended at At
	StoresQuestion   Kind = "stores_question"   // Who's link to What was written with the time of the question, so that it never holds
	ProcedureOff     Kind = "procedure_off"     // the emergency procedure of What is switched off
	ProtectedAccount Kind = "protected_account" // What is the account of an app admin or a client
	OwnAccount       Kind = "own_account"       // What is Who's own account, which they may not do this on
	NothingGives     Kind = "nothing_gives"     // no role or link that Who could have gives it on What
)

// Obstacle is one thing that stands in the way.
type Obstacle struct {
	Kind Kind
	// Who is the user, and What the object, that it is about.
	Who, What schema.Ref
	// Role is for what concerns a role or link.
	Role schema.Role
	// At is when it ended, for the kind Ended.
	At time.Time
	// Model is that of the question: it has the words.
	Model schema.Model
}

// obstacles finds what stands in the way, in the order of the remedies.
func (i *inquiry) obstacles() {
	q := i.explanation.Question
	switch {
	case !i.exists(q.Resource):
		i.meet(Obstacle{Kind: NoSuchResource, What: q.Resource})
		return
	case !i.model.HasTenants():
		i.linksOnly()
		return
	case !i.hasAccount(relation.ObjectOf(q.Subject)):
		i.meet(Obstacle{Kind: NoSuchUser, Who: q.Subject})
		return
	}
	for _, s := range i.explanation.Remedies {
		for _, c := range s.Changes {
			i.change(c)
		}
	}
	if !i.graph.Has(i.tenant(), schema.TenantMember.Name(), relation.ObjectOf(q.Subject)) {
		i.meet(Obstacle{Kind: Inactive, Who: q.Subject})
	}
	i.protection()
	if len(i.explanation.InTheWay) == 0 {
		i.meet(Obstacle{Kind: NothingGives, Who: q.Subject, What: q.Resource})
	}
}

// linksOnly are the obstacles in a model of which nothing is known but its
// relations.
func (i *inquiry) linksOnly() {
	for _, s := range i.explanation.Remedies {
		for _, c := range s.Changes {
			if c.Gone {
				i.meet(Obstacle{Kind: Barred, Who: c.Subject, What: c.Resource})
			} else {
				i.meet(Obstacle{Kind: NotLinked, Who: c.Subject, What: c.Resource, Role: schema.Role(c.Relation.Name())})
			}
		}
	}
	if len(i.explanation.InTheWay) == 0 {
		q := i.explanation.Question
		i.meet(Obstacle{Kind: NothingGives, Who: q.Subject, What: q.Resource})
	}
}

func (i *inquiry) meet(o Obstacle) {
	o.Model = i.model
	if !slices.Contains(i.explanation.InTheWay, o) {
		i.explanation.InTheWay = append(i.explanation.InTheWay, o)
	}
}

// exists says whether a resource has a tenant, as all that a source names has.
func (i *inquiry) exists(r schema.Ref) bool {
	for range i.graph.Of(relation.ObjectOf(r), "") {
		return true
	}
	return false
}

// change is the obstacle that a missing change is.
func (i *inquiry) change(c Change) {
	o := Obstacle{Who: c.Subject, What: c.Resource, Role: schema.Role(c.Relation.Name())}
	switch facts := i.model.RelationFacts(c.Relation); {
	case facts.Kind == schema.KindSwitch:
		i.meet(Obstacle{Kind: ProcedureOff, What: c.Resource})
	case facts.Kind == schema.KindActive:
		i.meet(Obstacle{Kind: Inactive, Who: c.Subject})
	case facts.Effect == schema.Takes:
		i.meet(Obstacle{Kind: Barred, Who: i.explanation.Question.Subject, What: c.Resource})
	case c.Gone, facts.Kind == schema.KindMarker:
		// comes along with another change
	case facts.Kind == schema.KindSystemRole, facts.Kind == schema.KindGroup:
		o.Kind, o.What = RoleMissing, schema.Ref{}
		i.meet(o)
	default:
		i.link(o, c)
	}
}

// link is the obstacle of a link that is not there: another that does not
// count, one that has ended, or none.
func (i *inquiry) link(o Obstacle, c Change) {
	for r := range i.graph.Of(relation.ObjectOf(c.Resource), "") {
		if r.Subject != relation.ObjectOf(c.Subject) {
			continue
		}
		there := i.stepOf(r)
		role := schema.Role(r.Relation.Name())
		switch _, isLink := role.LinkRelation(c.Resource.Type); {
		case r.Relation == c.Relation && r.StoresQuestion():
			i.meet(Obstacle{Kind: StoresQuestion, Who: c.Subject, What: c.Resource, Role: role})
			return
		case r.Relation == c.Relation && there.Until != nil && !there.Until.After(i.explanation.At):
			i.meet(Obstacle{Kind: Ended, Who: c.Subject, What: c.Resource, Role: role, At: *there.Until})
			return
		case isLink && role != o.Role && i.model.RelationFacts(there.Relation).Effect == schema.Gives:
			i.meet(Obstacle{Kind: WrongLink, Who: c.Subject, What: c.Resource, Role: role})
		}
	}
	// Nobody misses an emergency.
	if c.Relation.Facts().WrittenBy(schema.BySource) || c.Relation.Facts().Kind == "" {
		o.Kind = NotLinked
		i.meet(o)
	}
}

// protection is that of an app admin's account, and a client's own, against
// those who manage accounts, and of everybody's own against themselves.
func (i *inquiry) protection() {
	q := i.explanation.Question
	if q.Resource.Type != schema.TypeAccount {
		return
	}
	account := relation.ObjectOf(q.Resource)
	exists := i.graph.Has(account, schema.AccountTenant.Name(), i.tenant())
	if exists && !i.graph.Has(account, schema.AccountOrdinaryIn.Name(), i.tenant()) && !i.model.PermissionFacts(q.Permission).Common {
		i.meet(Obstacle{Kind: ProtectedAccount, What: q.Resource})
	}
	if q.Resource == q.Subject.Account() && i.wouldBut(relation.New(account, schema.AccountOwner.Name(), relation.ObjectOf(q.Subject))) {
		i.meet(Obstacle{Kind: OwnAccount, Who: q.Subject, What: q.Resource})
	}
}

// wouldBut says whether the answer would allow but for one relationship.
func (i *inquiry) wouldBut(r relation.Relationship) bool {
	without, err := i.graph.With([]relation.Change{{Relationship: r, Gone: true}})
	return err == nil && without.Check(i.asked(), i.context).Outcome == eval.Allowed
}
