package authzen

import (
	"errors"
	"io"
	"mime"
	"net/http"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// maxDepth is how deep a request may be nested: its own members are four deep, the
// rest is for properties.
const maxDepth = 32

// decode reads a request's one JSON object, as RFC 7493 (I-JSON) has it. Members
// that nobody knows are ignored, whatever they hold. Its error is the caller's.
func decode(w http.ResponseWriter, r *http.Request, most int64, into any) error {
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
	return unmarshal(body, into)
}

// unmarshal reads a JSON object, once, and nothing after it.
func unmarshal(body []byte, into any) error {
	if depthOf(body) > maxDepth {
		return malformed("the request is nested more than %d deep", maxDepth)
	}
	if jsontext.Value(body).Kind() == 'n' {
		return malformed("the request is null, and is to be a JSON object")
	}
	err := json.Unmarshal(body, into)
	var semantic *json.SemanticError
	var syntax *jsontext.SyntacticError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &semantic):
		return malformed("%s is %s, which does not belong there", place(semantic.JSONPointer), kindOf(semantic.JSONKind))
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

func kindOf(k jsontext.Kind) string {
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
