// Package suggest finds the name that somebody meant.
package suggest

import (
	"strings"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"

	"github.com/remit-authz/remit/internal/phrase"
)

// longest is longer than any name that could be meant, in bytes.
const longest = 200

// Nearest is told names one by one and keeps the one that somebody may have meant.
type Nearest struct {
	written, name string
	distance      int
}

// To begins a search for what was meant by a name as it was written.
func To(written string) *Nearest {
	return &Nearest{written: folded(written), distance: 3}
}

// Consider looks at a name that there is, and says whether it is the nearest so
// far.
func (n *Nearest) Consider(name string) bool {
	if len(n.written) > longest || len(name) > longest {
		return false
	}
	other := folded(name)
	d := levenshtein.ComputeDistance(n.written, other)
	// A name of which half would change is another name.
	if d >= n.distance || 2*d >= len(other) {
		return false
	}
	n.name, n.distance = name, d
	return true
}

// Name is the nearest of the names; blank when none is near.
func (n *Nearest) Name() string { return n.name }

// folded leaves out what people do not see or do not mean: case, blanks around a
// name, zeros before it, and in which of its forms Unicode is written.
func folded(name string) string {
	name = strings.ToLower(norm.NFKC.String(strings.TrimSpace(name)))
	if short := strings.TrimLeft(name, "0"); short != "" {
		return short
	}
	return name
}

// DidYouMean is `; did you mean "X"?` for the known name that is nearest to the
// one written, or blank when none is near.
func DidYouMean(written string, known []string) phrase.Phrase {
	n := To(written)
	for _, name := range known {
		n.Consider(name)
	}
	if n.Name() == "" {
		return phrase.Phrase{}
	}
	return phrase.Of("; did you mean \"%s\"?", n.Name())
}
