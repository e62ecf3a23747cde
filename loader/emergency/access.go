// Package emergency starts, stops, lists and reviews emergency access: temporary,
// read-only access of a practitioner to a client outside their caseload.
//
// What makes an access legitimate is checked by the engine in the same
// transaction that writes it: the practitioner is active and in the group, the
// tenant's procedure is switched on, and the client is the tenant's. It ends
// by itself at its end time, and at once when the procedure is switched off, the
// account becomes inactive or its user leaves the group; the sync that does so takes
// it away, and it does not come back with them. Every call of the engine gets 30 seconds, unless
// the caller's context has a deadline of its own.
package emergency

import (
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

const (
	// DefaultMax is a tenant's maximum unless Limits says otherwise.
	DefaultMax = time.Hour
	// AbsoluteMax is beyond every tenant's maximum: the schema too gives
	// nothing for an access that is longer.
	AbsoluteMax = 24 * time.Hour
	// MaxReason is how many bytes a reason may have: an engine holds no text of any
	// length.
	MaxReason = 4096
)

// Access is what somebody asks for.
type Access struct {
	// User is the practitioner, Client whom they need to reach, both of the
	// same tenant.
	User, Client schema.Ref
	// Reason is why: never blank (schema.Blank), and MaxReason bytes at most. Whoever reads the emergency log sees it.
	Reason string
	// For is how long, from now: more than 0 and at most the maximum. A
	// fraction of a second is cut off.
	For time.Duration
	// Actor is who is answerable, as whoever runs the program is known; blank for
	// nobody that is known.
	Actor string
}

// Limits are a tenant's own rules. The zero value is the careful one.
type Limits struct {
	// Max is the longest access that the tenant allows; 0 is DefaultMax.
	// Beyond AbsoluteMax, nothing is started at all.
	Max time.Duration
}

// Running is an emergency access that has not ended.
type Running struct {
	User   schema.Ref `json:"user"`
	Client schema.Ref `json:"client"`
	Since  time.Time  `json:"since"`
	Until  time.Time  `json:"until"`
	Reason string     `json:"reason"`
	// Revision is the state that has it: blank in a list.
	Revision schema.Revision `json:"revision,omitempty"`
	// Prolonged says of what Start returns that one was running.
	Prolonged bool `json:"-"`
}

// RefusedError is an access, or the review of one, that the rules do not allow.
// Nothing was written.
type RefusedError struct {
	User, Client schema.Ref
	// Review says that it is the review which is refused.
	Review bool
	// Limit says that a rule of the procedure stands in the way, such as the maximum, the
	// switch, or who may; and not only what was asked for, such as a blank reason or
	// somebody who does not exist.
	Limit bool
	// Reasons are all that was found to stand in the way.
	Reasons []string

	said []phrase.Phrase // Reasons
}

func refused(user, client schema.Ref, reasons ...phrase.Phrase) *RefusedError {
	e := &RefusedError{User: user, Client: client}
	for _, r := range reasons {
		e.with(r)
	}
	return e
}

func (e *RefusedError) with(reason phrase.Phrase) *RefusedError {
	e.said, e.Reasons = append(e.said, reason), append(e.Reasons, reason.String())
	return e
}

// NotReviewable is the refusal of a review for such reasons.
func NotReviewable(user, client schema.Ref, reasons ...phrase.Phrase) *RefusedError {
	e := refused(user, client, reasons...)
	e.Review = true
	return e
}

// Error says who was refused what, and each reason.
func (e *RefusedError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *RefusedError) Say(in phrase.Printer) string {
	reasons := e.Reasons
	if len(e.said) > 0 {
		reasons = nil
	}
	for _, r := range e.said {
		reasons = append(reasons, r.Say(in))
	}
	if e.Review {
		return in.Say("the review of the emergency access of %s to %s is refused: %s", e.User, e.Client, strings.Join(reasons, "; "))
	}
	return in.Say("emergency access of %s to %s is refused: %s", e.User, e.Client, strings.Join(reasons, "; "))
}

// ErrNotRunning is what Stop says of an access that has ended, or never was.
var ErrNotRunning = phrase.Errorf("is not running: see `remit emergency list`")

func (l Limits) max() time.Duration {
	if l.Max == 0 {
		return DefaultMax
	}
	return l.Max
}

// refusals are what is wrong with a request whatever an engine holds.
func (a Access) refusals(limits Limits) (reasons []phrase.Phrase, limit bool) {
	reasons = wrongRefs(a.User, a.Client)
	if schema.Blank(a.Reason) {
		reasons = append(reasons, phrase.Of("the reason is blank: say why it is needed"))
	}
	if len(a.Reason) > MaxReason {
		reasons = append(reasons, phrase.Of("the reason has %d bytes, and %d at most are kept", len(a.Reason), MaxReason))
	}
	if limits.max() < 0 || limits.max() > AbsoluteMax {
		limit = true
		reasons = append(reasons, phrase.Of("the tenant's maximum is %s: it cannot be over %s", limits.max(), AbsoluteMax))
	}
	switch length := a.For.Truncate(time.Second); {
	case length <= 0:
		reasons = append(reasons, phrase.Of("it has no length: say for how long, such as 30m"))
	case a.For > limits.max():
		limit = true
		reasons = append(reasons, phrase.Of("%s is too long: at most %s", a.For, limits.max()))
	}
	return reasons, limit
}

func wrongRefs(user, client schema.Ref) []phrase.Phrase {
	var reasons []phrase.Phrase
	if err := user.Validate(); err != nil || user.Type != schema.TypeUser {
		reasons = append(reasons, phrase.Of("%q is not a user", user))
	}
	if err := client.Validate(); err != nil || client.Type != schema.TypeClient {
		reasons = append(reasons, phrase.Of("%q is not a client", client))
	}
	if user.Tenant != client.Tenant {
		reasons = append(reasons, phrase.Of("the user and the client are of different tenants"))
	}
	return reasons
}
