package ijson_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/remit-authz/remit/internal/ijson"
)

// Whatever is read is one JSON object, as the standard library reads it too, in UTF-8;
// what is not is an error that says so. Nothing panics.
func FuzzUnmarshal(f *testing.F) {
	for _, seed := range []string{
		"", "null", " null", "[]", "{}", "{}{}", `{"a":1,"a":2}`, `{"a":1,"\u0061":2}`, `{"x":{"b":1,"b":2}}`, `{"a":"\ud800"}`, "{\"a\":\"\xff\"}",
		"\ufeff{}", strings.Repeat(`{"x":`, 40) + "1" + strings.Repeat("}", 40), `{"a":"{[{[{["}`, `{"a":"\"{"}`, `{"n":1e400}`, `{"a":1`, `{"a":tru}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var read struct {
			A any `json:"a"`
		}
		err := ijson.Unmarshal(text, &read)
		var all map[string]any
		plain := json.Unmarshal(text, &all)
		switch {
		case err != nil && err.Error() == "":
			t.Error("an error that says nothing")
		case err == nil && (plain != nil && !strings.Contains(plain.Error(), "number") || !utf8.Valid(text)):
			t.Errorf("%q was read, and is %v", text, plain)
		case err == nil && all == nil && plain == nil:
			t.Errorf("%q was read, and is no object", text)
		}
	})
}
