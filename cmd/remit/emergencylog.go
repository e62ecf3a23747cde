package main

import (
	"errors"
	"io/fs"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

func (p *program) emergencyLogVerb() *cobra.Command {
	var folder, decided string
	verb := &cobra.Command{
		Use:   "log [TENANT]",
		Short: "Print every emergency access with all that was done about it, from the record",
		Long: `Prints every emergency access that the record tells of, in one tenant or in all:
who began it and why, each prolongation with its own reason, what ended it (somebody,
the clock, the procedure that was switched off, an account that became inactive, a user
who left the group), what was read under it, as far as decisions are recorded, and who
reviewed it with which finding. What was to be reviewed by
now comes first: 168 hours after its end, or what the settings say of the tenant
(review_within). The number in front is that of the entry that began it, by which
"remit log prove" proves it and "remit emergency review" reviews it.`,
		Example: `  remit emergency log veldzicht`,
		Args:    atMostOne,
		RunE: func(_ *cobra.Command, args []string) error {
			var tenant schema.TenantID
			if len(args) == 1 {
				tenant = schema.TenantID(args[0])
				if err := tenant.Validate(); err != nil {
					return err
				}
			}
			all, err := p.accesses(folder, decided)
			if err != nil {
				return err
			}
			return p.printAccesses(all, tenant)
		},
	}
	p.addLedger(verb, &folder)
	verb.Flags().StringVar(&decided, "decisions", "", "read what was read under them in this `FOLDER` (default beside the store)")
	return verb
}

// accesses are all that the record tells of, with what was read under each, where
// decisions were recorded.
func (p *program) accesses(folder, decided string) ([]entry.Access, error) {
	h, err := p.openHistory(folder)
	if err != nil {
		return nil, err
	}
	all, err := entry.Emergencies(h.Entries(0), h.FoundOf)
	if err != nil || decided == "" && folder != "" {
		return all, err
	}
	d, err := p.openDecisions(decided)
	if errors.Is(err, fs.ErrNotExist) && decided == "" {
		return all, nil
	}
	if err != nil {
		return nil, err
	}
	return all, entry.ReadUnder(all, d.Entries(0))
}

// printAccesses prints those in a tenant; in all for a blank one. What is overdue goes
// first.
func (p *program) printAccesses(all []entry.Access, tenant schema.TenantID) error {
	now := time.Now()
	overdue := func(a entry.Access) bool { return a.Overdue(now, p.place.settings.ReviewWithin(a.Client.Tenant())) }
	if tenant != "" {
		all = slices.DeleteFunc(all, func(a entry.Access) bool { return a.Client.Tenant() != tenant })
	}
	switch {
	case p.json || len(all) > 0:
	case tenant == "":
		p.place.tell("no emergency access is in the record")
	default:
		p.place.tell("no emergency access of %s is in the record", schema.TenantRef(tenant))
	}
	for _, first := range []bool{true, false} {
		for _, a := range all {
			if overdue(a) != first {
				continue
			}
			if err := p.printEmergency(a, first, now); err != nil {
				return err
			}
		}
	}
	return nil
}

// reviewState is what is still to be looked at, for machines.
func reviewState(a entry.Access) string {
	switch {
	case a.Reviewed():
		return "reviewed"
	case a.SecondDue():
		return "second_due"
	}
	return "not_reviewed"
}

// reviewWords says it to people.
func reviewWords(a entry.Access, overdue bool) phrase.Phrase {
	state := phrase.Of("not reviewed")
	switch {
	case a.Reviewed():
		return phrase.Of("reviewed")
	case a.SecondDue():
		state = phrase.Of("second review due")
	}
	if overdue {
		return phrase.Of("%s, overdue", state)
	}
	return state
}

// accessJSON is an emergency access in the record, for machines.
type accessJSON struct {
	entry.Access
	Review  string `json:"review"`  // reviewed, not_reviewed or second_due
	Overdue bool   `json:"overdue"` // it should have been reviewed by now
}

func (p *program) printEmergency(a entry.Access, overdue bool, now time.Time) error {
	if p.json {
		return p.printJSON(accessJSON{a, reviewState(a), overdue})
	}
	return p.printAccessLog(a, reviewWords(a, overdue), now)
}

// howEnded says what ended an access, or is to.
func howEnded(a entry.Access, now time.Time) phrase.Phrase {
	at := phrase.Time(a.Until)
	switch a.Ended {
	case entry.Stopped:
		return phrase.Of("was stopped at %s", at)
	case entry.ProcedureOff:
		return phrase.Of("ended with the procedure at %s", at)
	case entry.UserInactive:
		return phrase.Of("ended with the account at %s", at)
	case entry.UserLeft:
		return phrase.Of("ended with the user's group at %s", at)
	case entry.InGap:
		return phrase.Of("ended in a gap of the record, by %s at the latest", at)
	}
	if a.Until.After(now) {
		return phrase.Of("runs until %s", at)
	}
	return phrase.Of("ended by itself at %s", at)
}

func (p *program) printAccessLog(a entry.Access, review phrase.Phrase, now time.Time) error {
	if err := p.printf("%d  %s  %s  %s  %s\n", a.ID, p.calledObject(a.User), p.calledObject(a.Client), howEnded(a, now).Say(p.words()), review.Say(p.words())); err != nil {
		return err
	}
	for _, s := range a.Steps {
		does := stepWord(s.Does)
		if s.Why != "" {
			does = phrase.Of("%s (%s)", does, endingWord(s.Why))
		}
		if err := p.printDeed(s.Time, does, s.Actor, s.Reason); err != nil {
			return err
		}
	}
	for _, r := range a.Reads {
		read := phrase.Of("read %s", schema.Shown(string(r.Permission)))
		if r.Unknown {
			read = phrase.Of("%s, by which path is not known", read)
		}
		if r.Times > 1 {
			read = phrase.Of("%s, %d times until %s", read, r.Times, phrase.Time(r.Last))
		}
		if err := p.printf("    %s  %s\n", phrase.Time(r.First), read.Say(p.words())); err != nil {
			return err
		}
	}
	for _, r := range a.Reviews {
		if err := p.printDeed(r.Time, phrase.Of("%s found it %s", r.By, p.finding(r.Finding)), r.Actor, r.Note); err != nil {
			return err
		}
	}
	return nil
}

// printDeed prints one thing that was done about an access.
func (p *program) printDeed(t time.Time, does phrase.Phrase, actor, reason string) error {
	if actor != "" {
		does = phrase.Of("%s by %s", does, schema.Quote(actor))
	}
	if reason != "" {
		does = phrase.Of("%s because %s", does, schema.Quote(reason))
	}
	return p.printf("    %s  %s\n", phrase.Time(t), does.Say(p.words()))
}

// stepWord is what somebody did about an access.
func stepWord(does string) phrase.Phrase {
	switch does {
	case "start":
		return phrase.Of("start")
	case "prolong":
		return phrase.Of("prolong")
	case "stop":
		return phrase.Of("stop")
	case "end":
		return phrase.Of("end")
	case "resume":
		return phrase.Of("resume")
	}
	return phrase.Literal(does)
}

// endingWord is what ended an access.
func endingWord(e entry.Ending) phrase.Phrase {
	switch e {
	case entry.Stopped:
		return phrase.Of("stopped")
	case entry.ProcedureOff:
		return phrase.Of("procedure off")
	case entry.UserInactive:
		return phrase.Of("user inactive")
	case entry.UserLeft:
		return phrase.Of("user left")
	}
	return phrase.Literal(string(e))
}

// finding is that of a review, as people read it.
func (p *program) finding(finding string) string {
	if label, is := entry.Findings()[finding]; is {
		return label.In(p.language)
	}
	return schema.Shown(finding)
}
