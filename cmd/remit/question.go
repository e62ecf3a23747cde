package main

import (
	"iter"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// parseQuestion reads a question's three fields as people write them: subject,
// permission and resource.
func parseQuestion(m schema.Model, fields []string) (checker.Question, error) {
	user, err := parseUser(m, fields[0])
	if err != nil {
		return checker.Question{}, err
	}
	object, err := m.ParseRef(fields[2])
	if err != nil {
		return checker.Question{}, err
	}
	asked, err := parsePermission(m, fields[1], object.Type)
	if err != nil {
		return checker.Question{}, err
	}
	return checker.Question{Subject: user, Permission: asked, Resource: object}, nil
}

// inOrder reads the arguments of a verb. Where they cannot be read as they stand,
// and could be in another order, the error says so.
func inOrder(cmd *cobra.Command, args []string, read func([]string) error) error {
	err := read(args)
	if err == nil {
		return nil
	}
	for other := range permutations(args) {
		if read(other) == nil {
			_, order, _ := strings.Cut(cmd.Use, " ")
			return questionError{phrase.Errorf("the order is %s: did you mean `%s %s`?", usage(order), cmd.CommandPath(), strings.Join(other, " "))}
		}
	}
	return questionError{err}
}

// questionError is a question that cannot be read, and why.
type questionError struct{ err error }

// Error is its cause.
func (e questionError) Error() string { return e.err.Error() }

// Say is Error in the language of a printer.
func (e questionError) Say(in phrase.Printer) string { return in.Value(e.err) }

// Unwrap is the cause.
func (e questionError) Unwrap() error { return e.err }

// permutations are the other orders of some arguments.
func permutations(args []string) iter.Seq[[]string] {
	return func(yield func([]string) bool) {
		for i := range args {
			for k := i + 1; k < len(args); k++ {
				swapped := slices.Clone(args)
				swapped[i], swapped[k] = swapped[k], swapped[i]
				if !yield(swapped) {
					return
				}
			}
		}
		if len(args) == 3 {
			_ = yield([]string{args[1], args[2], args[0]}) && yield([]string{args[2], args[0], args[1]})
		}
	}
}

func parseUser(m schema.Model, s string) (schema.Ref, error) {
	r, err := m.ParseRef(s)
	if err != nil {
		return schema.Ref{}, err
	}
	if !m.Acts(r.Type) {
		return schema.Ref{}, phrase.Errorf("%s is not a user: only users act, such as user:%s/anna", r, r.Tenant)
	}
	return r, nil
}

// parsePermission reads "view_dossier", or "client#view_dossier" in full.
func parsePermission(m schema.Model, s string, t schema.Type) (schema.Permission, error) {
	typ, name, full := strings.Cut(s, "#")
	if !full {
		return m.NewPermission(t, s)
	}
	if schema.Type(typ) != t {
		return "", phrase.Errorf("permission %s is asked on a %s, not on a %s", schema.Shown(s), schema.Shown(typ), schema.Shown(string(t)))
	}
	return m.NewPermission(t, name)
}

// splitLine takes a line apart: at tabs where it has any, else at blanks.
func splitLine(line string) []string {
	if strings.Contains(line, "\t") {
		return strings.Split(line, "\t")
	}
	return strings.Fields(line)
}

// shownLine is a line as it was read, or, where something in it cannot be seen,
// its fields with tabs between them, those of which that is true in quotes. It
// asks what the line asks.
func shownLine(line string) string {
	if bare := strings.ReplaceAll(line, "\t", ""); schema.Escape(bare) == bare {
		return line
	}
	fields := splitLine(line)
	for i, field := range fields {
		if schema.Escape(field) != field {
			fields[i] = schema.Quote(field)
		}
	}
	return strings.Join(fields, "\t")
}

func splitQuestion(m schema.Model, line string) (checker.Question, error) {
	fields := splitLine(line)
	if len(fields) != 3 {
		return checker.Question{}, phrase.Errorf("has %d {field|fields}: write SUBJECT, PERMISSION and RESOURCE, separated by tabs, or by blanks in a line without a tab", len(fields))
	}
	return parseQuestion(m, fields)
}
