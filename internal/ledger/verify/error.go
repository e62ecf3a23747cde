package verify

import (
	"fmt"
	"strings"
)

// Error says what is not as it was signed, or cannot be held to it. It keeps what it is
// made of, so that a program can say it in the language of whoever reads it.
type Error struct {
	format string
	args   []any
}

// notAsSigned is an Error of a format and its arguments, as of package fmt; it wraps the
// argument that is an error.
func notAsSigned(format string, args ...any) error { return &Error{format, args} }

// Error is the text in English.
func (e *Error) Error() string {
	return fmt.Sprintf(strings.ReplaceAll(e.format, "%w", "%v"), e.args...)
}

// Unwrap is what the error wraps; nil for nothing.
func (e *Error) Unwrap() error {
	for _, arg := range e.args {
		if err, is := arg.(error); is {
			return err
		}
	}
	return nil
}

// Said is the text with its verbs, %w for an error that it wraps, and its arguments.
func (e *Error) Said() (format string, args []any) { return e.format, e.args }
