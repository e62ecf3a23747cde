package authzen_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/remit-authz/remit/fixtures"
)

// What the standard demands, each under the section of the Authorization API 1.0
// that demands it. The data is the care world.
func TestStandard(t *testing.T) {
	eachWay(t, fixtures.Care(), func(t *testing.T, o over) {
		h := o.handler(t)
		const (
			bram   = `"subject":{"type":"user","id":"veldzicht/bram"}`
			nobody = `"subject":{"type":"user","id":"veldzicht/who"}`
			view   = `"action":{"name":"view_dossier"}`
			delete = `"action":{"name":"no_such_thing"}`
			c1     = `"resource":{"type":"client","id":"veldzicht/c-1001"}`
			c3     = `"resource":{"type":"client","id":"veldzicht/c-1003"}`
		)
		body := func(parts ...string) string { return "{" + strings.Join(parts, ",") + "}" }
		for _, tt := range []struct {
			section string
			request request
			code    int
			want    string // what the body is; beginning with …, what it has
		}{
			{"5.5 Decision: permitted", request{path: evaluationPath, body: body(bram, view, c1)}, 200, yes},
			{"5.5 Decision: denied", request{path: evaluationPath, body: body(bram, view, c3)}, 200, no},
			{"5.1 Subject: type is required", request{path: evaluationPath, body: body(`"subject":{"id":"a"}`, view, c1)}, 400, "subject.type is missing"},
			{"5.1 Subject: id is required", request{path: evaluationPath, body: body(`"subject":{"type":"user"}`, view, c1)}, 400, "subject.id is missing"},
			{"5.1 Subject: null is no id", request{path: evaluationPath, body: body(`"subject":{"type":"user","id":null}`, view, c1)}, 400, "subject.id is missing"},
			{"5.1 Subject: properties are an object", request{path: evaluationPath, body: body(`"subject":{"type":"user","id":"a","properties":[]}`, view, c1)}, 400, "subject.properties is a list, and is to be an object"},
			{"5.2 Resource: type is required", request{path: evaluationPath, body: body(bram, view, `"resource":{"id":"a"}`)}, 400, "resource.type is missing"},
			{"5.2 Resource: id is required", request{path: evaluationPath, body: body(bram, view, `"resource":{"type":"client"}`)}, 400, "resource.id is missing"},
			{"5.3 Action: name is required", request{path: evaluationPath, body: body(bram, `"action":{}`, c1)}, 400, "action.name is missing"},
			{"5.4 Context: an object", request{path: evaluationPath, body: body(bram, view, c1, `"context":"night"`)}, 400, "context is a text, and is to be an object"},
			{"6.1 Access Evaluation Request: subject is required", request{path: evaluationPath, body: body(view, c1)}, 400, "subject is missing"},
			{"6.1 Access Evaluation Request: action is required", request{path: evaluationPath, body: body(bram, c1)}, 400, "action is missing"},
			{"6.1 Access Evaluation Request: resource is required", request{path: evaluationPath, body: body(bram, view)}, 400, "resource is missing"},
			{"6.1 Access Evaluation Request: context is optional", request{path: evaluationPath, body: body(bram, view, c1, `"context":{"time":"1985-10-26T01:22-07:00"}`)}, 200, yes},

			{"7.1 Access Evaluations Request: none are the single form", request{path: evaluationsPath, body: body(bram, view, c1)}, 200, yes},
			{"7.1 Access Evaluations Request: empty ones are the single form", request{path: evaluationsPath, body: body(bram, view, c1, `"evaluations":[]`)}, 200, yes},
			{"7.1 Access Evaluations Request: the single form is malformed", request{path: evaluationsPath, body: body(bram, view, `"evaluations":[]`)}, 400, "resource is missing"},
			{"7.1.1 Default values", request{path: evaluationsPath, body: body(bram, view, `"evaluations":[{`+c3+`},{`+c1+`},{`+c1+`,`+nobody+`}]`)}, 200,
				`{"evaluations":[{"decision":false},{"decision":true},{"decision":false}]}`},
			{"7.1.1 Default values: an item's own replaces them whole", request{path: evaluationsPath, body: body(bram, view, c1, `"evaluations":[{"resource":{"type":"client"}},{}]`)}, 200,
				`{"evaluations":[{"decision":false,"context":{"error":{"status":400,"message":"resource.id is missing"}}},{"decision":true}]}`},
			{"7.1.1 Default values: what neither has", request{path: evaluationsPath, body: body(bram, view, `"evaluations":[{`+c1+`},{}]`)}, 200,
				`{"evaluations":[{"decision":true},{"decision":false,"context":{"error":{"status":400,"message":"resource is missing"}}}]}`},
			{"7.1.2.1 Evaluations semantics: execute_all", request{path: evaluationsPath, body: body(bram, view, `"options":{"evaluations_semantic":"execute_all","another":1}`, `"evaluations":[{`+c1+`},{`+c3+`},{`+c1+`}]`)}, 200,
				`{"evaluations":[{"decision":true},{"decision":false},{"decision":true}]}`},
			{"7.1.2.1 Evaluations semantics: deny_on_first_deny", request{path: evaluationsPath, body: body(bram, view, `"options":{"evaluations_semantic":"deny_on_first_deny"}`, `"evaluations":[{`+c1+`},{`+c3+`},{`+c1+`}]`)}, 200,
				`{"evaluations":[{"decision":true},{"decision":false}]}`},
			{"7.1.2.1 Evaluations semantics: a failure denies first", request{path: evaluationsPath, body: body(bram, view, `"options":{"evaluations_semantic":"deny_on_first_deny"}`, `"evaluations":[{},{`+c1+`}]`)}, 200,
				`{"evaluations":[{"decision":false,"context":{"error":{"status":400,"message":"resource is missing"}}}]}`},
			{"7.1.2.1 Evaluations semantics: permit_on_first_permit", request{path: evaluationsPath, body: body(bram, view, `"options":{"evaluations_semantic":"permit_on_first_permit"}`, `"evaluations":[{`+c3+`},{`+c1+`},{`+c3+`}]`)}, 200,
				`{"evaluations":[{"decision":false},{"decision":true}]}`},
			{"7.1.2.1 Evaluations semantics: unknown", request{path: evaluationsPath, body: body(bram, view, c1, `"options":{"evaluations_semantic":"guess"}`)}, 400, "…evaluations_semantic is to be"},

			{"8.2.2 Paginated Responses: no more is an empty token", request{path: resourcesPath, body: body(bram, view, `"resource":{"type":"client"}`, `"page":{"limit":10}`)}, 200,
				`{"page":{"next_token":"","count":1},"results":[{"type":"client","id":"veldzicht/c-1001"}]}`},
			{"8.2.1 Paginated Requests: limit is not negative", request{path: resourcesPath, body: body(bram, view, `"resource":{"type":"client"}`, `"page":{"limit":-1}`)}, 400, "page.limit is less than none"},
			{"8.2.1 Paginated Requests: limit is an integer", request{path: resourcesPath, body: body(bram, view, `"resource":{"type":"client"}`, `"page":{"limit":1.5}`)}, 400, "member page.limit is a number, which does not belong there"},
			{"8.2.1 Paginated Requests: a token of nobody's", request{path: resourcesPath, body: body(bram, view, `"resource":{"type":"client"}`, `"page":{"token":"bm90aGluZw"}`)}, 400, "…begin anew"},
			{"8.3 Search Response: results are required", request{path: subjectsPath, body: body(`"subject":{"type":"user"}`, delete, c1)}, 200, `{"results":[]}`},
			{"8.4 Subject Search", request{path: subjectsPath, body: body(`"subject":{"type":"user"}`, view, c1)}, 200,
				`{"results":[{"type":"user","id":"veldzicht/anna"},{"type":"user","id":"veldzicht/bram"},{"type":"user","id":"veldzicht/pim"}]}`},
			{"8.4.1 Subject Search Request: an id is ignored", request{path: subjectsPath, body: body(bram, view, c1), key: "one"}, 200,
				`{"results":[{"type":"user","id":"anna"},{"type":"user","id":"bram"},{"type":"user","id":"pim"}]}`},
			{"8.4.1 Subject Search Request: type is required", request{path: subjectsPath, body: body(`"subject":{}`, view, c1)}, 400, "subject.type is missing"},
			{"8.4.1 Subject Search Request: action is required", request{path: subjectsPath, body: body(`"subject":{"type":"user"}`, c1)}, 400, "action is missing"},
			{"8.4.1 Subject Search Request: resource id is required", request{path: subjectsPath, body: body(`"subject":{"type":"user"}`, view, `"resource":{"type":"client"}`)}, 400, "resource.id is missing"},
			{"8.5 Resource Search", request{path: resourcesPath, body: body(bram, view, `"resource":{"type":"client"}`)}, 200, `{"results":[{"type":"client","id":"veldzicht/c-1001"}]}`},
			{"8.5.1 Resource Search Request: an id is ignored", request{path: resourcesPath, body: body(bram, view, c3)}, 200, `{"results":[{"type":"client","id":"veldzicht/c-1001"}]}`},
			{"8.5.1 Resource Search Request: subject id is required", request{path: resourcesPath, body: body(`"subject":{"type":"user"}`, view, c3)}, 400, "subject.id is missing"},
			{"8.6 Action Search", request{path: actionsPath, body: body(bram, c1)}, 200, `…{"name":"view_dossier"}`},
			{"8.6 Action Search: nothing", request{path: actionsPath, body: body(nobody, c1)}, 200, `{"results":[]}`},
			{"8.6.1 Action Search Request: an action is no part of it", request{path: actionsPath, body: body(nobody, c1, `"action":{}`)}, 200, `{"results":[]}`},
			{"8.6.1 Action Search Request: resource is required", request{path: actionsPath, body: body(bram)}, 400, "resource is missing"},

			{"9.2.1 Metadata Request", request{method: http.MethodGet, path: metadataPath, key: "-"}, 200,
				`{"policy_decision_point":"https://pdp.example.org","access_evaluation_endpoint":"https://pdp.example.org/access/v1/evaluation","access_evaluations_endpoint":"https://pdp.example.org/access/v1/evaluations","search_subject_endpoint":"https://pdp.example.org/access/v1/search/subject","search_resource_endpoint":"https://pdp.example.org/access/v1/search/resource","search_action_endpoint":"https://pdp.example.org/access/v1/search/action"}`},
			{"9.2.3 Metadata Validation: of a tenant", request{method: http.MethodGet, path: metadataPath + "/veldzicht", key: "-"}, 200,
				`…"policy_decision_point":"https://pdp.example.org/veldzicht","access_evaluation_endpoint":"https://pdp.example.org/veldzicht/access/v1/evaluation"`},
			{"9.2.3 Metadata Validation: the same of a tenant that is none", request{method: http.MethodGet, path: metadataPath + "/no-such-tenant", key: "-"}, 200,
				`…"policy_decision_point":"https://pdp.example.org/no-such-tenant"`},
			{"9.2 Metadata: of what can be no tenant", request{method: http.MethodGet, path: metadataPath + "/No/Tenant", key: "-"}, 404, "no metadata is published here"},

			{"10.1 HTTPS JSON Binding: POST", request{method: http.MethodGet, path: evaluationPath}, 405, "Method Not Allowed"},
			{"10.1 HTTPS JSON Binding: Content-Type", request{path: evaluationPath, kind: "text/plain", body: body(bram, view, c1)}, 400, "…Content-Type"},
			{"10.1 HTTPS JSON Binding: Content-Type with a parameter", request{path: evaluationPath, kind: "application/json; charset=utf-8", body: body(bram, view, c1)}, 200, yes},
			{"10.1.1 JSON Serialization: an object", request{path: evaluationPath, body: `[]`}, 400, "the request is a list, which does not belong there"},
			{"10.1.1 JSON Serialization: not null", request{path: evaluationPath, body: ` null`}, 400, "…is to be a JSON object"},
			{"10.1.1 JSON Serialization: not nothing", request{path: evaluationPath, body: ``}, 400, "…no JSON"},
			{"10.1.1 JSON Serialization: unknown members are ignored", request{path: evaluationPath, body: body(bram, view, c1, `"x":{"y":[null,1e400]}`)}, 200, yes},
			{"10.1.1 JSON Serialization: types", request{path: evaluationPath, body: body(`"subject":"alice"`, view, c1)}, 400, "member subject is a text, which does not belong there"},
			{"10.1.1 JSON Serialization: types within", request{path: evaluationPath, body: body(bram, `"action":{"name":123}`, c1)}, 400, "member action.name is a number, which does not belong there"},
			{"10.1.1 JSON Serialization: names are as they are written", request{path: evaluationPath, body: body(`"Subject":{"type":"user","id":"veldzicht/bram"}`, view, c1)}, 400, "subject is missing"},
			{"10.1.2 Error Responses: nobody calls", request{path: evaluationPath, key: "-", body: body(bram, view, c1)}, 401, "…bearer token"},
			{"10.1.2 Error Responses: another's tenant", request{path: "/no-such-tenant" + evaluationPath, key: "one", body: body(bram, view, c1)}, 403, "the caller has no right to ask about this tenant"},
			{"10.1.2 Error Responses: the same of a tenant that there is", request{path: "/de-brug" + evaluationPath, key: "one", body: body(bram, view, c1)}, 403, "the caller has no right to ask about this tenant"},

			{"11.6 JSON Payload Considerations: a name twice", request{path: evaluationPath, body: body(bram, view, c1, bram)}, 400, "member subject is there twice"},
			{"11.6 JSON Payload Considerations: a name twice, escaped", request{path: evaluationPath, body: body(bram, view, c1, `"\u0073ubject":{}`)}, 400, "member subject is there twice"},
			{"11.6 JSON Payload Considerations: a name twice in what is ignored", request{path: evaluationPath, body: body(bram, view, c1, `"x":{"y":1,"y":1}`)}, 400, "member x.y is there twice"},
			{"11.6 JSON Payload Considerations: UTF-8", request{path: evaluationPath, body: body(bram, view, c1, "\"x\":\"\xff\"")}, 400, "…no JSON in UTF-8"},
			{"11.6 JSON Payload Considerations: unpaired surrogates", request{path: evaluationPath, body: body(bram, view, c1, `"x":"\ud800"`)}, 400, "…no JSON in UTF-8"},
			{"11.6 JSON Payload Considerations: what follows", request{path: evaluationPath, body: body(bram, view, c1) + "{}"}, 400, "…no JSON"},
			{"11.8 Denial of Service: depth", request{path: evaluationPath, body: body(bram, view, c1, `"x":`+strings.Repeat("[", 40)+strings.Repeat("]", 40))}, 400, "…nested more than 32 deep"},
			{"11.8 Denial of Service: size", request{path: evaluationPath, body: body(bram, view, c1, `"x":"`+strings.Repeat("x", 1<<20)+`"`)}, 400, "…more than 1048576 bytes"},
			{"11.8 Denial of Service: how many", request{path: evaluationsPath, body: body(bram, view, c1, `"evaluations":[`+strings.Repeat("{},", 1000)+`{}]`)}, 400, "…asks for 1001 decisions"},
		} {
			t.Run(tt.section, func(t *testing.T) {
				if tt.request.header == nil {
					tt.request.header = map[string]string{}
				}
				tt.request.header["X-Request-ID"] = "bfe9eb29"
				w := tt.request.send(h)
				got := strings.TrimSpace(w.Body.String())
				part, isPart := strings.CutPrefix(tt.want, "…")
				if w.Code != tt.code || !isPart && got != tt.want || !strings.Contains(got, part) {
					t.Errorf("got %d %s\nwant %d %s", w.Code, got, tt.code, tt.want)
				}
				if kind := w.Header().Get("Content-Type"); tt.code == 200 && kind != "application/json" {
					t.Errorf("10.1: the Content-Type is %s", kind)
				}
				if challenge := w.Header().Get("WWW-Authenticate"); (tt.code == 401) != strings.HasPrefix(challenge, "Bearer ") {
					t.Errorf("11.3: WWW-Authenticate is %q", challenge)
				}
				if id := w.Header().Get("X-Request-ID"); id != "bfe9eb29" {
					t.Errorf("10.1.3 Request Identification: got %q back", id)
				}
			})
		}
	})
}

// 10.1.3: a request without an id gets none, and is answered.
func TestStandardRequestIdentificationIsOptional(t *testing.T) {
	h := over{conn: fixtures.Start(t, fixtures.Care())}.handler(t)
	w := request{path: evaluationPath, body: asks("veldzicht/bram", "view_dossier", "veldzicht/c-1001")}.send(h)
	want(t, w, 200, yes)
	if id, there := w.Header()["X-Request-Id"]; there {
		t.Errorf("got the id %v", id)
	}
}
