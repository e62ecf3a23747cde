package checker_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/schema"
)

// world is an engine with the schema and what a test writes into it.
type world struct {
	t    testing.TB
	conn *grpc.ClientConn
}

func newWorld(t testing.TB, relationships ...string) world {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	_, err = v1.NewSchemaServiceClient(e.Conn()).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()})
	require.NoError(t, err)
	w := world{t, e.Conn()}
	if len(relationships) > 0 {
		w.write(relationships...)
	}
	return w
}

func (w world) checker(options checker.Options) *checker.Checker {
	return checker.New(w.conn, options)
}

// write touches relationships, written as "client:a/c#practitioner@user:a/x",
// and returns the revision after it.
func (w world) write(relationships ...string) schema.Revision {
	w.t.Helper()
	var all []*v1.Relationship
	for _, r := range relationships {
		all = append(all, w.relationship(r))
	}
	return w.update(v1.RelationshipUpdate_OPERATION_TOUCH, all...)
}

func (w world) remove(relationship string) schema.Revision {
	w.t.Helper()
	return w.update(v1.RelationshipUpdate_OPERATION_DELETE, w.relationship(relationship))
}

// writeUntil writes a relationship that a caveat ends, with an expiration
// beside it as a loader would.
func (w world) writeUntil(relationship string, caveat schema.Caveat, until time.Time, context map[string]any) {
	w.t.Helper()
	context["until"] = until.UTC().Format(time.RFC3339Nano)
	values, err := structpb.NewStruct(context)
	require.NoError(w.t, err)
	r := w.relationship(relationship)
	r.OptionalCaveat = &v1.ContextualizedCaveat{CaveatName: string(caveat), Context: values}
	r.OptionalExpiresAt = timestamppb.New(until)
	w.update(v1.RelationshipUpdate_OPERATION_TOUCH, r)
}

func (w world) replaceSchema(text string) {
	w.t.Helper()
	_, err := v1.NewSchemaServiceClient(w.conn).WriteSchema(w.t.Context(), &v1.WriteSchemaRequest{Schema: text})
	require.NoError(w.t, err)
}

func (w world) update(operation v1.RelationshipUpdate_Operation, all ...*v1.Relationship) schema.Revision {
	w.t.Helper()
	request := &v1.WriteRelationshipsRequest{}
	for _, r := range all {
		request.Updates = append(request.Updates, &v1.RelationshipUpdate{Operation: operation, Relationship: r})
	}
	reply, err := v1.NewPermissionsServiceClient(w.conn).WriteRelationships(w.t.Context(), request)
	require.NoError(w.t, err)
	return schema.Revision(reply.GetWrittenAt().GetToken())
}

func (w world) relationship(s string) *v1.Relationship {
	w.t.Helper()
	r, err := parseRelationship(s)
	require.NoError(w.t, err)
	return r
}

func parseRelationship(s string) (*v1.Relationship, error) {
	resource, rest, _ := strings.Cut(s, "#")
	relation, holder, found := strings.Cut(rest, "@")
	if !found {
		return nil, fmt.Errorf("%q is no relationship", s)
	}
	holder, holderRelation, _ := strings.Cut(holder, "#")
	return &v1.Relationship{
		Resource: rawObject(resource),
		Relation: relation,
		Subject:  &v1.SubjectReference{Object: rawObject(holder), OptionalRelation: holderRelation},
	}, nil
}

func rawObject(s string) *v1.ObjectReference {
	kind, id, _ := strings.Cut(s, ":")
	return &v1.ObjectReference{ObjectType: kind, ObjectId: id}
}

func ask(t testing.TB, subject string, p schema.Permission, resource string) checker.Question {
	t.Helper()
	s, err := schema.ParseRef(subject)
	require.NoError(t, err)
	r, err := schema.ParseRef(resource)
	require.NoError(t, err)
	return checker.Question{Subject: s, Permission: p, Resource: r}
}

// caseload is a practitioner with one client, in a tenant whose emergency
// procedure is on.
func caseload() []string {
	return []string{
		"tenant:a#member@user:a/anna", "tenant:a#practitioner@user:a/anna",
		"tenant:a#member@user:a/bram", "tenant:a#practitioner@user:a/bram",
		"tenant:a#emergency_procedure@user:*",
		"client:a/c-1#tenant@tenant:a", "client:a/c-1#practitioner@user:a/anna",
		"client:a/c-2#tenant@tenant:a",
	}
}
