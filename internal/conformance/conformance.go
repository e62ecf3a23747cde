// Package conformance compares an engine's schema with a model. The engine
// compares them, by what they mean: how the text is laid out, which another
// SpiceDB may do otherwise, makes no difference.
package conformance

import (
	"context"
	"slices"
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Engine is what is called of an engine.
type Engine interface {
	DiffSchema(context.Context, *v1.DiffSchemaRequest, ...grpc.CallOption) (*v1.DiffSchemaResponse, error)
}

// OtherError is an engine whose schema lacks some of a model, or means something
// else by it: its answers would be to other questions.
type OtherError struct {
	// Differences are lines: "+" is in the model only, "~" differs. At least one.
	Differences []phrase.Phrase
}

// Error says how many differences there are, and the first.
func (e *OtherError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *OtherError) Say(in phrase.Printer) string {
	return in.Say("the engine's schema is not this program's: %d {difference|differences}, the first: %s", len(e.Differences), e.Differences[0])
}

// Check is nil where the engine's schema, at a consistency, has all of a model and
// means the same by it. What it has besides, an institution's own, changes nothing
// of that. It returns an *OtherError, also where there is no schema, or the error of
// the call.
func Check(ctx context.Context, engine Engine, m schema.Model, at *v1.Consistency) error {
	found, err := differences(ctx, engine, m, at)
	if err != nil {
		return err
	}
	if found = slices.DeleteFunc(found, harmless); len(found) > 0 {
		return &OtherError{lines(found)}
	}
	return nil
}

// Differences says, one sorted line each, what writing the model would change in
// the engine's schema, comments included: "+" comes, "-" goes, "~" changes.
func Differences(ctx context.Context, engine Engine, m schema.Model, at *v1.Consistency) ([]phrase.Phrase, error) {
	found, err := differences(ctx, engine, m, at)
	return lines(found), err
}

func differences(ctx context.Context, engine Engine, m schema.Model, at *v1.Consistency) ([]*v1.ReflectionSchemaDiff, error) {
	answer, err := engine.DiffSchema(ctx, &v1.DiffSchemaRequest{Consistency: at, ComparisonSchema: m.Text()})
	if err != nil {
		return nil, phrase.Errorf("comparing the engine's schema: %w", err)
	}
	return answer.GetDiffs(), nil
}

// lines are differences in words, sorted by the English.
func lines(found []*v1.ReflectionSchemaDiff) []phrase.Phrase {
	said := make([]phrase.Phrase, len(found))
	for i, d := range found {
		said[i] = describe(d)
	}
	slices.SortFunc(said, func(a, b phrase.Phrase) int { return strings.Compare(a.String(), b.String()) })
	return said
}
