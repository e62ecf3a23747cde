package eval

import (
	"slices"
	"time"

	exprpb "google.golang.org/genproto/googleapis/api/expr/v1alpha1"

	"github.com/authzed/spicedb/pkg/caveats"
	"github.com/authzed/spicedb/pkg/caveats/types"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/zed"
)

// moment is the parameter that remit brings to every caveat: see schema.ContextAt.
const moment = "now"

// window is what is left of a caveat once what was written with a relationship has
// been filled in: a span of time, where the question's moment is all that it still
// takes. It is read where the caveat is as plain as that: comparisons of the moment, all
// of which are to hold, beside what does not name it. Of that SpiceDB's own evaluation
// says whether it holds, at a moment within the span. It is made once, and looked at
// without maps.
type window struct {
	of     *zed.Caveat
	stores bool // what only a question brings: see schema.StoresQuestion
	// known is false where the caveat is to be evaluated each time.
	known bool
	takes bool // the moment
	// never holds whatever the moment; otherwise it is Allowed from the first moment
	// on and before the end, each where there is one.
	never      bool
	first, end bound
}

// decides says whether the window has the outcome of an evaluation, and which. A
// question whose moment is not known here may bring one that is no time.
func (w *window) decides(e *Evaluation) (Outcome, bool) {
	switch {
	case !w.known:
		return Undecided, false
	case !w.takes:
		return w.at(time.Time{}), true
	}
	now, ok := e.now()
	return w.at(now), ok
}

// bound is a moment, and whether it is itself on the later side. The zero value is
// no bound.
type bound struct {
	at    time.Time
	later bool
	set   bool
}

// passed says whether a moment is on the later side.
func (b bound) passed(now time.Time) bool { return now.After(b.at) || b.later && now.Equal(b.at) }

// at is the outcome at a moment.
func (w *window) at(now time.Time) Outcome {
	if w.never || w.first.set && !w.first.passed(now) || w.end.set && w.end.passed(now) {
		return Denied
	}
	return Allowed
}

// windowOf is the window of a condition, which keeps it.
func windowOf(c *graph.Condition, of *zed.Caveat) *window {
	if w, ok := c.Memo.Load().(*window); ok && w.of == of {
		return w
	}
	w := &window{of: of, stores: c.StoresQuestion()}
	if !w.stores {
		w.read(c.Given)
	}
	c.Memo.Store(w)
	return w
}

// read fills in what was written. A question may bring any parameter that was not,
// and one that is no value of its type is an error in SpiceDB even where nobody
// looks at it: so all but the moment must have been written.
func (w *window) read(written map[string]any) {
	for name, typ := range w.of.Parameters {
		if _, given := written[name]; given {
			continue
		}
		if name != moment || typ.GetTypeName() != types.Default.TimestampType.String() {
			return
		}
		w.takes = true
	}
	typed, err := caveats.ConvertContextToParameters(types.Default.TypeSet, written, w.of.Parameters, caveats.SkipUnknownParameters)
	if err != nil {
		return
	}
	narrow := !w.takes || w.narrow(w.of.Expression.GetExpr(), typed)
	if holds, ok := w.holds(w.of.Expression.GetExpr(), typed); ok && narrow {
		w.known, w.never = true, !holds
		return
	}
	if !w.takes || !narrow {
		w.first, w.end = bound{}, bound{} // and then only what needs no moment has a value
	} else if at, ok := w.inside(); ok {
		typed[moment] = at
	} else {
		return
	}
	result, err := caveats.EvaluateCaveat(w.of.Compiled, typed)
	w.known = err == nil && !result.IsPartial()
	w.never = w.known && !result.Value()
}

// narrow reads comparisons of the moment with another one, all of which are to hold.
func (w *window) narrow(e *exprpb.Expr, written map[string]any) bool {
	call, args := e.GetCallExpr(), e.GetCallExpr().GetArgs()
	overload := w.overload(e)
	switch {
	case overload == "logical_and":
		return w.narrow(args[0], written) && w.narrow(args[1], written)
	case !namesMoment(e):
		return true
	case call.GetTarget() != nil || len(args) != 2:
		return false
	}
	other, left := args[1], isMoment(args[0])
	if !left {
		other = args[0]
	}
	at, ok := w.time(other, written)
	if !ok || !left && !isMoment(args[1]) {
		return false
	}
	switch overload {
	case "less_timestamp": // now < at, at < now
		return w.limit(!left, bound{at, left, true})
	case "less_equals_timestamp":
		return w.limit(!left, bound{at, !left, true})
	case "greater_timestamp": // now > at, at > now
		return w.limit(left, bound{at, !left, true})
	case "greater_equals_timestamp":
		return w.limit(left, bound{at, left, true})
	}
	return false
}

// overload is what a call comes to; blank for no call, and for one that may come to several.
func (w *window) overload(e *exprpb.Expr) string {
	if ids := w.of.Expression.GetReferenceMap()[e.GetId()].GetOverloadId(); len(ids) == 1 {
		return ids[0]
	}
	return ""
}

// inside is a moment within the window; false where there is none.
func (w *window) inside() (time.Time, bool) {
	at := w.end.at.Add(-time.Nanosecond)
	if w.first.set {
		if at = w.first.at; !w.first.later {
			at = at.Add(time.Nanosecond)
		}
	}
	return at, w.at(at) == Allowed
}

// limit is false for a second one of a side.
func (w *window) limit(first bool, b bound) bool {
	side := &w.end
	if first {
		side = &w.first
	}
	if side.set {
		return false
	}
	*side = b
	return true
}

func isMoment(e *exprpb.Expr) bool { return e.GetIdentExpr().GetName() == moment }

// namesMoment says whether an expression may depend on the moment.
func namesMoment(e *exprpb.Expr) bool {
	switch e.GetExprKind().(type) {
	case *exprpb.Expr_ConstExpr:
		return false
	case *exprpb.Expr_IdentExpr:
		return isMoment(e)
	case *exprpb.Expr_SelectExpr:
		return namesMoment(e.GetSelectExpr().GetOperand())
	case *exprpb.Expr_ListExpr:
		return slices.ContainsFunc(e.GetListExpr().GetElements(), namesMoment)
	case *exprpb.Expr_CallExpr:
		target := e.GetCallExpr().GetTarget()
		return target != nil && namesMoment(target) || slices.ContainsFunc(e.GetCallExpr().GetArgs(), namesMoment)
	}
	return true
}

// time is a moment that was written with the relationship, or in the caveat as CEL has it:
// timestamp("2026-01-02T03:04:05Z").
func (w *window) time(e *exprpb.Expr, written map[string]any) (time.Time, bool) {
	if name := e.GetIdentExpr().GetName(); name != "" {
		at, ok := written[name].(time.Time)
		return at, ok
	}
	args := e.GetCallExpr().GetArgs()
	if w.overload(e) != "string_to_timestamp" || len(args) != 1 {
		return time.Time{}, false
	}
	text, ok := args[0].GetConstExpr().GetConstantKind().(*exprpb.Constant_StringValue)
	if !ok {
		return time.Time{}, false
	}
	// CEL is stricter than time.Parse, and has no year 0: only what is as Go writes it is taken.
	at, err := time.Parse(time.RFC3339, text.StringValue)
	return at, err == nil && at.Year() > 0 && at.UTC().Format(time.RFC3339Nano) == text.StringValue
}
