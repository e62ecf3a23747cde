package lint

import (
	"fmt"
	"slices"
	"strings"
)

// RefusedError is a schema under which an engine can answer "allowed" where the
// schema says denied.
type RefusedError struct {
	// Findings are at least one.
	Findings []Finding
}

// Error names each finding on a line, with its reason, and how to go on.
func (e *RefusedError) Error() string {
	var b strings.Builder
	b.WriteString("the schema is refused: SpiceDB can answer \"allowed\" wrongly under it")
	var accept []string
	for _, f := range e.Findings {
		fmt.Fprintf(&b, "\n  %s\n    %s", f, f.Rule.Why)
		if flag := "--accept " + f.Rule.Name; !slices.Contains(accept, flag) {
			accept = append(accept, flag)
		}
	}
	fmt.Fprintf(&b, "\nmend it, or accept that with %s", strings.Join(accept, " "))
	return b.String()
}

// Refuse returns a *RefusedError where the engine of a version of SpiceDB can
// answer "allowed" wrongly under the schema by a rule that is not accepted.
// Accepting a rule that does not exist is an error.
func (s *Schema) Refuse(version string, accepted ...string) error {
	findings, err := s.Findings(accepted...)
	if err != nil {
		return err
	}
	findings = slices.DeleteFunc(findings, func(f Finding) bool { return !f.Rule.Allows || !f.Rule.In(version) })
	if len(findings) == 0 {
		return nil
	}
	return &RefusedError{findings}
}
