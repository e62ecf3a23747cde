package entry

import (
	"iter"
	"maps"
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Access is one emergency access with all that became of it.
type Access struct {
	// ID is the number of the entry that began it, or in whose state it was found: then
	// others may have the same.
	ID     int64           `json:"id"`
	User   relation.Object `json:"user"`
	Client relation.Object `json:"client"`
	Since  time.Time       `json:"since,omitzero"`
	// Until is when it ends by itself, or was ended.
	Until time.Time `json:"until"`
	// Ended is what ended it before its time; blank where nothing did.
	Ended   Ending   `json:"ended,omitempty"`
	Steps   []Step   `json:"steps"`
	Reviews []Review `json:"reviews,omitempty"`
	// Reads are what was read under it: see ReadUnder.
	Reads []Read `json:"reads,omitempty"`
}

// life is an access so far.
type life struct {
	Access
	// terms is when it would end by itself, whatever it was ended by.
	terms time.Time
	// without are what it lacks to give anything, and gone says that it is no longer in
	// the engine.
	without map[Ending]bool
	gone    bool
}

// Step is something that was done about an access.
type Step struct {
	Entry int64     `json:"entry"`
	Time  time.Time `json:"time"`
	// Does is "start", "prolong", "stop", "end" where something else ended it that Why
	// names, "resume" where that came back while it was still there, or where it was
	// started again in the second in which it began, or "found" where it is in a state
	// and how it came there nobody recorded.
	Does   string `json:"does"`
	Why    Ending `json:"why,omitempty"`
	Actor  string `json:"actor,omitempty"`
	With   string `json:"with,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Until is the end that it brought.
	Until time.Time `json:"until"`
}

// Ending is what ended an access before its time.
type Ending string

// The endings.
const (
	// Stopped is that somebody took it away.
	Stopped Ending = "stopped"
	// ProcedureOff is that the tenant's procedure was switched off.
	ProcedureOff Ending = "procedure_off"
	// UserInactive is that the user's account became inactive.
	UserInactive Ending = "user_inactive"
	// UserLeft is that the user left the group.
	UserLeft Ending = "user_left"
	// InGap is that it was not there any more after a gap: by then at the latest.
	InGap Ending = "in_gap"
)

// needed is what an access ends with, by the relation that says it.
var needed = map[schema.Relation]Ending{
	schema.TenantEmergencyProcedure: ProcedureOff,
	schema.TenantMember:             UserInactive,
	schema.TenantPractitioner:       UserLeft,
}

const (
	start   = "start"
	prolong = "prolong"
	stop    = "stop"
	end     = "end"
	resume  = "resume"
	found   = "found"
)

// Emergencies are the accesses that entries tell of, by their beginning, from what was
// done: not from what its metadata say, but for who was answerable, with what and, of a
// review, the note. One that was there when the entries begin, or after a gap, is found in
// that state, which stateOf reads (see FoundOf). An error is that of the entries, or of a
// state.
func Emergencies(entries iter.Seq2[Entry, error], stateOf func(Entry, ...schema.Relation) ([]relation.Relationship, error)) ([]Access, error) {
	l := lives{last: map[relation.Relationship]*life{}, missing: map[relation.Relationship]bool{}, reviewed: map[relation.Object]*life{}}
	for e, err := range entries {
		if err != nil {
			return nil, err
		}
		if e.Begins() || e.Snapshot != nil && !l.begun {
			if err := l.state(e, stateOf); err != nil {
				return nil, err
			}
		}
		l.until = later(l.until, e.Time)
		// What an access needs goes first: whoever takes both away ended it by that.
		for _, c := range e.Changes {
			if why := needed[c.Relation]; why != "" {
				l.switched(e, c, why)
			}
		}
		for _, c := range e.Changes {
			if c.Relation == schema.ClientEmergency {
				l.take(e, c)
			} else if c.Relation.Facts().Kind == schema.KindReview && !c.Gone {
				l.review(e, c)
			}
		}
	}
	all := make([]Access, len(l.found))
	for i, a := range l.found {
		all[i] = a.Access
	}
	return all, nil
}

// lives are the accesses so far.
type lives struct {
	found []*life
	// last is the newest of a user and a client.
	last map[relation.Relationship]*life
	// missing is what is gone that an access needs.
	missing map[relation.Relationship]bool
	// reviewed are the accesses by what stands for their reviews.
	reviewed map[relation.Object]*life
	// begun says that a state was read, and until is the time of the newest entry.
	begun bool
	until time.Time
}

// state takes up the accesses in the state that an entry names. After a gap, those that
// are not in it any more ended in between, and what they need may have gone or come back.
func (l *lives) state(e Entry, of func(Entry, ...schema.Relation) ([]relation.Relationship, error)) error {
	l.begun = true
	rows, err := of(e, schema.ClientEmergency)
	if err != nil {
		return err
	}
	slices.SortFunc(rows, relation.Relationship.Compare)
	e.Time = e.From()
	there := map[relation.Relationship]bool{}
	for _, r := range rows {
		there[r.Key()] = true
	}
	if e.Gap != nil {
		since := later(l.until, e.Gap.Since)
		for key, a := range l.last {
			if !there[key] {
				a.lost(e, since)
			}
		}
	}
	for _, r := range rows {
		l.find(e, r)
	}
	return l.needed(e, of)
}

// lost ends an access that is not there any more after a gap, unless it was over before.
func (a *life) lost(e Entry, since time.Time) {
	if a.gone || !a.terms.After(since) {
		return
	}
	a.gone = true
	if len(a.without) == 0 {
		a.Ended = InGap
		a.step(Step{Entry: e.Number, Time: e.Time, Does: end, Why: InGap, Until: e.Time})
	}
}

// find takes up an access that is in a state: one that is known goes on, and has a step
// only where its terms are others than were recorded.
func (l *lives) find(e Entry, r relation.Relationship) {
	since, until, reason := termsOf(r)
	a := l.last[r.Key()]
	if a != nil && !a.gone && a.Since.Equal(since) && a.terms.Equal(until) {
		return
	}
	if a != nil && !a.gone && !a.Since.Equal(since) {
		a.lost(e, time.Time{})
	}
	a = l.beginning(e, r, since)
	a.terms = until
	a.step(Step{Entry: e.Number, Time: e.Time, Does: found, Reason: reason, Until: until})
}

// needed compares what accesses need with what is in a state.
func (l *lives) needed(e Entry, of func(Entry, ...schema.Relation) ([]relation.Relationship, error)) error {
	wanted := maps.Clone(l.missing)
	for _, a := range l.last {
		if !a.gone && e.Time.Before(a.terms) {
			for _, key := range needs(a.Access) {
				wanted[key] = true
			}
		}
	}
	if len(wanted) == 0 {
		return nil // as in nearly all states, of which no more is to be read
	}
	rows, err := of(e, slices.Sorted(maps.Keys(needed))...)
	if err != nil {
		return err
	}
	there := map[relation.Relationship]bool{}
	for _, r := range rows {
		if key := r.Key(); wanted[key] {
			there[key] = true
		}
	}
	for _, key := range slices.SortedFunc(maps.Keys(wanted), relation.Relationship.Compare) {
		l.switched(e, relation.Change{Relationship: key, Gone: !there[key]}, needed[key.Relation])
	}
	return nil
}

// beginning is the access that begins, or goes on, with a relationship of a beginning. One
// that begins in the second in which another did that is over is that one again: by its
// review nobody could tell them apart.
func (l *lives) beginning(e Entry, r relation.Relationship, since time.Time) *life {
	key := r.Key()
	review := relation.ReviewOf(r.Subject, r.Resource, since)
	a := l.reviewed[review]
	if a == nil || since.IsZero() {
		a = &life{Access: Access{ID: e.Number, User: r.Subject, Client: r.Resource, Since: since}}
		l.found = append(l.found, a)
		if !since.IsZero() {
			l.reviewed[review] = a
		}
	}
	a.gone, a.without, a.Ended = false, nil, ""
	l.last[key] = a
	return a
}

// termsOf are when an access began, when it ends by itself, and why it was begun. One that
// cannot be read gives nothing, and ends at once.
func termsOf(r relation.Relationship) (since, until time.Time, reason string) {
	given, _ := r.Given()
	text := func(name string) string { t, _ := given[name].(string); return t }
	since, _ = time.Parse(time.RFC3339, text("since"))
	until, _ = time.Parse(time.RFC3339, text("until"))
	return since, until, text("reason")
}

// needs are the relationships that an access needs, by what ends it without them.
func needs(a Access) map[Ending]relation.Relationship {
	tenant := relation.ObjectOf(schema.TenantRef(a.Client.Tenant()))
	found := map[Ending]relation.Relationship{}
	for r, why := range needed {
		subject := a.User
		if why == ProcedureOff {
			subject.ID = relation.Wildcard
		}
		found[why] = relation.Relationship{Resource: tenant, Relation: r, Subject: subject}
	}
	return found
}

// switched notes that something comes or goes that accesses need.
func (l *lives) switched(e Entry, c relation.Change, why Ending) {
	key := c.Key()
	if !c.Gone && !l.missing[key] {
		return
	}
	if c.Gone {
		l.missing[key] = true
	} else {
		delete(l.missing, key)
	}
	for _, a := range l.last {
		if a.gone || !e.Time.Before(a.terms) || needs(a.Access)[why] != key {
			continue
		}
		s := Step{Entry: e.Number, Time: e.Time, Why: why, Actor: e.Actor, With: e.By}
		if !c.Gone {
			a.regains(s)
		} else if a.loses(why) {
			s.Does, s.Until = end, e.Time
			a.step(s)
		}
	}
}

// loses notes what an access lacks from now on, and says whether that ends it.
func (a *life) loses(why Ending) bool {
	first := len(a.without) == 0
	if a.without == nil {
		a.without = map[Ending]bool{}
	}
	a.without[why] = true
	if first {
		a.Ended = why
	}
	return first
}

// regains notes that what an access lacked is there again: it goes on where that was
// all.
func (a *life) regains(s Step) {
	delete(a.without, s.Why)
	if len(a.without) == 0 {
		s.Does, s.Until, a.Ended = resume, a.terms, ""
		a.step(s)
	}
}

// step adds what was done, which says until when it is.
func (a *life) step(s Step) {
	a.Until = s.Until
	a.Steps = append(a.Steps, s)
}

// take adds what an entry did to an access.
func (l *lives) take(e Entry, c relation.Change) {
	a := l.last[c.Key()]
	over := a == nil || a.gone || !e.Time.Before(a.terms)
	if over && c.Gone && a != nil {
		return // what had ended is cleared away
	}
	since, until, reason := termsOf(c.Relationship)
	if over {
		if c.Gone {
			since = time.Time{} // of one that nobody knows it tells nothing
		}
		a = l.beginning(e, c.Relationship, since)
	}
	s := Step{Entry: e.Number, Time: e.Time, Does: start, Actor: e.Actor, With: e.By}
	if c.Gone {
		a.gone = true
		if len(a.without) > 0 {
			return // what had ended is cleared away
		}
		s.Does, s.Reason, s.Until, a.Ended = stop, e.Reason, e.Time, Stopped
		a.step(s)
		return
	}
	switch {
	case over && len(a.Steps) > 0:
		s.Does = resume
	case len(a.Steps) > 0:
		s.Does = prolong
	}
	s.Reason, s.Until, a.terms = reason, until, until
	a.step(s)
	l.begins(e, a)
}

// begins ends an access that lacked what it needs when it was written.
func (l *lives) begins(e Entry, a *life) {
	needs := needs(a.Access)
	for _, why := range slices.Sorted(maps.Keys(needs)) {
		if l.missing[needs[why]] && a.loses(why) {
			a.step(Step{Entry: e.Number, Time: e.Time, Does: end, Why: why, Until: e.Time})
		}
	}
	if len(a.without) > 0 {
		a.Until = e.Time
	}
}
