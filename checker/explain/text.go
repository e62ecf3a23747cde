package explain

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// WriteText writes the explanation in the words of the field: the outcome, and
// under it the path, or what stands in the way and what is missing.
func (x Explanation) WriteText(w io.Writer, l schema.Language) error {
	var b strings.Builder
	fmt.Fprintln(&b, outcomeLabel(x.Outcome).In(l))
	switch {
	case len(x.Path) > 0:
		fmt.Fprintln(&b, "  "+x.PathSentence(l))
	case x.Outcome == checker.Conditional:
		fmt.Fprintf(&b, "  %s: %s\n", schema.Label{"the question lacks", "de vraag mist", "il manque à la question"}.In(l), schema.Escape(strings.Join(x.Lacking, ", ")))
	}
	for _, o := range x.InTheWay {
		fmt.Fprintln(&b, "  - "+o.Sentence(l))
	}
	for n, s := range x.Remedies {
		lead := fmt.Sprintf("  %d.", n+1)
		for _, part := range s.parts() {
			fmt.Fprintf(&b, "%s %s\n", lead, part.Sentence(l))
			for _, g := range part.Grants {
				fmt.Fprintf(&b, "     %s\n", g.Sentence(l))
			}
			lead = "    "
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// PathSentence is the path in one line. That an object belongs to its tenant
// goes without saying.
func (x Explanation) PathSentence(l schema.Language) string {
	var parts []string
	for _, s := range x.Path {
		if s.Subject.Type != schema.TypeTenant || !s.parent() {
			parts = append(parts, s.Sentence(l))
		}
	}
	return strings.Join(parts, " · ")
}

// Sentence is all of one remedy in one line. What comes along with a
// change by itself is left out.
func (s Remedy) Sentence(l schema.Language) string {
	var parts []string
	for _, c := range s.Changes {
		if c.Resource.Type != schema.TypeAccount {
			parts = append(parts, c.Sentence(l))
		}
	}
	return strings.Join(parts, " · ")
}

// parts are a remedy by who could make its changes: what comes along with another is of the
// first.
func (s Remedy) parts() []Remedy {
	if len(s.Grants) < 2 {
		return []Remedy{s}
	}
	parts := make([]Remedy, len(s.Grants))
	for n, c := range s.Changes {
		of := max(0, slices.IndexFunc(s.Grants, func(g Grant) bool { return slices.Contains(g.Of, n) }))
		parts[of].Changes = append(parts[of].Changes, c)
	}
	for of, g := range s.Grants {
		parts[of].Grants = []Grant{g}
	}
	return parts
}

// Sentence says who could make the change.
func (g Grant) Sentence(l schema.Language) string {
	if len(g.Holders) == 0 {
		form := schema.Label{"nobody may do that now (%s on %s)", "niemand mag dat nu (%s op %s)", "personne ne le peut à présent (%s sur %s)"}
		return fmt.Sprintf(form.In(l), g.Permission.Name(), g.On)
	}
	var names []string
	for _, h := range g.Holders {
		names = append(names, schema.Shown(h.ID))
	}
	form := schema.Label{"could be done by: %s", "kan gedaan worden door: %s", "peut être fait par : %s"}
	return fmt.Sprintf(form.In(l), strings.Join(names, ", "))
}

func outcomeLabel(o checker.Outcome) schema.Label {
	switch o {
	case checker.Allowed:
		return schema.Label{"allowed", "toegestaan", "autorisé"}
	case checker.Conditional:
		return schema.Label{"conditional", "voorwaardelijk", "conditionnel"}
	}
	return schema.Label{"denied", "geweigerd", "refusé"}
}
