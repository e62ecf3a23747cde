package facts_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/facts"
)

func TestParse(t *testing.T) {
	for _, tt := range []struct {
		why, comment string
		want         facts.Comment
	}{
		{"no comment", "", facts.Comment{}},
		{"prose alone", "/** What it is. */", facts.Comment{Prose: "What it is."}},
		{"prose on two lines, facts below", "/**\n * What it\n * is.\n * @kind link\n\t * @only-self\n */",
			facts.Comment{Prose: "What it is.", Facts: []facts.Fact{{Key: "kind", Value: "link"}, {Key: "only-self"}}}},
		{"line comments", "// What it is.\n// @block", facts.Comment{Prose: "What it is.", Facts: []facts.Fact{{Key: "block"}}}},
		{"an address in the prose", "/** Write to info@example.org. */", facts.Comment{Prose: "Write to info@example.org."}},
		{"one fact twice", "/** @row C1\n@row C2 */", facts.Comment{Facts: []facts.Fact{{Key: "row", Value: "C1"}, {Key: "row", Value: "C2"}}}},
	} {
		got, err := facts.Parse(tt.comment)
		if err != nil {
			t.Errorf("%s: %v", tt.why, err)
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ why, comment, want string }{
		{"a fact without a key", "/**\n * It.\n * @ link\n */", "no fact"},
		{"a value on a second line", "/**\n * It.\n * @label a |\n * b | c\n */", "stands below a fact"},
	} {
		if _, err := facts.Parse(tt.comment); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.why, err, tt.want)
		}
	}
}

func TestHas(t *testing.T) {
	c, err := facts.Parse("/** It is no @block by this word. */")
	if err != nil || c.Has("block") {
		t.Errorf("got %v and %v: prose is no fact", c, err)
	}
}
