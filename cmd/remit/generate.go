package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/gonames"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

func (p *program) schemaGenerateVerb() *cobra.Command {
	var name, out string
	verb := &cobra.Command{
		Use:   "generate --package NAME OWN.zed",
		Short: "Write Go names for what an institution's file adds",
		Long: `Writes a Go package with a typed name for each type, relation and permission that
OWN.zed adds to the model, the model itself, for checker.Options, and a check that an
engine has it, for an application's start. The package does not compile with a remit
whose model means something else: generate it anew then.`,
		Example: `  remit schema generate --package perm --out perm/perm.go own.zed`,
		Args:    exactly(1),
		RunE: func(_ *cobra.Command, args []string) error {
			if name == "" {
				return phrase.Errorf("a Go package has a name: give one with --package NAME")
			}
			x, err := readExtension(args[0], p.place.accept)
			if err != nil {
				return err
			}
			source, err := gonames.Write(x, name, args[0])
			if err != nil {
				return phrase.Errorf("schema %s: %w", args[0], err)
			}
			if out != "" {
				if err := os.WriteFile(out, source, 0o644); err != nil {
					return err
				}
				p.place.tell("wrote %s", schema.Shown(out))
				return nil
			}
			_, err = p.verbatim().Write(source)
			return err
		},
	}
	verb.Flags().StringVar(&name, "package", "", "the Go package's `NAME`")
	verb.Flags().StringVar(&out, "out", "", "write to `FILE`, not to standard output")
	return verb
}
