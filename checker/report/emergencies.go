package report

import (
	"context"
	"strings"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/schema"
)

// emergencies are all emergency accesses until the moment, from the record, and what came
// of each; those whose review is overdue first.
var emergencies = Report{
	Name: "emergencies", Recorded: true,
	Title: schema.Label{"Emergency access", "Noodtoegang", "Accès d'urgence"},
	columns: []column{
		entryColumn, userColumn, nameColumn,
		{key: "client", title: schema.Label{"client", "cliënt", "client"}}, {key: "client_name", title: schema.Label{"name of the client", "naam van de cliënt", "nom du client"}},
		sinceColumn, untilColumn, {key: "ended", title: schema.Label{"how it ended", "hoe het eindigde", "comment il a pris fin"}, words: endedWords},
		{key: "actor", title: schema.Label{"started by", "gestart door", "lancé par"}}, reasonColumn,
		{key: "prolonged", title: schema.Label{"times prolonged", "keer verlengd", "fois prolongé"}, number: true},
		{key: "review", title: schema.Label{"review", "beoordeling", "examen"}, words: reviewWords}, {key: "reviewed_by", title: schema.Label{"reviewed by", "beoordeeld door", "examiné par"}},
		{key: "finding", title: schema.Label{"finding", "bevinding", "constat"}, words: findingWords},
	},
	rows: emergencyRows,
}

func emergencyRows(_ context.Context, w *work) error {
	log, err := w.record()
	if err != nil {
		return err
	}
	at := w.Moment.Time()
	all, err := entry.Emergencies(func(yield func(entry.Entry, error) bool) {
		for e, err := range log.Entries(0) {
			if err == nil && e.Kind.OfEngine() && e.From().After(at) || !yield(e, err) {
				return
			}
		}
	}, log.FoundOf)
	if err != nil {
		return err
	}
	overdue := func(a entry.Access) bool { return a.Overdue(at, w.ReviewWithin(a.Client.Tenant())) }
	for _, first := range []bool{true, false} {
		for _, a := range all {
			if overdue(a) == first {
				w.emergency(a, first)
			}
		}
	}
	return nil
}

func (w *work) emergency(a entry.Access, overdue bool) {
	if overdue {
		w.overdue++
	}
	user, _ := a.User.Ref() // of none that remit would never write a name is known
	client, _ := a.Client.Ref()
	var reviewers, findings []string
	for _, r := range a.Reviews {
		reviewers, findings = append(reviewers, r.By.String()), append(findings, r.Finding)
	}
	prolonged := 0
	for _, s := range a.Steps {
		if s.Does == "prolong" {
			prolonged++
		}
	}
	first := a.Steps[0]
	w.row(number(int(a.ID)), a.User.String(), w.Name(user), a.Client.String(), w.Name(client), moment(a.Since), moment(a.Until),
		w.ended(a), first.Actor, first.Reason, number(prolonged), w.review(a, overdue), strings.Join(reviewers, " "), strings.Join(findings, " "))
}

// Of the cells of ended, those that are no entry.Ending.
const (
	byItself = "by_itself"
	running  = "running"
)

// ended is how an access ended.
func (w *work) ended(a entry.Access) string {
	switch {
	case a.Ended != "":
		return string(a.Ended)
	case a.Until.After(w.Moment.Time()):
		return running
	}
	return byItself
}

var endedWords = wordsOf(map[string]schema.Label{
	byItself:                   {"by itself", "vanzelf", "de lui-même"},
	running:                    {"runs", "loopt", "en cours"},
	string(entry.Stopped):      {"stopped", "gestopt", "arrêté"},
	string(entry.ProcedureOff): {"with the procedure", "met de procedure", "avec la procédure"},
	string(entry.UserInactive): {"with the account", "met het account", "avec le compte"},
	string(entry.UserLeft):     {"with the user's group", "met de groep van de gebruiker", "avec le groupe de l'utilisateur"},
	string(entry.InGap):        {"in a gap of the record", "in een gat in het register", "dans une lacune du registre"},
})

// review is what is still to be looked at.
func (w *work) review(a entry.Access, overdue bool) string {
	switch {
	case a.Reviewed():
		return "reviewed"
	case overdue:
		return "overdue"
	case a.SecondDue():
		return "second_due"
	}
	return "not_reviewed"
}

var reviewWords = wordsOf(map[string]schema.Label{
	"reviewed":     {"reviewed", "beoordeeld", "examiné"},
	"overdue":      {"overdue", "te laat", "en retard"},
	"second_due":   {"second review due", "tweede beoordeling nodig", "second examen requis"},
	"not_reviewed": {"not reviewed", "niet beoordeeld", "non examiné"},
})

// findingWords say the findings of the reviews, in their order.
func findingWords(w *work, cell string) string {
	one := wordsOf(entry.Findings())
	said := strings.Fields(cell)
	for i := range said {
		said[i] = one(w, said[i])
	}
	return strings.Join(said, ", ")
}
