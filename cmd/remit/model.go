package main

import (
	"context"
	"errors"
	"strings"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/conformance"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/lint"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// schemaTimeout is how long an engine has to tell its schema.
const schemaTimeout = 10 * time.Second

// readExtension composes an institution's file with this program's model, and
// refuses what an engine could answer wrongly by it. What else there is to say of it
// is among its notes.
func readExtension(name string, accepted []string) (*model.Extension, error) {
	text, err := readSchema(name)
	if err != nil {
		return nil, err
	}
	x, own, err := composed(name, text)
	if err != nil {
		return nil, err
	}
	if err := own.Refuse(engine.Version, accepted...); err != nil {
		return nil, err
	}
	findings, err := own.Findings(accepted...)
	for _, f := range findings {
		x.Notes = append(x.Notes, f.String()+"; `remit schema lint --model "+name+"` says why")
	}
	return x, err
}

// composed is what an institution's text makes of this program's model, and what
// there is to lint in it.
func composed(name, text string) (*model.Extension, *lint.Schema, error) {
	x, err := model.Compose(name, text)
	if err != nil {
		return nil, nil, err
	}
	own, err := lint.Part(x.Compiled, name, text, x.Names())
	return x, own, err
}

func readSchema(name string) (string, error) {
	file, err := files.Open(name)
	if err != nil {
		return "", phrase.Errorf("reading the schema: %w", err)
	}
	defer file.Close()
	text, err := files.ReadAll(file, lint.MaxSize)
	if err != nil {
		return "", phrase.Errorf("reading the schema %s: %w", name, err)
	}
	return strings.TrimPrefix(string(text), "\ufeff"), nil // what some editors begin a file with
}

// ownModel is this program's model, with what --model adds to it.
func (p place) ownModel() (schema.Model, error) {
	if p.model == "" {
		return schema.Model{}, nil
	}
	x, err := readExtension(p.model, p.accept)
	if err != nil {
		return schema.Model{}, err
	}
	return x.Model, nil
}

// modelIn is the model that an engine is asked by: what --model says, or else what
// the engine's schema has besides this program's.
func (p place) modelIn(ctx context.Context, conn grpc.ClientConnInterface) (schema.Model, error) {
	if p.model != "" {
		m, err := p.ownModel()
		if err != nil {
			return schema.Model{}, err
		}
		return m, p.holds(ctx, conn, m)
	}
	return engineModel(ctx, conn)
}

// engineModel is what the engine's schema has, this program's and an institution's.
func engineModel(ctx context.Context, conn grpc.ClientConnInterface) (schema.Model, error) {
	ctx, cancel := context.WithTimeout(ctx, schemaTimeout)
	defer cancel()
	held, err := v1.NewSchemaServiceClient(conn).ReadSchema(ctx, &v1.ReadSchemaRequest{})
	switch {
	case status.Code(err) == codes.NotFound:
		return schema.Model{}, nil
	case err != nil:
		return schema.Model{}, phrase.Errorf("reading the engine's schema: %w", err)
	}
	return model.OfEngine(held.GetSchemaText()), nil
}

// writeModel gives an engine that has no schema the model that --model makes.
// Without --model, loading writes this program's.
func (p place) writeModel(ctx context.Context, conn grpc.ClientConnInterface) error {
	m, err := p.ownModel()
	if err != nil || m == (schema.Model{}) {
		return err
	}
	differences, err := loader.SchemaDiff(ctx, conn, m)
	if err != nil {
		return err
	}
	if len(differences) == 1 && differences[0].Key() == loader.NoSchema {
		_, err = loader.WriteSchema(ctx, conn, m)
		return err
	}
	return p.holds(ctx, conn, m)
}

// holds refuses an engine whose schema lacks some of a model.
func (p place) holds(ctx context.Context, conn grpc.ClientConnInterface, m schema.Model) error {
	ctx, cancel := context.WithTimeout(ctx, schemaTimeout)
	defer cancel()
	newest := &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
	err := conformance.Check(ctx, v1.NewSchemaServiceClient(conn), m, newest)
	if other := new(conformance.OtherError); errors.As(err, &other) {
		return phrase.Errorf("%w: write it with `remit schema write %s`", err, p.model)
	}
	return err
}
