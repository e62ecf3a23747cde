package model

import (
	"regexp"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/facts"
	"github.com/remit-authz/remit/schema"
)

// about is what one comment says, to be taken fact by fact. What nobody took
// is a fact that the name cannot have.
type about struct {
	r     *reader
	where string
	doc   string
	left  []facts.Fact
}

func newAbout(r *reader, where, comment string) *about {
	c, err := facts.Parse(comment)
	if err != nil {
		r.problem(where, "%v", err)
	}
	if c.Prose == "" {
		r.problem(where, "has no comment: write above it what it means")
	}
	return &about{r: r, where: where, doc: c.Prose, left: c.Facts}
}

// done complains of what is left.
func (a *about) done() {
	for _, f := range a.left {
		a.r.problem(a.where, "@%s is not known here, or is there twice", f.Key)
	}
}

// take takes the fact of a key.
func (a *about) take(key string) (string, bool) {
	i := slices.IndexFunc(a.left, func(f facts.Fact) bool { return f.Key == key })
	if i < 0 {
		return "", false
	}
	value := a.left[i].Value
	a.left = slices.Delete(a.left, i, i+1)
	return value, true
}

// flag is a fact that stands alone.
func (a *about) flag(key string) bool {
	value, found := a.take(key)
	if value != "" {
		a.r.problem(a.where, "@%s stands alone: %q is too much", key, value)
	}
	return found
}

// words are the values of a fact.
func (a *about) words(key string) []string {
	value, found := a.take(key)
	words := strings.Fields(value)
	if found && len(words) == 0 {
		a.r.problem(a.where, "@%s has no value", key)
	}
	return words
}

// word is the one value of a fact.
func (a *about) word(key string, needed bool) string {
	words := a.words(key)
	if len(words) > 1 || len(words) == 0 && needed {
		a.r.problem(a.where, "needs one @%s, and has %d values for it", key, len(words))
		return ""
	}
	return strings.Join(words, "")
}

// label is a text in every language.
func (a *about) label(key string, needed bool) schema.Label {
	value, found := a.take(key)
	if !found {
		if needed {
			a.r.problem(a.where, "has no @%s: write it in English, Dutch and French, with | between them", key)
		}
		return schema.Label{}
	}
	return a.labelOf(key, value)
}

func (a *about) labelOf(key, value string) schema.Label {
	var label schema.Label
	texts := strings.Split(value, "|")
	if len(texts) != len(label) {
		a.r.problem(a.where, "@%s has %d texts: write it in English, Dutch and French, with | between them", key, len(texts))
		return label
	}
	for i, text := range texts {
		label[i] = strings.ReplaceAll(strings.TrimSpace(text), `\-`, schema.SoftHyphen)
		if label[i] == "" {
			a.r.problem(a.where, "@%s has no text in %s", key, schema.Language(i))
		}
	}
	return label
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func (a *about) sentence() schema.Sentence {
	s := schema.Sentence{Is: a.label("is", false), Gains: a.label("gains", false), Loses: a.label("loses", false)}
	for _, label := range []schema.Label{s.Is, s.Gains, s.Loses} {
		for _, text := range label {
			for _, p := range placeholder.FindAllString(text, -1) {
				if !slices.Contains([]string{"{who}", "{what}", "{parent}", "{role}"}, p) {
					a.r.problem(a.where, "%s stands for nothing: there are {who}, {what}, {parent} and {role}", p)
				}
			}
		}
	}
	return s
}

var rowKey = regexp.MustCompile(`^[A-Z][0-9]+[a-z]?$`)

// rows are the places in the role tables: "@row KEY", "@row KEY on-app-admin",
// "@row KEY label" where the permission's label is the row's, or "@row KEY" and a
// label of the row's own.
func (a *about) rows() []row {
	var rows []row
	for value, found := a.take("row"); found; value, found = a.take("row") {
		key, rest, _ := strings.Cut(value, " ")
		if !rowKey.MatchString(key) {
			a.r.problem(a.where, "@row %q: a row's key is a letter and a number, such as C4", value)
			continue
		}
		one := row{key: key, onAppAdmin: rest == "on-app-admin", ownLabel: rest == "label"}
		if rest != "" && !one.onAppAdmin && !one.ownLabel {
			one.label = a.labelOf("row "+key, rest)
		}
		rows = append(rows, one)
	}
	return rows
}
