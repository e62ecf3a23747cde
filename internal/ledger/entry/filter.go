package entry

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Filter says which entries somebody wants. The zero value wants all.
type Filter struct {
	// Since and Until bound their times: not before the one, before the other.
	Since, Until time.Time
	// User and Client want entries with changes about them: a user as such, or as the
	// account that is administered.
	User, Client schema.Ref
	// Actor is who was answerable, exactly as recorded.
	Actor string
	Kind  Kind
	// NoLeases leaves out what a sync notes of itself: which one may write a tenant, and
	// what those of a day did.
	NoLeases bool
}

// Matches says whether an entry is wanted.
func (f Filter) Matches(e Entry) bool {
	switch {
	case !f.Since.IsZero() && e.Time.Before(f.Since),
		!f.Until.IsZero() && !e.Time.Before(f.Until),
		f.Actor != "" && e.Actor != f.Actor,
		f.Kind != "" && e.Kind != f.Kind:
		return false
	}
	return len(e.Changes) == 0 && f.everything() || len(f.Changes(e)) > 0 || e.concerns(f)
}

func (f Filter) everything() bool { return f.User == (schema.Ref{}) && f.Client == (schema.Ref{}) }

// Changes are those of an entry that are wanted: about the user and the client, or all.
func (f Filter) Changes(e Entry) []relation.Change {
	if f.everything() && !f.NoLeases {
		return e.Changes
	}
	var found []relation.Change
	for _, c := range e.Changes {
		if f.NoLeases && c.Resource.Type == schema.TypeLease {
			continue
		}
		if f.everything() || isAbout(c, f.User, f.User.Account()) && isAbout(c, f.Client) {
			found = append(found, c)
		}
	}
	return found
}

// isAbout says whether a change has one of some references at an end; true where none
// is asked for.
func isAbout(c relation.Change, refs ...schema.Ref) bool {
	return refs[0] == (schema.Ref{}) || slices.ContainsFunc(refs, func(r schema.Ref) bool {
		o := relation.ObjectOf(r)
		return c.Resource == o || c.Subject == o
	})
}

// ParseMoment reads a moment as people say it: RFC 3339, a date or a date and a time
// of the zone of now, "now", "today" or "yesterday" (their beginning) in any language, or how
// long ago, such as 90m or 7d.
func ParseMoment(text string, now time.Time) (time.Time, error) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	word := strings.ReplaceAll(text, "\u2019", "'")
	for _, one := range []struct {
		moment time.Time
		called schema.Label
	}{
		{now, schema.Label{"now", "nu", "maintenant"}},
		{today, schema.Label{"today", "vandaag", "aujourd'hui"}},
		{today.AddDate(0, 0, -1), schema.Label{"yesterday", "gisteren", "hier"}},
	} {
		if one.called.Has(word) {
			return one.moment, nil
		}
	}
	if t, ok := written(text, now.Location()); ok {
		return t, nil
	}
	if t, ok := away(text, now, -1); ok {
		return t, nil
	}
	return time.Time{}, phrase.Errorf("time %s: write it as 2026-11-26, \"2026-11-26 09:30\", RFC 3339, now, today, yesterday, or as how long ago, such as 90m or 7d", schema.Quote(text))
}

// ParseDue reads until when something is to be done: as ParseMoment, but for today and
// yesterday, and 30d is in 30 days.
func ParseDue(text string, now time.Time) (time.Time, error) {
	if t, ok := written(text, now.Location()); ok {
		return t, nil
	}
	if t, ok := away(text, now, 1); ok {
		return t, nil
	}
	return time.Time{}, phrase.Errorf("until %s: write it as 2026-12-31, \"2026-12-31 17:00\", RFC 3339, or as in how long, such as 48h or 30d", schema.Quote(text))
}

// written is a date, or a date and a time, of a zone where it names none.
func written(text string, zone *time.Location) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02 15:04", time.DateTime} {
		if t, err := time.ParseInLocation(layout, text, zone); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}

// away is a moment so long, such as 90m or 7d, before now (sign -1) or after (1).
func away(text string, now time.Time, sign int) (time.Time, bool) {
	if days, isDays := strings.CutSuffix(text, "d"); isDays {
		var n int
		if _, err := fmt.Sscanf(days, "%d", &n); err == nil && fmt.Sprint(n) == days && n >= 0 {
			return now.AddDate(0, 0, sign*n), true
		}
	}
	if d, err := time.ParseDuration(text); err == nil && d >= 0 {
		return now.Add(time.Duration(sign) * d), true
	}
	return time.Time{}, false
}
