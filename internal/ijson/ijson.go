// Package ijson reads the bodies of requests as RFC 7493 (I-JSON) has them: one JSON
// object in UTF-8 that names nothing twice, and nothing after it.
package ijson

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep a request may be nested: its own members are four deep, the
// rest is for properties.
const maxDepth = 32

// Error says what is wrong with a request, for whoever sent it.
type Error struct{ Message string }

func (e *Error) Error() string { return e.Message }

func malformed(format string, args ...any) error { return &Error{fmt.Sprintf(format, args...)} }

// Read reads a request's body, of that many bytes at most. Members that the value has
// no place for are ignored, whatever they hold, or refused where options say so. Its
// error is an *Error.
func Read(w http.ResponseWriter, r *http.Request, most int64, into any, options ...json.Options) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		return malformed("the request's Content-Type is to be application/json")
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	if err != nil {
		if tooLarge := new(http.MaxBytesError); errors.As(err, &tooLarge) {
			return malformed("the request has more than %d bytes", tooLarge.Limit)
		}
		return malformed("the request was cut off")
	}
	return Unmarshal(body, into, options...)
}

// Unmarshal reads a text as Read reads a body.
func Unmarshal(body []byte, into any, options ...json.Options) error {
	if depthOf(body) > maxDepth {
		return malformed("the request is nested more than %d deep", maxDepth)
	}
	if jsontext.Value(body).Kind() == 'n' {
		return malformed("the request is null, and is to be a JSON object")
	}
	err := json.Unmarshal(body, into, options...)
	var semantic *json.SemanticError
	var syntax *jsontext.SyntacticError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &semantic) && errors.Is(err, json.ErrUnknownName):
		return malformed("%s is not known", place(semantic.JSONPointer))
	case errors.As(err, &semantic) && semantic.JSONKind == '"' && semantic.GoType == reflect.TypeFor[time.Time]():
		return malformed("%s is no time: write it as 2026-12-31T17:00:00Z", place(semantic.JSONPointer))
	case errors.As(err, &semantic) && semantic.JSONKind == '"' && semantic.Err != nil:
		return malformed("%s: %v", place(semantic.JSONPointer), semantic.Err)
	case errors.As(err, &semantic):
		return malformed("%s is %s, which does not belong there", place(semantic.JSONPointer), KindOf(semantic.JSONKind))
	case errors.As(err, &syntax) && errors.Is(err, jsontext.ErrDuplicateName):
		return malformed("%s is there twice", place(syntax.JSONPointer))
	case errors.As(err, &syntax):
		return malformed("the request is no JSON in UTF-8, at byte %d", syntax.ByteOffset)
	}
	return malformed("the request is no JSON object")
}

func place(p jsontext.Pointer) string {
	if p == "" {
		return "the request"
	}
	return "member " + strings.ReplaceAll(strings.TrimPrefix(string(p), "/"), "/", ".")
}

// KindOf is a kind of value in words.
func KindOf(k jsontext.Kind) string {
	switch k {
	case '"':
		return "a text"
	case '0':
		return "a number"
	case '[':
		return "a list"
	case '{':
		return "an object"
	case 't', 'f':
		return "true or false"
	}
	return "null"
}

// depthOf is how deep a text is nested, if it is JSON. It is counted before anything
// is read, because a decoder follows every level.
func depthOf(text []byte) int {
	deepest, depth, inString := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}
