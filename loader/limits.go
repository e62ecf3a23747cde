package loader

import (
	"fmt"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

const (
	// maxRemovals is the number of relationships of one tenant that a plan may
	// take away unasked.
	maxRemovals = 100
	// maxShare is the same as a share of what the tenant has, in per cent.
	maxShare = 10
	// smallTenant is the number of relationships from which the two hold: in a
	// smaller tenant one user who leaves would be more than a tenth.
	smallTenant = 20
)

// Limit names a safety limit.
type Limit string

// The limits.
const (
	LimitRemovals Limit = "removals" // of relationships; Limits.AllowRemovals lifts it
	LimitAccess   Limit = "access"   // of permissions given; Limits.AllowAccess lifts it
	// LimitProtected is of what Limits.Protected names; nothing lifts it.
	LimitProtected Limit = "protected"
	// LimitUnattended is of plans that nobody looks at (Limits.Unattended); nothing
	// lifts it.
	LimitUnattended Limit = "unattended"
	// LimitBudget is of what a day's plans may do together, as a number in Limits.
	LimitBudget Limit = "budget"
)

// Limits say how much a plan may change. The zero value is the careful one.
type Limits struct {
	// AllowRemovals lifts the limits on relationships for a plan that takes
	// away at most this many in all of those that a source wrote. What of an
	// application's goes with them does not count here, though it does for the
	// limits: it may become more while people work, and the number no longer do.
	AllowRemovals int
	// AllowAccess lifts the limit on permissions for a plan that gives at most
	// this many in all.
	AllowAccess int
	// StandingRemovals and StandingAccess are numbers for every plan, which nobody gave
	// for one that they had seen: a plan that takes away or gives so many in all may, and
	// so may all of a day together, and no more. What a plan does besides, such as to take
	// the last app admin, they do not lift.
	StandingRemovals, StandingAccess int
	// Unlimited lifts both for any plan, and nothing is counted.
	Unlimited bool
	// Budget is how much of what one plan may do all of a day may do together, in per
	// cent; 0 is 100, so that ten small ones may not do what one large one may not.
	Budget int
	// Unattended is for plans that nobody looks at before they are applied: what their
	// source names none of any more, and named before, does not go, however small the
	// tenant is. A file that is empty reads like one that is meant.
	Unattended bool
	// Protected are who and what no plan takes away; nothing lifts that.
	Protected Protected
}

// Validate refuses a number that cannot be meant, with a *LimitError.
func (l Limits) Validate() error {
	switch {
	case min(l.AllowRemovals, l.StandingRemovals) < 0:
		return &LimitError{LimitRemovals, min(l.AllowRemovals, l.StandingRemovals)}
	case min(l.AllowAccess, l.StandingAccess) < 0:
		return &LimitError{LimitAccess, min(l.AllowAccess, l.StandingAccess)}
	case l.Budget != 0 && l.Budget < 100:
		return &LimitError{LimitBudget, l.Budget}
	}
	return l.Protected.Validate()
}

// LimitError is a limit that is lifted for less than nothing, or a budget that is less
// than what one plan may do.
type LimitError struct {
	Limit Limit
	N     int
}

// Error says which it is.
func (e *LimitError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *LimitError) Say(in phrase.Printer) string {
	if e.Limit == LimitBudget {
		return in.Say("a budget of %d %% for a day is less than what one plan may do: give 100 or more, or leave it out", e.N)
	}
	return in.Say("%d %s are less than none: give how many are meant, or leave it out", e.N, e.Limit)
}

// Refusal is one reason not to apply a plan.
type Refusal struct {
	Limit  Limit           `json:"limit"`
	Tenant schema.TenantID `json:"tenant"`
	Reason string          `json:"reason"`

	said phrase.Phrase // Reason
}

// String is "tenant acme: why".
func (r Refusal) String() string { return fmt.Sprintf("tenant %s: %s", r.Tenant, r.Reason) }

// Say is String in the language of a printer.
func (r Refusal) Say(in phrase.Printer) string {
	return in.Say("tenant %s: %s", r.Tenant, r.said.Or(r.Reason))
}

// RefusedError is a plan that a safety limit refuses.
type RefusedError struct {
	Refusals []Refusal
	// Needs are the limits that would let the plan pass; zero for a kind of
	// limit that does not refuse it.
	Needs Limits
}

// Error prints each refusal.
func (e *RefusedError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *RefusedError) Say(in phrase.Printer) string {
	lines := []string{in.Say("nothing was written: the plan changes too much")}
	for _, r := range e.Refusals {
		lines = append(lines, "  "+r.Say(in))
	}
	return strings.Join(lines, "\n")
}

// Check is a *RefusedError for a plan that is not to be applied: a tenant loses
// more than 10 % or more than 100 of its relationships, whichever is less, or its
// last active app admin or application manager. Orphaned emergencies do not count,
// as they end by themselves, nor what stores its own time. A tenant of fewer
// than 20 relationships may lose any number, and one that has none yet has none
// to lose.
//
// A plan whose permissions are counted (Plan.Measured) is refused too when,
// in a tenant that had relationships before, it gives a permission more than
// 1,000 times and more than 10 % of the times that the tenant's users had it:
// one more group can give ten thousand. That does not go for
// account#view_roles, which every new colleague brings in great numbers.
//
// What the plans of a day do together is held to the same, or as much more as Budget
// says; and what is protected no plan takes away.
func (l Limits) Check(p Plan) error {
	if err := l.Validate(); err != nil {
		return err
	}
	e := RefusedError{Refusals: p.refusals(LimitProtected, l.Protected.reasons)}
	if l.Unattended {
		e.Refusals = append(e.Refusals, p.refusals(LimitUnattended, TenantChanges.emptiedReasons)...)
	}
	if l.Unlimited {
		return e.orNil()
	}
	l = l.standing(p)
	if removals := p.refusals(LimitRemovals, l.reasons); !allows(l.AllowRemovals, p.ownRemovals()) && len(removals) > 0 {
		// At least 1: zero lifts nothing, even where all is an application's.
		e.Refusals, e.Needs.AllowRemovals = append(e.Refusals, removals...), max(1, p.ownRemovals())
	}
	if given := p.refusals(LimitAccess, l.accessReasons); !allows(l.AllowAccess, p.Gives()) && len(given) > 0 {
		e.Refusals, e.Needs.AllowAccess = append(e.Refusals, given...), p.Gives()
	}
	return e.orNil()
}

// standing are the limits for a plan: a standing number that it is beyond says nothing.
func (l Limits) standing(p Plan) Limits {
	if !allows(l.StandingRemovals, p.ownRemovals()) {
		l.StandingRemovals = 0
	}
	if !allows(l.StandingAccess, p.Gives()) {
		l.StandingAccess = 0
	}
	return l
}

// orNil is nil where nothing is refused.
func (e *RefusedError) orNil() error {
	if len(e.Refusals) == 0 {
		return nil
	}
	return e
}

// allows says whether a limit is lifted for so many: not by zero.
func allows(limit, n int) bool { return limit > 0 && limit >= n }

func (p Plan) refusals(limit Limit, reasons func(TenantChanges) []phrase.Phrase) []Refusal {
	var refusals []Refusal
	for _, t := range p.Tenants {
		for _, reason := range reasons(t) {
			refusals = append(refusals, Refusal{limit, t.Tenant, reason.String(), reason})
		}
	}
	return refusals
}

func (l Limits) reasons(t TenantChanges) []phrase.Phrase {
	var reasons []phrase.Phrase
	if t.Gone {
		reasons = append(reasons, phrase.Of("goes as a whole, with all of its %d relationships", t.Before))
	}
	n, all, limit := t.losses(), t.together().Removals, max(l.StandingRemovals, min(maxRemovals, t.Before*maxShare/100))
	switch {
	case t.Before < smallTenant:
	case n > limit:
		reasons = append(reasons, phrase.Of("loses %d of its %d relationships; the limit is %d", n, t.Before, limit))
	case n > 0 && all > l.ofDay(limit):
		reasons = append(reasons, phrase.Of("loses %d of its %d relationships, with those of the last day %d; the limit of a day is %d", n, t.Before, all, l.ofDay(limit)))
	}
	for _, role := range keptRoles() {
		if last := t.Holders[role]; last.Before > 0 && last.After == 0 {
			reasons = append(reasons, phrase.Of("loses its last active %s (%d before)", role.Label(), last.Before))
		}
	}
	return reasons
}

// emptiedReasons are the kinds of row that the source has none of any more.
func (t TenantChanges) emptiedReasons() []phrase.Phrase {
	var reasons []phrase.Phrase
	for _, kind := range t.Emptied {
		reasons = append(reasons, phrase.Of("loses all %s that a source named, and nobody looks at the plan", rowsOf(kind)))
	}
	return reasons
}

// keptRoles are the roles in a tenant of which the last is not taken unasked.
func keptRoles() []schema.Role {
	return slices.DeleteFunc(schema.TenantRoles(), func(r schema.Role) bool {
		relation, _ := r.TenantRelation()
		return !relation.Facts().KeepLast
	})
}

// losses count what would have lasted of what is taken away, and should have; what
// is to end earlier is taken away, too.
func (t TenantChanges) losses() int {
	n := 0
	for c := range t.Changes.others() {
		if (c.Removes() || c.endsSooner()) && c.Action != ClearStoredNow && c.Action != TakeOver && c.Relation.Facts().Under == "" {
			n++
		}
	}
	return n
}
