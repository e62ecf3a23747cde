package access

import (
	"context"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
)

// loadTimeout is how long an engine has to tell everything that it holds, when
// the caller has set no deadline.
const loadTimeout = 10 * time.Minute

// OfSchema says what writing a schema to an engine gives and takes at a moment,
// over all that the engine holds. Permissions whose comment says @block in both
// schemas, and which are none of this program's, are not asked for. Nothing is written.
//
// A text that an engine would not take is an error, with the line where the
// compiler says one; so is one with no place for relationships that the engine
// holds (*UnplacedError), and an engine that has no schema yet.
func OfSchema(ctx context.Context, conn grpc.ClientConnInterface, text string, at time.Time) (Difference, error) {
	if _, ok := ctx.Deadline(); !ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, loadTimeout)
		defer cancel()
	}
	empty, err := eval.New("")
	if err != nil {
		return Difference{}, err
	}
	if _, err := empty.WithSchema(text); err != nil {
		return Difference{}, err // before the engine is asked for everything
	}
	before, err := eval.Load(ctx, conn)
	if status.Code(err) == codes.NotFound {
		return Difference{}, phrase.Errorf("the engine has no schema and no data yet: there is nothing that another schema would change")
	}
	if err != nil {
		return Difference{}, err
	}
	after, err := before.WithSchema(text)
	if err != nil {
		return Difference{}, err
	}
	if count, examples := after.Unplaced(shownUnplaced); count > 0 {
		return Difference{}, unplaced(count, examples)
	}
	return differ(side(before, before, after), side(after, before, after), nil, at, everyTenant)
}

// shownUnplaced is how many relationships an UnplacedError names.
const shownUnplaced = 3

// UnplacedError is a schema without a place for relationships that an engine
// holds, which the engine refuses.
type UnplacedError struct {
	Count int
	// Examples are a few of the relationships, as SpiceDB writes them, shown to people.
	Examples []string
}

// Error names the examples and says what to do.
func (e *UnplacedError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *UnplacedError) Say(in phrase.Printer) string {
	more := ""
	if n := e.Count - len(e.Examples); n > 0 {
		more = in.Say(" and %d more", n)
	}
	return in.Say("an engine would refuse the schema: it has no place for %s%s; keep what they stand in, or take them away first",
		strings.Join(e.Examples, ", "), more)
}

func unplaced(count int, examples []relation.Relationship) *UnplacedError {
	e := &UnplacedError{Count: count}
	for _, r := range examples {
		e.Examples = append(e.Examples, r.String())
	}
	return e
}
