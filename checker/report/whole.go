package report

import (
	"context"
	"fmt"
	"os"
	"strings"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/verify"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// WholeName is the report on whether the records are as they were signed.
const WholeName = "whole"

// whole says whether the records are as they were signed, from their first entry to their
// last checkpoint, and which times they do not cover.
var whole = Report{
	Name: WholeName, Recorded: true, Present: true,
	Title: schema.Label{"Are the records whole?", "Zijn de registers heel?", "Les registres sont-ils entiers ?"},
	columns: []column{
		{key: "record", title: schema.Label{"record", "register", "registre"}, words: recordWords},
		{key: "finding", title: schema.Label{"finding", "bevinding", "constat"}, words: wholeWords},
		{key: "origin", title: schema.Label{"its name", "de naam ervan", "son nom"}},
		{key: "first", title: schema.Label{"from entry", "van regel", "de l'entrée"}, number: true}, {key: "entries", title: schema.Label{"before entry", "tot regel", "avant l'entrée"}, number: true},
		{key: "pruned", title: schema.Label{"pruned", "opgeschoond", "élaguées"}, number: true}, {key: "unsigned", title: schema.Label{"not signed yet", "nog niet ondertekend", "pas encore signées"}, number: true},
		sinceColumn, untilColumn, {key: "why", title: schema.Label{"why", "waarom", "pourquoi"}, words: recordedWords},
	},
	rows: wholeRows,
}

var wholeWords = wordsOf(map[string]schema.Label{
	"whole":      {"as it was signed", "zoals het ondertekend is", "tel qu'il fut signé"},
	"broken":     {"not as it was signed", "niet zoals het ondertekend is", "pas tel qu'il fut signé"},
	"gap":        {"a gap: what changed then nobody can tell", "een gat: wat er toen veranderde is niet te zeggen", "une lacune : ce qui changea alors, nul ne peut le dire"},
	"clock_back": {"a clock was set back before these entries", "een klok is voor deze regels teruggezet", "une horloge fut reculée avant ces entrées"},
})

func wholeRows(_ context.Context, w *work) error {
	for _, one := range []struct {
		name, folder string
		known        ledger.Known
	}{{engineRecord, w.Record, w.Known.History}, {decisionsRecord, w.Decisions, w.Known.Decisions}, {reviewsRecord, w.Reviews, w.Known.Reviews}} {
		found, lacks, err := one.known.Held(one.folder)
		switch {
		case err == nil && found == ledger.Known{} && lacks != "":
			w.broken(one.name, lacks)
		case err == nil && found == ledger.Known{} && one.name == engineRecord:
			return errNoRecord
		case err == nil && found == ledger.Known{}: // none was ever needed
		default:
			if err := w.wholeOf(one.name, one.folder, lacks, err); err != nil {
				return err
			}
		}
	}
	return nil
}

// broken is a record that is not as it was signed, or not there, and why.
func (w *work) broken(name, why string) {
	w.failed++
	w.row(name, "broken", "", "", "", "", "", "", "", why)
}

// wholeOf holds one record to its checkpoint, and tells what it lacks of what is known of it,
// or why that could not be found out.
func (w *work) wholeOf(name, folder, lacks string, unheld error) error {
	public, err := ledger.ReadPublic(folder)
	if err != nil {
		return err
	}
	r, err := verify.Folder(os.DirFS(folder), public)
	if err == nil {
		err = unheld
	}
	if err == nil && lacks != "" {
		err = phrase.Errorf("it is not the one that its store knows: %s", phrase.Recorded(lacks))
	}
	if err != nil {
		w.broken(name, err.Error())
		return nil
	}
	var covered entry.Coverage // decisions and reviews cover nothing: what was not asked is in no record
	if name == engineRecord {
		log, err := entry.Open(folder)
		if err != nil {
			return err
		}
		if covered, err = log.Coverage(); err != nil {
			return err
		}
	}
	w.row(name, "whole", r.Origin, "0", number(int(r.Size)), number(int(r.Pruned)), number(int(r.Unsigned)), moment(covered.From), moment(covered.Until), "")
	for _, g := range covered.Gaps {
		w.row(name, "gap", r.Origin, "", "", "", "", moment(g.From), moment(g.To), g.Why)
	}
	if len(r.Backwards) > 0 {
		w.row(name, "clock_back", r.Origin, "", "", "", "", "", "", strings.Trim(fmt.Sprint(r.Backwards), "[]"))
	}
	return nil
}
