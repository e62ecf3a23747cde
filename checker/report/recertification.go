package report

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/recertification"
	"github.com/remit-authz/remit/schema"
)

// recertifications are all reviews of roles and links until the moment, and how far each
// is; those that are overdue first.
var recertifications = Report{
	Name:  "recertification",
	Title: schema.Label{"Reviews of roles and links", "Herbeoordelingen van rollen en koppelingen", "Revues des rôles et des liens"},
	columns: []column{
		{key: "review", title: schema.Label{"review", "beoordeling", "revue"}, number: true}, {key: "scope", title: schema.Label{"scope", "bereik", "périmètre"}},
		{key: "opened", title: schema.Label{"opened", "geopend", "ouverte"}}, {key: "actor", title: schema.Label{"opened by", "geopend door", "ouverte par"}},
		{key: "due", title: schema.Label{"due", "uiterlijk", "échéance"}}, {key: "state", title: schema.Label{"state", "toestand", "état"}, words: campaignWords},
		{key: "grants", title: schema.Label{"roles and links", "rollen en koppelingen", "rôles et liens"}, number: true},
		{key: "keep", title: schema.Label{"to keep", "te houden", "à garder"}, number: true}, {key: "revoke", title: schema.Label{"to revoke", "in te trekken", "à retirer"}, number: true},
		{key: "open", title: schema.Label{"open", "open", "ouverts"}, number: true}, {key: "unassigned", title: schema.Label{"without a reviewer", "zonder beoordelaar", "sans examinateur"}, number: true},
		{key: "waiting", title: schema.Label{"waiting for", "wacht op", "en attente de"}}, {key: "evidence", title: schema.Label{"evidence", "bewijs", "preuve"}},
	},
	rows: recertificationRows,
}

var campaignWords = wordsOf(map[string]schema.Label{
	"open": {"open", "open", "ouverte"}, "closed": {"closed", "gesloten", "close"}, "overdue": {"overdue", "te laat", "en retard"},
})

func recertificationRows(_ context.Context, w *work) error {
	if w.Reviews == "" {
		return phrase.Errorf("it is read from the record of reviews: say where that is with --reviews FOLDER")
	}
	if err := isKnown(reviewsRecord, w.Reviews, w.Known.Reviews); err != nil {
		return err
	}
	at := w.Moment.Time()
	log, err := entry.Open(w.Reviews)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // none was ever opened
	}
	if err != nil {
		return err
	}
	all, err := recertification.Campaigns(func(yield func(entry.Entry, error) bool) {
		for e, err := range log.Entries(0) {
			if err == nil && e.Time.After(at) || !yield(e, err) {
				return
			}
		}
	})
	if err != nil {
		return err
	}
	slices.SortStableFunc(all, func(a, b *recertification.Campaign) int {
		switch late := a.Overdue(at); {
		case late == b.Overdue(at):
			return 0
		case late:
			return -1
		}
		return 1
	})
	for _, c := range all {
		w.recertification(c)
	}
	return nil
}

func (w *work) recertification(c *recertification.Campaign) {
	state := "open"
	switch {
	case !c.Closed.IsZero():
		state = "closed"
	case c.Overdue(w.Moment.Time()):
		state = "overdue"
		w.overdue++
	}
	var waiting []string
	for _, r := range c.Waiting() {
		waiting = append(waiting, r.Reviewer.String()+": "+number(r.Open))
	}
	unassigned := 0
	for _, g := range c.Grants {
		if g.Reviewer.ID == "" {
			unassigned++
		}
	}
	w.row(number(int(c.ID)), strings.Join(c.Scope, " "), moment(c.Opened), c.Actor, moment(c.Due), state, number(len(c.Grants)),
		number(c.Count(recertification.Keep)), number(c.Count(recertification.Revoke)), number(c.Count("")), number(unassigned), strings.Join(waiting, ", "), c.Evidence)
}
