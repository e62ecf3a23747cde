package authzen

import (
	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/internal/ijson"
)

// entity is a subject or a resource.
type entity struct {
	Type       *string        `json:"type"`
	ID         *string        `json:"id"`
	Properties jsontext.Value `json:"properties,omitzero"`
}

type action struct {
	Name       *string        `json:"name"`
	Properties jsontext.Value `json:"properties,omitzero"`
}

// evaluation is what one decision is asked with.
type evaluation struct {
	Subject  *entity        `json:"subject"`
	Action   *action        `json:"action"`
	Resource *entity        `json:"resource"`
	Context  jsontext.Value `json:"context,omitzero"`
}

type evaluations struct {
	evaluation
	Evaluations []evaluation `json:"evaluations"`
	Options     struct {
		Semantic *string `json:"evaluations_semantic"`
	} `json:"options"`
}

type search struct {
	evaluation
	Page *page `json:"page"`
}

type page struct {
	Token string `json:"token"`
	Limit *int64 `json:"limit"`
}

// decision is the answer to one evaluation. The zero value denies.
type decision struct {
	Decision bool           `json:"decision"`
	Context  *answerContext `json:"context,omitzero"`
}

type decisions struct {
	Evaluations []decision `json:"evaluations"`
}

// found is the answer to a search. A caller that shows progress wants the page
// first.
type found struct {
	Page    *foundPage     `json:"page,omitzero"`
	Context *answerContext `json:"context,omitzero"`
	Results []any          `json:"results"`
}

type foundPage struct {
	NextToken string `json:"next_token"`
	Count     int    `json:"count"`
}

type foundEntity struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

type foundAction struct {
	Name string `json:"name"`
}

// absent says whether a member is not there, or null.
func absent(v jsontext.Value) bool { return len(v) == 0 || v.Kind() == 'n' }

// missing is the name of the first member of an entity that has to be there and is
// not; blank where all are.
func (e *entity) missing(name string, needsID bool) string {
	switch {
	case e == nil:
		return name
	case e.Type == nil:
		return name + ".type"
	case needsID && e.ID == nil:
		return name + ".id"
	}
	return ""
}

func (a *action) missing() string {
	switch {
	case a == nil:
		return "action"
	case a.Name == nil:
		return "action.name"
	}
	return ""
}

// part says which members of an evaluation a request has to bring.
type part struct{ subjectID, action, resourceID bool }

var whole = part{subjectID: true, action: true, resourceID: true}

// validate refuses an evaluation that lacks what it has to have, or that has
// something else where an object belongs.
func (e evaluation) validate(needs part) error {
	for _, missing := range []string{
		e.Subject.missing("subject", needs.subjectID),
		e.Resource.missing("resource", needs.resourceID),
	} {
		if missing != "" {
			return malformed("%s is missing", missing)
		}
	}
	if missing := e.Action.missing(); needs.action && missing != "" {
		return malformed("%s is missing", missing)
	}
	for i, object := range e.objects() {
		if !absent(object) && object.Kind() != '{' {
			return malformed("%s is %s, and is to be an object", objectNames[i], ijson.KindOf(object.Kind()))
		}
	}
	return nil
}

// objectNames are those of the members that hold values for caveats.
var objectNames = [4]string{"context", "subject.properties", "resource.properties", "action.properties"}

// objects are the members that hold values for caveats: of two that have the same
// name, the later goes before.
func (e evaluation) objects() (all [4]jsontext.Value) {
	all[0] = e.Context
	if e.Subject != nil {
		all[1] = e.Subject.Properties
	}
	if e.Resource != nil {
		all[2] = e.Resource.Properties
	}
	if e.Action != nil {
		all[3] = e.Action.Properties
	}
	return all
}

// over is an evaluation with a request's defaults for what it does not have itself.
// Each member is taken whole or not at all.
func (e evaluation) over(defaults evaluation) evaluation {
	if e.Subject == nil {
		e.Subject = defaults.Subject
	}
	if e.Action == nil {
		e.Action = defaults.Action
	}
	if e.Resource == nil {
		e.Resource = defaults.Resource
	}
	if absent(e.Context) {
		e.Context = defaults.Context
	}
	return e
}

// named says whether a request names anything beside its page.
func (e evaluation) named() bool {
	return e.Subject != nil || e.Action != nil || e.Resource != nil || !absent(e.Context)
}
