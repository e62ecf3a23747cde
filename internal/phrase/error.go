package phrase

import (
	"fmt"
)

// Error is an error that can be said in every language.
type Error struct {
	err    error
	phrase Phrase
}

// Errorf is fmt.Errorf, which keeps what it was made of. As with fmt.Errorf, %w wraps; as with Of,
// there may be forms.
func Errorf(format string, args ...any) error {
	args = readable(args)
	err := fmt.Errorf(formed(format, args), args...)
	return &Error{err, Phrase{key: format, args: args, english: err.Error()}}
}

// Error is the text in English.
func (e *Error) Error() string { return e.phrase.english }

// Unwrap is what package fmt made, which wraps what the error wraps.
func (e *Error) Unwrap() error { return e.err }

// Say is the text in the language of a printer.
func (e *Error) Say(in Printer) string { return e.phrase.Say(in) }
