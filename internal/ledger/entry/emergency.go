package entry

import (
	"iter"
	"time"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Access is one emergency access with all that became of it.
type Access struct {
	// ID is the number of the entry that began it.
	ID     int64           `json:"id"`
	User   relation.Object `json:"user"`
	Client relation.Object `json:"client"`
	Since  time.Time       `json:"since,omitzero"`
	// Until is when it ends by itself, or was ended.
	Until time.Time `json:"until"`
	Steps []Step    `json:"steps"`
}

// Step is something that was done about an access.
type Step struct {
	Entry int64     `json:"entry"`
	Time  time.Time `json:"time"`
	// Does is "start", "prolong" or "stop".
	Does   string `json:"does"`
	Actor  string `json:"actor,omitempty"`
	Reason string `json:"reason,omitempty"`
	// Until is the end that it brought.
	Until time.Time `json:"until"`
}

// Stopped says whether somebody ended it; otherwise the clock does.
func (a Access) Stopped() bool { return a.Steps[len(a.Steps)-1].Does == stop }

const (
	start   = "start"
	prolong = "prolong"
	stop    = "stop"
)

// Emergencies are the accesses that entries tell of, by their beginning, from what was
// done: not from what its metadata say, but for who was answerable. One that began
// before the first entry, and was ended, has one step. An error is that of the
// entries.
func Emergencies(entries iter.Seq2[Entry, error]) ([]Access, error) {
	var found []*Access
	last := map[relation.Relationship]*Access{}
	for e, err := range entries {
		if err != nil {
			return nil, err
		}
		for _, c := range e.Changes {
			if c.Relation != schema.ClientEmergency {
				continue
			}
			a := last[c.Key()]
			if a == nil || a.Stopped() || !e.Time.Before(a.Until) {
				if c.Gone && a != nil {
					continue // what had ended is cleared away
				}
				a = &Access{ID: e.Number, User: c.Subject, Client: c.Resource}
				found, last[c.Key()] = append(found, a), a
			}
			a.take(e, c)
		}
	}
	all := make([]Access, len(found))
	for i, a := range found {
		all[i] = *a
	}
	return all, nil
}

// take adds what an entry did to it.
func (a *Access) take(e Entry, c relation.Change) {
	s := Step{Entry: e.Number, Time: e.Time, Does: start, Actor: e.Actor}
	if len(a.Steps) > 0 {
		s.Does = prolong
	}
	if c.Gone {
		s.Does, s.Reason, s.Until = stop, e.Reason, e.Time
	} else {
		given, _ := c.Given() // one that cannot be read gives nothing, and ends at once
		text := func(name string) string { t, _ := given[name].(string); return t }
		s.Reason = text("reason")
		s.Until, _ = time.Parse(time.RFC3339, text("until"))
		if since, err := time.Parse(time.RFC3339, text("since")); err == nil && len(a.Steps) == 0 {
			a.Since = since
		}
	}
	a.Until = s.Until
	a.Steps = append(a.Steps, s)
}
