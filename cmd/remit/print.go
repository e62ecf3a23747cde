package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/phrase/catalogue"
	"github.com/remit-authz/remit/schema"
)

// printJSON writes one value as one line.
func (p *program) printJSON(value any) error {
	encoder := json.NewEncoder(forMachines(p.out))
	encoder.SetEscapeHTML(false)
	return encoder.Encode(value)
}

// formatOf is the one of a verb's formats that --format or --json asks for; text where
// neither does.
func (p *program) formatOf(named string, all []string) (string, error) {
	switch {
	case p.json && named != "" && named != "json":
		return "", phrase.Errorf("--json and --format say two things: give one of them")
	case p.json:
		return "json", nil
	case named == "":
		return "text", nil
	case !slices.Contains(all, named):
		return "", phrase.Errorf("format %s does not exist: choose %s", schema.Quote(named), strings.Join(all, ", "))
	}
	return named, nil
}

// words says what is printed in the language that was asked for.
func (p *program) words() phrase.Printer { return catalogue.In(p.language) }

// say prints a line in the language, by its English text.
func (p *program) say(format string, args ...any) error {
	return p.println(p.words().Say(format, args...))
}

// tell says a line on standard error, also where --quiet is said.
func (p *program) tell(format string, args ...any) {
	fmt.Fprintf(p.err, "remit: %s\n", p.words().Say(format, args...))
}

// tell says a line on standard error, unless --quiet is said.
func (p place) tell(format string, args ...any) {
	fmt.Fprintf(p.notes, "remit: %s\n", p.words().Say(format, args...))
}

// loud is the place with nothing hidden.
func (p place) loud() place {
	p.notes = p.warnings
	return p
}

// note says something to know on standard error, unless --quiet is said.
func (p place) note(format string, args ...any) {
	in := p.words()
	p.tell("%s: %s", phrase.Of("note"), in.Say(format, args...))
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
	Subject    schema.Ref `json:"subject,omitzero"`
	Name       string     `json:"name,omitempty"`       // what the subject is called
	Permission string     `json:"permission,omitempty"` // with its type
	Resource   schema.Ref `json:"resource,omitzero"`
	// ResourceName is what the resource is called.
	ResourceName string          `json:"resource_name,omitempty"`
	Outcome      string          `json:"outcome"`           // allowed, denied, conditional, or error for a line that could not be answered
	Missing      []string        `json:"missing,omitempty"` // what a condition lacks to be decided
	Revision     schema.Revision `json:"revision,omitempty"`
	At           time.Time       `json:"at,omitzero"`     // of --at
	Error        string          `json:"error,omitempty"` // why it could not be answered
	Line         string          `json:"line,omitempty"`  // as it was read, with -f

	err error // Error
}

func (p *program) newAnswerJSON(q checker.Question, d checker.Decision) answerJSON {
	return answerJSON{
		Subject: q.Subject, Name: p.name(q.Subject), Permission: string(q.Permission), Resource: q.Resource, ResourceName: p.name(q.Resource),
		Outcome: d.Outcome.String(), Missing: d.Missing, Revision: d.Revision, At: p.past.at,
	}
}
