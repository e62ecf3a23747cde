package lint_test

import (
	"slices"
	"strings"
	"testing"
)

// kind is one kind of subject of a relation.
type kind struct{ subject, condition string }

func (k kind) String() string {
	if k.condition == "" {
		return k.subject
	}
	return k.subject + " with " + k.condition
}

// skips counts as SpiceDB v1.56.2 does in checkDirect, for every relation of the
// type that a question may be about: whether what it looks for takes a condition,
// and it thinks that it does not.
func skips(kinds []kind) bool {
	for _, asked := range []string{"team", "team#lead", "team#member"} {
		for _, condition := range []string{"flagged", "expiration"} {
			lookedFor, without, conditioned := 0, 0, false
			for _, k := range kinds {
				takes := strings.Contains(k.condition, condition)
				if k.subject == asked || k.subject == "team:*" {
					lookedFor++
					conditioned = conditioned || takes
				}
				if !takes {
					without++
				}
			}
			if conditioned && without == lookedFor {
				return true
			}
		}
	}
	return false
}

// Every relation of two or three kinds of one type: wherever SpiceDB skips a
// condition, that is found. Of two kinds nothing else is.
func TestSkippedConditionIsWhatSpiceDBCounts(t *testing.T) {
	var kinds []kind
	for _, subject := range []string{"team", "team#lead", "team#member", "team:*"} {
		for _, condition := range []string{"", "flagged", "expiration", "flagged and expiration"} {
			kinds = append(kinds, kind{subject, condition})
		}
	}
	skipped, more := 0, 0
	try := func(relation ...kind) {
		var texts []string
		for _, k := range relation {
			texts = append(texts, k.String())
		}
		text := strings.Join(texts, " | ")
		got := slices.Contains(found(t, before+"definition doc {\n\trelation par: "+text+"\n}"), "11: skipped-condition")
		switch want := skips(relation); {
		case want && !got, got && !want && len(relation) == 2:
			t.Errorf("%s: found: %t, and SpiceDB skips a condition: %t", text, got, want)
		case want:
			skipped++
		case got:
			more++
		}
	}
	for i, first := range kinds {
		for j, second := range kinds[:i] {
			try(first, second)
			for _, third := range kinds[:j] {
				try(first, second, third)
			}
		}
	}
	t.Logf("%d relations skip a condition; %d more would with one kind less", skipped, more)
	if skipped == 0 {
		t.Error("none skips a condition")
	}
}
