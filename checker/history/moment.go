package history

import (
	"context"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/internal/answer"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
	"github.com/remit-authz/remit/schema"
)

// Moment is what was so at one time. It never changes.
type Moment struct {
	at         time.Time
	held       *eval.Snapshot
	model      schema.Model
	checkpoint ledger.Checkpoint
}

// Time is the moment's.
func (m *Moment) Time() time.Time { return m.at }

// Revision is the state of the data then.
func (m *Moment) Revision() schema.Revision { return schema.Revision(m.held.Revision()) }

// Model is what could be asked: this program's, with what the schema of then had
// besides.
func (m *Moment) Model() schema.Model { return m.model }

// Schema is the text of the schema of then.
func (m *Moment) Schema() string { return m.held.SchemaText() }

// Checkpoint is the record's that the moment was read from.
func (m *Moment) Checkpoint() ledger.Checkpoint { return m.checkpoint }

// Checker answers questions of the moment. What was to end goes by its time, so that
// an EvaluationContext brings no Time of its own. A permission that the schema of then
// did not define is an error.
func (m *Moment) Checker() *checker.Checker {
	return checker.New(nobody{}, checker.Options{Model: m.model, Memory: memory{answer.Then{Graph: m.held, At: m.at}}})
}

// Explainer says why, or why not, at the moment.
func (m *Moment) Explainer() *explain.Explainer { return explain.Past(m.held, m.at, m.model) }

// Defines says whether the schema of then defined a permission.
func (m *Moment) Defines(p schema.Permission) bool {
	symbols := m.held.Symbols()
	return symbols.Defined(symbols.Type(p.Type()), p.Name()) != 0
}

// Knows says whether anything was related to an object or a user.
func (m *Moment) Knows(ref schema.Ref) bool {
	o := relation.ObjectOf(ref)
	for range m.held.Of(o, "") {
		return true
	}
	for range m.held.To(o, "") {
		return true
	}
	return false
}

// Graph is what was held. It is for the program and package report.
func (m *Moment) Graph() *eval.Snapshot { return m.held }

// memory is the moment as a checker remembers it.
type memory struct{ answer.Then }

// Snapshot is checker.Memory's: whatever revision is asked for, the moment is the
// question's.
func (m memory) Snapshot(context.Context, schema.Revision) checker.Snapshot { return m.Then }

// nobody is the engine of the past: what the graph cannot decide nobody can.
type nobody struct{}

var _ grpc.ClientConnInterface = nobody{}

var errUndecided = status.Error(codes.FailedPrecondition, "the record cannot decide it: the schema of then may not define what was asked")

// Invoke is an error.
func (nobody) Invoke(context.Context, string, any, any, ...grpc.CallOption) error {
	return errUndecided
}

// NewStream is an error.
func (nobody) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, errUndecided
}

// With is the moment as if some relationships came or went.
func (m *Moment) With(changes []relation.Change) (*Moment, error) {
	held, err := m.held.With(changes)
	if err != nil {
		return nil, err
	}
	other := *m
	other.held = held
	return &other, nil
}

// Now is what an engine holds at the time of the call, all of it, as a moment. Its time is
// none at which more was written than that.
func Now(ctx context.Context, conn grpc.ClientConnInterface) (*Moment, error) {
	at := time.Now()
	held, err := eval.Load(ctx, conn)
	if err != nil {
		return nil, err
	}
	if written, timed := zedtoken.Parse(held.Revision()).Time(); timed && written.After(at) {
		at = written
	}
	return &Moment{at: at, held: held, model: model.OfEngine(held.SchemaText())}, nil
}
