// Package lint finds the shapes in a schema under which an engine answers
// wrongly, or otherwise than whoever wrote it thinks. A schema with such shapes
// compiles, and an engine takes it.
package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"github.com/remit-authz/remit/internal/phrase"
)

// Rule is one such shape.
type Rule struct {
	// Name is how a rule is accepted.
	Name string
	// Why says what goes wrong, and what to write in its place.
	Why phrase.Phrase
	// Allows says that an engine may answer "allowed" where the schema says
	// denied. The zero value is a rule about the text, or about less access than
	// was meant.
	Allows bool
	// Mended is the first SpiceDB that does not have it, such as "v1.57.1"; blank
	// while none is known.
	Mended string
	check  func(*Schema) []shape
}

// shape is where a rule applies, and to what.
type shape struct {
	place
	about phrase.Phrase
}

// Rules are all there are, by name.
func Rules() []Rule {
	return []Rule{allBesideArrow, caveatsUnderAll, mixedOperators, nobody, recursion, skippedCondition, subtractedExpression}
}

// Versions says in words which SpiceDB it holds for.
func (r Rule) Versions() phrase.Phrase {
	if r.Mended == "" {
		return phrase.Of("every SpiceDB up to %s", newest)
	}
	return phrase.Of("SpiceDB before %s", r.Mended)
}

// newest is the SpiceDB up to which the rules were compared with its source.
const newest = "v1.57.1"

// In says whether it holds for a version of SpiceDB, as "v1.56.2"; for one that
// is no version, it does.
func (r Rule) In(version string) bool {
	return r.Mended == "" || !semver.IsValid(version) || semver.Compare(version, r.Mended) < 0
}

// Finding is one place to which a rule applies.
type Finding struct {
	Rule Rule
	// File is as it was named to Read; Line counts from 1.
	File string
	Line int
	// About says what is there, such as "permission doc#view subtracts an
	// expression".
	About phrase.Phrase
}

// String is the finding on one line, without the reason.
func (f Finding) String() string { return f.Say(phrase.Printer{}) }

// Say is String in the language of a printer.
func (f Finding) Say(in phrase.Printer) string {
	return fmt.Sprintf("%s:%d: %s: %s", f.File, f.Line, f.Rule.Name, f.About.Say(in))
}

// Findings are all there are but those of accepted rules, by file and line.
// Accepting a rule that does not exist is an error.
func (s *Schema) Findings(accepted ...string) ([]Finding, error) {
	if err := known(accepted); err != nil {
		return nil, err
	}
	return s.by(slices.DeleteFunc(Rules(), func(r Rule) bool { return slices.Contains(accepted, r.Name) })), nil
}

func (s *Schema) by(rules []Rule) []Finding {
	var findings []Finding
	for _, rule := range rules {
		for _, found := range rule.check(s) {
			if found.file == "" {
				continue // see Part
			}
			findings = append(findings, Finding{rule, found.file, found.line, found.about})
		}
	}
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return findings
}

func known(names []string) error {
	var all []string
	for _, rule := range Rules() {
		all = append(all, rule.Name)
	}
	for _, name := range names {
		if !slices.Contains(all, name) {
			return phrase.Errorf("there is no rule %q to accept: there are %s", name, strings.Join(all, ", "))
		}
	}
	return nil
}
