package relation

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/remit-authz/remit/schema"
)

// EndsHeader is the header by which an engine says that it ends relationships at the
// second, whatever it has cached. SpiceDB as such says nothing.
const EndsHeader = "remit-ends-at-once"

// UpdatesHeader is the header by which an engine says how many updates it takes in a write,
// where that is more than SpiceDB's 1000.
const UpdatesHeader = "remit-updates-a-write"

// Terms are the conditions of a relationship. The zero value is none.
type Terms struct {
	Caveat schema.Caveat `json:"caveat,omitempty"`
	// Context is what the caveat was given, as JSON with sorted names.
	Context string `json:"context,omitempty"`
	// Expires is when an engine forgets the relationship, in RFC 3339, UTC.
	Expires string `json:"expires,omitempty"`
}

// WithCaveat are terms with a caveat and what it is given. An error if JSON
// cannot say that.
func (t Terms) WithCaveat(c schema.Caveat, given map[string]any) (Terms, error) {
	if given == nil {
		given = map[string]any{}
	}
	context, err := json.Marshal(given) // sorts the names
	if err != nil {
		return Terms{}, fmt.Errorf("context of caveat %s: %w", c, err)
	}
	t.Caveat, t.Context = c, string(context)
	return t, nil
}

// Expiring are terms with an expiry.
func (t Terms) Expiring(expires time.Time) Terms {
	t.Expires = expires.UTC().Format(time.RFC3339Nano)
	return t
}

// Given is what the caveat was given; nil for nothing.
func (t Terms) Given() (map[string]any, error) {
	if t.Context == "" {
		return nil, nil
	}
	var given map[string]any
	if err := json.Unmarshal([]byte(t.Context), &given); err != nil {
		return nil, fmt.Errorf("context of caveat %s: %w", t.Caveat, err)
	}
	return given, nil
}

// Expiry is when an engine forgets the relationship; nil for never. That there
// is one and when are two things: SpiceDB takes the zero time, which is long
// past.
func (t Terms) Expiry() (*time.Time, error) {
	if t.Expires == "" {
		return nil, nil
	}
	expires, err := time.Parse(time.RFC3339, t.Expires)
	if err != nil {
		return nil, fmt.Errorf("expiry: %w", err)
	}
	return &expires, nil
}

// Invitation are the terms of an invitation that ends in a second: the caveat is
// exact whatever an engine has cached, the expiry clears the relationship away.
func Invitation(until time.Time) Terms {
	end := until.UTC().Format(time.RFC3339)
	return Terms{schema.CaveatInvitation, fmt.Sprintf(`{"until":%q}`, end), end}
}

// Emergency are the terms of an emergency access: the caveat ends it to the
// second whatever an engine has cached; the expiry clears the relationship away
// a little later, so that whoever asks why it is over can be told.
func Emergency(since, until time.Time, reason string) Terms {
	context, _ := json.Marshal(map[string]string{ // of strings it never fails
		"since":  since.Format(time.RFC3339),
		"until":  until.Format(time.RFC3339),
		"reason": reason,
	})
	return Terms{Caveat: schema.CaveatEmergencyAccess, Context: string(context)}.Expiring(until.Add(schema.EndedShownFor))
}

// StoresQuestion says whether the terms store what each question brings of its
// own, its time: what is stored counts, and the relationship ends at no clock.
func (t Terms) StoresQuestion() bool {
	given, _ := t.Given() // what is no context stores nothing
	return schema.StoresQuestion(t.Caveat, given)
}

// End is when a link ends: the earlier of its two ends, and the end of time for one
// that has none, or stores a time of its own that never comes to it. The zero time,
// which is always past, where an end cannot be read.
func (t Terms) End() time.Time {
	if t == (Terms{}) {
		return never()
	}
	expires, err := time.Parse(time.RFC3339, t.Expires)
	if t.Caveat == "" {
		return expires
	}
	var context struct {
		Now   *time.Time
		Until time.Time
	}
	if json.Unmarshal([]byte(t.Context), &context) != nil {
		return time.Time{}
	}
	if context.Now != nil {
		if !context.Now.Before(context.Until) {
			return time.Time{}
		}
		context.Until = never()
	}
	if err != nil || context.Until.Before(expires) {
		return context.Until
	}
	return expires
}

// never is later than any end that a source may give.
func never() time.Time { return time.Date(9999, 12, 31, 23, 59, 59, 999, time.UTC) }

// Ending are the terms of a link that ends in a second and needs no caveat: an
// engine that is asked about it by the clock forgets it then.
func Ending(until time.Time) Terms { return Terms{}.Expiring(until.Truncate(time.Second)) }

// Expired says whether an engine has forgotten the relationship by then.
func (t Terms) Expired(now time.Time) bool {
	expires, err := time.Parse(time.RFC3339, t.Expires)
	return err == nil && !expires.After(now)
}
