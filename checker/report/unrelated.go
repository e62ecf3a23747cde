package report

import (
	"context"
	"slices"
	"strings"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// unrelated is what users can reach to which nothing links them: by a role in the tenant
// alone, as administrators and secretaries do; and whom a wall keeps out.
var unrelated = Report{
	Name:  "unrelated",
	Title: schema.Label{"Access without a relation", "Toegang zonder relatie", "Accès sans relation"},
	columns: []column{
		userColumn, nameColumn, roleColumn, permissionColumn, wordsColumn,
		{key: "objects", title: schema.Label{"how many objects", "aantal objecten", "nombre d'objets"}, number: true},
		{key: "barred_from", title: schema.Label{"barred from", "uitgesloten van", "écarté de"}},
	},
	rows: unrelatedRows,
}

func unrelatedRows(ctx context.Context, w *work) error {
	users := w.alikeAt(w.Moment)
	for u := range w.users() {
		roles := w.roles(u)
		var barred []string
		var links []relation.Change
		g := w.Moment.Graph()
		for _, subject := range []relation.Object{relation.ObjectOf(u), relation.ObjectOf(u.Account())} {
			for r := range g.To(subject, "") {
				switch facts := w.Moment.Model().RelationFacts(r.Relation); {
				case facts.Effect == schema.Takes:
					barred = append(barred, r.Resource.String())
				case facts.Kind == schema.KindLink, facts.Kind == schema.KindIdentity && subject.Type == schema.TypeUser:
					links = append(links, relation.Change{Relationship: r, Gone: true})
				}
			}
		}
		if len(roles) > 0 && w.active(u) {
			without, err := w.Moment.With(links)
			if err != nil {
				return err
			}
			if err := w.unrelatedOf(ctx, users, without, u, w.roleTexts(roles)); err != nil {
				return err
			}
		}
		slices.Sort(barred)
		if barred = slices.Compact(barred); len(barred) > 0 {
			w.row(u.Text(), w.Name(u), w.roleTexts(roles), "", "", "", strings.Join(barred, " "))
		}
	}
	return nil
}

// unrelatedOf is what one user can reach without their links.
func (w *work) unrelatedOf(ctx context.Context, users *alike, without *history.Moment, u schema.Ref, roles string) error {
	for _, t := range w.Moment.Model().Types() {
		if t == schema.TypeTenant || t == schema.TypeAccount || t == schema.TypeLibrary {
			continue // a role is the relation to those
		}
		for _, p := range w.Moment.Model().Permissions(t) {
			if !w.Moment.Defines(p) {
				continue
			}
			n, err := users.count(ctx, without, u, p)
			if err != nil {
				return err
			}
			if n > 0 {
				w.row(u.Text(), w.Name(u), roles, string(p), w.said(p), number(n), "")
			}
		}
	}
	return nil
}
