package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/lint"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/validationfile"
	"github.com/remit-authz/remit/schema"
)

// other is a schema that is not remit's, with data.
type other struct {
	model schema.Model
	data  *validationfile.File
	file  string // of the data
}

// errNotOurs ends a verb that is about this program's model only.
var errNotOurs = phrase.Errorf("--schema and --data are for questions about any schema: check, which, who, can, explain, serve and mcp take them; tenants, syncs, emergencies and role tables belong to remit's own model")

// validateModel refuses what does not go together of --model, --schema and --data.
func (p place) validateModel(verb string) error {
	for _, name := range []string{"model", "schema", "data"} {
		if p.flags.Changed(name) && p.flags.Lookup(name).Value.String() == "" {
			return phrase.Errorf("--%s is blank: name a file, or leave it out", name)
		}
	}
	if !p.isOther() {
		return nil
	}
	if !slices.Contains([]string{"check", "which", "who", "can", "explain", "serve", "mcp"}, verb) {
		return errNotOurs
	}
	for _, name := range []string{"source", "store", "endpoint", "model"} {
		if p.flags.Changed(name) {
			return phrase.Errorf("--%s is about remit's own model, and --schema and --data are about another: leave one out", name)
		}
	}
	return nil
}

// isOther says whether the question is about a schema that is not remit's.
func (p place) isOther() bool { return p.schema != "" || p.data != "" }

// readOther reads --schema and --data.
func (p place) readOther() (other, error) {
	if p.data == "" {
		return other{}, phrase.Errorf("--schema needs --data FILE.yaml: a file with relationships, in SpiceDB's validation format")
	}
	file, err := files.Open(p.data)
	if err != nil {
		return other{}, phrase.Errorf("reading the data: %w", err)
	}
	defer file.Close()
	text, err := files.ReadAll(file, validationfile.MaxSize)
	if err != nil {
		return other{}, phrase.Errorf("reading the data %s: %w", p.data, err)
	}
	data, err := validationfile.Parse(text)
	if err != nil {
		return other{}, phrase.Errorf("data %s: %w", p.data, err)
	}
	read, err := p.schemaFor(data)
	if err != nil {
		return other{}, err
	}
	if err := read.Refuse(engine.Version, p.accept...); err != nil {
		return other{}, err
	}
	m, err := model.Other(read.Compiled())
	return other{m, data, p.data}, err
}

// schemaFor is the schema of some data: that of --schema, or the data's own.
func (p place) schemaFor(data *validationfile.File) (*lint.Schema, error) {
	name := p.schema
	switch {
	case name != "" && (data.Schema != "" || data.SchemaFile != ""):
		return nil, phrase.Errorf("data %s has a schema: leave --schema out, or take it out of the file", p.data)
	case data.Schema != "":
		s, err := lint.Parse(p.data, data.Schema)
		if err != nil {
			return nil, phrase.Errorf("the schema in %s: %w", p.data, err)
		}
		return s, nil
	case data.SchemaFile != "" && filepath.IsLocal(data.SchemaFile):
		name = filepath.Join(filepath.Dir(p.data), data.SchemaFile)
	case data.SchemaFile != "":
		return nil, phrase.Errorf("data %s names the schema %s, which is not below its folder: give it with --schema", p.data, data.SchemaFile)
	case name == "":
		return nil, phrase.Errorf("data %s has no schema: give one with --schema FILE.zed", p.data)
	}
	s, err := readLinted(name)
	if err != nil {
		return nil, phrase.Errorf("schema %s: %w", name, err)
	}
	return s, nil
}

// start runs an engine with the schema and the data, which lives for one command.
// Ids are kept as remit keeps them; raw, as the file has them.
func (o other) start(ctx context.Context, raw bool) (*embedded.Engine, error) {
	e, err := embedded.Open(ctx, embedded.Options{})
	if err != nil {
		return nil, err
	}
	if err := o.load(ctx, e.Conn(), raw); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	return e, nil
}

// atOnce is how many relationships an engine takes in one write.
const atOnce = 1000

func (o other) load(ctx context.Context, conn grpc.ClientConnInterface, raw bool) error {
	if _, err := v1.NewSchemaServiceClient(conn).WriteSchema(ctx, &v1.WriteSchemaRequest{Schema: o.model.Text()}); err != nil {
		return phrase.Errorf("writing the schema: %w", err)
	}
	for part := range slices.Chunk(o.data.Relationships, atOnce) {
		request := &v1.WriteRelationshipsRequest{}
		for _, r := range part {
			update, err := o.prepare(r, raw)
			if err != nil {
				return o.about(r, err)
			}
			request.Updates = append(request.Updates, update)
		}
		if err := writeAll(ctx, conn, request); err != nil {
			return o.first(ctx, conn, part, request.GetUpdates(), err)
		}
	}
	return nil
}

func writeAll(ctx context.Context, conn grpc.ClientConnInterface, request *v1.WriteRelationshipsRequest) error {
	_, err := v1.NewPermissionsServiceClient(conn).WriteRelationships(ctx, request)
	return err
}

// first is the error of the first relationship that the engine does not take: of
// many it does not say which.
func (o other) first(ctx context.Context, conn grpc.ClientConnInterface, part []validationfile.Relationship, updates []*v1.RelationshipUpdate, all error) error {
	for i, update := range updates {
		if err := writeAll(ctx, conn, &v1.WriteRelationshipsRequest{Updates: []*v1.RelationshipUpdate{update}}); err != nil {
			return o.about(part[i], err)
		}
	}
	return phrase.Errorf("writing the relationships of %s: %w", o.file, all)
}

// about is an error with the place of its relationship.
func (o other) about(r validationfile.Relationship, err error) error {
	place := o.file
	if r.Line > 0 {
		place = fmt.Sprintf("%s:%d", o.file, r.Line)
	}
	return phrase.Errorf("%s: relationship %s: %s", place, schema.Quote(r.Text), status.Convert(err).Message())
}

// prepare refuses what could not be asked about, and brings ids into the form in
// which they are asked.
func (o other) prepare(written validationfile.Relationship, raw bool) (*v1.RelationshipUpdate, error) {
	if _, stores := relation.StoresQuestion(written.Relationship); stores {
		return nil, phrase.Errorf(`what is written with a "now" of its own never holds here: leave it to the question`)
	}
	r, err := relation.FromMessage(written.Relationship)
	if err == nil && !raw {
		r.Resource, err = o.encoded(r.Resource)
	}
	if err == nil && !raw && r.Subject.ID != relation.Wildcard {
		r.Subject, err = o.encoded(r.Subject)
	}
	if err != nil {
		return nil, err
	}
	return r.Update(v1.RelationshipUpdate_OPERATION_TOUCH)
}

func (o other) encoded(object relation.Object) (relation.Object, error) {
	ref, err := o.model.NewRef(object.Type, "", object.ID)
	return relation.Object{Type: object.Type, ID: ref.ObjectID()}, err
}
