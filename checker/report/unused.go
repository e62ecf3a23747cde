package report

import (
	"context"
	"errors"
	"time"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// unused are permissions that users have and did not use for some days, by the record of
// decisions: only where that tells of every answer is one said to be unused, and none that
// an act takes.
var unused = Report{
	Name: "unused", decided: true, takes: []string{byDays},
	Title: schema.Label{"Rights that are not used", "Rechten die niet gebruikt worden", "Droits non utilisés"},
	columns: []column{
		userColumn, nameColumn, roleColumn, permissionColumn, wordsColumn,
		{key: "objects", title: schema.Label{"how many objects", "aantal objecten", "nombre d'objets"}, number: true},
		{key: "last", title: schema.Label{"last use", "laatste gebruik", "dernière utilisation"}},
		{key: "finding", title: schema.Label{"used?", "gebruikt?", "utilisé ?"}, words: useWords},
		{key: "held", title: schema.Label{"held all that time", "al die tijd bezeten", "détenu tout ce temps"}, words: heldWords},
		{key: "told", title: schema.Label{"answers were recorded", "antwoorden zijn vastgelegd", "réponses enregistrées"}, words: tellingWords},
	},
	rows: unusedRows,
}

// unusedDays is how many days are looked back unless somebody says.
const unusedDays = 90

const (
	neverUsed  = "unused"
	useUnknown = "unknown"
	heldBefore = "at_its_beginning"
	heldNewer  = "newer"
)

var useWords = wordsOf(map[string]schema.Label{
	neverUsed:  {"not by what this record's servers answered", "niet volgens wat de servers van dit register antwoordden", "pas d'après ce que répondirent les serveurs de ce registre"},
	useUnknown: {"unknown", "onbekend", "inconnu"},
})

var heldWords = wordsOf(map[string]schema.Label{
	heldBefore: {"already at its beginning", "al aan het begin", "déjà au début"},
	heldNewer:  {"given since", "sindsdien gegeven", "accordé depuis"},
	useUnknown: {"unknown", "onbekend", "inconnu"},
})

func unusedRows(ctx context.Context, w *work) error {
	if err := isKnown(decisionsRecord, w.Decisions, w.Known.Decisions); err != nil {
		return err
	}
	if w.Decisions == "" {
		return phrase.Errorf("it is read from the record of decisions, and there is none: a server keeps one, as the settings say (decisions)")
	}
	if w.Scope.Days == 0 {
		w.Scope.Days = unusedDays
	}
	from := w.Moment.Time().AddDate(0, 0, -w.Scope.Days)
	type use struct {
		user       relation.Object
		permission schema.Permission
	}
	last := map[use]time.Time{}
	told, err := w.answers(func(e entry.Entry) {
		if d := e.Decision; d.Outcome == "allowed" || d.Listed > 0 {
			last[use{d.User, d.Permission}] = e.Time
		}
	})
	if err != nil {
		return err
	}
	then, err := w.then(ctx, from)
	if err != nil {
		return err
	}
	taken, users := w.takenByActs(), w.alikeAt(w.Moment)
	var usersThen *alike
	if then != nil {
		usersThen = w.alikeAt(then)
	}
	for u := range w.users() {
		if !w.active(u) {
			continue
		}
		for _, t := range w.Moment.Model().Types() {
			for _, p := range w.Moment.Model().Permissions(t) {
				used := last[use{relation.ObjectOf(u), p}]
				if !w.Moment.Defines(p) || !used.Before(from) {
					continue
				}
				n, err := users.count(ctx, w.Moment, u, p)
				if err != nil {
					return err
				}
				if n == 0 {
					continue
				}
				held, err := usersThen.held(ctx, u, p)
				if err != nil {
					return err
				}
				finding, tells := useUnknown, told.Of(p, false, from, w.Moment.Time())
				switch {
				case tells == entry.TellsAll && taken[p]:
					tells = entry.TellsPart
				case tells == entry.TellsAll:
					finding = neverUsed
				}
				w.row(u.Text(), w.Name(u), w.roleTexts(w.roles(u)), string(p), w.said(p), number(n), moment(used), finding, held, tells)
			}
		}
	}
	return nil
}

// takenByActs are the permissions that acts take, such as to link or to begin an emergency
// access: the act asks for them itself, which is no answer that is recorded.
func (w *work) takenByActs() map[schema.Permission]bool {
	m, taken := w.Moment.Model(), map[schema.Permission]bool{}
	for _, t := range m.Types() {
		facts := t.Facts()
		taken[facts.CreatedWith], taken[facts.RemovedWith] = true, true
		for _, r := range m.Relations(t) {
			taken[m.RelationFacts(r).GrantedBy] = true
		}
	}
	return taken
}

// then is an earlier moment; nil where the record does not tell of it.
func (w *work) then(ctx context.Context, at time.Time) (*history.Moment, error) {
	if w.Record == "" {
		return nil, nil
	}
	h, err := history.Open(w.Record, history.Options{})
	if err != nil {
		return nil, err
	}
	m, err := h.At(ctx, at)
	if errors.As(err, new(*history.UncoveredError)) || errors.Is(err, history.ErrNoSchema) {
		return nil, nil
	}
	return m, err
}

// held says whether a user had a permission of anything at an earlier moment, of which the
// users are; nil where the record does not tell of it.
func (a *alike) held(ctx context.Context, u schema.Ref, p schema.Permission) (string, error) {
	if a == nil {
		return useUnknown, nil
	}
	if !a.moment.Defines(p) {
		return heldNewer, nil
	}
	n, err := a.count(ctx, a.moment, u, p)
	if n == 0 {
		return heldNewer, err
	}
	return heldBefore, err
}
