package main

import (
	"strconv"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

func (p *program) emergencyReviewVerb() *cobra.Command {
	var r emergency.Review
	var by, folder, user, client string
	verb := &cobra.Command{
		Use:   "review ID",
		Short: "Say what somebody found who looked back at an emergency access",
		Long: `Records what somebody found who looked back at an emergency access that has ended.
ID is its number in "remit emergency log". The reviewer may read the emergency log of
the tenant, and is not the user who had the access; each reviews it once. After the
finding unjustified a second person is to look too. Nothing is overwritten. What is
refused ends with exit code 3.

With --endpoint, the record is that of "remit record": say where it is with --ledger.`,
		Example: `  remit emergency review 17 --by user:veldzicht/frank --finding justified --note "called the ward: a fall"`,
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if by == "" || r.Finding == "" || r.Note == "" {
				return phrase.Errorf("a review needs --by, --finding and --note")
			}
			if r.By, err = parseUser(schema.Model{}, by); err != nil {
				return err
			}
			r.Actor, r.Finding = schema.Shown(r.Actor), emergency.Finding(named(entry.Findings(), string(r.Finding)))
			a, err := p.accessNumbered(folder, args[0], user, client)
			if err != nil {
				return err
			}
			if r.User, r.Client, err = refsOf(a); err != nil {
				return err
			}
			r.Since = a.Since
			if reasons := a.NotReviewable(relation.ObjectOf(r.By), time.Now()); len(reasons) > 0 {
				return emergency.NotReviewable(r.User, r.Client, reasons...)
			}
			return p.withEngine(cmd.Context(), changing, func(conn *grpc.ClientConn) error {
				if _, err := emergency.WriteReview(cmd.Context(), conn, r, time.Now()); err != nil {
					return err
				}
				p.place.tell("%s reviewed the emergency access of %s to %s: %s", r.By, r.User, r.Client, p.finding(string(r.Finding)))
				return nil
			})
		},
	}
	flags := verb.Flags()
	flags.StringVar(&by, "by", "", "the reviewer, a `USER` such as user:veldzicht/frank")
	flags.StringVar((*string)(&r.Finding), "finding", "", "the `FINDING`: justified, unjustified or unclear")
	flags.StringVar(&r.Note, "note", "", "a `TEXT`: what the finding rests on; kept in the record")
	flags.StringVar(&folder, "ledger", "", "read the record in this `FOLDER` (default beside the store)")
	flags.StringVar(&user, "user", "", "the `USER` who had it, where the entry began several")
	flags.StringVar(&client, "client", "", "the `CLIENT` it was to, where the entry began several")
	addActor(verb, &r.Actor)
	return verb
}

// accessNumbered is the access that an entry with a number began: that of a user, and to a
// client, where they are not blank. One of several is none.
func (p *program) accessNumbered(folder, number, user, client string) (entry.Access, error) {
	id, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return entry.Access{}, phrase.Errorf("%s is no number of an emergency access: see `remit emergency log`", schema.Quote(number))
	}
	h, err := p.openHistory(folder)
	if err != nil {
		return entry.Access{}, err
	}
	all, err := entry.Emergencies(h.Entries(0), h.FoundOf)
	if err != nil {
		return entry.Access{}, err
	}
	var these []entry.Access
	for _, a := range all {
		if a.ID == id && (user == "" || a.User.String() == user) && (client == "" || a.Client.String() == client) {
			these = append(these, a)
		}
	}
	switch len(these) {
	case 0:
	case 1:
		return these[0], nil
	default:
		return entry.Access{}, phrase.Errorf("entry %d began more than one emergency access: say which with --user and --client", id)
	}
	return entry.Access{}, phrase.Errorf("entry %d began no emergency access: see `remit emergency log`", id)
}

// refsOf are the user and the client of an access.
func refsOf(a entry.Access) (user, client schema.Ref, err error) {
	user, known := a.User.Ref()
	client, alsoKnown := a.Client.Ref()
	if !known || !alsoKnown {
		return user, client, phrase.Errorf("the access of %s to %s was not written by remit, and cannot be reviewed with it", a.User, a.Client)
	}
	return user, client, nil
}
