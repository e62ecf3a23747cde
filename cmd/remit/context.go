package main

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

// addContext gives a verb that asks the flag for what its questions bring.
func (p *program) addContext(verb *cobra.Command) *cobra.Command {
	verb.Flags().StringVar(&p.context, "context", "", "what the question brings to caveats, as a `JSON` object")
	return verb
}

// evaluationContext is what --context says to the caveats of a model. A name that
// none of them takes is an error: the question would be answered without it.
func (p *program) evaluationContext(m schema.Model) (checker.EvaluationContext, error) {
	var given checker.EvaluationContext
	if p.context == "" {
		return given, nil
	}
	err := json.Unmarshal([]byte(p.context), &given.Values)
	var syntax *jsontext.SyntacticError
	switch {
	case errors.Is(err, jsontext.ErrDuplicateName) && errors.As(err, &syntax):
		return given, phrase.Errorf("--context %s names %s twice: name it once", schema.Quote(p.context), schema.Quote(syntax.JSONPointer.LastToken()))
	case err != nil || given.Values == nil:
		return given, phrase.Errorf(`--context %s is no JSON object: write it as '{"day":"monday"}'`, schema.Quote(p.context))
	}
	if _, err := given.Normalize(m); err != nil {
		return given, err
	}
	known, err := broughtTo(m)
	if err != nil {
		return given, err
	}
	for _, name := range slices.Sorted(maps.Keys(given.Values)) {
		switch {
		case len(known) == 0:
			return given, phrase.Errorf("--context brings %s, and no caveat of the model takes anything of a question: leave it out", schema.Quote(name))
		case !slices.Contains(known, name):
			return given, phrase.Errorf("--context brings %s, which no caveat of the model takes: they take %s%s",
				schema.Quote(name), strings.Join(known, ", "), suggest.DidYouMean(name, known))
		}
	}
	return given, nil
}

// broughtTo are the names that a question may bring to the caveats of a model.
func broughtTo(m schema.Model) ([]string, error) {
	names, err := model.Parameters(m)
	return slices.DeleteFunc(names, func(name string) bool {
		_, refused := checker.EvaluationContext{Values: map[string]any{name: nil}}.Normalize(m)
		return refused != nil
	}), err
}
