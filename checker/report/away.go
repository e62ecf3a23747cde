package report

import (
	"context"
	"errors"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// away are the times in which something was not there to record or to answer: from when
// until when, what was found afterwards, and what cannot be known.
var away = Report{
	Name: "away", Recorded: true, decided: true,
	Title: schema.Label{"What held while something was away", "Wat gold terwijl er iets weg was", "Ce qui valait pendant une absence"},
	columns: []column{
		{key: "what", title: schema.Label{"what", "wat", "quoi"}, words: awayWords}, sinceColumn, untilColumn, entryColumn,
		{key: "relationships", title: schema.Label{"relationships found", "gevonden relaties", "relations trouvées"}, number: true},
		{key: "came", title: schema.Label{"came meanwhile", "intussen gekomen", "venues entre-temps"}, number: true}, {key: "went", title: schema.Label{"went meanwhile", "intussen gegaan", "parties entre-temps"}, number: true},
		{key: "state", title: schema.Label{"state found", "gevonden toestand", "état trouvé"}},
		{key: "known", title: schema.Label{"what is known", "wat bekend is", "ce qui est connu"}, words: knownWords},
		{key: "why", title: schema.Label{"why", "waarom", "pourquoi"}, words: recordedWords},
	},
	rows: awayRows,
}

var awayWords = wordsOf(map[string]schema.Label{
	"recording": {"the recording", "het vastleggen", "l'enregistrement"},
	"server":    {"the server", "de server", "le serveur"},
	"killed":    {"the server, which did not say that it stopped", "de server, die niet zei dat hij stopte", "le serveur, qui n'a pas dit qu'il s'arrêtait"},
	"replaced":  {"the record of decisions", "het register van beslissingen", "le registre des décisions"},
	"decisions": {"the recording of decisions", "het vastleggen van beslissingen", "l'enregistrement des décisions"},
})

var knownWords = wordsOf(map[string]schema.Label{
	"both_ends":     {"the state before and after; what held in between cannot be known", "de toestand ervoor en erna; wat er tussenin gold is niet te weten", "l'état avant et après ; ce qui valait entre les deux ne peut se savoir"},
	"end":           {"the state after; what held before it cannot be known", "de toestand erna; wat er daarvoor gold is niet te weten", "l'état après ; ce qui valait avant ne peut se savoir"},
	"all_changes":   {"every change is in the record; it answered nobody", "elke wijziging staat in het register; hij antwoordde niemand", "chaque changement est au registre ; il n'a répondu à personne"},
	"not_since":     {"every change is in the record; when it stopped, and its last answers, cannot be known", "elke wijziging staat in het register; wanneer hij stopte, en zijn laatste antwoorden, zijn niet te weten", "chaque changement est au registre ; quand il s'est arrêté, et ses dernières réponses, ne peuvent se savoir"},
	"nothing":       {"nothing of what was answered", "niets van wat er geantwoord is", "rien de ce qui fut répondu"},
	"only_how_many": {"how many answers were given, and not which", "hoeveel antwoorden er waren, en niet welke", "combien de réponses furent données, et non lesquelles"},
})

func awayRows(_ context.Context, w *work) error {
	log, err := w.record()
	if err != nil {
		return err
	}
	var before entry.Entry
	for e, err := range w.until(log.Entries(0)) {
		if err != nil {
			return err
		}
		if e.Gap != nil {
			if err := w.gap(log, before, e); err != nil {
				return err
			}
		}
		if e.Kind.OfEngine() {
			before = e
		}
	}
	var last, said entry.Entry // of all, and of those that say what is recorded
	_, decided, err := w.decisions()
	if decided == nil {
		return err
	}
	for e, err := range w.until(decided) {
		if err != nil {
			return err
		}
		switch {
		case e.Dropped != nil:
			w.row("decisions", moment(e.Dropped.Since), moment(e.Time), number(int(e.Number)), number(int(e.Dropped.Decisions)), "", "", "", "only_how_many", e.Dropped.Why)
		case e.Answers != nil && e.Answers.Record != entry.RecordClosed && said.Answers != nil:
			what, known := "killed", "not_since"
			if said.Answers.Record == entry.RecordClosed {
				what, known = "server", "all_changes"
			}
			w.row(what, moment(last.Time), moment(e.Time), number(int(e.Number)), "", "", "", "", known, "")
		}
		if e.Replaced != nil {
			w.row("replaced", moment(last.Time), moment(e.Time), number(int(e.Number)), "", "", "", "", "nothing", e.Replaced.Why)
			said = entry.Entry{} // nobody knows what was said last
		}
		if e.Answers != nil {
			said = e
		}
		last = e
	}
	return nil
}

// gap tells of one, by the states before and after it.
func (w *work) gap(log *entry.History, before, e entry.Entry) error {
	since := before.From()
	if e.Gap.Since.After(since) {
		since = e.Gap.Since
	}
	known, came, went := "both_ends", "", ""
	was, err := log.AtTime(since)
	switch {
	case errors.As(err, new(*history.UncoveredError)):
		known = "end"
	case err != nil:
		return err
	default:
		is, err := log.Found(e)
		if err != nil {
			return err
		}
		held, comes := map[relation.Relationship]bool{}, 0
		for r := range was.Relationships() {
			if !r.Expired(e.From()) { // what ended by itself did not go
				held[r] = true
			}
		}
		for r := range is.Relationships() {
			if held[r] {
				delete(held, r)
			} else {
				comes++
			}
		}
		came, went = number(comes), number(len(held))
	}
	w.row("recording", moment(since), moment(e.From()), number(int(e.Number)), number(e.Snapshot.Relationships), came, went, e.Snapshot.Digest, known, e.Gap.Why)
	return nil
}
