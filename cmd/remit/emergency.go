package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/hooks"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

func (p *program) emergencyVerb() *cobra.Command {
	verb := &cobra.Command{
		Use:   "emergency",
		Short: "Start, stop, list, look back at and review temporary access to a client outside the caseload",
		Args:  ofVerbs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	verb.AddCommand(p.emergencyStartVerb(), p.emergencyStopVerb(), p.emergencyListVerb(), p.emergencyLogVerb(), p.emergencyReviewVerb())
	return verb
}

// whose are the flags that name one emergency access.
type whose struct{ user, client string }

func (w *whose) addFlags(verb *cobra.Command) {
	verb.Flags().StringVar(&w.user, "user", "", "the practitioner, a `USER` such as user:veldzicht/anna")
	verb.Flags().StringVar(&w.client, "client", "", "the `CLIENT`, such as client:veldzicht/c-1003")
}

func (w whose) parse() (user, client schema.Ref, err error) {
	if w.user == "" || w.client == "" {
		return user, client, phrase.Errorf("an emergency needs --user and --client")
	}
	if user, err = parseUser(schema.Model{}, w.user); err != nil {
		return user, client, err
	}
	if client, err = schema.ParseRef(w.client); err != nil {
		return user, client, err
	}
	if client.Type != schema.TypeClient {
		err = phrase.Errorf("%s is not a client: emergency access is to one client, such as client:%s/c-1003", client, client.Tenant)
	}
	return user, client, err
}

func (p *program) emergencyStartVerb() *cobra.Command {
	var who whose
	access := emergency.Access{}
	limits := emergency.Limits{}
	verb := &cobra.Command{
		Use:   "start",
		Short: "Give a practitioner temporary, read-only access to a client",
		Long: `Gives an active practitioner temporary, read-only access to a client outside
the caseload. It ends by itself. Anybody else, too long a time, or a tenant whose
procedure is switched off is refused (exit code 3); a blank reason, or a user or
client that does not exist, is an error (2).`,
		Example: `  remit emergency start --user user:veldzicht/anna --client client:veldzicht/c-1003 --reason "found unresponsive" --for 30m`,
		Args:    exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if access.User, access.Client, err = who.parse(); err != nil {
				return err
			}
			access.Actor = schema.Shown(access.Actor)
			if !cmd.Flags().Changed("max") {
				limits = p.place.settings.EmergencyLimits(access.Client.Tenant)
			}
			return p.withHooks(func(tell func(context.Context, hooks.Event) error) error {
				return p.withEngine(cmd.Context(), changing, func(conn *grpc.ClientConn) error {
					running, err := emergency.Start(cmd.Context(), conn, access, limits, time.Now())
					if err != nil && schema.Blank(access.Reason) {
						return advice{err, "; ", phrase.Of("give the reason with --reason TEXT")}
					}
					if err != nil {
						p.noteUnknown(cmd.Context(), asking{engine: conn}, access.User, access.Client)
						return err
					}
					return errors.Join(p.printEmergencies([]emergency.Running{running}), tell(cmd.Context(), begun(running, access.Actor)))
				})
			})
		},
	}
	who.addFlags(verb)
	addActor(verb, &access.Actor)
	verb.Flags().StringVar(&access.Reason, "reason", "", "why, in a `TEXT`; kept beside the access and in the engine's log of changes")
	verb.Flags().DurationVar(&access.For, "for", 30*time.Minute, "for which `TIME`, such as 45m")
	verb.Flags().DurationVar(&limits.Max, "max", time.Hour, "the longest `TIME` that the institution allows, at most 24h (default what the settings say of the tenant)")
	verb.Flags().Lookup("max").DefValue = "" // said in words
	return verb
}

func (p *program) emergencyStopVerb() *cobra.Command {
	var who whose
	var actor string
	verb := &cobra.Command{
		Use:   "stop",
		Short: "End an emergency access before its time",
		Args:  exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			user, client, err := who.parse()
			if err != nil {
				return err
			}
			return p.withHooks(func(tell func(context.Context, hooks.Event) error) error {
				return p.withEngine(cmd.Context(), changing, func(conn *grpc.ClientConn) error {
					at, err := emergency.Stop(cmd.Context(), conn, user, client, schema.Shown(actor))
					if err != nil {
						return err
					}
					p.place.tell("stopped the emergency access of %s to %s", user, client)
					return tell(cmd.Context(), ended(user, client, schema.Shown(actor), at))
				})
			})
		},
	}
	who.addFlags(verb)
	addActor(verb, &actor)
	return verb
}

func (p *program) emergencyListVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "list [TENANT]",
		Short: "List the emergency access that has not ended, in one tenant or in all",
		Long: `Lists the emergency access that has not ended, in one tenant or in all. While its
user's account is inactive, or not in the group practitioner, it gives nothing.`,
		Example: `  remit emergency list veldzicht`,
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.withEngine(cmd.Context(), reading, func(conn *grpc.ClientConn) error {
				return p.listEmergencies(cmd.Context(), conn, args)
			})
		},
	}
}

// listEmergencies prints those of the tenant that is named, or of all.
func (p *program) listEmergencies(ctx context.Context, conn *grpc.ClientConn, tenants []string) error {
	var running []emergency.Running
	var err error
	if len(tenants) == 0 {
		running, err = emergency.ListAll(ctx, conn, time.Now())
	} else {
		running, err = emergency.List(ctx, conn, schema.TenantID(tenants[0]), time.Now())
	}
	if err != nil {
		return err
	}
	if len(running) == 0 && len(tenants) == 1 {
		p.noteUnknown(ctx, asking{engine: conn}, schema.TenantRef(schema.TenantID(tenants[0])))
	}
	if len(running) == 0 && !p.json {
		p.place.tell("no emergency access is running")
	}
	return p.printEmergencies(running)
}

// runningJSON is an emergency access that has not ended, for machines.
type runningJSON struct {
	emergency.Running
	// UserName and ClientName are what both are called, where that is known.
	UserName   string `json:"user_name,omitempty"`
	ClientName string `json:"client_name,omitempty"` // what the client is called
}

func (p *program) printEmergencies(running []emergency.Running) error {
	var rows [][]string
	for _, r := range running {
		if p.json {
			if err := p.printJSON(runningJSON{r, p.name(r.User), p.name(r.Client)}); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, p.cells("%s\t%s\tuntil %s\t%s", p.called(r.User), p.called(r.Client), phrase.Time(r.Until), schema.Quote(r.Reason)))
	}
	return p.printRows(rows)
}
