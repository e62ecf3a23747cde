package main

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/lint"
	"github.com/remit-authz/remit/internal/phrase"
)

func (p *program) schemaLintVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "lint [FILE]",
		Short: "Find in a schema what SpiceDB gets wrong, or a reader; exit code 1 if there is any",
		Long: `Looks in a schema, and in those that it imports from its folder, for shapes under
which SpiceDB is known to answer wrongly, and for those that do not mean what they
seem to. FILE may be - for standard input; with --model OWN.zed in its place it is
what that adds to remit's model. The exit code is 1 if any is found.

Each finding has its file, its line, and the name of its rule, which --accept
leaves out. Lint what you wrote: the text that an engine gives back, and that
"remit schema show" prints, has lost the parentheses that mixed-operators wants.

"remit serve" neither serves nor takes a schema with a finding that can make
SpiceDB answer "allowed" wrongly.`,
		Example: `  remit schema lint schema.zed
  remit schema lint --accept recursion --accept nobody schema.zed`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch {
			case len(args) == 0 && p.place.model != "":
				return p.lintOwn()
			case len(args) == 0, p.place.flags.Changed("model"):
				return phrase.Errorf("say what to lint: `remit schema lint FILE`, or `remit schema lint --model OWN.zed`")
			}
			findings, err := p.lint(cmd.Context(), args[0], p.place.accept)
			if err != nil {
				return phrase.Errorf("schema %s: %w", args[0], err)
			}
			return p.printFindings(findings)
		},
	}
}

// lint names files as they would be opened from here.
func (p *program) lint(ctx context.Context, name string, accepted []string) ([]lint.Finding, error) {
	if name == "-" {
		return p.lintInput(ctx, accepted)
	}
	s, err := readLinted(name)
	if err != nil {
		return nil, err
	}
	findings, err := s.Findings(accepted...)
	for i := range findings {
		findings[i].File = filepath.Join(filepath.Dir(name), findings[i].File)
	}
	return findings, err
}

// lintOwn looks at what --model adds to this program's model.
func (p *program) lintOwn() error {
	text, err := readSchema(p.place.model)
	if err != nil {
		return err
	}
	_, own, err := composed(p.place.model, text)
	if err != nil {
		return err
	}
	findings, err := own.Findings(p.place.accept...)
	if err != nil {
		return err
	}
	return p.printFindings(findings)
}

// readLinted reads a schema, and what it imports from its folder.
func readLinted(name string) (*lint.Schema, error) {
	folder, err := files.OpenFolder(filepath.Dir(name))
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	return lint.Read(folder, filepath.Base(name))
}

func (p *program) lintInput(ctx context.Context, accepted []string) ([]lint.Finding, error) {
	input, err := p.input(ctx, "-")
	if err != nil {
		return nil, err
	}
	defer input.Close()
	text, err := files.ReadAll(input, lint.MaxSize)
	if err != nil {
		return nil, err
	}
	s, err := lint.Parse("-", string(text))
	if err != nil {
		return nil, err
	}
	return s.Findings(accepted...)
}

// findingsJSON is what was found, for machines.
type findingsJSON struct {
	Findings []findingJSON `json:"findings"`
}

// findingJSON is one finding for machines.
type findingJSON struct {
	File     string `json:"file"`     // the file of the schema
	Line     int    `json:"line"`     // the line in it
	Rule     string `json:"rule"`     // the name of the rule
	About    string `json:"about"`    // the relation or permission
	Why      string `json:"why"`      // what is wrong, in words
	Versions string `json:"versions"` // the versions of SpiceDB that it is wrong in
	// Allows says that it can make SpiceDB answer "allowed" wrongly.
	Allows bool `json:"allows"`
}

func (p *program) printFindings(findings []lint.Finding) error {
	var err error
	if p.json {
		all := []findingJSON{}
		for _, f := range findings {
			all = append(all, findingJSON{f.File, f.Line, f.Rule.Name, f.About.String(), f.Rule.Why.String(), f.Rule.Versions().String(), f.Rule.Allows})
		}
		err = p.printJSON(findingsJSON{all})
	} else {
		err = p.printLint(findings)
		if err == nil && len(findings) == 0 {
			p.place.tell("nothing was found")
		}
	}
	if err == nil && len(findings) > 0 {
		return errNo
	}
	return err
}

// printLint prints a line for each finding, and then the reason of each rule.
func (p *program) printLint(findings []lint.Finding) error {
	for _, f := range findings {
		if err := p.println(p.words().Value(f)); err != nil {
			return err
		}
	}
	for _, rule := range lint.Reasons(findings) {
		about := p.words().Value(rule.Versions())
		if rule.Allows {
			about += "; " + p.words().Say(`can answer "allowed" wrongly`)
		}
		if err := p.printf("\n%s (%s): %s\n", rule.Name, about, p.words().Value(rule.Why)); err != nil {
			return err
		}
	}
	return nil
}
