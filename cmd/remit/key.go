package main

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

func (p *program) keyVerb() *cobra.Command {
	var file string
	verb := &cobra.Command{
		Use:   "key",
		Short: "Create, list and revoke keys of those who call the service",
		Args:  ofVerbs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	verb.PersistentFlags().StringVar(&file, "keys", "", "the `FILE` of keys, which `remit serve --keys` follows")
	verb.AddCommand(p.keyCreateVerb(&file), p.keyListVerb(&file), p.keyRevokeVerb(&file))
	return verb
}

// errNoKeyFile ends a verb that has no file of keys.
var errNoKeyFile = phrase.Errorf("no file of keys is named: give it with --keys FILE")

func (p *program) keyCreateVerb(file *string) *cobra.Command {
	var purpose, expires, actor string
	var tenants []string
	var everywhere bool
	verb := &cobra.Command{
		Use:   "create",
		Short: "Make a key, and show it once",
		Long: `Makes a key and prints it: the only time that it is shown. The file, which is made
if there is none and is for its owner only, keeps what the key hashes to.

A key of the purpose read asks; one of the purpose write also acts; both are for
the tenants that are named, or for all of them. One of the purpose admin reaches
SpiceDB's gRPC API, which knows no tenants, and the metrics.

To replace a key, create another, let its caller take it up, and revoke the first:
any number may be good at once.

Who made and revoked which key is recorded beside the file, in a folder that is named
like it with .ledger behind: "remit log --ledger keys.json.ledger".`,
		Example: `  remit key create --keys keys.json --purpose read --tenant veldzicht --expires 90d`,
		Args:    exactly(0),
		RunE: func(*cobra.Command, []string) error {
			if *file == "" {
				return errNoKeyFile
			}
			switch {
			case p.quiet:
				return phrase.Errorf("--quiet would hide the key, which is shown only once: leave it out")
			case purpose == "":
				return phrase.Errorf("say with --purpose what the key is for: read, write or admin")
			case p.screen.Nowhere():
				return phrase.Errorf("standard output goes nowhere, and the key is shown only once: no key is made")
			}
			k := keys.Key{Purpose: keys.Purpose(purpose), Everywhere: everywhere}
			for _, t := range tenants {
				k.Tenants = append(k.Tenants, schema.TenantID(t))
			}
			if k.Purpose == keys.Admin && len(tenants) == 0 {
				k.Everywhere = true
			}
			var err error
			if k.Expires, err = expiry(expires, time.Now()); err != nil {
				return err
			}
			defer outliveReader()() // a key that nobody could read is revoked
			var shown string
			var made keys.Key
			if err := recordKey(*file, "create", actor, func() (_ entry.KeyDeed, err error) {
				shown, made, err = keys.Create(*file, k, time.Now())
				return deedOf("create", made), err
			}); err != nil {
				return err
			}
			if p.json {
				err = p.printJSON(newKeyJSON(made, shown))
			} else {
				_, err = fmt.Fprintln(p.verbatim(), shown)
			}
			if err != nil {
				return errors.Join(phrase.Errorf("key %s could not be shown, and is revoked: %w", made.ID, err), revokeKey(*file, made.ID, actor))
			}
			if !p.json {
				p.tell("key %s is made; it is not shown again", made.ID)
			}
			return nil
		},
	}
	addActor(verb, &actor)
	verb.Flags().StringVar(&purpose, "purpose", "", "what the key is for: `read`, write or admin")
	verb.Flags().StringArrayVar(&tenants, "tenant", nil, "a `TENANT` that it is for; may be given again")
	verb.Flags().BoolVar(&everywhere, "all-tenants", false, "let it be for all tenants, and for a schema without any")
	verb.Flags().Var((*givenText)(&expires), "expires", "after how `long` it is good no longer, such as 90d or 12h (default never)")
	return verb
}

// expiry is when a key ends that lasts for so long.
func expiry(s string, now time.Time) (time.Time, error) {
	if s == "" {
		return time.Time{}, nil
	}
	length, err := time.ParseDuration(s)
	if days, whole := strings.CutSuffix(s, "d"); whole {
		var n int
		n, err = strconv.Atoi(days)
		length = time.Duration(n) * 24 * time.Hour
	}
	if err != nil || length <= 0 || length > 100*365*24*time.Hour {
		return time.Time{}, phrase.Errorf("--expires %s is no time from now: write it as 90d or 12h", schema.Quote(s))
	}
	return now.Add(length), nil
}

func (p *program) keyListVerb(file *string) *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the keys: what they are for, never what they are",
		Args:  exactly(0),
		RunE: func(*cobra.Command, []string) error {
			if *file == "" {
				return errNoKeyFile
			}
			all, err := keys.List(*file)
			if err != nil {
				return err
			}
			if len(all) == 0 && !p.json {
				p.place.tell("there is no key in %s", schema.Shown(*file))
			}
			return p.printKeys(all, time.Now())
		},
	}
}

func (p *program) printKeys(all []keys.Key, now time.Time) error {
	var rows [][]string
	for _, k := range all {
		if p.json {
			if err := p.printJSON(newKeyJSON(k, "")); err != nil {
				return err
			}
			continue
		}
		ends := phrase.Of("never expires")
		switch {
		case k.Expired(now):
			ends = phrase.Of("expired %s", phrase.Time(k.Expires))
		case !k.Expires.IsZero():
			ends = phrase.Of("expires %s", phrase.Time(k.Expires))
		}
		rows = append(rows, p.cells("%s\t%s\t%s\tcreated %s\t%s", k.ID, k.Purpose, tenantsOf(k), phrase.Time(k.Created), ends))
	}
	return p.printRows(rows)
}

func tenantsOf(k keys.Key) phrase.Phrase {
	if k.Everywhere {
		return phrase.Of("all tenants")
	}
	var names []string
	for _, t := range k.Tenants {
		names = append(names, t.String())
	}
	slices.Sort(names)
	return phrase.Literal(strings.Join(names, ","))
}

func (p *program) keyRevokeVerb(file *string) *cobra.Command {
	var actor string
	verb := &cobra.Command{
		Use:   "revoke ID",
		Short: "Take a key away, from within a second on",
		Args:  exactly(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if *file == "" {
				return errNoKeyFile
			}
			if _, err := keys.List(*file); err != nil {
				return err // and no record is begun
			}
			err := revokeKey(*file, args[0], actor)
			if errors.Is(err, keys.ErrNoKey) {
				return phrase.Errorf("%w: see `remit key list`", err)
			}
			if err == nil {
				p.place.tell("key %s is revoked", schema.Shown(args[0]))
			}
			return err
		},
	}
	addActor(verb, &actor)
	return verb
}

// revokeKey takes a key away, and records that.
func revokeKey(file, id, actor string) error {
	return recordKey(file, "revoke", actor, func() (entry.KeyDeed, error) {
		return deedOf("revoke", keys.Key{ID: id}), keys.Revoke(file, id)
	})
}

// keyJSON is a key for machines.
type keyJSON struct {
	ID         string            `json:"id"`                    // not secret
	Key        string            `json:"key,omitempty"`         // what is shown, when it is made and never again
	Purpose    keys.Purpose      `json:"purpose"`               // what it is for
	Tenants    []schema.TenantID `json:"tenants,omitempty"`     // the tenants that it is for
	Everywhere bool              `json:"all_tenants,omitempty"` // it is for every tenant
	Created    time.Time         `json:"created"`               // when it was made
	Expires    time.Time         `json:"expires,omitzero"`      // from when it is good no longer
}

func newKeyJSON(k keys.Key, shown string) keyJSON {
	return keyJSON{k.ID, shown, k.Purpose, k.Tenants, k.Everywhere, k.Created, k.Expires}
}
