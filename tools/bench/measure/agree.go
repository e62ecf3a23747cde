package measure

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/data"
)

// compared are the questions of each kind that every system answers before any is
// measured.
const compared = 64

// answers are lines of question and answer, to be held to those of the other systems.
func (w *worker) answers(ctx context.Context) ([]string, error) {
	var lines []string
	for _, kind := range data.Kinds {
		all := w.questions.Checks[kind]
		if len(all) == 0 {
			return nil, fmt.Errorf("a world of %d relationships has no question of the kind %s", w.Size.Relationships, kind)
		}
		// The warm ones, so that none of those that nobody asked before is used up.
		for _, q := range all[:min(compared, warm(all))] {
			may, err := w.system.Check(ctx, q)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", q, err)
			}
			lines = append(lines, fmt.Sprintf("%s: %t", q, may))
		}
	}
	for _, all := range [][]data.Listing{w.questions.One[:1], w.questions.Caseload[:2], w.questions.All} {
		for _, l := range all {
			refs, err := w.system.List(ctx, l)
			if err != nil {
				// One that cannot give a list in time says so in its row of the table.
				lines = append(lines, fmt.Sprintf("%s %s: %s", l.Subject, l.Permission, unanswered))
				continue
			}
			lines = append(lines, fmt.Sprintf("%s %s: %s", l.Subject, l.Permission, digest(refs)))
		}
	}
	for _, n := range w.questions.Who[:min(20, len(w.questions.Who))] {
		refs, err := w.system.Who(ctx, n)
		if err != nil {
			return nil, fmt.Errorf("who %s %s: %w", n.Permission, n.Resource, err)
		}
		lines = append(lines, fmt.Sprintf("who %s %s: %s", n.Permission, n.Resource, digest(refs)))
	}
	return lines, nil
}

const unanswered = "no answer"

// digest is the same for the same names in any order.
func digest(refs []schema.Ref) string {
	names := make([]string, len(refs))
	for i, ref := range refs {
		names[i] = ref.String()
	}
	slices.Sort(names)
	sum := sha256.New()
	for _, name := range names {
		fmt.Fprintln(sum, name)
	}
	return fmt.Sprintf("%d names, %x", len(refs), sum.Sum(nil)[:8])
}

// differences are the lines of two systems that are not alike, a few of them.
func differences(one, other []string) []string {
	var all []string
	if len(one) != len(other) {
		return []string{fmt.Sprintf("%d answers against %d", len(one), len(other))}
	}
	for i := range one {
		if one[i] != other[i] && !isUnanswered(one[i]) && !isUnanswered(other[i]) && len(all) < 5 {
			all = append(all, one[i]+" against "+other[i])
		}
	}
	return all
}

func isUnanswered(line string) bool {
	return len(line) >= len(unanswered) && line[len(line)-len(unanswered):] == unanswered
}
