package report

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// grants are the relationships by which users have permissions of one object, and the act
// of each.
var grants = Report{
	Name: "grants", About: "OBJECT", takes: []string{byUser, byPermission},
	Title: schema.Label{"Who granted this", "Wie heeft dit gegeven", "Qui a accordé ceci"},
	columns: []column{
		userColumn, nameColumn, {key: "permissions", title: schema.Label{"permissions", "rechten", "droits"}},
		{key: "relationship", title: schema.Label{"relationship", "relatie", "relation"}, words: stepWords},
		{key: "told", title: schema.Label{"act", "handeling", "acte"}, words: toldWords},
		sinceColumn, entryColumn, actorColumn, withColumn, purposeColumn, reasonColumn, sourceColumn, planColumn,
	},
	rows: grantRows,
}

// What is known of the act that granted something.
const (
	actRecorded   = "recorded"
	actFound      = "found"
	actUnrecorded = "unrecorded"
	manyPaths     = "many_paths"
)

var toldWords = wordsOf(map[string]schema.Label{
	actRecorded:   {"recorded", "vastgelegd", "enregistré"},
	actFound:      {"was there when the record began, or after a gap", "was er toen het register begon, of na een gat", "existait au début du registre, ou après une lacune"},
	actUnrecorded: {"not recorded", "niet vastgelegd", "non enregistré"},
	manyPaths:     {"more ways than can be told", "meer wegen dan te vertellen zijn", "plus de chemins qu'on ne peut en dire"},
})

// stepWords say a relationship that is part of a path.
func stepWords(w *work, cell string) string {
	return cmp.Or(w.sentences[cell], cell)
}

// grant is one relationship of one user's paths, and the permissions that they lead to.
type grant struct {
	user        schema.Ref
	step        relation.Relationship // zero where there are too many paths
	permissions []string
}

func grantRows(ctx context.Context, w *work) error {
	permissions := w.Moment.Model().Permissions(w.About.Type)
	if p := w.Scope.Permission; p != "" {
		if !w.Moment.Defines(p) || p.Type() != w.About.Type {
			return phrase.Errorf("%s is no permission of a %s", p, w.About.Type)
		}
		permissions = []schema.Permission{p}
	}
	var all []*grant
	by := map[[2]string]*grant{}
	add := func(user schema.Ref, step relation.Relationship, p schema.Permission) {
		key := [2]string{user.Text(), step.String()}
		g := by[key]
		if g == nil {
			g = &grant{user: user, step: step}
			by[key], all = g, append(all, g)
		}
		if !slices.Contains(g.permissions, string(p)) {
			g.permissions = append(g.permissions, string(p))
		}
	}
	var keys []relation.Relationship
	for _, p := range permissions {
		if !w.Moment.Defines(p) {
			continue
		}
		holders, err := w.Moment.Explainer().Holders(ctx, p, w.About)
		if err == nil {
			err = unconditional(p, holders.Conditional)
		}
		if err != nil {
			return err
		}
		for _, h := range holders.All {
			if w.Scope.User != (schema.Ref{}) && h.User != w.Scope.User {
				continue
			}
			if len(h.Paths) == 0 {
				add(h.User, relation.Relationship{}, p)
			}
			for _, path := range h.Paths {
				for i, step := range path.Relationships() {
					add(h.User, step, p)
					keys = append(keys, step)
					w.sentences[step.String()] = explain.Path{path[i]}.Sentence(w.Language)
				}
			}
		}
	}
	acts, err := w.since(keys)
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b *grant) int { return strings.Compare(a.user.Text(), b.user.Text()) })
	for _, g := range all {
		w.grant(*g, acts)
	}
	return nil
}

func (w *work) grant(g grant, acts map[relation.Relationship]history.Act) {
	act, told := acts[g.step]
	step, known, since, entry := g.step.String(), actUnrecorded, "", ""
	switch {
	case g.step == relation.Relationship{}:
		step, known = "", manyPaths
	case told && act.Found:
		known, entry = actFound, number(int(act.Entry))
	case told:
		known, entry, since = actRecorded, number(int(act.Entry)), moment(act.Time)
	}
	w.row(g.user.Text(), w.Name(g.user), strings.Join(g.permissions, " "), step, known, since, entry, act.Actor, act.By, act.Purpose, act.Reason, act.Source, act.Plan)
}
