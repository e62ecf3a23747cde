package jsondoc

import (
	"errors"
	"reflect"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
)

// Error is what is wrong with a document.
type Error struct {
	At      source.Position
	Message phrase.Phrase
}

// Error is where it stands and what is wrong.
func (e *Error) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *Error) Say(in phrase.Printer) string { return e.At.String() + ": " + e.Message.Say(in) }

// Report notes an error of this package as a problem of rows of a kind, of which
// some are missing for it.
func Report(r *source.Records, k source.Kind, err error) {
	var wrong *Error
	if !errors.As(err, &wrong) {
		wrong = &Error{Message: phrase.Of("%v", err)}
	}
	r.Partial(k)
	r.Problem(k, wrong.At, "%s", wrong.Message)
}

// Decode decodes one value of a document, which stands at a pointer. Members that
// T does not name are nobody's business; null is the zero value. Its error is an
// *Error.
func Decode[T any](d *Document, raw jsontext.Value, at jsontext.Pointer) (T, error) {
	var value T
	err := json.Unmarshal(raw, &value)
	if err == nil {
		return value, nil
	}
	var zero T
	var wrong *json.SemanticError
	if !errors.As(err, &wrong) {
		return zero, d.Wrong(at, "cannot be read: %v", cause(err))
	}
	return zero, d.Wrong(at+wrong.JSONPointer, "is %s and must be %s", kind(wrong.JSONKind), wanted(wrong.GoType))
}

func kind(k jsontext.Kind) phrase.Phrase {
	switch k {
	case '"':
		return phrase.Of("a text")
	case '0':
		return phrase.Of("a number")
	case '[':
		return phrase.Of("a list")
	case '{':
		return phrase.Of("an object")
	case 't', 'f':
		return phrase.Of("true or false")
	}
	return phrase.Of("something else")
}

func wanted(t reflect.Type) phrase.Phrase {
	if t == nil {
		return phrase.Of("something else")
	}
	switch t.Kind() {
	case reflect.Pointer:
		return wanted(t.Elem())
	case reflect.String:
		return phrase.Of("a text")
	case reflect.Bool:
		return phrase.Of("true or false")
	case reflect.Slice:
		return phrase.Of("a list")
	case reflect.Int:
		return phrase.Of("a whole number")
	}
	return phrase.Of("an object")
}
