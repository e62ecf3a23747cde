// Package suggest finds the name that somebody meant.
package suggest

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// longest is longer than any name that could be meant, in bytes.
const longest = 100

// DidYouMean is "; did you mean X?" for the known name that is closest to the
// one written, or blank when none is close.
func DidYouMean(written string, known []string) string {
	best, distance := "", 3
	if len(written) > longest {
		return ""
	}
	for _, name := range known {
		d := levenshtein.ComputeDistance(strings.ToLower(strings.TrimSpace(written)), name)
		// A name of which more than half would change is another name.
		if d < distance && 2*d < len(name) {
			best, distance = name, d
		}
	}
	if best == "" {
		return ""
	}
	return `; did you mean "` + best + `"?`
}
