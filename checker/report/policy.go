package report

import (
	"context"
	"errors"
	"time"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// policy is which schema held when, and which permissions each change of it gave and took
// of those who were there.
var policy = Report{
	Name: "policy", Recorded: true,
	Title: schema.Label{"Which policy held when, and what each change gave and took", "Welk beleid gold wanneer, en wat elke wijziging gaf en nam", "Quelle politique valait quand, et ce que chaque changement a donné et pris"},
	columns: []column{
		sinceColumn, untilColumn, {key: "schema", title: schema.Label{"schema", "schema", "schéma"}}, entryColumn,
		{key: "came", title: schema.Label{"came", "kwam", "venu"}, words: cameWords}, actorColumn, withColumn, reasonColumn,
		{key: "change", title: schema.Label{"change", "wijziging", "changement"}, words: shiftWords}, permissionColumn, wordsColumn,
		{key: "users", title: schema.Label{"how many users", "aantal gebruikers", "nombre d'utilisateurs"}, number: true},
		{key: "objects", title: schema.Label{"how often", "hoe vaak", "combien de fois"}, number: true},
	},
	rows: policyRows,
}

// Shift is a permission that some change gave to users, or took from them.
type Shift struct {
	Permission schema.Permission
	Gained     bool
	// Users have, or had, it; of so many objects together, each user's own counted.
	Users, Objects int
}

const (
	cameWritten = "written"
	cameFound   = "found"
	gained      = "gained"
	lost        = "lost"
	unchanged   = "nothing"
	uncompared  = "unknown"
)

var cameWords = wordsOf(map[string]schema.Label{
	cameWritten: {"was written", "is geschreven", "a été écrit"},
	cameFound:   {"was found", "is aangetroffen", "a été trouvé"},
})

var shiftWords = wordsOf(map[string]schema.Label{
	gained:     {"gives", "geeft", "donne"},
	lost:       {"takes", "neemt", "retire"},
	unchanged:  {"changes nothing for anybody", "verandert voor niemand iets", "ne change rien pour personne"},
	uncompared: {"cannot be told", "is niet te zeggen", "ne peut être dit"},
})

// version is a schema from when it was there.
type version struct {
	entry entry.Entry
	text  string // blank for none, and where nobody could read it
	lost  bool   // the latter
}

func policyRows(ctx context.Context, w *work) error {
	log, err := w.record()
	if err != nil {
		return err
	}
	all, err := w.versions(log)
	if err != nil {
		return err
	}
	h, err := history.Open(w.Record, history.Options{})
	if err != nil {
		return err
	}
	for i, v := range all {
		until := ""
		if i+1 < len(all) {
			until = moment(all[i+1].entry.From())
		}
		came := cameWritten
		if v.entry.Begins() {
			came = cameFound
		}
		row := func(change string, p schema.Permission, users, objects string) {
			e := v.entry
			w.row(moment(e.From()), until, schema.Digest(v.text), number(int(e.Number)), came, e.Actor, e.By, e.Reason, change, string(p), w.said(p), users, objects)
		}
		if i == 0 || all[i-1].text == "" && !all[i-1].lost {
			row("", "", "", "") // there is none before it, and nobody had anything
			continue
		}
		shifts, err := w.shifts(ctx, h, all[i-1], v)
		switch {
		case errors.Is(err, errUncompared):
			row(uncompared, "", "", "")
		case err != nil:
			return err
		case len(shifts) == 0:
			row(unchanged, "", "", "")
		}
		for _, s := range shifts {
			change := lost
			if s.Gained {
				change = gained
			}
			row(change, s.Permission, number(s.Users), number(s.Objects))
		}
	}
	return nil
}

// versions are the schemas up to the moment, each that differs from the one before.
func (w *work) versions(log *entry.History) ([]version, error) {
	var all []version
	for e, err := range w.until(log.Entries(0)) {
		if err != nil {
			return nil, err
		}
		v := version{entry: e}
		switch {
		case e.Schema != nil:
			v.text, v.lost = e.Schema.Text, e.Schema.Text == ""
		case e.Begins():
			s, err := log.Found(e)
			if err != nil {
				return nil, err
			}
			v.text = s.Schema
		default:
			continue
		}
		if n := len(all); n == 0 || all[n-1].text != v.text || all[n-1].lost != v.lost {
			all = append(all, v)
		}
	}
	return all, nil
}

var errUncompared = phrase.Errorf("what it changed cannot be told")

// shifts are what one schema gave and took, over what was held when it came.
func (w *work) shifts(ctx context.Context, h *history.History, was, is version) ([]Shift, error) {
	if was.text == "" || is.text == "" {
		return nil, errUncompared
	}
	at := is.entry.From()
	then, err := h.At(ctx, at)
	if err != nil {
		return nil, err
	}
	later := then.Graph()
	if later.SchemaText() != is.text { // it was changed again in the same moment
		if later, err = later.WithSchema(is.text); err != nil {
			return nil, err
		}
	}
	earlier, err := later.WithSchema(was.text)
	if err != nil {
		return nil, err
	}
	if n, _ := earlier.Unplaced(1); n > 0 {
		return nil, errUncompared // of what only the later one has a place for
	}
	return w.Compare(earlier, later, at)
}

// Compare says what an engine's users gained and lost between two snapshots of a moment.
type Compare func(earlier, later *eval.Snapshot, at time.Time) ([]Shift, error)
