package main

import (
	"encoding/json"
	"errors"
	"slices"

	"github.com/spf13/pflag"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/phrase/catalogue"
	"github.com/remit-authz/remit/internal/terminal"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// failureJSON is an error for machines, on standard error, in English.
type failureJSON struct {
	Error failure `json:"error"`
}

// failure is what went wrong.
type failure struct {
	// Code is one of refused, source, question, stale, in_use, no_store, engine and
	// failed, which is anything else.
	Code string `json:"code"`
	// Message is all that is printed without --json.
	Message string `json:"message"`
	// Where are the places in a source, one for each of the first problems.
	Where []whereJSON `json:"where,omitempty"`
	// Next is what to do, where something general can be said.
	Next string `json:"next,omitempty"`
}

// whereJSON is a place in a source with what is wrong there.
type whereJSON struct {
	At      string `json:"at"`              // the file, the line and, where there is one, the column
	Field   string `json:"field,omitempty"` // of the row
	Message string `json:"message"`         // what is wrong there
}

// mostPlaces is how many problems of a source an error names.
const mostPlaces = 100

// tellError says why the program failed.
func (p *program) tellError(err error, typed []string) {
	if !p.json {
		p.errScreen.Paint(terminal.Beginnings(map[string]terminal.Style{"remit:": terminal.Bad}))
		p.tell("%s", shownError(p.words(), err, typed))
		return
	}
	p.errScreen.Verbatim()
	f := failure{Code: codeOf(err), Message: shownError(catalogue.In(schema.English), err, typed)}
	var wrong *source.Error
	if errors.As(err, &wrong) {
		for _, one := range wrong.Problems[:min(len(wrong.Problems), mostPlaces)] {
			f.Where = append(f.Where, whereJSON{one.At.String(), one.Field, one.Message})
		}
	}
	var next advice
	var told *checker.EngineError
	switch {
	case errors.As(err, &next):
		f.Next = next.next.String()
	case errors.As(err, &told):
		f.Next = told.Next()
	}
	encoder := json.NewEncoder(forMachines(p.err))
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(failureJSON{f}) // there is nowhere left to say that it failed
}

// codeOf is the kind of an error.
func codeOf(err error) string {
	var wrong *source.Error
	var invalid *checker.InvalidError
	var unknown *schema.UnknownNameError
	var unread questionError
	var stale *loader.StalePlanError
	var absent noStoreError
	var told *checker.EngineError
	switch {
	case exitCode(err) == exitRefused:
		return "refused"
	case errors.As(err, &wrong):
		return "source"
	case errors.As(err, &invalid), errors.As(err, &unknown), errors.As(err, &unread):
		return "question"
	case errors.As(err, &stale):
		return "stale"
	case errors.Is(err, embedded.ErrInUse):
		return "in_use"
	case errors.As(err, &absent):
		return "no_store"
	case errors.As(err, &told), slices.Contains(engineCodes, status.Code(err)):
		return "engine"
	}
	return "failed"
}

// engineCodes are those by which an engine elsewhere says that it does not answer.
var engineCodes = []codes.Code{codes.Unavailable, codes.DeadlineExceeded, codes.Unauthenticated, codes.PermissionDenied, codes.FailedPrecondition, codes.ResourceExhausted}

// flagError is an error of the library that reads flags, in words of our own.
func flagError(err error) error {
	var unknown *pflag.NotExistError
	var lacking *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		return phrase.Errorf("unknown flag: --%s", unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return phrase.Errorf("unknown flag: -%s", unknown.GetSpecifiedName())
	case errors.As(err, &lacking) && lacking.GetSpecifiedName() == lacking.GetFlag().Name:
		return phrase.Errorf("--%s needs a value", lacking.GetSpecifiedName())
	case errors.As(err, &invalid):
		return invalidFlag(invalid)
	}
	return err
}

func invalidFlag(invalid *pflag.InvalidValueError) error {
	name, value := invalid.GetFlag().Name, schema.Quote(invalid.GetValue())
	switch invalid.GetFlag().Value.Type() {
	case "duration":
		return phrase.Errorf("--%s %s is no length of time: write it as 30m, 12h or 1h30m", name, value)
	case "int", "int64":
		return phrase.Errorf("--%s %s is no whole number", name, value)
	case "bool":
		return phrase.Errorf("--%s %s is neither true nor false: it needs no value", name, value)
	}
	return phrase.Errorf("--%s: %w", name, errors.Unwrap(invalid))
}
