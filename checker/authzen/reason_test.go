package authzen_test

import (
	"strings"
	"testing"

	"github.com/remit-authz/remit/fixtures"
)

// Reasons are for those who ask for them, by a header or in the context, in their
// language.
func TestReasons(t *testing.T) {
	eachWay(t, fixtures.Care(), func(t *testing.T, o over) {
		h := o.handler(t)
		allowed, denied := asks("veldzicht/bram", "view_dossier", "veldzicht/c-1001"), asks("veldzicht/bram", "view_dossier", "veldzicht/c-1003")
		with := func(body, context string) string {
			return strings.TrimSuffix(body, "}") + `,"context":` + context + `}`
		}
		for _, tt := range []struct {
			why    string
			path   string
			body   string
			header string
			want   []string
		}{
			{"by a header", evaluationPath, allowed, "en", []string{`{"decision":true,"context":{"reason_admin":{"en":"allowed\n`, `"revision":"`, `"path":[{`}},
			{"in the context, in Dutch", evaluationPath, with(allowed, `{"remit_reasons":"nl"}`), "", []string{`"reason_admin":{"nl":"toegestaan`}},
			{"the context goes before", evaluationPath, with(allowed, `{"remit_reasons":"fr"}`), "nl", []string{`"reason_admin":{"fr":"autorisé`}},
			{"what is missing, and who may grant it", evaluationPath, denied, "en", []string{`{"decision":false,"context":{"reason_admin":{"en":"denied\n`, `"missing":[{"changes":[{`, `"holders":["user:veldzicht/`}},
			{"why it names nothing", evaluationPath, asks("veldzicht/bram", "read", "veldzicht/c-1003"), "nl", []string{`{"decision":false,"context":{"reason_admin":{"en":"action: type client has no permission \"read\"`}},
			{"of each of several", evaluationsPath, strings.TrimSuffix(allowed, "}") + `,"evaluations":[{},{"resource":{"type":"client","id":"veldzicht/c-1003"}}]}`, "en", []string{`{"evaluations":[{"decision":true,"context":{`, `{"decision":false,"context":{`}},
			{"of one of several", evaluationsPath, strings.TrimSuffix(allowed, "}") + `,"evaluations":[{},{"context":{"remit_reasons":"en"}}]}`, "", []string{`{"evaluations":[{"decision":true},{"decision":true,"context":{`}},
			{"why a list is empty", subjectsPath, `{"subject":{"type":"robot"},"action":{"name":"view_dossier"},"resource":{"type":"client","id":"veldzicht/c-1001"}}`, "en", []string{`{"context":{"reason_admin":{"en":"type \"robot\" does not exist"}},"results":[]}`}},
			{"another tenant", evaluationPath, asks("veldzicht/bram", "view_dossier", "de-brug/c-1001"), "en", []string{`"kind":"other_tenant"`}},
		} {
			t.Run(tt.why, func(t *testing.T) {
				w := request{path: tt.path, body: tt.body, header: map[string]string{"Remit-Reasons": tt.header}}.send(h)
				for _, part := range tt.want {
					if w.Code != 200 || !strings.Contains(w.Body.String(), part) {
						t.Errorf("got %d %s\nwant %s", w.Code, w.Body, part)
					}
				}
			})
		}
		for _, wrong := range []request{
			{path: evaluationPath, body: allowed, header: map[string]string{"Remit-Reasons": "de"}},
			{path: evaluationPath, body: with(allowed, `{"remit_reasons":"de"}`)},
			{path: evaluationPath, body: with(allowed, `{"remit_reasons":7}`)},
			{path: evaluationsPath, body: with(allowed, `{"remit_reasons":"en"},"evaluations":[`+strings.Repeat("{},", 50)+`{}]`)},
		} {
			if w := wrong.send(h); w.Code != 400 {
				t.Errorf("%s: got %d %s", wrong.body, w.Code, w.Body)
			}
		}
	})
}
