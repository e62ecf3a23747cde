package strictyaml_test

import (
	"strings"
	"testing"
	"time"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/strictyaml"
)

// Whoever writes settings knows nothing of the library's words, or of Go's.
func TestErrorsAreInWords(t *testing.T) {
	type part struct {
		N int `yaml:"n"`
	}
	var into struct {
		Part part          `yaml:"part"`
		N    int           `yaml:"n"`
		List []string      `yaml:"list"`
		Text string        `yaml:"text"`
		Yes  bool          `yaml:"yes"`
		Max  time.Duration `yaml:"max"`
	}
	for text, want := range map[string]string{
		"n: many":            `line 1: "many" is no whole number`,
		"\nn: [1]":           `line 2: a list is no whole number`,
		"text: {a: b}":       `line 1: a key with its value is no text`,
		"list: one":          `line 1: "one" is no list`,
		"yes: 5":             `line 1: "5" is neither true nor false`,
		"max: long":          `line 1: "long" is no time such as 30m`,
		"part: 5":            `line 1: "5" is not a key with its value`,
		"n: a\ntext: [b]":    "line 1: \"a\" is no whole number\nline 2: a list is no text",
		"list: [":            "line 1: is not YAML: did not find expected node content; look at the blanks, brackets and quotes there and just before",
		"n: 1\n\tm: 2":       "line 2: is not YAML: found a tab character that violates indentation; look at",
		"text: \"never ends": "is not YAML: ",
	} {
		err := strictyaml.InWords(yaml.Unmarshal([]byte(text), &into))
		if err == nil || !strings.HasPrefix(err.Error(), want) || strings.Contains(err.Error(), "!!") || strings.Contains(err.Error(), "unmarshal") {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
	if err := strictyaml.InWords(nil); err != nil {
		t.Error(err)
	}
}
