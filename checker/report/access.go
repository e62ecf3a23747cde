package report

import (
	"context"
	"time"

	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// access is who can reach one object, by every permission, and by every path.
var access = Report{
	Name: "access", About: "OBJECT",
	Title:   schema.Label{"Who can reach this", "Wie kan hierbij", "Qui peut atteindre ceci"},
	columns: []column{permissionColumn, wordsColumn, userColumn, nameColumn, roleColumn, sinceColumn, untilColumn, whyColumn},
	rows:    accessRows,
}

func accessRows(ctx context.Context, w *work) error {
	type way struct {
		permission schema.Permission
		user       schema.Ref
		path       explain.Path
	}
	var ways []way
	var keys []relation.Relationship
	for _, p := range w.Moment.Model().Permissions(w.About.Type) {
		if !w.Moment.Defines(p) {
			continue
		}
		holders, err := w.Moment.Explainer().Holders(ctx, p, w.About)
		if err != nil {
			return err
		}
		if err := unconditional(p, holders.Conditional); err != nil {
			return err
		}
		for _, h := range holders.All {
			if len(h.Paths) == 0 {
				ways = append(ways, way{p, h.User, nil})
			}
			for _, path := range h.Paths {
				ways = append(ways, way{p, h.User, path})
				keys = append(keys, path.Relationships()...)
			}
		}
	}
	since, err := w.since(keys)
	if err != nil {
		return err
	}
	for _, y := range ways {
		until := ""
		if end := y.path.Until(); end != nil {
			until = moment(*end)
		}
		w.row(string(y.permission), w.said(y.permission), y.user.Text(), w.Name(y.user), string(y.path.Role()), latest(since, y.path), until, w.path(y.path))
	}
	return nil
}

// since is since when relationships are there, as far as the record tells.
func (w *work) since(keys []relation.Relationship) (map[relation.Relationship]history.Act, error) {
	if w.Record == "" {
		return nil, nil
	}
	h, err := history.Open(w.Record, history.Options{})
	if err != nil {
		return nil, err
	}
	return h.Since(w.Moment.Time(), keys...)
}

// latest is since when all of a path is there; blank where that is not recorded.
func latest(since map[relation.Relationship]history.Act, path explain.Path) string {
	var last time.Time
	for _, r := range path.Relationships() {
		act, told := since[r]
		if !told || act.Found {
			return ""
		}
		if act.Time.After(last) {
			last = act.Time
		}
	}
	return moment(last)
}
