package report

import (
	"context"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// walls are who is barred from what, what each would reach if they were not, and what they
// were denied there; and, from the record, who was barred, and what they were denied then.
var walls = Report{
	Name: "walls", decided: true,
	Title: schema.Label{"Walls: who is barred, what they would reach, and attempts", "Muren: wie is uitgesloten, waar ze anders bij konden, en pogingen", "Cloisons : qui est écarté, ce qu'ils atteindraient, et les tentatives"},
	columns: []column{
		userColumn, nameColumn,
		{key: "barred_from", title: schema.Label{"barred from", "uitgesloten van", "écarté de"}}, {key: "barred_from_name", title: schema.Label{"its name", "de naam daarvan", "son nom"}}, sinceColumn,
		{key: "lifted", title: schema.Label{"lifted", "opgeheven", "levé"}},
		objectColumn, {key: "object_name", title: schema.Label{"name of the object", "naam van het object", "nom de l'objet"}},
		{key: "permissions", title: schema.Label{"would have", "zou hebben", "aurait"}},
		{key: "attempts", title: schema.Label{"attempts", "pogingen", "tentatives"}, number: true}, {key: "last", title: schema.Label{"last attempt", "laatste poging", "dernière tentative"}},
		{key: "told", title: schema.Label{"attempts were recorded", "pogingen zijn vastgelegd", "tentatives enregistrées"}, words: tellingWords},
	},
	rows: wallRows,
}

var tellingWords = wordsOf(map[string]schema.Label{
	entry.TellsAll:     {"the whole time", "de hele tijd", "tout le temps"},
	entry.TellsPart:    {"part of the time", "een deel van de tijd", "une partie du temps"},
	entry.TellsNothing: {"no", "nee", "non"},
})

// wall is what one user is barred from, and by which relationships.
type wall struct {
	user  schema.Ref
	from  relation.Object
	bars  []relation.Change
	since time.Time // zero where that is not known
	// lifted is when it ended; zero for one that stands.
	lifted time.Time
	// after is when the one before it ended, of the same user and object; zero for none.
	after time.Time
}

// has says whether a moment is within the time of a wall, as far as that is known.
func (w wall) has(t time.Time) bool {
	return !t.Before(w.since) && !t.Before(w.after) && (w.lifted.IsZero() || t.Before(w.lifted))
}

// attempts are the times of checks that were denied.
type attempts []time.Time

func wallRows(ctx context.Context, w *work) error {
	all, err := w.walls()
	if err != nil {
		return err
	}
	denied := map[relation.Object]map[relation.Object]attempts{} // by user and object
	told, err := w.answers(func(e entry.Entry) {
		if d := e.Decision; d.Outcome == "denied" {
			if denied[d.User] == nil {
				denied[d.User] = map[relation.Object]attempts{}
			}
			denied[d.User][d.Object] = append(denied[d.User][d.Object], e.Time)
		}
	})
	if err != nil {
		return err
	}
	for _, one := range all {
		reached, until := map[relation.Object][]string{}, one.lifted
		if one.lifted.IsZero() {
			until = w.Moment.Time()
			if reached, err = w.reachedWithout(ctx, one); err != nil {
				return err
			}
		}
		tried, tells := map[relation.Object]attempts{}, told.Of("", true, one.since, until)
		for object, all := range denied[relation.ObjectOf(one.user)] {
			within := slices.DeleteFunc(slices.Clone(all), func(t time.Time) bool { return !one.has(t) })
			switch {
			case len(within) == 0:
			case w.within(object, one.from, map[relation.Object]bool{}):
				tried[object] = within
			case tells == entry.TellsAll && w.gone(object):
				tells = entry.TellsPart // whether it was within, nobody knows any more
			}
		}
		w.wall(one, reached, tried, tells)
	}
	return nil
}

// gone says that nothing is known of an object.
func (w *work) gone(o relation.Object) bool {
	ref, is := o.Ref()
	return !is || !w.Moment.Knows(ref)
}

// walls are all that users are barred from, sorted, each after those before it that were
// lifted.
func (w *work) walls() ([]wall, error) {
	var all []wall
	var keys []relation.Relationship
	for u := range w.users() {
		by := map[relation.Object][]relation.Change{}
		for _, subject := range []relation.Object{relation.ObjectOf(u), relation.ObjectOf(u.Account())} {
			for r := range w.Moment.Graph().To(subject, "") {
				if w.Moment.Model().RelationFacts(r.Relation).Effect == schema.Takes && !r.Expired(w.Moment.Time()) {
					by[r.Resource] = append(by[r.Resource], relation.Change{Relationship: r, Gone: true})
					keys = append(keys, r.Key())
				}
			}
		}
		var from []relation.Object
		for o := range by {
			from = append(from, o)
		}
		slices.SortFunc(from, relation.Object.Compare)
		for _, o := range from {
			all = append(all, wall{user: u, from: o, bars: by[o]})
		}
	}
	acts, err := w.since(keys)
	if err != nil {
		return nil, err
	}
	for i := range all {
		all[i].since = first(acts, all[i].bars)
	}
	return w.withLifted(all)
}

// first is since when the first of some relationships is there; zero where one of them was
// found, or is not recorded.
func first(acts map[relation.Relationship]history.Act, of []relation.Change) time.Time {
	var since time.Time
	for _, c := range of {
		act, told := acts[c.Key()]
		if !told || act.Found {
			return time.Time{}
		}
		if since.IsZero() || act.Time.Before(since) {
			since = act.Time
		}
	}
	return since
}

// reachedWithout is what a user would have of each object but for a wall.
func (w *work) reachedWithout(ctx context.Context, one wall) (map[relation.Object][]string, error) {
	without, err := w.Moment.With(one.bars)
	if err != nil {
		return nil, err
	}
	reached := map[relation.Object][]string{}
	for _, t := range w.Moment.Model().Types() {
		for _, p := range w.Moment.Model().Permissions(t) {
			if !w.Moment.Defines(p) {
				continue
			}
			has, err := w.resources(ctx, w.Moment, one.user, p)
			if err != nil {
				return nil, err
			}
			would, err := w.resources(ctx, without, one.user, p)
			if err != nil {
				return nil, err
			}
			for _, ref := range would {
				if !slices.Contains(has, ref) {
					reached[relation.ObjectOf(ref)] = append(reached[relation.ObjectOf(ref)], string(p))
				}
			}
		}
	}
	return reached, nil
}

// resources are all that a user has a permission of at a moment, sorted.
func (w *work) resources(ctx context.Context, m *history.Moment, u schema.Ref, p schema.Permission) ([]schema.Ref, error) {
	found, err := m.Checker().Resources(ctx, u, p)
	if err == nil {
		err = unconditional(p, found.Conditional)
	}
	return found.Refs, err
}

func (w *work) wall(one wall, reached map[relation.Object][]string, tried map[relation.Object]attempts, told string) {
	var objects []relation.Object
	for o := range reached {
		objects = append(objects, o)
	}
	for o := range tried {
		if reached[o] == nil {
			objects = append(objects, o)
		}
	}
	slices.SortFunc(objects, relation.Object.Compare)
	if len(objects) == 0 {
		objects = []relation.Object{{}}
	}
	for _, o := range objects {
		object, times, last := "", 0, ""
		if o != (relation.Object{}) {
			object = o.String()
		}
		if a := tried[o]; a != nil {
			times, last = len(a), moment(slices.MaxFunc(a, time.Time.Compare))
		}
		w.row(one.user.Text(), w.Name(one.user), one.from.String(), w.nameOf(one.from), moment(one.since), moment(one.lifted),
			object, w.nameOf(o), strings.Join(reached[o], " "), number(times), last, told)
	}
}

// nameOf is what an object is called, as far as that is known.
func (w *work) nameOf(o relation.Object) string {
	ref, known := o.Ref()
	if !known {
		return ""
	}
	return w.Name(ref)
}

// decisions are the entries of the record of decisions, as far as the report reads it, and
// what that is of; nil where there is none.
func (w *work) decisions() (*entry.History, iter.Seq2[entry.Entry, error], error) {
	if err := isKnown(decisionsRecord, w.Decisions, w.Known.Decisions); err != nil || w.Decisions == "" {
		return nil, nil, err
	}
	log, err := entry.Open(w.Decisions)
	if err != nil {
		return nil, nil, err
	}
	w.decided.Checkpoint = w.Decided.Checkpoint
	if w.decided.Checkpoint.Origin == "" {
		w.decided.Checkpoint = log.Checkpoint()
	}
	return log, func(yield func(entry.Entry, error) bool) {
		for e, err := range log.Entries(0) {
			if err == nil && e.Number >= w.decided.Checkpoint.Size || !yield(e, err) {
				return
			}
		}
	}, nil
}

// answers goes through those that are recorded up to the moment, and says which times the
// record tells: what comes after the moment is proof that somebody lived until then.
func (w *work) answers(take func(entry.Entry)) (told entry.Telling, err error) {
	log, all, err := w.decisions()
	if log == nil {
		return told, err
	}
	for e, err := range all {
		if err != nil {
			return told, err
		}
		told.Take(e)
		if e.Decision != nil && !e.Time.After(w.Moment.Time()) {
			take(e)
		}
	}
	until := log.Covered()
	if given := w.Decided.Until; !given.IsZero() && !given.After(until) {
		until = given // it went on since
	}
	told.Reaches(until)
	w.decided.Until = told.Until(w.Moment.Time())
	return told, nil
}
