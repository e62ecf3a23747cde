package loader

import (
	"context"
	"errors"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/conformance"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// SchemaError is an engine whose schema means something else than this
// program's: writing under it could give other rights than the source says.
type SchemaError struct {
	// Differences are lines as SchemaDiff gives them.
	Differences []phrase.Phrase
}

// Error says how many differences there are, and the first.
func (e *SchemaError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *SchemaError) Say(in phrase.Printer) string {
	return in.Say("the engine's schema is not this program's: %d {difference|differences}, the first: %s",
		len(e.Differences), e.Differences[0])
}

// retired are relations that an older model had for a sync's own use. What a sync
// that was killed left in them grants nothing.
func retired() []schema.Relation {
	return []schema.Relation{"tenant#loading"} // before the lease had a definition
}

// WriteSchema writes a model to an engine, and returns the revision that has it.
// The engine refuses a schema that would orphan relationships it holds, but for
// what syncs under an older model left, which is taken away first.
func WriteSchema(ctx context.Context, conn grpc.ClientConnInterface, m schema.Model) (schema.Revision, error) {
	engine := calls.Of(conn)
	if err := clearRetired(ctx, engine, m); err != nil {
		return "", err
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := engine.WriteSchema(ctx, &v1.WriteSchemaRequest{Schema: m.Text()})
	if err != nil {
		return "", phrase.Errorf("writing the schema: %w", err)
	}
	return schema.Revision(answer.GetWrittenAt().GetToken()), nil
}

func clearRetired(ctx context.Context, engine calls.Engine, m schema.Model) error {
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	for _, r := range retired() {
		if slices.Contains(m.Relations(r.Type()), r) {
			continue // an institution's own, by the same name
		}
		// Of every tenant: the filter has no id on purpose.
		_, err := engine.DeleteRelationships(ctx, &v1.DeleteRelationshipsRequest{
			RelationshipFilter: relation.In(r),
		})
		if err != nil && !calls.NoSuchName(err) {
			return phrase.Errorf("taking away what an older model left in %s: %w", r, err)
		}
	}
	return nil
}

// NoSchema is the one difference of an engine that has no schema.
const NoSchema = "+ the whole schema: the engine has none"

// SchemaDiff says, one line each, what writing a model would change in the
// engine's schema: "+" comes, "-" goes, "~" changes. None when they are the same. An
// engine without a schema differs by all of it, in one line.
func SchemaDiff(ctx context.Context, conn grpc.ClientConnInterface, m schema.Model) ([]phrase.Phrase, error) {
	engine := calls.Of(conn)
	newest, err := headOf(ctx, engine)
	if err != nil {
		return nil, err
	}
	if newest.revision == "" {
		return []phrase.Phrase{phrase.Of(NoSchema)}, nil
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	return conformance.Differences(ctx, engine, m, calls.Head())
}

// checkSchema refuses an engine whose schema means something else.
func checkSchema(ctx context.Context, engine calls.Engine) error {
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	err := conformance.Check(ctx, engine, schema.Model{}, calls.Head())
	if other := new(conformance.OtherError); errors.As(err, &other) {
		return &SchemaError{other.Differences}
	}
	return err
}
