package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

func (p *program) schemaVerb() *cobra.Command {
	verb := &cobra.Command{
		Use:   "schema",
		Short: "Show the model, compare it with the engine's, write it there, lint a schema, or write Go names",
		Args:  ofVerbs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	verb.AddCommand(p.schemaShowVerb(), p.schemaDiffVerb(), p.schemaLintVerb(), p.schemaWriteVerb(), p.schemaGenerateVerb())
	return verb
}

func (p *program) schemaShowVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "show [OWN.zed]",
		Short: "Print the model as one SpiceDB schema",
		Long: `Prints this program's model as one SpiceDB schema, with what an institution's file
adds to it.`,
		Args: atMostOne,
		RunE: func(_ *cobra.Command, args []string) error {
			m, err := p.modelOf(args)
			if err != nil {
				return err
			}
			if p.json {
				return p.printJSON(schemaJSON{m.Text()})
			}
			_, err = fmt.Fprint(p.verbatim(), m.Text())
			return err
		},
	}
}

func (p *program) schemaDiffVerb() *cobra.Command {
	var file string
	verb := &cobra.Command{
		Use:   "diff [OWN.zed]",
		Short: "Print how the engine's schema differs from the model; exit code 1 if it does",
		Long: `Prints how the engine's schema differs from this program's model, with what an
institution's file adds to it. The exit code is 1 if it does.

With --access FILE it prints what the schema in a file, or on standard input for
-, would come to over all the data that the engine holds: which permissions users
lose and gain, on what. The exit code is then 1 if anybody gains or loses one.
Nothing is written.`,
		Example: `  remit schema show > changed.zed      # edit it, then
  remit schema diff --access changed.zed`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if cmd.Flags().Changed("access") {
				if len(args) > 0 {
					return phrase.Errorf("--access names the whole schema: make it of your own file with `remit schema show OWN.zed`")
				}
				return p.schemaAccess(cmd.Context(), file)
			}
			m, err := p.modelOf(args)
			if err != nil {
				return err
			}
			return p.withEngine(cmd.Context(), reading, func(conn *grpc.ClientConn) error {
				differences, err := loader.SchemaDiff(cmd.Context(), conn, m)
				if err != nil {
					return err
				}
				return p.printDifferences(differences)
			})
		},
	}
	verb.Flags().StringVar(&file, "access", "", "print the permissions that users lose and gain by the schema in `FILE.zed`")
	return verb
}

// maxSchema is how many bytes of schema an engine takes in one message.
const maxSchema = 4 << 20

// schemaAccess prints what another schema gives and takes.
func (p *program) schemaAccess(ctx context.Context, name string) error {
	file, err := p.input(ctx, name)
	if err != nil {
		return phrase.Errorf("reading the schema: %w", err)
	}
	defer file.Close()
	text, err := files.ReadAll(file, maxSchema)
	if err != nil {
		return phrase.Errorf("reading the schema: %w", err)
	}
	return p.withEngine(ctx, reading, func(conn *grpc.ClientConn) error {
		d, err := access.OfSchema(ctx, conn, string(text), time.Now())
		if err != nil {
			return phrase.Errorf("schema %s: %w", name, err)
		}
		return p.printAccess(d, nil)
	})
}

// schemaJSON is a schema, for machines.
type schemaJSON struct {
	Schema string `json:"schema"` // its text
}

// differencesJSON is what differs between two schemas, for machines.
type differencesJSON struct {
	Differences []string `json:"differences"` // between the model and the schema of the engine, in words
}

func (p *program) printDifferences(differences []phrase.Phrase) error {
	if p.json {
		english := []string{}
		for _, d := range differences {
			english = append(english, d.String())
		}
		if err := p.printJSON(differencesJSON{english}); err != nil {
			return err
		}
	} else {
		for _, d := range differences {
			if err := p.println(p.words().Value(d)); err != nil {
				return err
			}
		}
	}
	if len(differences) == 0 {
		p.place.tell("the engine's schema is the model's")
	}
	if len(differences) > 0 {
		return errNo
	}
	return nil
}

func (p *program) schemaWriteVerb() *cobra.Command {
	var create bool
	verb := &cobra.Command{
		Use:   "write [OWN.zed]",
		Short: "Write the model to the engine, with what an institution adds to it",
		Long: `Writes this program's model to the engine, in the place of the one that is
there. The engine refuses it while relationships exist that the model no longer
knows. Loading into an engine without a schema writes it by itself.

OWN.zed adds an institution's own: types and caveats, and, in a "definition" of a
type of remit's, further relations and permissions. What would change what remit's
names mean is refused, with file and line; so is a schema under which SpiceDB can
answer "allowed" wrongly (see "remit schema lint"), unless --accept names the rule.
Relationships of an institution's relations are its application's to write: no sync
writes them or takes them away. A later remit may have a name that the file has too,
and then refuses it: a prefix keeps them apart.`,
		Example: `  remit schema write own.zed`,
		Args:    atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			x, err := p.extensionOf(args)
			if err != nil {
				return err
			}
			for _, note := range x.Notes {
				p.place.note("%s", note)
			}
			return orCreate(p.withEngine(cmd.Context(), orMaking(create), func(conn *grpc.ClientConn) error {
				before, err := engineModel(cmd.Context(), conn)
				if err != nil {
					return err
				}
				if _, err := loader.WriteSchema(cmd.Context(), conn, x.Model); err != nil {
					return err
				}
				if gone := missingIn(x.Model, before); len(gone) > 0 {
					p.place.note("the schema had these of an institution, and has them no longer: %s", strings.Join(gone, ", "))
				}
				p.place.tell("wrote the schema")
				return nil
			}))
		},
	}
	verb.Flags().BoolVar(&create, "create", false, "make the store if it is not there")
	return verb
}

// missingIn are the types and permissions of a model that another lacks.
func missingIn(m, before schema.Model) []string {
	var gone []string
	for _, t := range before.Types() {
		if !m.HasType(t) {
			gone = append(gone, string(t))
			continue
		}
		for _, permission := range before.Permissions(t) {
			if !m.HasPermission(permission) {
				gone = append(gone, string(permission))
			}
		}
	}
	return gone
}

// modelOf is the model that a schema verb is about.
func (p *program) modelOf(args []string) (schema.Model, error) {
	x, err := p.extensionOf(args)
	return x.Model, err
}

// extensionOf is what the file that a schema verb names adds, or else that of
// --model or of the settings.
func (p *program) extensionOf(args []string) (model.Extension, error) {
	name := p.place.model
	switch {
	case len(args) == 0 && name == "":
		return model.Extension{}, nil
	case len(args) == 1 && p.place.flags.Changed("model"):
		return model.Extension{}, phrase.Errorf("the institution's file is given twice: leave --model out")
	case len(args) == 1:
		name = args[0]
	}
	x, err := readExtension(name, p.place.accept)
	if err != nil {
		return model.Extension{}, err
	}
	return *x, nil
}
