// Package emergency starts, stops and lists emergency access: temporary,
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
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/remit-authz/remit/schema"
)

const (
	// DefaultMax is a tenant's maximum unless Limits says otherwise.
	DefaultMax = time.Hour
	// AbsoluteMax is beyond every tenant's maximum: the schema too gives
	// nothing for an access that is longer.
	AbsoluteMax = 24 * time.Hour
)

// Access is what somebody asks for.
type Access struct {
	// User is the practitioner, Client whom they need to reach, both of the
	// same tenant.
	User, Client schema.Ref
	// Reason is why: never blank (schema.Blank). Whoever reads the emergency log sees it.
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
}

// RefusedError is an access that the rules do not allow. Nothing was written.
type RefusedError struct {
	User, Client schema.Ref
	// Reasons are all that was found to stand in the way.
	Reasons []string
}

// Error says who was refused what, and each reason.
func (e *RefusedError) Error() string {
	return fmt.Sprintf("emergency access of %s to %s is refused: %s", e.User, e.Client, strings.Join(e.Reasons, "; "))
}

// ErrNotRunning is what Stop says of an access that has ended, or never was.
var ErrNotRunning = errors.New("is not running: see `remit emergency list`")

func (l Limits) max() time.Duration {
	if l.Max == 0 {
		return DefaultMax
	}
	return l.Max
}

// refusals are what is wrong with a request whatever an engine holds.
func (a Access) refusals(limits Limits) []string {
	reasons := wrongRefs(a.User, a.Client)
	if schema.Blank(a.Reason) {
		reasons = append(reasons, "the reason is blank: say why it is needed")
	}
	if limits.max() < 0 || limits.max() > AbsoluteMax {
		reasons = append(reasons, fmt.Sprintf("the tenant's maximum is %s: it cannot be over %s", limits.max(), AbsoluteMax))
	}
	switch length := a.For.Truncate(time.Second); {
	case length <= 0:
		reasons = append(reasons, "it has no length: say for how long, such as 30m")
	case a.For > limits.max():
		reasons = append(reasons, fmt.Sprintf("%s is too long: at most %s", a.For, limits.max()))
	}
	return reasons
}

func wrongRefs(user, client schema.Ref) []string {
	var reasons []string
	if err := user.Validate(); err != nil || user.Type != schema.TypeUser {
		reasons = append(reasons, fmt.Sprintf("%q is not a user", user))
	}
	if err := client.Validate(); err != nil || client.Type != schema.TypeClient {
		reasons = append(reasons, fmt.Sprintf("%q is not a client", client))
	}
	if user.Tenant != client.Tenant {
		reasons = append(reasons, "the user and the client are of different tenants")
	}
	return reasons
}
