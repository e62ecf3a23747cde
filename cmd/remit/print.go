package main

import (
	"encoding/json"
	"fmt"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// printJSON writes one value as one line.
func (p *program) printJSON(value any) error {
	encoder := json.NewEncoder(forMachines(p.out))
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

func (p *program) println(values ...any) error {
	_, err := fmt.Fprintln(p.out, values...)
	return err
}

func (p *program) printf(format string, values ...any) error {
	_, err := fmt.Fprintf(p.out, format, values...)
	return err
}

// answerJSON is one answered question for machines.
type answerJSON struct {
	Subject    schema.Ref      `json:"subject,omitzero"`
	Permission string          `json:"permission,omitempty"`
	Resource   schema.Ref      `json:"resource,omitzero"`
	Outcome    string          `json:"outcome"`
	Missing    []string        `json:"missing,omitempty"`
	Revision   schema.Revision `json:"revision,omitempty"`
	Error      string          `json:"error,omitempty"`
	Line       string          `json:"line,omitempty"`
}

func newAnswerJSON(q checker.Question, d checker.Decision) answerJSON {
	return answerJSON{
		Subject: q.Subject, Permission: string(q.Permission), Resource: q.Resource,
		Outcome: d.Outcome.String(), Missing: d.Missing, Revision: d.Revision,
	}
}
