// Package matrix computes role tables from live checks: a row for each action,
// a column for each role, and in each cell where the role's canonical user may
// do it.
//
// Nothing in a cell is written down beforehand. A column names a user and the
// objects that stand in some situation to them: their caseload, themselves,
// somebody they have nothing to do with. The cell says in which situations every
// permission of the action was allowed.
package matrix

import (
	"context"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Asker answers many questions, in their order.
type Asker interface {
	CheckAll(ctx context.Context, questions []checker.Question) []checker.Answer
}

var _ Asker = (*checker.Checker)(nil)

// Table is what to compute.
type Table struct {
	// Key is the table's name for machines.
	Key string
	// Title says what the table is about.
	Title schema.Label
	// Actions are the rows.
	Actions []schema.Action
	// Columns are the roles.
	Columns []Column
}

// Column is one role, as its canonical user meets it.
type Column struct {
	// Key is the column's name for machines: a role, or who else it is about.
	Key string
	// Head is the column's label.
	Head schema.Label
	// User is somebody who has just this role.
	User schema.Ref
	// Objects are those that the user meets, one of a type in each situation.
	Objects map[Situation][]schema.Ref
}

// Result is a computed table.
type Result struct {
	Key     string
	Title   schema.Label
	Columns []Column
	Rows    []Row
}

// Row is one action with a cell for each column.
type Row struct {
	Action schema.Action
	Cells  []Cell
}

// Compute asks every question of the table at once. An error of any question
// is the error of the table: a cell never stands for "not known".
func (t Table) Compute(ctx context.Context, asker Asker) (Result, error) {
	questions := t.questions()
	answers := asker.CheckAll(ctx, questions)
	if len(answers) != len(questions) {
		return Result{}, phrase.Errorf("computing the table: %d answers to %d questions", len(answers), len(questions))
	}
	allowed := make(map[checker.Question]bool, len(questions))
	for i, a := range answers {
		if a.Err != nil {
			return Result{}, phrase.Errorf("computing the table: %w", a.Err)
		}
		allowed[questions[i]] = a.Allowed()
	}
	return t.result(allowed), nil
}

func (t Table) questions() []checker.Question {
	var asked []checker.Question
	for _, action := range t.Actions {
		for _, column := range t.Columns {
			for _, situation := range situations {
				asked = append(asked, column.questions(action, situation)...)
			}
		}
	}
	return asked
}

func (t Table) result(allowed map[checker.Question]bool) Result {
	r := Result{Key: t.Key, Title: t.Title, Columns: t.Columns}
	for _, action := range t.Actions {
		row := Row{Action: action}
		for _, column := range t.Columns {
			row.Cells = append(row.Cells, column.cell(action, allowed))
		}
		r.Rows = append(r.Rows, row)
	}
	return r
}
