package authzen

import (
	"bytes"
	stdjson "encoding/json"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/schema"
)

// parameter is one of a caveat that a question brings, by its name.
type parameter struct {
	name string
	// clock says that it is the moment of asking, which nobody brings.
	clock bool
}

// now is what the moment of asking is called in every caveat.
const now = "now"

// parametersOf are what questions bring to a model's caveats. What this program's own
// caveats take is written with the relationship, or is the clock, which the checker
// brings.
func parametersOf(m schema.Model) ([]parameter, error) {
	read, err := zed.Parse(m.Text())
	if err != nil {
		return nil, err
	}
	ours := map[string]bool{}
	if m.HasTenants() {
		if ours, err = namesOf(schema.Model{}); err != nil {
			return nil, err
		}
	}
	var found []parameter
	taken := map[string]bool{}
	for _, caveat := range read.Caveats {
		for name, kind := range caveat.Parameters {
			clock := name == now
			if ours[name] || taken[name] || clock && kind.GetTypeName() != "timestamp" {
				continue // a "now" that is no time has no value: the question lacks it
			}
			taken[name] = true
			found = append(found, parameter{name, clock})
		}
	}
	return found, nil
}

func namesOf(m schema.Model) (map[string]bool, error) {
	read, err := zed.Parse(m.Text())
	if err != nil {
		return nil, err
	}
	all := map[string]bool{}
	for _, caveat := range read.Caveats {
		for name := range caveat.Parameters {
			all[name] = true
		}
	}
	return all, nil
}

// brought are values for parameters of caveats, by name; nil for none.
type brought map[string]jsontext.Value

// values are what an evaluation brings to caveats. The objects have been looked at.
func (h *Handler) values(e evaluation) brought {
	if len(h.parameters) == 0 {
		return nil
	}
	var given givenObjects
	for i, object := range e.objects() {
		if !absent(object) {
			_ = json.Unmarshal(object, &given[i]) // it was read once, as an object
		}
	}
	var found brought
	for _, p := range h.parameters {
		value, ok := given.member(p.name)
		if !ok {
			continue
		}
		if found == nil {
			found = brought{}
		}
		found[p.name] = value
	}
	return found
}

// prefixes are of parameters that take a member of one object alone, in the order of
// the objects: a later one goes before.
var prefixes = [4]string{"context_", "subject_", "resource_", "action_"}

// givenObjects are the members of the four objects.
type givenObjects [4]map[string]jsontext.Value

func (g givenObjects) member(name string) (jsontext.Value, bool) {
	for i, prefix := range prefixes {
		if len(name) > len(prefix) && name[:len(prefix)] == prefix {
			value, ok := g[i][name[len(prefix):]]
			return value, ok
		}
	}
	for i := len(g) - 1; i >= 0; i-- {
		if value, ok := g[i][name]; ok {
			return value, true
		}
	}
	return nil, false
}

// plain is a value with its numbers as they were written, so that one which would
// arrive as another is refused. It is JSON, and was read once.
func plain(value jsontext.Value) (read any) {
	decoder := stdjson.NewDecoder(bytes.NewReader(value))
	decoder.UseNumber()
	_ = decoder.Decode(&read)
	return read
}

// given is the context of a question that brings values, at the moment of asking.
func (h *Handler) given(values brought) checker.EvaluationContext {
	given := checker.EvaluationContext{}
	set := func(name string, value any) {
		if given.Values == nil {
			given.Values = map[string]any{}
		}
		given.Values[name] = value
	}
	for name, value := range values {
		set(name, plain(value))
	}
	for _, p := range h.parameters {
		if p.clock { // whatever was brought under its name
			set(p.name, time.Now().UTC().Format(time.RFC3339Nano))
		}
	}
	return given
}

// asking is the checker of questions that bring values.
func (h *Handler) asking(values brought) *checker.Checker {
	if given := h.given(values); len(given.Values) > 0 {
		return h.Checker.With(given)
	}
	return h.Checker
}
