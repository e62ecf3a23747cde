package csv

import (
	"encoding/csv"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
)

// separators are what can stand between columns, with what people call it.
func separators() map[rune]phrase.Phrase {
	return map[rune]phrase.Phrase{',': phrase.Of("commas"), ';': phrase.Of("semicolons"), '\t': phrase.Of("tabs")}
}

// separator is what stands between the columns of the header: what makes of it the
// most names of columns. It is false, with a problem, for what is not read.
func (t *table) separator(text []byte) (rune, bool) {
	line, _, _ := strings.Cut(string(text[:min(len(text), maxRecord)]), "\n")
	best, most := ',', t.named(line, ',')
	for _, other := range []rune{';', '\t', '|', ':', ' '} {
		if n := t.named(line, other); n > most {
			best, most = other, n
		}
	}
	name, known := separators()[best]
	switch {
	case best == ',', known && t.options != nil:
		return best, true
	case known:
		t.fail(1, "is separated by %s: this format has commas", name)
	default:
		t.fail(1, "is separated by %q: separate the columns by commas, semicolons or tabs", best)
	}
	return 0, false
}

// named is how many columns a header names, if it is separated so.
func (t *table) named(line string, separator rune) int {
	r := csv.NewReader(strings.NewReader(line))
	r.Comma = separator
	header, err := r.Read()
	if err != nil {
		return 0
	}
	return len(slices.DeleteFunc(header, func(name string) bool {
		_, ok := t.people.Field(strings.TrimSpace(name))
		return !ok
	}))
}
