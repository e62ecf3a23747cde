package loader

import (
	"context"
	"errors"
	"fmt"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/conformance"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// SchemaError is an engine whose schema means something else than this
// program's: writing under it could give other rights than the source says.
type SchemaError struct {
	// Differences are lines as SchemaDiff gives them.
	Differences []string
}

// Error says how many differences there are and how to see and mend them.
func (e *SchemaError) Error() string {
	return fmt.Sprintf("the engine's schema is not this program's: %d differences, the first: %s\nsee them with `remit schema diff`, write this program's with `remit schema write`",
		len(e.Differences), e.Differences[0])
}

// retired are relations that an older model had for a sync's own use. What a sync
// that was killed left in them grants nothing.
func retired() []schema.Relation {
	return []schema.Relation{"tenant#loading"} // before the lease had a definition
}

// WriteSchema writes this program's schema to an engine, and returns the
// revision that has it. The engine refuses a schema that would orphan
// relationships it holds, but for what syncs under an older model left, which is
// taken away first.
func WriteSchema(ctx context.Context, engine Engine) (schema.Revision, error) {
	if err := clearRetired(ctx, engine); err != nil {
		return "", err
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := engine.WriteSchema(ctx, &v1.WriteSchemaRequest{Schema: schema.Text()})
	if err != nil {
		return "", fmt.Errorf("writing the schema: %w", err)
	}
	return schema.Revision(answer.GetWrittenAt().GetToken()), nil
}

func clearRetired(ctx context.Context, engine Engine) error {
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	for _, r := range retired() {
		// Of every tenant: the filter has no id on purpose.
		_, err := engine.DeleteRelationships(ctx, &v1.DeleteRelationshipsRequest{
			RelationshipFilter: &v1.RelationshipFilter{ResourceType: string(r.Type()), OptionalRelation: r.Name()},
		})
		if err != nil && !calls.NoSuchName(err) {
			return fmt.Errorf("taking away what an older model left in %s: %w", r, err)
		}
	}
	return nil
}

// SchemaDiff says, one line each, what writing this program's schema would
// change in the engine's: "+" comes, "-" goes, "~" changes. None when they are
// the same. An engine without a schema differs by all of it, in one line.
func SchemaDiff(ctx context.Context, engine Engine) ([]string, error) {
	head, err := headOf(ctx, engine)
	if err != nil {
		return nil, err
	}
	if head == "" {
		return []string{"+ the whole schema: the engine has none"}, nil
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	return conformance.Differences(ctx, engine, schema.Model{}, calls.Head())
}

// checkSchema refuses an engine whose schema means something else.
func checkSchema(ctx context.Context, engine Engine) error {
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	err := conformance.Check(ctx, engine, schema.Model{}, calls.Head())
	if other := new(conformance.OtherError); errors.As(err, &other) {
		return &SchemaError{other.Differences}
	}
	return err
}
