package report

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Scope narrows a report that takes it. The zero value is all there is.
type Scope struct {
	User       schema.Ref
	Permission schema.Permission
	// Since and Until bound times: not before the one, before the other.
	Since, Until time.Time
	// Actor is who was answerable, exactly as recorded.
	Actor string
	Kind  entry.Kind
	// Days is for how long something is looked back at; 0 for what the report says.
	Days int
}

// The names of what narrows a report: of flags, and below it.
const (
	byUser       = "user"
	byPermission = "permission"
	bySince      = "since"
	byUntil      = "until"
	byActor      = "actor"
	byKind       = "kind"
	byDays       = "days"
)

// given is what a scope says, a name and a value each.
func (s Scope) given() [][2]string {
	var all [][2]string
	add := func(name, value string, is bool) {
		if is {
			all = append(all, [2]string{name, value})
		}
	}
	add(byUser, s.User.Text(), s.User != schema.Ref{})
	add(byPermission, string(s.Permission), s.Permission != "")
	add(bySince, s.Since.UTC().Format(time.RFC3339Nano), !s.Since.IsZero())
	add(byUntil, s.Until.UTC().Format(time.RFC3339Nano), !s.Until.IsZero())
	add(byActor, s.Actor, s.Actor != "")
	add(byKind, string(s.Kind), s.Kind != "")
	add(byDays, strconv.Itoa(s.Days), s.Days != 0)
	return all
}

// set reads back what given said.
func (s *Scope) set(m schema.Model, name, value string) (err error) {
	switch name {
	case byUser:
		s.User, err = m.ParseRef(value)
	case byPermission:
		s.Permission = schema.Permission(value)
	case bySince:
		s.Since, err = time.Parse(time.RFC3339Nano, value)
	case byUntil:
		s.Until, err = time.Parse(time.RFC3339Nano, value)
	case byActor:
		s.Actor = value
	case byKind:
		s.Kind, err = entry.ParseKind(value)
	case byDays:
		s.Days, err = strconv.Atoi(value)
	}
	return err
}

// narrowed refuses what a report cannot be narrowed by, or a scope that nothing is in.
func (r Report) narrowed(s Scope) error {
	for _, given := range s.given() {
		if !slices.Contains(r.takes, given[0]) {
			return phrase.Errorf("report %s takes no --%s", r.Name, given[0])
		}
	}
	switch {
	case s.Days < 0:
		return phrase.Errorf("%d days are none: give 1 or more", s.Days)
	case !s.Since.IsZero() && !s.Until.IsZero() && s.Until.Before(s.Since):
		return phrase.Errorf("--until is before --since: give the earlier time to --since")
	}
	return nil
}

// Takes are the names of what the report can be narrowed by, as flags have them.
func (r Report) Takes() string {
	flags := make([]string, len(r.takes))
	for i, name := range r.takes {
		flags[i] = "--" + name
	}
	return strings.Join(flags, ", ")
}
