package report

import (
	"context"

	"github.com/remit-authz/remit/schema"
)

// user is all that one person can reach, over all types.
var user = Report{
	Name: "user", About: "USER",
	Title:   schema.Label{"All that this person can reach", "Alles waar deze persoon bij kan", "Tout ce que cette personne peut atteindre"},
	columns: []column{permissionColumn, wordsColumn, objectColumn, nameColumn},
	rows:    userRows,
}

func userRows(ctx context.Context, w *work) error {
	asks, m := w.Moment.Checker(), w.Moment.Model()
	for _, t := range m.Types() {
		for _, p := range m.Permissions(t) {
			if !w.Moment.Defines(p) {
				continue
			}
			found, err := asks.Resources(ctx, w.About, p)
			if err == nil {
				err = unconditional(p, found.Conditional)
			}
			if err != nil {
				return err
			}
			for _, ref := range found.Refs {
				w.row(string(p), w.said(p), ref.Text(), w.Name(ref))
			}
		}
	}
	return nil
}
