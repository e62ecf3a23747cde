package jsondoc_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
)

const whole = `{"content":[{"id":"1","on":true},{"id":"2","more":{"a":[1,null]}}],"number":0}`

type list struct {
	Content []struct {
		ID string `json:"id"`
	} `json:"content"`
	Number int `json:"number"`
}

func TestParseTakesAWholeText(t *testing.T) {
	for _, text := range []string{whole, "\ufeff" + whole, " " + whole + "\n"} {
		d, err := jsondoc.Parse("users.json", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		got, err := jsondoc.Decode[list](d, d.Value(), "")
		if err != nil || len(got.Content) != 2 || got.Content[1].ID != "2" {
			t.Errorf("got %v and %v", got, err)
		}
		if at := d.At("/content/1", map[string]string{"id": "id"}).String(); at != "users.json#/content/1" {
			t.Errorf("stands at %s", at)
		}
	}
}

// A text that ends anywhere before its end is none.
func TestParseRefusesEveryHalf(t *testing.T) {
	for i := range whole {
		_, err := jsondoc.Parse("users.json", []byte(whole[:i]))
		if !errors.As(err, new(*jsondoc.Error)) || !strings.Contains(err.Error(), "ends in the middle of its JSON, on line 1") {
			t.Fatalf("cut at %d: got %v", i, err)
		}
	}
}

func TestParseRefuses(t *testing.T) {
	for _, tt := range []struct{ why, text, want string }{
		{"deep", strings.Repeat("[", 10_000) + strings.Repeat("]", 10_000), "users.json: is nested more than 100 deep: this is no export"},
		{"deep where nobody looks", `{"x":` + strings.Repeat(`{"x":`, 10_000) + "1" + strings.Repeat("}", 10_001), "users.json: is nested more than 100 deep: this is no export"},
		{"deeper than its end", strings.Repeat("[", 1_000_000), "users.json: is nested more than 100 deep: this is no export"},
		{"a member twice", "{\"a\":[\n{\"role\":\"x\",\"role\":\"y\"}]}", "users.json#/a/0/role: is there twice (line 2): which of the two holds cannot be known"},
		{"a member twice, written differently", `{"role":"x","\u0072ole":"y"}`, "users.json#/role: is there twice (line 1): which of the two holds cannot be known"},
		{"two texts", "[]\n[]", "users.json: is not JSON, on line 2: goes on after its end"},
		{"a page of a browser", "<html>", "users.json: is not JSON, on line 1: invalid character '<' at start of value"},
		{"not UTF-8", "[\"caf\xe9\"]", "users.json#/0: is not JSON, on line 1: invalid UTF-8"},
		{"half a letter", `["\ud800"]`, "users.json#/0: is not JSON, on line 1: invalid surrogate pair `\\ud800\"]` in string"},
	} {
		if _, err := jsondoc.Parse("users.json", []byte(tt.text)); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v\nwant %s", tt.why, err, tt.want)
		}
	}
}

func TestDecodeSaysWhere(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{`{"content":[{"id":"1"},{"id":2}]}`, "users.json#/content/1/id: is a number and must be a text"},
		{`{"content":{"id":"1"}}`, "users.json#/content: is an object and must be a list"},
		{`{"number":"0"}`, "users.json#/number: is a text and must be a whole number"},
		{`{"number":0.5}`, "users.json#/number: is a number and must be a whole number"},
		{`[]`, "users.json: is a list and must be an object"},
	} {
		d, err := jsondoc.Parse("users.json", []byte(tt.text))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := jsondoc.Decode[list](d, d.Value(), ""); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v\nwant %s", tt.text, err, tt.want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(whole))
	f.Add([]byte(`{"a":1,"a":2}`))
	f.Add([]byte("[[[[[["))
	f.Fuzz(func(t *testing.T, text []byte) {
		d, err := jsondoc.Parse("x", text)
		if err != nil {
			if !errors.As(err, new(*jsondoc.Error)) || err.Error() == "" {
				t.Fatalf("got %v", err)
			}
			return
		}
		if _, err := jsondoc.Decode[list](d, d.Value(), ""); err != nil && !errors.As(err, new(*jsondoc.Error)) {
			t.Fatalf("got %v", err)
		}
	})
}
