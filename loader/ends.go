package loader

import (
	"context"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/internal/calls"
)

// LateEndsError is a plan with links that end, for an engine that does not say that
// it ends them at the second. A SpiceDB that serves elsewhere goes on answering from
// what it has cached; it is exact for invitations and emergencies, whose caveat
// every question brings its time to. Nothing was written.
type LateEndsError struct {
	// Links is how many there are, and First the first of them.
	Links int
	First Change
}

// Error says how many links there are, and names the first.
func (e *LateEndsError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *LateEndsError) Say(in phrase.Printer) string {
	return in.Say("%d {link has|links have} an end, the first: %s: this engine may allow by them some seconds longer than that", e.Links, e.First.sentence(in))
}

// CheckEnds refuses links that an engine may end late, with the *LateEndsError of Apply.
func (s Sync) CheckEnds(ctx context.Context, plan Plan) error {
	late := &LateEndsError{}
	for _, t := range plan.Tenants {
		for c := range t.Changes.All() {
			if c.Removes() || c.Caveat != "" || c.Expires == "" {
				continue
			}
			if late.Links++; late.Links == 1 {
				late.First = c
			}
		}
	}
	if late.Links == 0 || s.LateEnds {
		return nil
	}
	inTime, err := calls.EndsInTime(ctx, calls.Of(s.Engine))
	if err != nil {
		return err
	}
	if !inTime {
		return late
	}
	return nil
}
