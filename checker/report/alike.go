package report

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// alike counts what users have at a moment. Many differ in their links alone, such as all
// secretaries of a tenant: what is not near a link of theirs each of them has as the first
// one that was asked about, since to put one of them in the place of the other changes
// nothing else. So a hundred thousand clients are gone through once, and not for each user.
type alike struct {
	work   *work
	moment *history.Moment
	first  map[string]map[schema.Permission]*answered // by what is the same of them

	user schema.Ref // who was asked about last
	same string
	near []relation.Object
	seen map[relation.Object]bool // what is near
}

// answered is what the first of some users has of one permission, by the ids of references,
// sorted, and what is near them.
type answered struct {
	has  []string
	near []relation.Object
}

// nearMost is how many objects are looked at one by one: of somebody who is linked to more
// all are listed.
const nearMost = 2000

func (w *work) alikeAt(m *history.Moment) *alike {
	return &alike{work: w, moment: m, first: map[string]map[schema.Permission]*answered{}}
}

// count is of how many objects a user has a permission, in a moment that is the one of these
// users, or that one without the user's links.
func (a *alike) count(ctx context.Context, in *history.Moment, u schema.Ref, p schema.Permission) (int, error) {
	if a.user != u {
		a.user, a.same = u, a.sameOf(u)
		a.goNear(u)
	}
	first := a.first[a.same][p]
	if first == nil || len(a.near)+len(first.near) > nearMost {
		return a.list(ctx, in, u, p, first == nil)
	}
	n, at := len(first.has), eval.Context{At: in.Time(), Values: schema.ContextAt}
	for i, o := range append(slices.Clip(a.near), first.near...) {
		if o.Type != p.Type() || o.Tenant() != u.Tenant || i >= len(a.near) && a.seen[o] {
			continue
		}
		ref, err := in.Model().RefOfObject(string(o.Type), o.ID)
		if _, had := slices.BinarySearch(first.has, ref.ID); had {
			n--
		}
		switch is := in.Graph().Check(eval.Question{Resource: o, Permission: p.Name(), Subject: relation.ObjectOf(u)}, at).Outcome; {
		case is == eval.Denied:
		case is == eval.Allowed && err == nil:
			n++
		default:
			return a.list(ctx, in, u, p, false) // whose error says what it is
		}
	}
	return n, nil
}

// list counts by listing, and keeps what the first of some users has.
func (a *alike) list(ctx context.Context, in *history.Moment, u schema.Ref, p schema.Permission, first bool) (int, error) {
	all, err := a.work.resources(ctx, in, u, p)
	if err != nil || !first || len(a.near) > nearMost {
		return len(all), err
	}
	has := make([]string, len(all))
	for i, ref := range all {
		has[i] = ref.ID
	}
	if a.first[a.same] == nil {
		a.first[a.same] = map[schema.Permission]*answered{}
	}
	a.first[a.same][p] = &answered{has, a.near}
	return len(all), nil
}

// isOwn says whether a relationship is one in which users who are alike may differ.
func (a *alike) isOwn(r relation.Relationship) bool {
	kind := a.moment.Model().RelationFacts(r.Relation).Kind
	return kind == schema.KindLink || kind == schema.KindIdentity
}

// sameOf is what all users have in common who are alike: their relationships and those of
// their accounts, but for their own, with one name in the place of theirs.
func (a *alike) sameOf(u schema.Ref) string {
	user, account, g := relation.ObjectOf(u), relation.ObjectOf(u.Account()), a.moment.Graph()
	unnamed := func(o relation.Object) relation.Object {
		if o == user || o == account {
			o.ID = ""
		}
		return o
	}
	all := []string{string(u.Tenant)}
	add := func(r relation.Relationship) {
		resource, subject := unnamed(r.Resource), unnamed(r.Subject)
		all = append(all, fmt.Sprintf("%q", []string{string(resource.Type), resource.ID, string(r.Relation), string(subject.Type), subject.ID, r.SubjectRelation, string(r.Caveat), r.Context, r.Expires}))
	}
	for _, o := range []relation.Object{user, account} {
		for r := range g.To(o, "") {
			if !a.isOwn(r) || r.Resource == user || r.Resource == account {
				add(r)
			}
		}
		for r := range g.Of(o, "") {
			add(r)
		}
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

// goNear finds the objects of which a user may have something by a relationship of their own,
// with the user and their account: what it is of, and whatever leads there. More than
// nearMost are not all.
func (a *alike) goNear(u schema.Ref) {
	user, account, g := relation.ObjectOf(u), relation.ObjectOf(u.Account()), a.moment.Graph()
	a.near, a.seen = []relation.Object{user, account}, map[relation.Object]bool{user: true, account: true}
	add := func(o relation.Object) {
		if !a.seen[o] {
			a.seen[o] = true
			a.near = append(a.near, o)
		}
	}
	for _, o := range []relation.Object{user, account} {
		for r := range g.To(o, "") {
			if a.isOwn(r) {
				add(r.Resource)
			}
		}
	}
	for i := 2; i < len(a.near) && len(a.near) <= nearMost; i++ {
		for r := range g.To(a.near[i], "") {
			add(r.Resource)
		}
	}
}
