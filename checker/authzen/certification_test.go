package authzen_test

import (
	_ "embed"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/lint"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/validationfile"
)

//go:embed testdata/certification.yaml
var certification []byte

// ofFile is an engine with what a file in SpiceDB's validation format says.
func ofFile(t testing.TB, text []byte) over {
	t.Helper()
	fail := func(err error) {
		if err != nil {
			t.Helper()
			t.Fatal(err)
		}
	}
	file, err := validationfile.Parse(text)
	fail(err)
	read, err := lint.Parse("test.zed", file.Schema)
	fail(err)
	m, err := model.Other(read.Compiled())
	fail(err)
	conn := fixtures.Start(t, nil)
	_, err = v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: m.Text()})
	fail(err)
	request := &v1.WriteRelationshipsRequest{}
	for _, r := range file.Relationships {
		request.Updates = append(request.Updates, &v1.RelationshipUpdate{Operation: v1.RelationshipUpdate_OPERATION_TOUCH, Relationship: r.Relationship})
	}
	_, err = v1.NewPermissionsServiceClient(conn).WriteRelationships(t.Context(), request)
	fail(err)
	return over{conn: conn, model: m}
}

// The decisions that the Foundation's scenario wants, by the names of its rules.
func TestCertificationScenario(t *testing.T) {
	h := ofFile(t, certification).handler(t)
	const alice, bob = `"subject":{"type":"user","id":"alice"}`, `"subject":{"type":"user","id":"bob"}`
	const admin = `"subject":{"type":"user","id":"bob","properties":{"role":"admin"}}`
	const one, two = `"resource":{"type":"record","id":"record-1"}`, `"resource":{"type":"record","id":"record-2"}`
	const archived = `"resource":{"type":"record","id":"record-2","properties":{"status":"archived"}}`
	const active = `"resource":{"type":"record","id":"record-1","properties":{"status":"active"}}`
	const read, write = `"action":{"name":"read"}`, `"action":{"name":"write"}`
	const empty = `{"results":[]}`
	for _, tt := range []struct{ why, path, body, want string }{
		{"rule 1", evaluationPath, `{` + alice + `,` + read + `,` + one + `}`, yes},
		{"rule 2", evaluationPath, `{` + alice + `,` + write + `,` + one + `}`, yes},
		{"rule 3", evaluationPath, `{` + bob + `,` + read + `,` + one + `}`, yes},
		{"rule 4", evaluationPath, `{` + bob + `,` + write + `,` + one + `}`, no},
		{"rule 5", evaluationPath, `{` + alice + `,` + write + `,` + archived + `}`, no},
		{"rule 6", evaluationPath, `{` + admin + `,` + write + `,` + archived + `}`, yes},
		{"rule 7", evaluationPath, `{` + alice + `,"action":{"name":"delete","properties":{"soft":true}},` + one + `}`, yes},
		{"rule 8", evaluationPath, `{` + alice + `,"action":{"name":"delete","properties":{"soft":false}},` + one + `}`, no},
		{"optional context", evaluationPath, `{` + alice + `,` + read + `,` + one + `,"context":{"time":"2025-06-27T18:03-07:00","ip":"192.168.1.1"}}`, yes},
		{"unknown fields", evaluationPath, `{` + alice + `,` + read + `,` + one + `,"foo":"bar","futureField":{"nested":true}}`, yes},
		{"batch", evaluationsPath, `{` + bob + `,` + one + `,"evaluations":[{` + read + `},{` + write + `}]}`, `{"evaluations":[{"decision":true},{"decision":false}]}`},
		{"batch with properties", evaluationsPath, `{` + alice + `,` + write + `,"evaluations":[{` + active + `},{` + archived + `}]}`, `{"evaluations":[{"decision":true},{"decision":false}]}`},
		{"batch with subjects", evaluationsPath, `{` + write + `,` + archived + `,"evaluations":[{` + alice + `},{` + admin + `}]}`, `{"evaluations":[{"decision":false},{"decision":true}]}`},
		{"subject search", subjectsPath, `{"subject":{"type":"user"},` + read + `,` + one + `}`, `{"results":[{"type":"user","id":"alice"},{"type":"user","id":"bob"}]}`},
		{"subject search with properties", subjectsPath, `{"subject":{"type":"user"},` + write + `,` + archived + `}`, `{"results":[{"type":"user","id":"bob"}]}`},
		{"resource search", resourcesPath, `{` + alice + `,` + read + `,"resource":{"type":"record"}}`, `{"results":[{"type":"record","id":"record-1"}]}`},
		{"resource search with properties", resourcesPath, `{` + admin + `,` + write + `,"resource":{"type":"record"}}`, `{"results":[{"type":"record","id":"record-2"}]}`},
		{"action search", actionsPath, `{` + alice + `,` + one + `}`, `{"results":[{"name":"read"},{"name":"write"}]}`},
		{"action search with properties", actionsPath, `{` + admin + `,` + archived + `}`, `{"results":[{"name":"write"}]}`},
		{"unknown entity identifier", actionsPath, `{"subject":{"type":"user","id":"nonexistent-user"},` + one + `}`, empty},
		{"unknown entity type", subjectsPath, `{"subject":{"type":"spaceship"},` + read + `,` + one + `}`, empty},
	} {
		t.Run(tt.why, func(t *testing.T) { want(t, request{path: tt.path, body: tt.body}.send(h), 200, tt.want) })
	}
}
