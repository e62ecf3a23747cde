package history

import (
	"context"
	"slices"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Period is a time in which a question had one answer.
type Period struct {
	Since time.Time
	// Until is when the next one begins; zero for the last.
	Until time.Time
	// Unknown says why nobody can tell the answer, after Since where something is not
	// recorded; blank where it can be told.
	Unknown string
	Outcome checker.Outcome
	// Act is what brought it; nil where the clock did.
	Act *Act
	// Path are the relationships that allow it, in its first moment.
	Path []relation.Relationship
}

// Periods are those of one question, from the beginning of the record on: since when it
// is allowed, by which act, and until when; the last goes on now, or is unknown where the
// record does not go so far. Its error is a *checker.InvalidError for a
// question that cannot be asked.
func (h *History) Periods(ctx context.Context, q checker.Question) ([]Period, error) {
	now := time.Now()
	log, err := h.open(ctx, now)
	if err != nil {
		return nil, err
	}
	m, err := h.Model()
	if err != nil {
		return nil, err
	}
	if err := q.Validate(m); err != nil {
		return nil, err
	}
	events, end, err := eventsOf(log, q)
	if err != nil {
		return nil, err
	}
	p := periods{history: h, question: q, held: map[relation.Relationship]relation.Terms{}}
	for i, e := range events {
		until := end
		if i+1 < len(events) {
			until = events[i+1].after
		}
		if err := p.take(e, until); err != nil {
			return nil, err
		}
	}
	if end.Before(now) {
		p.add(Period{Since: end, Unknown: "the record does not go further"})
	}
	return p.all, nil
}

// event is what may change an answer.
type event struct {
	act Act
	// after is up to when nothing had happened: before its own time for a gap.
	after   time.Time
	begins  bool // all that is held is in changes
	gap     *entry.Unrecorded
	changes []relation.Change
	schema  *entry.SchemaText
}

// eventsOf are those that may matter to a question: what leads from its resource, over
// all time, to its subject or to everybody.
func eventsOf(log *entry.History, q checker.Question) (all []event, end time.Time, err error) {
	subject := relation.ObjectOf(q.Subject)
	other := func(c relation.Change) bool { // who is only somebody else
		return c.SubjectRelation == "" && c.Subject.Type == subject.Type && c.Subject != subject && c.Subject.ID != relation.Wildcard
	}
	leads, begun := map[relation.Object][]relation.Object{}, false
	for e, err := range log.Entries(0) {
		if err != nil {
			return nil, end, err
		}
		if !e.Kind.OfEngine() {
			continue
		}
		begins, err := log.Begins(e)
		if err != nil {
			return nil, end, err
		}
		if begun = begun || begins; !begun {
			continue // what it changed was pruned
		}
		v := event{act: actOf(e), after: e.From(), begins: begins, gap: e.Gap, changes: e.Changes, schema: e.Schema}
		if e.Gap != nil {
			if v.after = end; e.Gap.Since.After(v.after) {
				v.after = e.Gap.Since
			}
		}
		if v.begins {
			s, err := log.Found(e)
			if err != nil {
				return nil, end, err
			}
			for r := range s.Relationships() {
				v.changes = append(v.changes, relation.Change{Relationship: r})
			}
			v.schema = &entry.SchemaText{Text: s.Schema}
		}
		v.changes = slices.DeleteFunc(slices.Clone(v.changes), other)
		for _, c := range v.changes {
			leads[c.Resource] = append(leads[c.Resource], c.Subject)
		}
		end = v.act.Time
		if v.begins || v.schema != nil || len(v.changes) > 0 {
			all = append(all, v)
		}
	}
	if log.Covered().After(end) {
		end = log.Covered()
	}
	near := reached(relation.ObjectOf(q.Resource), leads)
	for i := range all {
		all[i].changes = slices.DeleteFunc(all[i].changes, func(c relation.Change) bool { return !near[c.Resource] })
	}
	return slices.DeleteFunc(all, func(v event) bool { return !v.begins && v.schema == nil && len(v.changes) == 0 }), end, nil
}

func reached(from relation.Object, leads map[relation.Object][]relation.Object) map[relation.Object]bool {
	found, next := map[relation.Object]bool{from: true}, []relation.Object{from}
	for len(next) > 0 {
		o := next[len(next)-1]
		next = next[:len(next)-1]
		for _, to := range leads[o] {
			if !found[to] {
				found[to] = true
				next = append(next, to)
			}
		}
	}
	return found
}

// periods is the work on them.
type periods struct {
	history  *History
	question checker.Question
	all      []Period
	schema   entry.SchemaText
	known    bool // the schema is
	held     map[relation.Relationship]relation.Terms
}

// take takes up an event, and what the clock does until the next one.
func (p *periods) take(v event, until time.Time) error {
	if v.gap != nil && len(p.all) > 0 {
		p.add(Period{Since: v.after, Unknown: v.gap.Why})
	}
	if v.begins {
		clear(p.held)
	}
	for _, c := range v.changes {
		if c.Gone {
			delete(p.held, c.Key())
		} else {
			p.held[c.Key()] = c.Terms
		}
	}
	if v.schema != nil {
		p.schema, p.known = *v.schema, v.schema.Text != ""
	}
	if err := p.answer(v.act.Time, &v.act); err != nil {
		return err
	}
	for _, t := range p.ends(v.act.Time, until) {
		if err := p.answer(t, nil); err != nil {
			return err
		}
	}
	return nil
}

// ends are the moments after one, and before another, at which the clock may change the
// answer.
func (p *periods) ends(after, before time.Time) []time.Time {
	var all []time.Time
	note := func(text any) {
		s, _ := text.(string)
		if t, err := time.Parse(time.RFC3339, s); err == nil && t.After(after) && t.Before(before) {
			all = append(all, t)
		}
	}
	for _, terms := range p.held {
		note(terms.Expires)
		given, _ := terms.Given() // what is no context gives nothing
		for _, value := range given {
			note(value)
		}
	}
	slices.SortFunc(all, time.Time.Compare)
	return slices.CompactFunc(all, time.Time.Equal)
}

// answer asks at a moment.
func (p *periods) answer(at time.Time, act *Act) error {
	if !p.known {
		p.add(Period{Since: at, Unknown: ErrNoSchema.Error(), Act: act})
		return nil
	}
	l, err := p.history.language(p.schema.Text)
	if err != nil {
		return err
	}
	m, err := p.moment(l, at)
	if err != nil {
		return err
	}
	if !m.Defines(p.question.Permission) {
		p.add(Period{Since: at, Unknown: "the schema did not define it", Act: act})
		return nil
	}
	asked := eval.Question{Resource: relation.ObjectOf(p.question.Resource), Permission: p.question.Permission.Name(), Subject: relation.ObjectOf(p.question.Subject)}
	c := eval.Context{At: at, Values: schema.ContextAt}
	next := Period{Since: at, Act: act}
	switch m.held.Check(asked, c).Outcome {
	case eval.Undecided:
		return phrase.Errorf("the record cannot decide it")
	case eval.Conditional:
		next.Outcome = checker.Conditional
	case eval.Allowed:
		next.Outcome = checker.Allowed
		if paths := m.held.Paths(asked, c); len(paths) > 0 {
			next.Path = paths[0].Steps
		}
	}
	p.add(next)
	return nil
}

func (p *periods) moment(l *language, at time.Time) (*Moment, error) {
	changes := make([]relation.Change, 0, len(p.held))
	for r, terms := range p.held {
		if r.Terms = terms; !r.Expired(at) {
			changes = append(changes, relation.Change{Relationship: r})
		}
	}
	slices.SortFunc(changes, func(a, b relation.Change) int { return a.Compare(b.Relationship) })
	held, err := l.empty.Emptied().With(changes)
	return &Moment{at: at, held: held, model: l.model}, err
}

// add begins another period, unless nothing changes.
func (p *periods) add(next Period) {
	if n := len(p.all); n > 0 {
		last := &p.all[n-1]
		if last.Outcome == next.Outcome && last.Unknown == next.Unknown && slices.Equal(last.Path, next.Path) {
			return
		}
		last.Until = next.Since
	}
	p.all = append(p.all, next)
}
