// Package catalogue has everything that the module says to people in Dutch and in
// French. English is in the code itself, and is the key.
package catalogue

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// text is one phrase in every language, with the verbs of package fmt. A translation
// names its arguments by number where their order is another: %[2]s. It has %v for %w, and
// forms as the English may have them (phrase.Of).
type text struct{ en, nl, fr string }

// texts are all that the module says, by what it is about.
func texts() []text {
	return slices.Concat(countTexts, planTexts, sourceTexts, modelTexts, programTexts, askingTexts, engineTexts, helpTexts, recordTexts, reportTexts, reviewTexts, schemaTexts, compilerTexts, kindTexts, keyTexts, backupTexts, verifyTexts, actTexts, yamlTexts)
}

// In is a printer of a language. In English, too, it says in people's words what a
// system says of files, where an Error says it in the system's. Numbers are written as in
// the code: 50051, not 50.051, which could not be copied from what is printed.
func In(l schema.Language) phrase.Printer {
	var printer phrase.Printer
	tag := language.Make(l.String())
	printer = phrase.NewPrinter(int(l), func(p phrase.Phrase) string {
		if p.IsRecorded() && l != schema.English {
			p = recognized(p.String())
		}
		args := make([]any, len(p.Args()))
		for i, arg := range p.Args() {
			args[i] = arg
			switch v := arg.(type) {
			case phrase.Sayer, error:
				args[i] = printer.Value(v)
			}
		}
		form := func(arg int, one, other string) string {
			if arg <= len(args) && plural.Cardinal.MatchPlural(tag, numberIn(args[arg-1]), 0, 0, 0, 0) == plural.One {
				return one
			}
			return other
		}
		format := p.Key()
		translated, has := text{}, false
		if l != schema.English {
			if translated, has = all()[format]; has {
				format = translated.in(l)
			}
		}
		if !has && len(args) == 0 { // a library's, in which braces are no forms
			return p.String()
		}
		return fmt.Sprintf(phrase.Forms(strings.ReplaceAll(format, "%w", "%v"), form), args...)
	})
	return printer
}

// in is the text in Dutch or French.
func (t text) in(l schema.Language) string {
	if l == schema.French {
		return t.fr
	}
	return t.nl
}

// numberIn is the number that an argument is.
func numberIn(arg any) int {
	if v := reflect.ValueOf(arg); v.CanInt() {
		return int(v.Int())
	}
	return 0
}

// all are the texts by the English one, gathered when they are first needed.
var all = sync.OnceValue(func() map[string]text {
	words := map[string]text{}
	for _, t := range slices.Concat(libraryTexts, texts()) {
		words[t.en] = t
	}
	return words
})
