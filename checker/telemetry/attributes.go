package telemetry

import (
	"errors"

	"go.opentelemetry.io/otel/attribute"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// attributes are few, whatever is asked: metrics count by them.
func attributes(call checker.Call, result checker.Result) []attribute.KeyValue {
	about := []attribute.KeyValue{
		attribute.String("remit.operation", string(call.Operation)),
		attribute.String("remit.source", result.Source.String()),
		attribute.String("remit.outcome", outcome(call, result)),
	}
	var invalid *checker.InvalidError
	// What was refused may be no permission, but anything.
	if p := call.Question.Permission; p != "" && !errors.As(result.Err, &invalid) {
		about = append(about, attribute.String("remit.permission", string(p)))
	}
	if result.Err != nil {
		about = append(about, attribute.String("error.type", errorType(result.Err)))
	}
	return about
}

// outcome is a check's, and otherwise whether the call was answered.
func outcome(call checker.Call, result checker.Result) string {
	switch {
	case result.Err != nil:
		return "error"
	case call.Operation == checker.OperationCheck:
		return result.Outcome.String()
	}
	return "answered"
}

// errorType is the kind of an error, which names nobody.
func errorType(err error) string {
	var invalid *checker.InvalidError
	var engine *checker.EngineError
	switch {
	case errors.As(err, &invalid):
		return "invalid " + string(invalid.Part)
	case errors.As(err, &engine):
		return engine.Code.String()
	}
	return "other"
}

// refs are who and what is asked about.
func refs(q checker.Question) []attribute.KeyValue {
	var about []attribute.KeyValue
	for name, ref := range map[string]schema.Ref{"remit.subject": q.Subject, "remit.resource": q.Resource} {
		if ref != (schema.Ref{}) {
			about = append(about, attribute.String(name, ref.String()))
		}
	}
	return about
}
