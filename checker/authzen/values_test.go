package authzen_test

import (
	"strings"
	"testing"
)

const conditions = `
schema: |-
  definition user {}
  caveat takes(day string, subject_day string, action_subject_day string, level int, reason string) {
    day == "monday" && subject_day == "tuesday" && action_subject_day == "friday" && level == 3 && reason == "x"
  }
  caveat open(now timestamp) { now > timestamp("2020-01-01T00:00:00Z") }
  caveat strange(until string) { until == "later" }
  definition document {
    relation reader: user with takes
    relation opener: user with open
    relation other: user with strange
    permission read = reader
    permission look = opener
    permission wait = other
  }
relationships: |-
  document:a#reader@user:tom[takes]
  document:b#reader@user:tom[takes:{"day":"monday","level":3,"reason":"x"}]
  document:a#opener@user:tom[open]
  document:a#other@user:tom[strange]
`

// A parameter takes the member of its name; the later of the four goes before, and
// what was written before all.
func TestValuesForCaveats(t *testing.T) {
	h := ofFile(t, []byte(conditions)).handler(t)
	// The literal context.subject_day is not what subject_day takes.
	for _, tt := range []struct{ why, body, want string }{
		{"all of them", `S,"properties":{"day":"tuesday","level":3,"reason":"x"}}A,"properties":{"day":"monday","subject_day":"friday"}}R}`, yes},
		{"the action goes before the resource", `S,"properties":{"day":"tuesday","level":3,"reason":"x"}}A,"properties":{"day":"monday","subject_day":"friday"}}R,"properties":{"day":"sunday"}}`, yes},
		{"the resource before the subject", `S,"properties":{"day":"tuesday","level":3,"reason":"x"}}A,"properties":{"subject_day":"friday"}}R,"properties":{"day":"monday"}}`, yes},
		{"and the context behind all", `S,"properties":{"day":"tuesday","level":3,"reason":"x"}}A,"properties":{"subject_day":"friday"}}R}C{"day":"monday"}`, no},
		{"the context where nobody else has it", `S,"properties":{"day":"tuesday","reason":"x"}}A,"properties":{"subject_day":"friday"}}R,"properties":{"day":"monday"}}C{"level":3}`, yes},
		{"a prefix takes from that one alone", `S,"properties":{"level":3,"reason":"x"}}A,"properties":{"day":"monday","subject_day":"friday"}}R}C{"subject_day":"tuesday"}`, no},
		{"what lacks something is denied", `S}A}R}`, no},
		{"what was written goes before", `S,"properties":{"day":"tuesday","level":4,"reason":"y"}}A,"properties":{"subject_day":"friday"}}B}`, yes},
		{"a number that would arrive as another", `S,"properties":{"day":"tuesday","level":9007199254740993}}A}R}`, "level"},
		{"a value of another type", `S,"properties":{"day":"tuesday","level":"three","reason":"x"}}A,"properties":{"day":"monday","subject_day":"friday"}}R}`, "not of the type"},
		{"the clock is the server's", `S}L}R}C{"now":"2019-01-01T00:00:00Z"}`, yes},
		{"and nobody's, whatever they call it", `S,"properties":{"now":"2019-01-01T00:00:00Z"}}L,"properties":{"now":"2019-01-01T00:00:00Z"}}R,"properties":{"now":"2019-01-01T00:00:00Z"}}`, yes},
		{"a name that remit's own model keeps to itself is another's here", `S}W}R}C{"until":"later"}`, yes},
	} {
		t.Run(tt.why, func(t *testing.T) {
			body := "{" + strings.NewReplacer(
				"S", `"subject":{"type":"user","id":"tom"`,
				"A", `,"action":{"name":"read"`, "L", `,"action":{"name":"look"`, "W", `,"action":{"name":"wait"`,
				"R", `,"resource":{"type":"document","id":"a"`, "B", `,"resource":{"type":"document","id":"b"`,
				"C", `,"context":`,
			).Replace(tt.body) + "}"
			w := request{path: evaluationPath, body: body}.send(h)
			if got := strings.TrimSpace(w.Body.String()); tt.want != yes && tt.want != no {
				if w.Code != 400 || !strings.Contains(got, tt.want) {
					t.Errorf("got %d %s", w.Code, got)
				}
				return
			}
			want(t, w, 200, tt.want)
			batch := request{path: evaluationsPath, body: strings.TrimSuffix(body, "}") + `,"evaluations":[{},{"context":{}}]}`}.send(h)
			if !strings.HasPrefix(batch.Body.String(), `{"evaluations":[`+tt.want) {
				t.Errorf("in a batch: got %s", batch.Body)
			}
		})
	}
}
