package schema

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
)

// Language is one that labels are kept in. The zero value is English.
type Language int

// The languages.
const (
	English Language = iota
	Dutch
	French
)

// ParseLanguage reads "en", "nl" or "fr".
func ParseLanguage(s string) (Language, error) {
	switch s {
	case "en":
		return English, nil
	case "nl":
		return Dutch, nil
	case "fr":
		return French, nil
	}
	return 0, phrase.Errorf("language %s is not known: choose en, nl or fr", Quote(s))
}

// String is the language's code: "en", "nl" or "fr".
func (l Language) String() string {
	return Label{"en", "nl", "fr"}.In(l)
}

// Label is one text in every language, in the order of the constants. A long
// word may hold soft hyphens, where it can be broken.
type Label [3]string

// SoftHyphen marks where a long word of a label can be broken.
const SoftHyphen = "\u00ad"

// In is the text in one language, without soft hyphens.
func (l Label) In(language Language) string {
	return strings.ReplaceAll(l.Breakable(language), SoftHyphen, "")
}

// String is the text in English.
func (l Label) String() string { return l.In(English) }

// Has says whether a word is the label in one of the languages, in any letters.
func (l Label) Has(word string) bool {
	return slices.ContainsFunc(l[:], func(one string) bool { return strings.EqualFold(strings.ReplaceAll(one, SoftHyphen, ""), word) })
}

// Say is the text in the language of a printer.
func (l Label) Say(in phrase.Printer) string { return l.In(Language(in.Language())) }

// Breakable is the text in one language, with its soft hyphens.
func (l Label) Breakable(language Language) string {
	if language < 0 || int(language) >= len(l) {
		return l[English]
	}
	return l[language]
}
