// Package explain says why: for an answer that allows, the path that it goes
// by; for one that denies, what stands in the way, what is missing, and who
// could grant it.
//
// It reads the neighbourhood of the question from the engine itself, at one
// revision and never from a cache, and evaluates it here with internal/graph.
// That package holds SpiceDB's schema compiler, so this one is apart from
// package checker: plain questions stay light.
package explain

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Options are an Explainer's settings. The zero value works.
type Options struct {
	// Model is what can be asked; this program's own by default.
	Model schema.Model
	// Timeout is how long the engine has for everything that one explanation
	// reads; 30 s by default.
	Timeout time.Duration
}

const defaultTimeout = 30 * time.Second

// Explainer explains the answers of one engine. It holds no state but its
// settings and is safe for concurrent use. Make one with New.
type Explainer struct {
	conn    grpc.ClientConnInterface
	options Options
	context checker.EvaluationContext
	past    *eval.Snapshot // nil for an engine's newest data
	then    time.Time      // of the past
}

// New makes an explainer over a connection to an engine, which stays the
// caller's.
func New(conn grpc.ClientConnInterface, options Options) *Explainer {
	if options.Timeout <= 0 {
		options.Timeout = defaultTimeout
	}
	return &Explainer{conn: conn, options: options}
}

// Past makes an explainer of the answers of a moment, by what an engine held then. It
// is for package history.
func Past(held *eval.Snapshot, then time.Time, m schema.Model) *Explainer {
	return &Explainer{options: Options{Model: m}, past: held, then: then}
}

// With is an explainer like e of questions with a context, as
// checker.Checker.With has them. e is unchanged.
func (e *Explainer) With(context checker.EvaluationContext) *Explainer {
	with := *e
	with.context = context
	return &with
}

// Explain explains the answer to one question of the newest data, or of the past. Its
// error is a *checker.InvalidError for a question that cannot be asked; any other
// error says that the engine could not be read, or that the graph cannot decide.
func (e *Explainer) Explain(ctx context.Context, q checker.Question) (Explanation, error) {
	if err := q.Validate(e.options.Model); err != nil {
		return Explanation{}, err
	}
	given, err := e.context.Normalize(e.options.Model)
	if err != nil {
		return Explanation{}, err
	}
	clock := e.clock()
	x := explanationOf(q, given, clock)
	if q.Subject.Tenant != q.Resource.Tenant {
		x.InTheWay = []Obstacle{{Kind: OtherTenant, Who: q.Subject, What: q.Resource}}
		return x, nil
	}
	g, err := e.held(ctx, q)
	if err != nil {
		return Explanation{}, phrase.Errorf("explaining %s: %w", q, err)
	}
	x.Revision = schema.Revision(g.Revision())
	return x, newInquiry(g, &x, e.options.Model, given, clock).run()
}

// clock is what ends go by.
func (e *Explainer) clock() time.Time {
	if e.past != nil {
		return e.then
	}
	return time.Now()
}

// held is what a question is explained by.
func (e *Explainer) held(ctx context.Context, q checker.Question) (*eval.Snapshot, error) {
	if e.past != nil {
		return e.past, nil
	}
	ctx, cancel := context.WithTimeout(ctx, e.options.Timeout)
	defer cancel()
	subject, resource := relation.ObjectOf(q.Subject), relation.ObjectOf(q.Resource)
	around := []relation.Object{resource}
	if e.options.Model.HasTenants() {
		around = append(around, relation.ObjectOf(q.Subject.Account()), relation.ObjectOf(schema.TenantRef(q.Resource.Tenant)))
	}
	return eval.LoadAround(ctx, e.conn, around, []relation.Object{subject})
}

// explanationOf is the beginning of one: a denial at the moment of the question.
func explanationOf(q checker.Question, given checker.EvaluationContext, clock time.Time) Explanation {
	at := given.Time
	if at.IsZero() {
		at = clock
	}
	return Explanation{Question: q, At: at.UTC()}
}

// inquiry is the work on one explanation.
type inquiry struct {
	graph       *eval.Snapshot
	explanation *Explanation
	model       schema.Model
	context     eval.Context
}

func newInquiry(g *eval.Snapshot, x *Explanation, m schema.Model, given checker.EvaluationContext, clock time.Time) *inquiry {
	given.Time = x.At
	// What expires by itself goes by the clock, as in the engine.
	return &inquiry{g, x, m, eval.Context{At: clock, Values: given.Caveats(), Now: given.Now()}}
}

func (i *inquiry) run() error {
	x := i.explanation
	answer := i.graph.Check(i.asked(), i.context)
	switch answer.Outcome {
	case eval.Undecided:
		return phrase.Errorf("explaining %s: the graph cannot decide it", x.Question)
	case eval.Conditional:
		x.Outcome, x.Lacking = checker.Conditional, answer.Missing
	case eval.Allowed:
		x.Outcome = checker.Allowed
		i.path()
	case eval.Denied:
		i.remedies()
		i.obstacles()
	}
	return nil
}

func (i *inquiry) asked() eval.Question {
	q := i.explanation.Question
	return eval.Question{Resource: relation.ObjectOf(q.Resource), Permission: q.Permission.Name(), Subject: relation.ObjectOf(q.Subject)}
}

// path finds the shortest path, and whether there is another.
func (i *inquiry) path() {
	paths := i.graph.Paths(i.asked(), i.context)
	if len(paths) == 0 {
		return // more paths than are kept, and none of them was kept
	}
	i.explanation.Path = i.stepsOf(paths[0].Steps)
	i.explanation.Only = true
	for _, step := range paths[0].Steps {
		without, err := i.graph.With([]relation.Change{{Relationship: step, Gone: true}})
		if err != nil || without.Check(i.asked(), i.context).Outcome == eval.Allowed {
			i.explanation.Only = false
			return
		}
	}
}
