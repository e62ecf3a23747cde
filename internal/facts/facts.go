// Package facts reads what a schema's comments say about its names: prose for
// people, and below it one fact a line, "@key value", for programs. It knows
// the notation only; which facts there are, and what they mean, is package
// model's.
package facts

import (
	"fmt"
	"slices"
	"strings"
)

// Comment is one comment, read.
type Comment struct {
	// Prose is the text for people on one line; blank for none.
	Prose string
	// Facts are in the order in which they are written.
	Facts []Fact
}

// Fact is one line "@key value". Value is blank for a fact that stands alone.
type Fact struct{ Key, Value string }

// Parse reads a comment with or without its marks. Its error is a fact without
// a key, or prose below facts: that is most likely a value on a second line.
func Parse(comment string) (Comment, error) {
	var c Comment
	for line := range strings.Lines(comment) {
		switch line = bare(line); {
		case line == "":
		case strings.HasPrefix(line, "@"):
			key, value, _ := strings.Cut(line[1:], " ")
			if key == "" {
				return Comment{}, fmt.Errorf("%q is no fact: write @, a key, and its value", line)
			}
			c.Facts = append(c.Facts, Fact{key, strings.TrimSpace(value)})
		case len(c.Facts) > 0:
			return Comment{}, fmt.Errorf("%q stands below a fact: a fact is one line, and prose comes first", line)
		default:
			c.Prose = strings.TrimSpace(c.Prose + " " + line)
		}
	}
	return c, nil
}

// Has says whether a fact of this key is there.
func (c Comment) Has(key string) bool {
	return slices.ContainsFunc(c.Facts, func(f Fact) bool { return f.Key == key })
}

// bare is a line of a comment without the comment's marks.
func bare(line string) string {
	line = strings.TrimSpace(line)
	line = strings.TrimPrefix(strings.TrimPrefix(line, "/**"), "//")
	line = strings.TrimSpace(strings.TrimSuffix(line, "*/"))
	return strings.TrimSpace(strings.TrimPrefix(line, "*"))
}
