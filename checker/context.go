package checker

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// EvaluationContext is what questions are answered by beside the data: their
// moment, and values for caveats. The zero value is the moment of asking, and
// no values.
type EvaluationContext struct {
	// Time is the moment that ends in time are compared with: those of emergency
	// access and invitations, and whatever an institution's own caveats call
	// "now". Zero is the moment of asking. At an earlier one, rights that have
	// ended hold again: it is for reports and tests, and never to be taken from
	// whoever asks. What the engine lets expire by itself goes by its own clock.
	Time time.Time
	// Values are for parameters of an institution's own caveats, by name, in the
	// form of a JSON object: texts, booleans, numbers that a float64 holds, nil,
	// and []any and map[string]any of them; times and durations as text. What
	// the model's caveats take is refused: its time is Time, and the rest is
	// written with a relationship.
	Values map[string]any

	// foreign is true for a model that is not remit's, once normalized: it has
	// values only.
	foreign bool
}

// mostContext is how many bytes of values an engine takes with a question, as a
// message, unless it is told otherwise: 4096, of which some are for its moment.
const mostContext = 4096 - 64

// mostExact is up to where a float64, and so JSON, holds every whole number.
const mostExact = 1 << 53

// modelParameters are those of the model's caveats. A caller who could bring
// them would complete what was written incomplete, or ask at another time.
var modelParameters = []string{"now", "since", "until", "reason"}

// Normalize is the context as a question about a model carries it: a copy, in
// which every number is a float64. A model without tenants has its own caveats
// only, and takes Values as they are and no Time. Its error is an *InvalidError.
func (e EvaluationContext) Normalize(m schema.Model) (EvaluationContext, error) {
	normal := newEvaluation(m, e)
	return normal.EvaluationContext, normal.err
}

// Caveats makes what caveats are given by a normalized context at the moment of
// asking. Its "now" is nobody's but remit's, whatever Values holds.
func (e EvaluationContext) Caveats() func(asked time.Time) map[string]any {
	if e.Time.IsZero() && len(e.Values) == 0 && !e.foreign {
		return schema.ContextAt // most questions bring nothing, and are to allocate nothing
	}
	return e.caveats
}

// Now is the moment among what Caveats makes, false where that says nothing of it.
func (e EvaluationContext) Now() func(asked time.Time) (time.Time, bool) {
	if e.Time.IsZero() && !e.foreign {
		return asItIs // as in Caveats
	}
	return e.now
}

func asItIs(asked time.Time) (time.Time, bool) { return asked, true }

func (e EvaluationContext) now(time.Time) (time.Time, bool) { return e.Time, !e.foreign }

func (e EvaluationContext) caveats(asked time.Time) map[string]any {
	if e.foreign {
		return maps.Clone(e.Values)
	}
	if !e.Time.IsZero() {
		asked = e.Time
	}
	given := schema.ContextAt(asked)
	for name, value := range e.Values {
		if _, ours := given[name]; !ours {
			given[name] = value
		}
	}
	return given
}

// message is what an engine is given of the values.
func (e EvaluationContext) message() (*structpb.Struct, error) {
	for _, name := range slices.Sorted(maps.Keys(e.Values)) {
		if !e.foreign && slices.Contains(modelParameters, name) {
			return nil, phrase.Errorf("%s is what the model's own caveats take, never a question's: call the parameter of another caveat by another name", schema.Quote(name))
		}
		if err := exact(e.Values[name]); err != nil {
			return nil, phrase.Errorf("%s: %w", schema.Quote(name), err)
		}
	}
	values, err := structpb.NewStruct(e.Values)
	if err != nil {
		return nil, phrase.Errorf("%w: it is to be a JSON object, with times and durations as text", err)
	}
	if size := proto.Size(values); size > mostContext {
		return nil, phrase.Errorf("it has %d bytes, and an engine takes %d: bring less", size, mostContext)
	}
	return values, nil
}

// exact refuses a number that would arrive as another one.
func exact(value any) error {
	switch v := value.(type) {
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return phrase.Errorf("JSON has no such number")
		}
	case float32:
		return exact(float64(v))
	case int:
		return exactWhole(int64(v))
	case int64:
		return exactWhole(v)
	case uint:
		return exact(uint64(v))
	case uint64:
		return exactWhole(int64(min(v, math.MaxInt64)))
	case json.Number:
		if whole, err := v.Int64(); err == nil {
			return exactWhole(whole)
		}
		float, err := v.Float64()
		if err == nil && math.Abs(float) > mostExact {
			return phrase.Errorf("the number is too large to arrive as it is: bring it as text")
		}
		return err
	case []any:
		for _, item := range v {
			if err := exact(item); err != nil {
				return err
			}
		}
	case map[string]any:
		for _, item := range v {
			if err := exact(item); err != nil {
				return err
			}
		}
	}
	return nil
}

func exactWhole(v int64) error {
	if v > mostExact || v < -mostExact {
		return phrase.Errorf("the number is too large to arrive as it is: bring it as text")
	}
	return nil
}

// withNow is the values, which stay as they are, and the moment.
func withNow(values *structpb.Struct, moment time.Time) *structpb.Struct {
	now, _ := structpb.NewStruct(schema.ContextAt(moment)) // it holds text only, which cannot fail
	for name, value := range values.GetFields() {
		if now.GetFields()[name] == nil {
			now.Fields[name] = value
		}
	}
	return now
}

// evaluation is a checker's evaluation context, ready for use.
type evaluation struct {
	EvaluationContext // normalized
	values            *structpb.Struct
	err               error // why nothing can be asked with it
}

func newEvaluation(m schema.Model, e EvaluationContext) evaluation {
	e.foreign = !m.HasTenants()
	values, err := e.message()
	if err == nil && e.foreign && !e.Time.IsZero() {
		err = phrase.Errorf("a moment is for remit's own model: give the caveats of another their values")
	}
	if err != nil {
		return evaluation{err: &InvalidError{Part: PartContext, Err: err}}
	}
	return evaluation{EvaluationContext{e.Time, values.AsMap(), e.foreign}, values, nil}
}

// message is the context of every question of one call. It is made once a call,
// because an engine groups questions only while their contexts are equal.
func (e evaluation) message() *structpb.Struct {
	if e.foreign {
		return e.values
	}
	moment := e.Time
	if moment.IsZero() {
		moment = time.Now()
	}
	return withNow(e.values, moment)
}
