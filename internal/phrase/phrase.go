// Package phrase is what the module says to people, before it is known in which
// language: the English text is the key, and its arguments stand beside it.
//
// A package makes errors with Errorf and texts with Of, and knows of no other
// language; package catalogue has the translations, and says a phrase in one.
package phrase

import (
	"fmt"
	"reflect"
	"strings"
	"time"
)

// Phrase is a text with its arguments. The zero value is no text.
type Phrase struct {
	key     string
	args    []any
	english string
	kept    bool
}

// Of is a phrase by its English text, a format of package fmt. In it, and in its translations,
// {one|other} is what goes with the number before it: "%d {change|changes}".
func Of(format string, args ...any) Phrase {
	args = readable(args)
	return Phrase{key: format, args: args, english: Sprintf(format, args...)}
}

// Or is the phrase; a text that was said before where it is none, as in a value that
// somebody else has made.
func (p Phrase) Or(text string) Phrase {
	if p.key == "" {
		return Literal(text)
	}
	return p
}

// Key is the English text with its verbs, by which a translation is found.
func (p Phrase) Key() string { return p.key }

// Args are its arguments, which belong to the phrase.
func (p Phrase) Args() []any { return p.args }

// String is the phrase in English.
func (p Phrase) String() string { return p.english }

// Say is the phrase in the language of a printer.
func (p Phrase) Say(in Printer) string {
	if in.translate == nil {
		return p.english
	}
	return in.translate(p)
}

// Sayer is a value, often an error, that says itself in the language of a printer. Its
// String or Error is the same in English.
type Sayer interface{ Say(Printer) string }

// Duration is a length of time as people write it: 3h and 1h30m, where Go has 3h0m0s.
func Duration(d time.Duration) string {
	text := d.String()
	if short, is := strings.CutSuffix(text, "m0s"); is {
		text = short + "m"
	}
	if short, is := strings.CutSuffix(text, "h0m"); is {
		text = short + "h"
	}
	return text
}

// readable are arguments in which lengths of time and lists of names are as people
// write them.
func readable(args []any) []any {
	all := make([]any, len(args))
	for i, arg := range args {
		all[i] = arg
		if d, is := arg.(time.Duration); is {
			all[i] = Duration(d)
			continue
		}
		v := reflect.ValueOf(arg)
		if _, says := arg.(Sayer); says || arg == nil || v.Kind() != reflect.Slice || v.Type().Elem().Kind() != reflect.String {
			continue
		}
		names := make([]string, v.Len())
		for k := range names {
			names[k] = fmt.Sprint(v.Index(k))
		}
		all[i] = strings.Join(names, ", ")
	}
	return all
}

// Recorded is a text of the module's own that was kept in English, in a record or a plan: a
// language says it in its words where it knows it again.
func Recorded(text string) Phrase {
	p := Literal(text)
	p.kept = true
	return p
}

// IsRecorded says whether it is such a text.
func (p Phrase) IsRecorded() bool { return p.kept }

// As is the phrase by another key, whose translations take the same arguments.
func (p Phrase) As(key string) Phrase {
	p.key = key
	return p
}

// Literal is a text that was said before, which every language has as it is.
func Literal(text string) Phrase { return Phrase{key: "%s", args: []any{text}, english: text} }

// Time is a moment as people read it and can write it again, in every text there is:
// to the second, in UTC, such as 2027-03-31T16:00:00Z.
func Time(t time.Time) string { return t.UTC().Truncate(time.Second).Format(time.RFC3339) }

// Key is a text without arguments that stands in the code, as the help of a verb does.
func Key(text string) Phrase { return Phrase{key: strings.ReplaceAll(text, "%", "%%"), english: text} }
