package schema

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// blanks are drawn as nothing, or as a blank, though Unicode calls them letters
// and symbols: braille without dots, two hieroglyphs, and a notehead.
var blanks = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x2800, Hi: 0x2800, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x13441, Hi: 0x13442, Stride: 1}, {Lo: 0x1D159, Hi: 0x1D159, Stride: 1}},
}

// hidden says whether a character leaves no mark of its own, or changes how
// others are laid out: controls, what turns the direction of text, joiners,
// variation selectors, fillers, tags, and ends of lines and paragraphs.
func hidden(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp,
		unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector, blanks)
}

// Visible says whether a character is shown as itself wherever text is shown:
// not one that is hidden, nor a blank other than " ", nor one that Unicode has
// no meaning for.
func Visible(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= ' ' && r < 0x7F
	}
	return unicode.IsPrint(r) && !hidden(r)
}

// Hidden finds the first character of a text that nobody sees: an invisible
// one, a control, or one that turns the direction of the text around it.
func Hidden(s string) (rune, bool) {
	for _, r := range s {
		if hidden(r) {
			return r, true
		}
	}
	return 0, false
}

// Blank says whether a text has nothing to read: no letter, digit, punctuation
// mark or symbol that can be seen. The caveat emergency_access holds a reason to
// the same.
func Blank(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool {
		return r != ' ' && Visible(r) && !unicode.Is(unicode.M, r)
	})
}

// Shown is a text as it is shown to people: as it is, or quoted (Quote) where it
// could be taken for something else, because a character of it is not Visible or
// it begins with a quote. Two texts are never shown alike.
func Shown(s string) string {
	if strings.HasPrefix(s, `"`) || !visible(s) {
		return Quote(s)
	}
	return s
}

// Quote is a text between quotes, in Go's syntax, with every character that is
// not Visible as an escape. strconv.Unquote reads it back.
func Quote(s string) string {
	return `"` + Escape(strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s)) + `"`
}

// Escape is a text on one line, with every character that is not Visible as an
// escape in Go's syntax. It is for whole sentences: an escape cannot be told from
// the same characters in the text.
func Escape(s string) string {
	if visible(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, n := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && n == 1 {
			fmt.Fprintf(&b, `\x%02x`, s[0])
		} else {
			b.WriteString(escaped(r))
		}
		s = s[n:]
	}
	return b.String()
}

func escaped(r rune) string {
	switch {
	case Visible(r):
		return string(r)
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < utf8.RuneSelf:
		return fmt.Sprintf(`\x%02x`, r)
	case r <= 0xFFFF:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// visible says whether a text is valid UTF-8 and every character Visible.
func visible(s string) bool {
	return utf8.ValidString(s) && !strings.ContainsFunc(s, func(r rune) bool { return !Visible(r) })
}
