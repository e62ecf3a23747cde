package report

import (
	"context"
	"iter"
	"strings"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// acts are who did what: every change, each with who answers for it, and acts that were
// refused, where that is recorded.
var acts = Report{
	Name: "acts", About: "OBJECT|USER", Optional: true, Recorded: true, decided: true, takes: []string{bySince, byUntil, byActor, byKind},
	Title: schema.Label{"Who did what", "Wie heeft wat gedaan", "Qui a fait quoi"},
	columns: []column{
		{key: "time", title: schema.Label{"time", "tijdstip", "moment"}}, {key: "record", title: schema.Label{"record", "register", "registre"}, words: recordWords}, entryColumn,
		{key: "kind", title: schema.Label{"kind", "soort", "genre"}, words: kindWords},
		actorColumn, withColumn, purposeColumn, reasonColumn, sourceColumn, planColumn,
		{key: "does", title: schema.Label{"does", "doet", "effet"}, words: doesWords},
		objectColumn, {key: "object_name", title: schema.Label{"name of the object", "naam van het object", "nom de l'objet"}},
		{key: "relation", title: schema.Label{"as", "als", "comme"}, words: relationWords},
		{key: "subject", title: schema.Label{"who", "wie", "qui"}}, nameColumn, untilColumn,
		{key: "about", title: schema.Label{"about", "over", "sur"}, words: refusedWords},
	},
	rows: actRows,
}

// The records that an act can be in.
const (
	engineRecord    = "record"
	decisionsRecord = "decisions"
	reviewsRecord   = "reviews"
)

var recordWords = wordsOf(map[string]schema.Label{
	engineRecord:    {"record", "register", "registre"},
	decisionsRecord: {"decisions", "beslissingen", "décisions"},
	reviewsRecord:   {"reviews", "herbeoordelingen", "revues"},
})

var doesWords = wordsOf(map[string]schema.Label{
	"comes":   {"gives", "geeft", "donne"},
	"goes":    {"takes away", "neemt weg", "retire"},
	"refused": {"was refused", "is geweigerd", "a été refusé"},
})

var kindWords = wordsOf(map[string]schema.Label{
	string(entry.Change):    {"change", "wijziging", "modification"},
	string(entry.Emergency): {"emergency access", "noodtoegang", "accès d'urgence"},
	string(entry.Schema):    {"schema", "schema", "schéma"},
	string(entry.Snapshot):  {"whole state", "hele toestand", "état complet"},
	string(entry.Gap):       {"gap", "gat", "lacune"},
	string(entry.Refused):   {"refused act", "geweigerde handeling", "acte refusé"},
	string(entry.Pruned):    {"pruning", "opschoning", "élagage"},
})

// refusedWords say which act was refused and why, as a record keeps it in English, and what
// else a record says of itself.
func refusedWords(w *work, cell string) string {
	act, reasons, is := strings.Cut(cell, ": ")
	if !is || !entry.IsAct(act) {
		return recordedWords(w, cell)
	}
	act, reasons = entry.Refusal{Act: act, Reasons: reasonsIn(w, reasons)}.Said(w.Language, func(text string) string { return recordedWords(w, text) })
	return act + ": " + reasons
}

// reasonsIn are the reasons of a cell. A reason may have what stands between two: one is the
// shortest text that has words.
func reasonsIn(w *work, cell string) (reasons []string) {
	parts := strings.Split(cell, "; ")
	for len(parts) > 0 {
		reason, n := parts[0], 1
		for i := range parts {
			if text := strings.Join(parts[:i+1], "; "); recordedWords(w, text) != text {
				reason, n = text, i+1
				break
			}
		}
		reasons, parts = append(reasons, reason), parts[n:]
	}
	return reasons
}

// relationWords are what relations are called; those that nobody named by their name.
func relationWords(w *work, cell string) string {
	if label := w.Moment.Model().RelationFacts(schema.Relation(cell)).Label; label != (schema.Label{}) {
		return label.In(w.Language)
	}
	return schema.Relation(cell).Name()
}

func actRows(_ context.Context, w *work) error {
	f := entry.Filter{Since: w.Scope.Since, Until: w.Scope.Until, Actor: w.Scope.Actor, Kind: w.Scope.Kind, NoLeases: true}
	switch {
	case w.About.Type == schema.TypeUser:
		f.User = w.About
	case w.About != schema.Ref{}:
		f.Client = w.About
	}
	log, err := w.record()
	if err != nil {
		return err
	}
	engine := w.until(log.Since(f.Since))
	refused := w.until(func(func(entry.Entry, error) bool) {})
	if _, decided, err := w.decisions(); err != nil {
		return err
	} else if decided != nil {
		refused = w.until(decided)
	}
	for e, err := range entry.Merged(engine, refused) {
		if err != nil {
			return err
		}
		// Only acts: what was answered is no act, and a snapshot is the record's own.
		if e.Kind == entry.Decision || e.Kind == entry.Dropped || e.Kind == entry.Recording || e.Kind == entry.Replaced || e.Kind == entry.Snapshot && !e.Begins() || !f.Matches(e) {
			continue
		}
		w.act(e, f.Changes(e))
	}
	if w.About != (schema.Ref{}) && len(w.table.Rows) == 0 && !w.Moment.Knows(w.About) {
		return phrase.Errorf("%s is not known: a report about nothing would be no evidence", w.About)
	}
	return nil
}

// until are the entries of a record up to the moment.
func (w *work) until(all iter.Seq2[entry.Entry, error]) iter.Seq2[entry.Entry, error] {
	return func(yield func(entry.Entry, error) bool) {
		for e, err := range all {
			if err == nil && e.From().After(w.Moment.Time()) {
				continue // a clock set back may have one before it
			}
			if !yield(e, err) {
				return
			}
		}
	}
}

var errNoRecord = phrase.Errorf("it is read from the record, which `remit record` writes of an engine elsewhere: say where that is with --ledger FOLDER")

// record is that of the engine.
func (w *work) record() (*entry.History, error) {
	if w.Record == "" {
		return nil, errNoRecord
	}
	return entry.Open(w.Record)
}

func (w *work) act(e entry.Entry, changes []relation.Change) {
	record := engineRecord
	if e.Kind == entry.Refused {
		record = decisionsRecord
	}
	row := func(does string, object relation.Object, r schema.Relation, subject, until, about string) {
		ref, _ := object.Ref() // of none that remit would never write a name is known
		called, who := "", ""
		if object != (relation.Object{}) {
			called, who = w.Name(ref), object.String()
		}
		user, _ := schema.ParseRef(strings.Replace(subject, string(schema.TypeAccount)+":", string(schema.TypeUser)+":", 1))
		w.row(moment(e.Time), record, number(int(e.Number)), string(e.Kind), e.Actor, e.By, e.Purpose, e.Reason, e.Source, e.Plan,
			does, who, called, string(r), subject, w.Name(user), until, about)
	}
	for _, c := range changes {
		does, until, subject := "comes", "", c.Subject.String()
		if c.Gone {
			does = "goes"
		} else if c.Terms != (relation.Terms{}) {
			until = moment(c.End())
		}
		row(does, c.Resource, c.Relation, subject, until, "")
	}
	switch {
	case e.Refused != nil:
		objects := e.Refused.Objects
		if len(objects) == 0 {
			objects = []relation.Object{{}}
		}
		subject := ""
		if e.Refused.User != (relation.Object{}) {
			subject = e.Refused.User.String()
		}
		for _, o := range objects {
			row("refused", o, "", subject, "", e.Refused.Act+": "+strings.Join(e.Refused.Reasons, "; "))
		}
	case e.Schema != nil:
		row("", relation.Object{}, "", "", "", e.Schema.Digest)
	case e.Gap != nil:
		row("", relation.Object{}, "", "", "", e.Gap.Why)
	case e.Snapshot != nil:
		row("", relation.Object{}, "", "", "", e.Snapshot.Digest)
	case e.Pruned != nil:
		row("", relation.Object{}, "", "", "", e.Pruned.Why)
	}
}
