package main

import (
	"cmp"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/remit-authz/remit/internal/lint"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// visibleWriter lets through what people see, lines and tabs, and writes every
// other character as an escape: whatever a message is made of, no terminal obeys
// or hides a part of it. Where data begins and ends is the messages' to say
// (schema.Shown): here a line's end in it is one already.
type visibleWriter struct {
	w      io.Writer
	escape func(string) string // one character that is not Visible
	cut    []byte              // the beginning of a character whose rest is to come
}

// forPeople writes escapes as schema.Escape does.
func forPeople(w io.Writer) *visibleWriter { return &visibleWriter{w: w, escape: schema.Escape} }

// forMachines writes JSON, whose strings are the only place for such characters,
// with the escapes of JSON.
func forMachines(w io.Writer) *visibleWriter { return &visibleWriter{w: w, escape: escapeJSON} }

func escapeJSON(character string) string {
	var b strings.Builder
	for _, unit := range utf16.Encode([]rune(character)) {
		fmt.Fprintf(&b, `\u%04x`, unit)
	}
	return b.String()
}

// Write keeps a character that is cut in two for the next call.
func (v *visibleWriter) Write(text []byte) (int, error) {
	if len(v.cut) == 0 && !slices.ContainsFunc(text, unusual) {
		return v.w.Write(text) // as nearly all is
	}
	rest := append(v.cut, text...)
	out := make([]byte, 0, len(rest))
	for len(rest) > 0 && utf8.FullRune(rest) {
		r, n := utf8.DecodeRune(rest)
		if seen := schema.Visible(r) && (r != utf8.RuneError || n > 1); seen || r == '\n' || r == '\t' {
			out = append(out, rest[:n]...)
		} else {
			out = append(out, v.escape(string(rest[:n]))...)
		}
		rest = rest[n:]
	}
	v.cut = append([]byte(nil), rest...)
	if _, err := v.w.Write(out); err != nil {
		return 0, err
	}
	return len(text), nil
}

// unusual says whether a byte may be part of a character that is not let through.
func unusual(b byte) bool { return (b < ' ' || b > '~') && b != '\n' && b != '\t' }

// shownError is an error for people. What the caller typed is in quotes where the
// error names it and it could be taken for something else, and what an engine or
// a library says is one line: only errors of our own have more.
func shownError(in phrase.Printer, err error, typed []string) string {
	text := in.Value(err)
	for _, word := range typed { // a file that is named by what opened it, and by the system
		for _, colon := range []string{": ", " : "} { // of French
			text = strings.ReplaceAll(text, word+colon+word+colon, word+colon)
		}
	}
	for _, word := range odd(typed) {
		text = strings.ReplaceAll(text, word, schema.Quote(word))
	}
	for _, said := range foreign(in, err) {
		text = strings.ReplaceAll(text, said, schema.Escape(said))
	}
	return text
}

// odd are the words, and the values of flags, with characters that are not
// Visible, the longest first.
func odd(typed []string) []string {
	var found []string
	for _, word := range typed {
		_, value, _ := strings.Cut(word, "=")
		for _, w := range []string{word, value} {
			if schema.Escape(w) != w {
				found = append(found, w)
			}
		}
	}
	slices.SortFunc(found, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	return found
}

// foreign is what the errors that others made say.
func foreign(in phrase.Printer, err error) []string {
	switch e := err.(type) {
	case problems, *source.Error, *loader.RefusedError, *loader.SchemaError, *lint.RefusedError:
		return nil
	case *fs.PathError, *os.LinkError:
		return []string{in.Value(err)} // names a file
	case interface{ Unwrap() error }:
		return foreign(in, e.Unwrap())
	case interface{ Unwrap() []error }:
		var all []string
		for _, one := range e.Unwrap() {
			all = append(all, foreign(in, one)...)
		}
		return all
	case nil:
		return nil
	}
	return []string{in.Value(err)}
}
