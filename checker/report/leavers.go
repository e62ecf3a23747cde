package report

import (
	"context"
	"slices"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// leavers are users without an active account who still hold roles and links: it would all
// come back with the account.
var leavers = Report{
	Name:    "leavers",
	Title:   schema.Label{"Inactive users who still hold something", "Inactieve gebruikers die nog iets hebben", "Utilisateurs inactifs qui détiennent encore quelque chose"},
	columns: []column{userColumn, nameColumn, roleColumn, objectColumn, sinceColumn, untilColumn},
	rows:    leaverRows,
}

func leaverRows(_ context.Context, w *work) error {
	var held []relation.Relationship
	for u := range w.users() {
		if w.active(u) {
			continue
		}
		g := w.Moment.Graph()
		for _, subject := range []relation.Object{relation.ObjectOf(u), relation.ObjectOf(u.Account())} {
			for r := range g.To(subject, "") {
				switch w.Moment.Model().RelationFacts(r.Relation).Kind {
				case schema.KindSystemRole, schema.KindGroup, schema.KindLink:
					held = append(held, r)
				}
			}
		}
	}
	since, err := w.since(held)
	if err != nil {
		return err
	}
	rows := len(w.table.Rows)
	for _, r := range held {
		u, _ := r.Subject.Ref() // it was made of one
		u.Type = schema.TypeUser
		from, until := "", ""
		if act, told := since[r.Key()]; told && !act.Found {
			from = moment(act.Time)
		}
		if r.Terms != (relation.Terms{}) {
			until = moment(r.End())
		}
		w.row(u.Text(), w.Name(u), w.label(r.Relation), r.Resource.String(), from, until)
	}
	slices.SortFunc(w.table.Rows[rows:], slices.Compare[[]string])
	return nil
}
