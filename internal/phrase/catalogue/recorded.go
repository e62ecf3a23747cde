package catalogue

import (
	"regexp"
	"strconv"
	"strings"
	"sync"

	"github.com/remit-authz/remit/internal/phrase"
)

// pattern is an English text by which one that was kept is known again.
type pattern struct {
	key, longest string // longest is the longest of its parts without an argument
	known        int    // how many bytes such parts have
	find         func() *regexp.Regexp
	verbs        []string
}

// standsFor is what stands in a text for each verb of fmt that a pattern may have.
var standsFor = map[string]string{"%s": `(.+?)`, "%v": `(.+?)`, "%w": `(.+?)`, "%d": `(-?[0-9]+)`, "%q": `("(?:[^"\\]|\\.)*")`}

// least is of how many bytes the longest part is at least: shorter ones say nothing of which
// text it was.
const least = 6

var verbOfFormat = regexp.MustCompile(`%[-+# 0]*(?:\[\d+\])?[\d.]*[a-zA-Z%]|\{[^{}|%]*\|[^{}|%]*\}`)

// patterns are those of all texts that can be told from others, when they are first needed.
var patterns = sync.OnceValue(func() []pattern {
	var found []pattern
	for _, t := range texts() {
		if p, ok := patternOf(t.en); ok {
			found = append(found, p)
		}
	}
	return found
})

func patternOf(key string) (p pattern, ok bool) {
	p.key = key
	var expression strings.Builder
	literal := func(text string) {
		expression.WriteString(regexp.QuoteMeta(text))
		p.known += len(text)
		if len(text) > len(p.longest) {
			p.longest = text
		}
	}
	rest := key
	for {
		at := verbOfFormat.FindStringIndex(rest)
		if at == nil {
			literal(rest)
			break
		}
		literal(rest[:at[0]])
		part := rest[at[0]:at[1]]
		rest = rest[at[1]:]
		one, other, forms := strings.Cut(strings.Trim(part, "{}"), "|")
		stands, is := standsFor[part]
		switch {
		case part == "%%":
			literal("%")
		case forms:
			expression.WriteString("(?:" + regexp.QuoteMeta(one) + "|" + regexp.QuoteMeta(other) + ")")
		case is:
			p.verbs = append(p.verbs, part)
			expression.WriteString(stands)
		default:
			return p, false
		}
	}
	p.find = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile("(?s)^" + expression.String() + "$") })
	return p, len(p.longest) >= least
}

// recognized is the phrase that says a text, which was kept in English: the one of which
// most stands there word for word. What is said in it is recognized too.
func recognized(text string) phrase.Phrase {
	best, found := pattern{}, []string(nil)
	for _, p := range patterns() {
		if p.known <= best.known || !strings.Contains(text, p.longest) {
			continue
		}
		if args := p.find().FindStringSubmatch(text); args != nil {
			best, found = p, args[1:]
		}
	}
	if found == nil {
		return phrase.Literal(text)
	}
	args := make([]any, len(found))
	for i, arg := range found {
		args[i] = arg
		switch best.verbs[i] {
		case "%d":
			args[i], _ = strconv.Atoi(arg)
		case "%q":
			args[i], _ = strconv.Unquote(arg)
		default:
			if strings.Contains(arg, " ") {
				args[i] = recognized(arg)
			}
		}
	}
	return phrase.Of(strings.ReplaceAll(best.key, "%w", "%v"), args...).As(best.key)
}
