package acts

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// rule is a relationship that must be there, or must not, for an act.
type rule struct {
	filter *v1.RelationshipFilter
	absent bool
	broken string // what it says when it is broken
}

func preconditions(rules []rule) []*v1.Precondition {
	found := make([]*v1.Precondition, len(rules))
	for i, rule := range rules {
		found[i] = &v1.Precondition{Operation: v1.Precondition_OPERATION_MUST_MATCH, Filter: rule.filter}
		if rule.absent {
			found[i].Operation = v1.Precondition_OPERATION_MUST_NOT_MATCH
		}
	}
	return found
}

// broken says which rules what the engine holds breaks, each reason once.
func broken(ctx context.Context, engine calls.Engine, rules []rule) ([]string, error) {
	var reasons []string
	said := map[string]bool{}
	for _, rule := range rules {
		found, err := calls.ReadAll(ctx, engine, rule.filter, calls.Head())
		if err != nil {
			return nil, err
		}
		if rule.absent == (len(found) > 0) && !said[rule.broken] {
			said[rule.broken] = true
			reasons = append(reasons, rule.broken)
		}
	}
	return reasons, nil
}

// active wants a user's account to be active, and to be theirs: a link names
// them as its owner.
func active(user schema.Ref) []rule {
	reason := phrase.Of("%s has no active account", user).String()
	return []rule{
		{filter: between(schema.TenantRef(user.Tenant), schema.TenantMember, user), broken: reason},
		known(user),
	}
}

// known wants a user's account to be there.
func known(user schema.Ref) rule {
	return rule{filter: between(user.Account(), schema.AccountOwner, user), broken: phrase.Of("%s does not exist", user).String()}
}

// there wants an object to be in its tenant. A tenant is there.
func there(object schema.Ref) []rule {
	if object.Type == schema.TypeTenant {
		return nil
	}
	return []rule{{filter: between(object, object.Type.Pointer(schema.TypeTenant), schema.TenantRef(object.Tenant)), broken: phrase.Of("%s does not exist", object).String()}}
}

// free wants nothing of an object to be there that an id used again could bring
// to life. Bars only take away, and stay for whoever they name.
func free(object schema.Ref) []rule {
	var rules []rule
	for _, r := range schema.Relations(object.Type) {
		if r.Facts().Effect == schema.Takes {
			continue
		}
		reason := phrase.Of("%s exists, or something of one that did: the next sync clears that away", object).String()
		rules = append(rules, rule{filter: relation.OfIn(relation.ObjectOf(object), r), absent: true, broken: reason})
	}
	return append(rules, empty(object)...)
}

// empty wants nothing to be part of an object.
func empty(object schema.Ref) []rule {
	var rules []rule
	for _, part := range parts(object.Type) {
		rules = append(rules, rule{filter: partsOf(object, part), absent: true, broken: phrase.Of("some %s is part of %s", part.Type(), object).String()})
	}
	return rules
}

// parts are the relations by which others are part of objects of a type.
func parts(whole schema.Type) []schema.Relation {
	var found []schema.Relation
	for _, t := range schema.Types() {
		if r := t.Pointer(whole); r.Facts().Kind == schema.KindParent {
			found = append(found, r)
		}
	}
	return found
}

// between finds one relationship. References are checked before: a blank id in
// a filter would mean any.
func between(object schema.Ref, r schema.Relation, subject schema.Ref) *v1.RelationshipFilter {
	return relation.Exactly(relation.Between(object, r, subject))
}

// partsOf finds what is part of an object, in its tenant.
func partsOf(object schema.Ref, part schema.Relation) *v1.RelationshipFilter {
	return relation.WithSubject(relation.InTenant(part, object.Tenant), relation.ObjectOf(object), "")
}
