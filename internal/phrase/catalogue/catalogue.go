// Package catalogue has everything that the module says to people in Dutch and in
// French. English is in the code itself, and is the key.
package catalogue

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/message/catalog"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// text is one phrase in every language, with the verbs of package fmt. A translation
// names its arguments by number where their order is another: %[2]s. It has %v for %w.
type text struct{ en, nl, fr string }

// count is a phrase about a number (phrase.Counted), of which en is that for more than
// one: in a translation for one, and for more.
type count struct {
	en     string
	nl, fr [2]string
}

// texts are all that the module says, by what it is about.
func texts() []text {
	return slices.Concat(planTexts, sourceTexts, modelTexts, programTexts, askingTexts, engineTexts, helpTexts, recordTexts, reportTexts, reviewTexts, schemaTexts, compilerTexts, kindTexts, keyTexts, backupTexts, verifyTexts)
}

// In is a printer of a language. In English, too, it says in people's words what a
// system says of files, where an Error says it in the system's.
func In(l schema.Language) phrase.Printer {
	var printer phrase.Printer
	words := in(l)
	printer = phrase.NewPrinter(int(l), func(p phrase.Phrase) string {
		args := make([]any, len(p.Args()))
		for i, arg := range p.Args() {
			args[i] = argument(printer, arg)
		}
		key := p.Key()
		switch {
		case l == schema.English && p.IsCount():
			return p.String()
		case l == schema.English:
			return fmt.Sprintf(strings.ReplaceAll(key, "%w", "%v"), args...)
		case !known()[key]:
			key = strings.ReplaceAll(key, "%w", "%v")
		}
		return words.Sprintf(key, args...)
	})
	return printer
}

// argument is an argument of a phrase, as a printer says it.
func argument(printer phrase.Printer, arg any) any {
	switch v := arg.(type) {
	case phrase.Sayer, error:
		return printer.Value(v)
	case int:
		return number(v)
	case int64:
		return number(v)
	}
	return arg
}

// number is written as in the code: 50051, not 50.051, which could not be copied from
// what is printed.
type number int

// Format writes it.
func (n number) Format(s fmt.State, verb rune) { fmt.Fprintf(s, fmt.FormatString(s, verb), int(n)) }

// PluralForm is the form of a word that goes with it.
func (n number) PluralForm(l language.Tag, _ int) (plural.Form, int) {
	return plural.Cardinal.MatchPlural(l, int(n), 0, 0, 0, 0), int(n)
}

// in has the translations of a language; English, which is in the code, needs none.
func in(l schema.Language) *message.Printer {
	switch l {
	case schema.Dutch:
		return message.NewPrinter(language.Dutch, message.Catalog(dutch()))
	case schema.French:
		return message.NewPrinter(language.French, message.Catalog(french()))
	}
	return nil
}

// The catalogues, each built when it is first needed.
var (
	dutch = sync.OnceValue(func() catalog.Catalog {
		return built(language.Dutch, func(t text) string { return t.nl }, func(c count) [2]string { return c.nl })
	})
	french = sync.OnceValue(func() catalog.Catalog {
		return built(language.French, func(t text) string { return t.fr }, func(c count) [2]string { return c.fr })
	})
)

func built(tag language.Tag, said func(text) string, counted func(count) [2]string) catalog.Catalog {
	builder := catalog.NewBuilder(catalog.Fallback(language.English))
	for _, t := range slices.Concat(texts(), libraryTexts) {
		builder.SetString(tag, t.en, said(t))
	}
	for _, c := range counts {
		builder.Set(tag, c.en, forms(counted(c)))
	}
	return builder
}

func forms(of [2]string) catalog.Message {
	return plural.Selectf(1, "%d", plural.One, of[0], plural.Other, of[1])
}

// known are the keys that have a translation.
var known = sync.OnceValue(func() map[string]bool {
	keys := map[string]bool{}
	for _, t := range texts() {
		keys[t.en] = true
	}
	for _, c := range counts {
		keys[c.en] = true
	}
	return keys
})
