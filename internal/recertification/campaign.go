package recertification

import (
	"iter"
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// The decisions.
const (
	Keep     = "keep"
	Revoke   = "revoke"
	Delegate = "delegate"
)

// maxReason is how many bytes a reason has at most.
const maxReason = 4096

// Campaign is one campaign with all that became of it.
type Campaign struct {
	ID     int64        `json:"id"`
	Opened time.Time    `json:"opened"`
	Actor  string       `json:"actor,omitempty"`
	Reason string       `json:"reason,omitempty"`
	Scope  []string     `json:"scope"`
	Due    time.Time    `json:"due"`
	At     string       `json:"at"`
	Grants []GrantState `json:"grants"`
	// Reminders are when reviewers were reminded.
	Reminders []time.Time `json:"reminders,omitempty"`
	// Closed is when it was closed; zero while it is open.
	Closed   time.Time `json:"closed,omitzero"`
	Evidence string    `json:"evidence,omitempty"`
	Plan     string    `json:"plan,omitempty"`

	all int // grants that the opening tells of
}

// GrantState is a grant with all that was decided about it, oldest first.
type GrantState struct {
	entry.Grant
	Decisions []Decision `json:"decisions,omitempty"`
}

// Decision is one with when it was recorded, in which entry, and who was answerable.
type Decision struct {
	entry.GrantDecision
	Time  time.Time `json:"time"`
	Entry int64     `json:"entry"`
	Actor string    `json:"actor,omitempty"`
}

// Campaigns are all that entries tell of, in the order in which they were opened.
func Campaigns(entries iter.Seq2[entry.Entry, error]) ([]*Campaign, error) {
	var all []*Campaign
	byID := map[int64]*Campaign{}
	for e, err := range entries {
		if err != nil {
			return nil, err
		}
		if e.Campaign == nil {
			continue
		}
		s := *e.Campaign
		c := byID[s.Campaign]
		if s.Does == entry.CampaignOpened && c == nil {
			c = &Campaign{ID: s.Campaign, Opened: e.Time, Actor: e.Actor, Reason: e.Reason, Scope: s.Scope, Due: s.Due, At: s.At, all: s.All}
			byID[s.Campaign], all = c, append(all, c)
		}
		if c == nil {
			return nil, phrase.Errorf("entry %d is of review %d, which no entry opened", e.Number, s.Campaign)
		}
		if err := c.take(e, s); err != nil {
			return nil, err
		}
	}
	// An opening that broke off was never acknowledged.
	return slices.DeleteFunc(all, func(c *Campaign) bool { return len(c.Grants) != c.all }), nil
}

// take takes a step in. What comes after the closing is none: its evidence lacks it.
func (c *Campaign) take(e entry.Entry, s entry.CampaignStep) error {
	if !c.Closed.IsZero() {
		return nil
	}
	switch s.Does {
	case entry.CampaignOpened:
		for _, g := range s.Grants {
			c.Grants = append(c.Grants, GrantState{Grant: g})
		}
	case entry.CampaignDecided:
		for _, d := range s.Decisions {
			if d.Grant < 1 || d.Grant > len(c.Grants) {
				return phrase.Errorf("entry %d decides about grant %d, which review %d does not have", e.Number, d.Grant, c.ID)
			}
			g := &c.Grants[d.Grant-1]
			g.Decisions = append(g.Decisions, Decision{d, e.Time, e.Number, e.Actor})
		}
	case entry.CampaignReminded:
		c.Reminders = append(c.Reminders, e.Time)
	case entry.CampaignClosed:
		c.Closed, c.Evidence, c.Plan = e.Time, s.Evidence, s.Plan
	default:
		return phrase.Errorf("entry %d does %s, which a review does not", e.Number, schema.Quote(s.Does))
	}
	return nil
}

// Outcome is what was decided last, keep or revoke; blank while it is open.
func (g GrantState) Outcome() string {
	if n := len(g.Decisions); n > 0 && g.Decisions[n-1].Decision != Delegate {
		return g.Decisions[n-1].Decision
	}
	return ""
}

// With is who is to decide: the reviewer, or whom it was delegated to.
func (g GrantState) With() relation.Object {
	for _, d := range slices.Backward(g.Decisions) {
		if d.Decision == Delegate {
			return d.To
		}
	}
	return g.Reviewer
}

// Open are the grants that are still to be decided about: none of a closed campaign.
func (c *Campaign) Open() []GrantState {
	if !c.Closed.IsZero() {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.Grants), func(g GrantState) bool { return g.Outcome() != "" })
}

// Count counts the grants of an outcome; of a blank one those that nobody has decided
// about, of a closed campaign too.
func (c *Campaign) Count(outcome string) (n int) {
	for _, g := range c.Grants {
		if g.Outcome() == outcome {
			n++
		}
	}
	return n
}

// Overdue says whether it should have been closed by now.
func (c *Campaign) Overdue(now time.Time) bool { return c.Closed.IsZero() && now.After(c.Due) }

// Waiting are the reviewers who have grants to decide about, with how many, sorted; what
// nobody else can decide about is left out.
func (c *Campaign) Waiting() []entry.Reminder {
	open := map[relation.Object]int{}
	for _, g := range c.Open() {
		if g.With() != (relation.Object{}) {
			open[g.With()]++
		}
	}
	var all []entry.Reminder
	for o, n := range open {
		all = append(all, entry.Reminder{Reviewer: o, Open: n})
	}
	slices.SortFunc(all, func(a, b entry.Reminder) int { return a.Reviewer.Compare(b.Reviewer) })
	return all
}

// RefusedError is a decision that is not to be taken. Nothing was recorded.
type RefusedError struct {
	Grant entry.Grant
	By    relation.Object
	Why   phrase.Phrase
}

// Error says which, whose and why.
func (e *RefusedError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *RefusedError) Say(in phrase.Printer) string {
	return in.Say("the decision of %s about grant %d is refused: %s", e.By, e.Grant.Number, e.Why)
}

// Check is the decision as it is recorded, with by what its reviewer may decide. It is
// refused with a *RefusedError where whoever decides is the user of the grant, may not end
// it by what the engine holds now, or delegates to somebody who may not.
func (c *Campaign) Check(s *State, d entry.GrantDecision) (entry.GrantDecision, error) {
	if !c.Closed.IsZero() {
		return d, phrase.Errorf("review %d was closed at %s: nothing is decided in it any more", c.ID, phrase.Time(c.Closed))
	}
	if d.Grant < 1 || d.Grant > len(c.Grants) {
		return d, phrase.Errorf("review %d has no grant %d: see `remit review show %d`", c.ID, d.Grant, c.ID)
	}
	g := c.Grants[d.Grant-1].Grant
	refused := func(why phrase.Phrase) error { return &RefusedError{g, d.By, why} }
	nobody := relation.Object{}
	switch {
	case !slices.Contains([]string{Keep, Revoke, Delegate}, d.Decision):
		return d, phrase.Errorf("decision %s does not exist: choose keep, revoke or delegate", schema.Quote(d.Decision))
	case d.By == nobody:
		return d, phrase.Errorf("a decision about grant %d needs --by: who decides", d.Grant)
	case schema.Blank(d.Reason):
		return d, phrase.Errorf("a decision about grant %d needs a reason", d.Grant)
	case len(d.Reason) > maxReason:
		return d, phrase.Errorf("the reason has %d bytes, and %d at most are kept", len(d.Reason), maxReason)
	case (d.Decision == Delegate) != (d.To != nobody):
		return d, phrase.Errorf("grant %d: delegate, and nothing else, needs --to: who is to decide", d.Grant)
	case !OfPerson(g):
		return d, refused(phrase.Of("it is not one person's, and whoever decides might have it too"))
	case d.By == g.User:
		return d, refused(phrase.Of("it is their own"))
	case d.To == g.User:
		return d, refused(phrase.Of("%s has the grant, and cannot decide about it", d.To))
	}
	var err error
	if d.As, err = s.MayDecide(g, d.By); err != nil {
		return d, err
	}
	if d.As == "" {
		return d, refused(phrase.Of("they may not end it: it takes %s", s.needs(g)))
	}
	if d.Decision != Delegate {
		return d, nil
	}
	as, err := s.MayDecide(g, d.To)
	if err == nil && as == "" {
		err = refused(phrase.Of("%s may not end it: it takes %s", d.To, s.needs(g)))
	}
	return d, err
}

// needs is the permission that ending a grant takes.
func (s *State) needs(g entry.Grant) string {
	if on, known := s.placeOf(g); known {
		return string(on.permission)
	}
	return "an administrator's role"
}

// Uses takes when each grant was last used from recorded decisions: those that were allowed
// by a path that it is part of. Others say nothing about it.
func Uses(grants []entry.Grant, decisions iter.Seq2[entry.Entry, error]) error {
	of := make(map[string]*entry.Grant, len(grants))
	for i := range grants {
		of[grants[i].Relationship.String()] = &grants[i]
	}
	for e, err := range decisions {
		if err != nil {
			return err
		}
		if e.Decision == nil || e.Decision.Outcome != "allowed" {
			continue
		}
		for _, step := range e.Decision.Path {
			if g := of[step]; g != nil && g.User == e.Decision.User && e.Time.After(g.Used) {
				g.Used = e.Time
			}
		}
	}
	return nil
}

// Change is how a grant stands at the closing, beside its campaign.
type Change struct {
	// Gone are the grants that no longer stand as they were, and New those in scope that
	// were not there at the opening.
	Gone []int                   `json:"gone,omitempty"`
	New  []relation.Relationship `json:"new,omitempty"`
	// Lost are the decisions whose reviewer may not end the grant any more.
	Lost []int `json:"reviewer_lost_right,omitempty"`
}

// Since says what has changed since the campaign was opened: by the engine's state now.
func (c *Campaign) Since(s *State, scope Scope) (Change, error) {
	var change Change
	was := make(map[relation.Relationship]bool, len(c.Grants))
	for _, g := range c.Grants {
		was[g.Key()] = true
		if !s.Holds(g.Grant) {
			change.Gone = append(change.Gone, g.Number)
		}
		if g.Outcome() == "" {
			continue
		}
		as, err := s.MayDecide(g.Grant, g.Decisions[len(g.Decisions)-1].By)
		if err != nil {
			return Change{}, err
		}
		if as == "" {
			change.Lost = append(change.Lost, g.Number)
		}
	}
	for _, t := range s.model.Types() {
		for _, r := range s.model.Relations(t) {
			if !IsGrant(s.model, r) {
				continue
			}
			for _, g := range s.ofRelation(scope, r) {
				if !was[g.Key()] {
					change.New = append(change.New, g.Relationship)
				}
			}
		}
	}
	return change, nil
}
