package report

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
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
	if w.Record == "" {
		return errNoRecord
	}
	if err := w.wholeOf(engineRecord, w.Record, w.Known.History); err != nil {
		return err
	}
	for _, one := range []struct {
		name, folder string
		known        ledger.Known
	}{{decisionsRecord, w.Decisions, w.Known.Decisions}, {reviewsRecord, w.Reviews, w.Known.Reviews}} {
		_, err := os.Stat(one.folder)
		switch {
		case (one.folder == "" || errors.Is(err, fs.ErrNotExist)) && one.known == ledger.Known{}:
			continue // none was ever needed
		case one.folder == "" || errors.Is(err, fs.ErrNotExist):
			_, lacks, err := one.known.Held(one.folder)
			if err != nil {
				return err
			}
			w.failed++
			w.row(one.name, "broken", "", "", "", "", "", "", "", lacks)
			continue
		case err != nil:
			return err
		}
		if err := w.wholeOf(one.name, one.folder, one.known); err != nil {
			return err
		}
	}
	return nil
}

// wholeOf holds one record to its checkpoint, and to what is known of it.
func (w *work) wholeOf(name, folder string, known ledger.Known) error {
	public, err := ledger.ReadPublic(folder)
	if err != nil {
		return err
	}
	r, err := verify.Folder(os.DirFS(folder), public)
	if err == nil {
		var lacks string
		if _, lacks, err = known.Held(folder); lacks != "" {
			err = phrase.Errorf("it is not the one that its store knows: %s", phrase.Recorded(lacks))
		}
	}
	if err != nil {
		w.failed++
		w.row(name, "broken", "", "", "", "", "", "", "", err.Error())
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
