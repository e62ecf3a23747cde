package eval

import (
	"cmp"
	"math"
	"strings"
	"time"

	exprpb "google.golang.org/genproto/googleapis/api/expr/v1alpha1"
)

// holds says whether all that does not name the moment holds, of expressions that are all
// to hold; ok is false where it says what is not known here, or may fail in SpiceDB.
func (w *window) holds(e *exprpb.Expr, written map[string]any) (holds, ok bool) {
	if w.overload(e) == "logical_and" {
		args := e.GetCallExpr().GetArgs()
		left, leftOK := w.holds(args[0], written)
		right, rightOK := w.holds(args[1], written)
		return left && right, leftOK && rightOK
	}
	if namesMoment(e) {
		return true, w.takes // and then it is narrowed to a bound
	}
	return valueOf[bool](w, e, written)
}

// value is what an expression comes to by what was written, of those that the model's own
// conditions are made of: SpiceDB makes a program of CEL of every evaluation, which costs
// as much as a hundred checks.
func (w *window) value(e *exprpb.Expr, written map[string]any) (value any, ok bool) {
	if name := e.GetIdentExpr().GetName(); name != "" {
		value, ok = written[name]
		return value, ok
	}
	if text, ok := e.GetConstExpr().GetConstantKind().(*exprpb.Constant_StringValue); ok {
		return text.StringValue, true
	}
	call := e.GetCallExpr()
	switch overload, args := w.overload(e), call.GetArgs(); overload {
	case "matches_string":
		pattern := w.of.Patterns[args[0].GetConstExpr().GetStringValue()]
		of, ok := valueOf[string](w, call.GetTarget(), written)
		ok = ok && pattern != nil
		return ok && pattern.MatchString(of), ok
	case "string_to_timestamp":
		return w.time(e, written)
	case "string_to_duration":
		of, ok := valueOf[string](w, args[0], written)
		d, err := time.ParseDuration(of)
		return d, ok && err == nil
	case "subtract_timestamp_timestamp":
		from, ok := valueOf[time.Time](w, args[0], written)
		less, lessOK := valueOf[time.Time](w, args[1], written)
		d := from.Sub(less)
		return d, ok && lessOK && d != math.MinInt64 && d != math.MaxInt64 // more is an error there
	case "less_timestamp", "less_equals_timestamp", "greater_timestamp", "greater_equals_timestamp":
		left, ok := valueOf[time.Time](w, args[0], written)
		right, rightOK := valueOf[time.Time](w, args[1], written)
		return compares(overload, left.Compare(right)), ok && rightOK
	case "less_duration", "less_equals_duration", "greater_duration", "greater_equals_duration":
		left, ok := valueOf[time.Duration](w, args[0], written)
		right, rightOK := valueOf[time.Duration](w, args[1], written)
		return compares(overload, cmp.Compare(left, right)), ok && rightOK
	}
	return nil, false
}

// valueOf is a value of one type.
func valueOf[T any](w *window, e *exprpb.Expr, written map[string]any) (of T, ok bool) {
	value, known := w.value(e, written)
	of, ok = value.(T)
	return of, known && ok
}

// compares says whether a comparison holds of which the sides compare so.
func compares(overload string, sides int) bool {
	switch comparison, _, _ := strings.Cut(overload, "_"); {
	case sides == 0:
		return strings.Contains(overload, "_equals_")
	case comparison == "less":
		return sides < 0
	}
	return sides > 0
}
