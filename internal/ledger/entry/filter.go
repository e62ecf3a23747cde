package entry

import (
	"fmt"
	"slices"
	"strings"
	"time"

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
	return f.everything() || len(f.Changes(e)) > 0
}

func (f Filter) everything() bool { return f.User == (schema.Ref{}) && f.Client == (schema.Ref{}) }

// Changes are those of an entry that are about the user and the client that are
// wanted.
func (f Filter) Changes(e Entry) []relation.Change {
	if f.everything() {
		return e.Changes
	}
	var found []relation.Change
	for _, c := range e.Changes {
		if isAbout(c, f.User, f.User.Account()) && isAbout(c, f.Client) {
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

// ParseKind reads the name of a kind.
func ParseKind(name string) (Kind, error) {
	if slices.Contains(Kinds(), Kind(name)) {
		return Kind(name), nil
	}
	var names []string
	for _, k := range Kinds() {
		names = append(names, string(k))
	}
	return "", fmt.Errorf("kind %s does not exist: choose %s", schema.Quote(name), strings.Join(names, ", "))
}

// ParseMoment reads a moment as people say it: RFC 3339, a date or a date and a time
// of the zone of now, "today" or "yesterday" (their beginning), or how long ago, such
// as 90m or 7d.
func ParseMoment(text string, now time.Time) (time.Time, error) {
	today := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	switch text {
	case "today":
		return today, nil
	case "yesterday":
		return today.AddDate(0, 0, -1), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly, "2006-01-02 15:04", time.DateTime} {
		if t, err := time.ParseInLocation(layout, text, now.Location()); err == nil {
			return t, nil
		}
	}
	if days, isDays := strings.CutSuffix(text, "d"); isDays {
		var n int
		if _, err := fmt.Sscanf(days, "%d", &n); err == nil && fmt.Sprint(n) == days && n >= 0 {
			return now.AddDate(0, 0, -n), nil
		}
	}
	if d, err := time.ParseDuration(text); err == nil && d >= 0 {
		return now.Add(-d), nil
	}
	return time.Time{}, fmt.Errorf("time %s: write it as 2026-11-26, \"2026-11-26 09:30\", RFC 3339, today, yesterday, or as how long ago, such as 90m or 7d", schema.Quote(text))
}
