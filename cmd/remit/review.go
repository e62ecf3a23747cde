package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/hooks"
	"github.com/remit-authz/remit/internal/known"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/recertification"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/internal/table"
	"github.com/remit-authz/remit/schema"
)

// reviewing are the flags of all verbs about reviews.
type reviewing struct{ folder, actor string }

func (p *program) reviewVerb() *cobra.Command {
	var r reviewing
	verb := &cobra.Command{
		Use:   "review",
		Short: "Have people say which roles and links are to stay, and take the others away",
		Long: `A review is a campaign of recertification: every role and every link in a scope goes to
somebody who may end it, who says whether it is to stay; what is not to stay becomes a
plan. A review is kept in a record of its own, beside the store with .reviews behind, or
where --reviews says, in ids only. Emergency access has reviews of its own: see
"remit emergency review".`,
		Args: ofVerbs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	verb.PersistentFlags().StringVar(&r.folder, "reviews", "", "keep reviews in this `FOLDER` (default beside the store)")
	verb.AddCommand(p.reviewOpenVerb(&r), p.reviewListVerb(&r), p.reviewShowVerb(&r), p.reviewDecideVerb(&r), p.reviewRemindVerb(&r), p.reviewCloseVerb(&r), p.reviewPlanVerb(&r))
	return verb
}

// reviews is the folder of the reviews.
func (p *place) reviews(named string) (string, error) {
	switch {
	case named != "":
		return named, holdsReviews(named)
	case p.hasNoStore() || p.isOther():
		return "", phrase.Errorf("the reviews beside a store are not those of another engine: say where they are with --reviews FOLDER")
	}
	return ledger.ReviewsBeside(p.storeName()), nil
}

// reviewsRecord is the folder of the reviews for verbs that name a record with --ledger.
func (p *place) reviewsRecord(named string) (string, error) {
	if named != "" || p.hasNoStore() {
		return p.ledger(named)
	}
	return p.reviews("")
}

// holdsReviews refuses a folder that has another record, such as an engine's. What else is
// wrong with it, whoever reads it says.
func holdsReviews(folder string) error {
	h, err := entry.Open(folder)
	if err != nil {
		return nil
	}
	for e, err := range h.Entries(0) {
		if err == nil && e.Kind != entry.Recertification && e.Kind != entry.Pruned && e.Kind != entry.Replaced {
			return phrase.Errorf("%s is another record, and not one of reviews: name another folder with --reviews", schema.Shown(folder))
		}
		break
	}
	return nil
}

// campaigns are those of the record; none where there is none yet.
func (p *program) campaigns(named string) ([]*recertification.Campaign, error) {
	folder, err := p.place.reviews(named)
	if err != nil {
		return nil, err
	}
	h, err := entry.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return recertification.Campaigns(h.Entries(0))
}

func (p *program) campaign(named, number string) (*recertification.Campaign, error) {
	all, err := p.campaigns(named)
	if err != nil {
		return nil, err
	}
	return campaignOf(all, number)
}

// campaignOf is the one that somebody named.
func campaignOf(all []*recertification.Campaign, number string) (*recertification.Campaign, error) {
	id, err := strconv.ParseInt(number, 10, 64)
	for _, c := range all {
		if err == nil && c.ID == id {
			return c, nil
		}
	}
	return nil, phrase.Errorf("there is no review %s: see `remit review list`", schema.Shown(number))
}

// recordReview records steps of a review. The store beside which that is knows the record:
// one that is not the known one says so in itself.
func (p *program) recordReview(ctx context.Context, named string, do func(*recertification.Log) error) (err error) {
	folder, err := p.place.reviews(named)
	if err != nil {
		return err
	}
	known, err := p.knownAs(ctx, folder)
	if err != nil {
		return err
	}
	log, err := recertification.Open(folder, known)
	if err != nil {
		return err
	}
	err = errors.Join(do(log), log.Close())
	if isSamePath(ledger.ReviewsBeside(p.place.storeName()), folder) {
		err = errors.Join(err, embedded.Remember(ctx, p.place.storeName(), embedded.Reviews, known))
	}
	return err
}

// changeReview does something about a review that nobody else changes meanwhile, as it
// stands then.
func (p *program) changeReview(ctx context.Context, named, number string, do func(*recertification.Log, *recertification.Campaign) error) error {
	if _, err := p.campaign(named, number); err != nil { // where there is none no record is made
		return err
	}
	return p.recordReview(ctx, named, func(log *recertification.Log) error {
		all, err := log.Campaigns()
		if err != nil {
			return err
		}
		c, err := campaignOf(all, number)
		if err != nil {
			return err
		}
		return do(log, c)
	})
}

// by is what an entry says of who wrote it.
func (r reviewing) by(verb, reason string) provenance.Provenance {
	return provenance.Provenance{Actor: schema.Shown(r.actor), By: "remit review " + verb, Reason: reason}
}

// withState runs something over what the engine holds now.
func (p *program) withState(ctx context.Context, do func(*grpc.ClientConn, *eval.Snapshot, *recertification.State) error) error {
	return p.withEngine(ctx, reading, func(conn *grpc.ClientConn) error {
		s, err := eval.Load(ctx, conn)
		if err != nil {
			return err
		}
		return do(conn, s, recertification.StateOf(s, model.OfEngine(s.SchemaText()), time.Now()))
	})
}

func (p *program) reviewOpenVerb(r *reviewing) *cobra.Command {
	var scope []string
	var due, reason, decided string
	verb := &cobra.Command{
		Use:   "open --scope SCOPE",
		Short: "Begin a review of every role and link in a scope",
		Long: `Begins a review and prints its number. --scope is a tenant (tenant:veldzicht), a type
(client), a role (client#practitioner, or app_admin), an object (client:veldzicht/c-1001,
also as reviews print one of an institution's own types, team:=veldzicht/night) or a user
(user:veldzicht/anna); several mean what all of them name.

Each role and link goes to somebody who holds the permission that ends it, never to
whom it is given to; where nobody else holds it, to an administrator of the tenant who
may know of it, and where there is none either, the review says so. When each was last
used is known as far as decisions are recorded; otherwise it is unknown, which does not
say that it never was.`,
		Example: `  remit review open --scope tenant:veldzicht --scope client#practitioner --due 2026-12-31`,
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			now := time.Now()
			until := now.AddDate(0, 0, 30)
			if due != "" {
				var err error
				if until, err = entry.ParseDue(due, now); err != nil {
					return err
				}
			}
			if !until.After(now) {
				return phrase.Errorf("--due %s is past: say until when all is to be decided", schema.Shown(due))
			}
			var grants []entry.Grant
			var step entry.CampaignStep
			err := p.withState(cmd.Context(), func(conn *grpc.ClientConn, s *eval.Snapshot, state *recertification.State) error {
				m := model.OfEngine(s.SchemaText())
				about, err := recertification.ParseScope(m, scope)
				if err != nil {
					return meant(err)
				}
				if grants, err = state.Grants(about); err != nil {
					return err
				}
				if len(grants) == 0 {
					unknown, err := known.Find(cmd.Context(), conn, m, about.Refs(m)...)
					if err != nil {
						return err
					}
					if len(unknown) > 0 {
						return phrase.Errorf("%v", unknown[0])
					}
					return phrase.Errorf("there is no role and no link in %s: nothing is to be reviewed", schema.Shown(strings.Join(scope, " ")))
				}
				step = entry.CampaignStep{Scope: scope, Due: until.UTC().Truncate(time.Second), At: s.Revision()}
				return p.lastUses(grants, decided)
			})
			if err != nil {
				return err
			}
			var id int64
			err = p.recordReview(cmd.Context(), r.folder, func(log *recertification.Log) error {
				id, err = log.OpenCampaign(step, grants, r.by("open", reason), time.Now())
				return err
			})
			if err != nil {
				return err
			}
			return p.printOpened(id, step, grants)
		},
	}
	verb.Flags().StringArrayVar(&scope, "scope", nil, "the `SCOPE` that is reviewed; may be given again, for what all of them name")
	verb.Flags().StringVar(&due, "due", "", "until `WHEN` all is to be decided: a date, \"2026-12-31 17:00\", RFC 3339, or in how long, such as 30d (default in 30 days)")
	verb.Flags().StringVar(&reason, "reason", "", "why, in a `TEXT`; kept in the record")
	verb.Flags().StringVar(&decided, "decisions", "", "read last uses in this `FOLDER` (default beside the store)")
	addActor(verb, &r.actor)
	return verb
}

// lastUses reads them from the record of decisions, where there is one.
func (p *program) lastUses(grants []entry.Grant, named string) error {
	h, err := p.openDecisions(named)
	if errors.Is(err, fs.ErrNotExist) && named == "" {
		return nil
	}
	if err != nil {
		return err
	}
	return recertification.Uses(grants, h.Entries(0))
}

// openedJSON is a review that was opened, for machines.
type openedJSON struct {
	Review     int64     `json:"review"`     // its number
	Grants     int       `json:"grants"`     // how many roles and links are reviewed
	Reviewers  int       `json:"reviewers"`  // how many people review them
	Unassigned int       `json:"unassigned"` // how many go to nobody
	Due        time.Time `json:"due"`        // when it is to be done
}

func (p *program) printOpened(id int64, s entry.CampaignStep, grants []entry.Grant) error {
	unassigned, reviewers := 0, map[relation.Object]bool{}
	for _, g := range grants {
		if g.Reviewer == (relation.Object{}) {
			unassigned++
		} else {
			reviewers[g.Reviewer] = true
		}
	}
	if p.json {
		return p.printJSON(openedJSON{id, len(grants), len(reviewers), unassigned, s.Due})
	}
	if err := p.say("review %d: %s for %s, due %s", id, phrase.Of("%d {grant|grants}", len(grants)), phrase.Of("%d {reviewer|reviewers}", len(reviewers)), phrase.Time(s.Due)); err != nil {
		return err
	}
	p.tellCounted(counted{unassigned, toNobody(unassigned)})
	return nil
}

// counted is something of which there are so many.
type counted struct {
	n    int
	said phrase.Phrase
}

// tellCounted tells of what there is.
func (p *program) tellCounted(all ...counted) {
	for _, one := range all {
		if one.n > 0 {
			p.tell("%s", one.said)
		}
	}
}

// toNobody is that so many grants have no reviewer.
func toNobody(n int) phrase.Phrase {
	return phrase.Of("%d {grant goes|grants go} to nobody: nobody else may end {it|them} and know of {it|them}", n)
}

func (p *program) reviewListVerb(r *reviewing) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List reviews, with how far they are",
		Args:  exactly(0),
		RunE: func(*cobra.Command, []string) error {
			all, err := p.campaigns(r.folder)
			if err != nil {
				return err
			}
			if len(all) == 0 && !p.json {
				p.place.tell("there is no review yet: begin one with `remit review open`")
			}
			for _, c := range all {
				if err := p.printCampaign(c, time.Now()); err != nil {
					return err
				}
			}
			return nil
		},
	}
}

func campaignWord(c *recertification.Campaign, now time.Time) phrase.Phrase {
	switch {
	case !c.Closed.IsZero():
		return phrase.Of("closed")
	case c.Overdue(now):
		return phrase.Of("overdue")
	}
	return phrase.Of("open")
}

// campaignJSON is a review and how far it is, for machines.
type campaignJSON struct {
	Review int64     `json:"review"` // its number
	Scope  []string  `json:"scope"`  // what is reviewed
	Opened time.Time `json:"opened"` // when it was opened
	Due    time.Time `json:"due"`    // when it is to be done
	State  string    `json:"state"`  // open, overdue or closed
	Keep   int       `json:"keep"`   // how many are kept
	Revoke int       `json:"revoke"` // how many are to go
	Open   int       `json:"open"`   // how many nobody has decided about
}

func (p *program) printCampaign(c *recertification.Campaign, now time.Time) error {
	state, kept, gone, open := campaignWord(c, now), c.Count(recertification.Keep), c.Count(recertification.Revoke), c.Count("")
	if p.json {
		return p.printJSON(campaignJSON{c.ID, c.Scope, c.Opened, c.Due, state.String(), kept, gone, open})
	}
	return p.say("%d  %s  %s  due %s: %d of %d are open, %d to keep, %d to revoke",
		c.ID, schema.Shown(strings.Join(c.Scope, " ")), state, phrase.Time(c.Due), open, len(c.Grants), kept, gone)
}

func (p *program) reviewShowVerb(r *reviewing) *cobra.Command {
	var reviewer, format, out string
	var open bool
	verb := &cobra.Command{
		Use:   "show ID",
		Short: "Print the roles and links of a review, with what was decided",
		Long: `Prints the roles and links of a review, with their paths, last uses and decisions. As
csv or xlsx the table may be filled in, in the columns decision (keep, revoke or
delegate), reason, to and by, and given to "remit review decide ID --file FILE".`,
		Example: `  remit review show 0 --reviewer user:veldzicht/frank --format xlsx --out frank.xlsx`,
		Args:    exactly(1),
		RunE: func(_ *cobra.Command, args []string) error {
			f, err := p.reportFormat(format, out)
			if err != nil {
				return err
			}
			c, err := p.campaign(r.folder, args[0])
			if err != nil {
				return err
			}
			var of relation.Object
			if reviewer != "" {
				u, err := parseUser(schema.Model{}, reviewer)
				if err != nil {
					return err
				}
				of = relation.ObjectOf(u)
				p.noteReviewer(c, of)
			}
			shown := p.campaignTable(c, of, open)
			if f == table.Text || f == table.HTML { // the others are filled in
				p.sayGrants(&shown)
			}
			if err := p.writeTable(shown, f, out); err != nil {
				return err
			}
			if out != "" {
				p.place.tell("wrote review %d to %s", c.ID, schema.Shown(out))
			}
			return nil
		},
	}
	verb.Flags().StringVar(&reviewer, "reviewer", "", "only what this `USER` is to decide about")
	verb.Flags().BoolVar(&open, "open", false, "only what nobody has decided about")
	verb.Flags().StringVar(&format, "format", "", "`FORMAT`: text, json, csv, xlsx or html")
	verb.Flags().StringVar(&out, "out", "", "write into a new `FILE`, which xlsx needs")
	return verb
}

// noteReviewer says of somebody that nothing in a review is theirs to decide, with who
// could be meant.
func (p *program) noteReviewer(c *recertification.Campaign, of relation.Object) {
	var all []string
	for _, g := range c.Grants {
		if g.With() == of {
			return
		}
		if text := textOf(g.With()); text != "" {
			all = append(all, text)
		}
	}
	p.place.tell("nothing in review %d is for %s to decide%s", c.ID, of, suggest.DidYouMean(textOf(of), all))
}

// grantColumns are those of the table of a review, which people fill in.
func grantColumns() []struct {
	key   string
	title schema.Label
} {
	return []struct {
		key   string
		title schema.Label
	}{
		{"grant", schema.Label{"grant", "nummer", "numéro"}}, {"user", schema.Label{"user", "gebruiker", "utilisateur"}},
		{"name", schema.Label{"name", "naam", "nom"}}, {"role", schema.Label{"role", "rol", "rôle"}},
		{"object", schema.Label{"object", "object", "objet"}}, {"object_name", schema.Label{"name of the object", "naam van het object", "nom de l'objet"}},
		{"path", schema.Label{"path", "pad", "chemin"}}, {"used", schema.Label{"last use", "laatste gebruik", "dernier usage"}},
		{"writer", schema.Label{"written by", "geschreven door", "écrit par"}}, {"reviewer", schema.Label{"reviewer", "beoordelaar", "examinateur"}},
		{"decision", schema.Label{"decision", "besluit", "décision"}}, {"reason", schema.Label{"reason", "reden", "motif"}},
		{"to", schema.Label{"to", "aan", "à"}}, {"by", schema.Label{"by", "door", "par"}},
		{"review", schema.Label{"review", "herbeoordeling", "revue"}},
	}
}

// sayGrants says to people what stands in the columns of a review that have codes.
func (p *program) sayGrants(t *table.Table) {
	words := map[string]func(string) schema.Label{
		"role": func(cell string) schema.Label { return schema.Relation(cell).Facts().Label },
		"writer": func(cell string) schema.Label {
			return map[string]schema.Label{"source": {"a source", "een bron", "une source"}, "application": {"an application", "een applicatie", "une application"}, "other": {"others", "anderen", "d'autres"}}[cell]
		},
		"decision": func(cell string) schema.Label { return decisionWords()[cell] },
	}
	for i, column := range t.Columns {
		if say, has := words[column.Key]; has {
			t.Columns[i].Words = func(cell string) string { return cmp.Or(say(cell).In(p.language), cell) }
		}
	}
}

func (p *program) campaignTable(c *recertification.Campaign, reviewer relation.Object, open bool) table.Table {
	t := table.Table{Title: phrase.Of("review %d", c.ID).Say(p.words())}
	unknown, nothing, nobody, several := phrase.Of("unknown"), phrase.Of("gives nothing now"), phrase.Of("nobody"), phrase.Of("nobody: it is not one person's")
	said := func(cell string) string {
		for _, one := range []phrase.Phrase{unknown, nothing, nobody, several} {
			if cell == one.String() {
				return one.Say(p.words())
			}
		}
		return cell
	}
	for _, column := range grantColumns() {
		told := table.Column{Key: column.key, Title: column.title.In(p.language)}
		if column.key == "path" || column.key == "used" || column.key == "reviewer" {
			told.Words = said
		}
		t.Columns = append(t.Columns, told)
	}
	for _, g := range c.Grants {
		if reviewer != (relation.Object{}) && g.With() != reviewer || open && g.Outcome() != "" {
			continue
		}
		used, path := unknown.String(), nothing.String()
		if !g.Used.IsZero() {
			used = g.Used.UTC().Format(time.RFC3339)
		}
		switch {
		case len(g.Path) > 0:
			path = strings.Join(g.Path, ", ")
		case g.Resource.Type == schema.TypeTenant: // it may carry what links give elsewhere
			path = unknown.String()
		}
		reviewer, decision := textOf(g.With()), recertification.Decision{}
		switch {
		case !recertification.OfPerson(g.Grant):
			reviewer = several.String()
		case reviewer == "":
			reviewer = nobody.String()
		}
		if n := len(g.Decisions); n > 0 {
			decision = g.Decisions[n-1]
		}
		t.Rows = append(t.Rows, []string{
			fmt.Sprint(g.Number), textOf(g.User), p.nameOf(g.User), string(g.Relation), textOf(g.Resource), p.nameOf(g.Resource),
			path, used, g.Writer, reviewer, decision.Decision, decision.Reason, textOf(decision.To), textOf(decision.By), fmt.Sprint(c.ID),
		})
	}
	return t
}

// textOf is an object for machines; blank for none.
func textOf(o relation.Object) string {
	if o == (relation.Object{}) {
		return ""
	}
	text, _ := o.MarshalText() // never fails
	return string(text)
}

// nameOf is what an object is called; blank for nothing.
func (p *program) nameOf(o relation.Object) string {
	ref, known := o.Ref()
	if !known {
		return ""
	}
	return p.name(ref)
}

func (p *program) reviewRemindVerb(r *reviewing) *cobra.Command {
	verb := &cobra.Command{
		Use:   "remind ID",
		Short: "Print who still has how much to decide, and tell the hooks",
		Args:  exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := p.campaign(r.folder, args[0])
			if err != nil {
				return err
			}
			if !c.Closed.IsZero() {
				return phrase.Errorf("review %d was closed at %s: nothing is decided in it any more", c.ID, phrase.Time(c.Closed))
			}
			waiting := c.Waiting()
			err = p.withHooks(func(tell func(context.Context, hooks.Event) error) error {
				for _, w := range waiting {
					ref, known := w.Reviewer.Ref()
					if !known {
						continue
					}
					if err := tell(cmd.Context(), hooks.Event{Does: hooks.Remind, User: ref, Actor: schema.Shown(r.actor), At: time.Now(), Until: c.Due, Review: c.ID, Open: w.Open}); err != nil {
						return err
					}
				}
				return nil
			})
			if err != nil {
				return err
			}
			if len(waiting) > 0 && p.hasHookOn(hooks.Remind) { // otherwise nobody was reminded
				step := entry.CampaignStep{Does: entry.CampaignReminded, Campaign: c.ID, Reminded: waiting}
				if err := p.recordReview(cmd.Context(), r.folder, func(log *recertification.Log) error { return log.Write(step, r.by("remind", ""), time.Now()) }); err != nil {
					return err
				}
			}
			for _, w := range waiting {
				if p.json {
					err = p.printJSON(w)
				} else {
					err = p.say("%s: %d to decide by %s", phrase.Literal(p.calledObject(w.Reviewer)), w.Open, phrase.Time(c.Due))
				}
				if err != nil {
					return err
				}
			}
			switch {
			case len(waiting) == 0:
				p.place.tell("nobody has anything left to decide in review %d", c.ID)
			case !p.hasHookOn(hooks.Remind):
				p.place.tell("nobody was told: the settings have no hook on remind; this list is all there is")
			}
			return nil
		},
	}
	addActor(verb, &r.actor)
	return verb
}
