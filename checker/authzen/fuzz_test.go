package authzen_test

import (
	"encoding/json"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
)

// Whatever is sent is answered with a decision that denies, a list that is empty, or
// an error; nothing is ever allowed by an engine that does not answer, and nothing
// panics.
func FuzzDecode(f *testing.F) {
	one := asks("veldzicht/bram", "view_dossier", "veldzicht/c-1001")
	for _, seed := range []string{
		"", "null", "[]", "{}", one, one + one, strings.TrimSuffix(one, "}") + `,"evaluations":[{},{"subject":null}],"options":{"evaluations_semantic":"deny_on_first_deny"}}`,
		`{"page":{"token":"AAAA","limit":2}}`, `{"subject":{"type":"user","id":"a","properties":{"a":[1,{"b":null}]}},"subject":1}`,
		"\ufeff{}", "{\"a\":\"\xff\"}", `{"a":"\ud800"}`, strings.Repeat("[", 99), `{"context":{"remit_reasons":"nl"}}`, `{"evaluations":[null,1]}`,
	} {
		for path := range uint8(6) {
			f.Add(path, []byte(seed))
		}
	}
	h := over{conn: broken{codes.Unavailable}}.handler(f)
	paths := []string{evaluationPath, evaluationsPath, subjectsPath, resourcesPath, actionsPath, "/veldzicht" + evaluationPath}
	f.Fuzz(func(t *testing.T, path uint8, body []byte) {
		w := request{path: paths[int(path)%len(paths)], body: string(body)}.send(h)
		switch w.Code {
		case 400, 503:
			if w.Body.Len() == 0 {
				t.Error("no message")
			}
			return
		case 200:
		default:
			t.Fatalf("got %d %s", w.Code, w.Body)
		}
		if !json.Valid(body) {
			t.Fatalf("what is no JSON was answered with %s", w.Body)
		}
		var answer struct {
			Decision    bool
			Evaluations []struct{ Decision bool }
			Results     []any
		}
		if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil {
			t.Fatal(err)
		}
		allowed := answer.Decision || len(answer.Results) > 0
		for _, e := range answer.Evaluations {
			allowed = allowed || e.Decision
		}
		if allowed {
			t.Fatalf("allowed: %s", w.Body)
		}
	})
}
