package main

import (
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/terminal"
)

// paint says what of a verb's lines is painted on a terminal.
func (p *program) paint(verb *cobra.Command) {
	p.screen.Paint(p.painting(verb.CommandPath()))
	warning := "remit: " + p.words().Say("warning") + ":"
	beyond := "remit: " + p.words().Say("apply would refuse this plan") + ":"
	p.errScreen.Paint(terminal.Beginnings(map[string]terminal.Style{warning: terminal.Doubt, beyond: terminal.Bad}))
}

func (p *program) painting(verb string) terminal.Rule {
	switch verb {
	case "remit check", "remit can", "remit explain", "remit history", "remit demo":
		styles := map[string]terminal.Style{}
		for outcome, style := range map[checker.Outcome]terminal.Style{
			checker.Allowed: terminal.Good, checker.Denied: terminal.Bad, checker.Conditional: terminal.Doubt,
		} {
			styles[outcome.String()] = style
			styles[entry.OutcomeWord(outcome.String()).Say(p.words())] = style
		}
		return terminal.Cells(styles)
	case "remit assert":
		return terminal.Cells(map[string]terminal.Style{p.words().Say("holds"): terminal.Good, p.words().Say("fails"): terminal.Bad})
	case "remit plan", "remit apply", "remit sync", "remit undo", "remit tenant remove", "remit schema diff", "remit diff":
		return terminal.Signs(map[byte]terminal.Style{'+': terminal.Good, '-': terminal.Bad, '!': terminal.Doubt})
	}
	return nil
}

// verbatim is standard output for what a program reads, or somebody copies: no line of it
// is broken, whoever reads it.
func (p *program) verbatim() io.Writer {
	p.screen.Verbatim()
	return p.out
}

// printRows prints rows for people, in columns that fit.
func (p *program) printRows(rows [][]string) error {
	return terminal.Layout{Width: p.screen.Width()}.Write(p.out, rows)
}

// cells are the cells of a row that a message says, with tabs between them.
func (p *program) cells(format string, args ...any) []string {
	return strings.Split(p.words().Say(format, args...), "\t")
}
