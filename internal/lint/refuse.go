package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
)

// RefusedError is a schema under which an engine can answer "allowed" where the
// schema says denied.
type RefusedError struct {
	// Findings are at least one.
	Findings []Finding
}

// shown is how many findings an error names: it may go over a wire.
const shown = 10

// Error names findings, one a line, the reason of each rule, and how to go on.
func (e *RefusedError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *RefusedError) Say(in phrase.Printer) string {
	var b strings.Builder
	b.WriteString(in.Say(`the schema is refused: SpiceDB can answer "allowed" wrongly under it`))
	for _, f := range e.Findings[:min(len(e.Findings), shown)] {
		fmt.Fprintf(&b, "\n  %s", f.Say(in))
	}
	if more := len(e.Findings) - shown; more > 0 {
		fmt.Fprintf(&b, "\n  %s", in.Say("and %d more", more))
	}
	accept := ""
	for _, rule := range Reasons(e.Findings) {
		fmt.Fprintf(&b, "\n%s: %s", rule.Name, rule.Why.Say(in))
		accept += " --accept " + rule.Name
	}
	fmt.Fprintf(&b, "\n%s", in.Say("mend it, or say that it is known with%s", accept))
	return b.String()
}

// Reasons are the rules of findings, each once, by name.
func Reasons(findings []Finding) []Rule {
	return slices.DeleteFunc(Rules(), func(r Rule) bool {
		return !slices.ContainsFunc(findings, func(f Finding) bool { return f.Rule.Name == r.Name })
	})
}

// Refuse returns a *RefusedError where the engine of a version of SpiceDB can
// answer "allowed" wrongly under the schema by a rule that is not accepted.
// Accepting a rule that does not exist is an error.
func (s *Schema) Refuse(version string, accepted ...string) error {
	if err := known(accepted); err != nil {
		return err
	}
	findings := s.by(slices.DeleteFunc(Rules(), func(r Rule) bool {
		return !r.Allows || !r.In(version) || slices.Contains(accepted, r.Name)
	}))
	if len(findings) == 0 {
		return nil
	}
	return &RefusedError{findings}
}
