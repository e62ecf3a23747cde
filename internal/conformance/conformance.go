// Package conformance compares an engine's schema with a model. The engine
// compares them, by what they mean: how the text is laid out, which another
// SpiceDB may do otherwise, makes no difference.
package conformance

import (
	"context"
	"fmt"
	"slices"
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

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
	Differences []string
}

// Error says how many differences there are, and the first.
func (e *OtherError) Error() string {
	return fmt.Sprintf("the engine's schema is not this program's: %d differences, the first: %s", len(e.Differences), e.Differences[0])
}

// Check is nil where the engine's schema, at a consistency, has all of a model and
// means the same by it. What it has besides, an institution's own, changes nothing
// of that. It returns an *OtherError, also where there is no schema, or the error of
// the call.
func Check(ctx context.Context, engine Engine, m schema.Model, at *v1.Consistency) error {
	lines, err := Differences(ctx, engine, m, at)
	if err != nil {
		return err
	}
	if lines = slices.DeleteFunc(lines, harmless); len(lines) > 0 {
		return &OtherError{lines}
	}
	return nil
}

// harmless says of a difference that answers are the same with it. This is the
// one place that decides what may differ. A whole type, relation, permission or
// caveat more gives nobody anything by another name: that no arrow of the model's
// leads to a name that its target lacks is a test of package model. A kind of
// subject more is no whole, and does.
func harmless(line string) bool {
	return strings.HasSuffix(line, commentChanged) ||
		slices.ContainsFunc(besides, func(whole string) bool { return strings.HasPrefix(line, whole) })
}

// Differences says, one sorted line each, what writing the model would change in
// the engine's schema, comments included: "+" comes, "-" goes, "~" changes.
func Differences(ctx context.Context, engine Engine, m schema.Model, at *v1.Consistency) ([]string, error) {
	answer, err := engine.DiffSchema(ctx, &v1.DiffSchemaRequest{Consistency: at, ComparisonSchema: m.Text()})
	if err != nil {
		return nil, fmt.Errorf("comparing the engine's schema: %w", err)
	}
	lines := make([]string, len(answer.GetDiffs()))
	for i, d := range answer.GetDiffs() {
		lines[i] = describe(d)
	}
	slices.Sort(lines)
	return lines, nil
}
