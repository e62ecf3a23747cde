package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/schema"
)

func (p *program) storeVerb() *cobra.Command {
	verb := &cobra.Command{
		Use:   "store",
		Short: "Check the store, or say what is in it",
		Args:  cobra.NoArgs,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	verb.AddCommand(
		&cobra.Command{
			Use:   "check",
			Short: "Read the whole store and look for damage; exit code 1 if there is any",
			Args:  exactly(0),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return p.storeCheck(cmd.Context())
			},
		},
		&cobra.Command{
			Use:   "stats",
			Short: "Print relationships by type, the file's size, and the oldest revision kept",
			Args:  exactly(0),
			RunE: func(cmd *cobra.Command, _ []string) error {
				return p.withStore(func(s *boltstore.Store) error { return p.storeStats(cmd.Context(), s) })
			},
		},
	)
	return verb
}

// storeFile is the file of the store that a verb is about.
func (p *program) storeFile() (string, error) {
	if err := p.place.validate(); err != nil {
		return "", err
	}
	if p.place.source != "" || p.place.endpoint != "" {
		return "", errors.New("this is about a store: say which with --store FILE")
	}
	name := p.place.storeName()
	if _, err := os.Stat(name); err != nil {
		return "", fmt.Errorf("there is no store to open: %w", err)
	}
	return name, nil
}

// withStore opens the store for reading, without an engine over it.
func (p *program) withStore(do func(*boltstore.Store) error) error {
	name, err := p.storeFile()
	if err != nil {
		return err
	}
	store, err := boltstore.Open(name, boltstore.Options{ReadOnly: true})
	if err != nil {
		return err
	}
	if store.Interrupted() {
		p.place.noteInterrupted(name)
	}
	return errors.Join(do(store), store.Close())
}

func (p *program) storeCheck(ctx context.Context) error {
	name, err := p.storeFile()
	if err != nil {
		return err
	}
	report, err := boltstore.Check(ctx, name)
	if err != nil {
		return err
	}
	if p.json {
		err = p.printJSON(map[string]any{
			"relationships": report.Relationships, "versions": report.Versions,
			"problems": report.Problems, "details": append([]string{}, report.Details...),
			"interrupted": report.Interrupted,
		})
	} else {
		err = p.printReport(report)
	}
	if err == nil && !report.OK() {
		return errNo
	}
	return err
}

func (p *program) printReport(report boltstore.Report) error {
	for _, detail := range report.Details {
		if err := p.println(schema.Escape(detail)); err != nil {
			return err
		}
	}
	if report.Interrupted {
		if err := p.println(interrupted); err != nil {
			return err
		}
	}
	return p.printf("%d relationships, %d versions of them, %d problems\n", report.Relationships, report.Versions, report.Problems)
}

func (p *program) storeStats(ctx context.Context, s *boltstore.Store) error {
	stats, err := s.Stats(ctx)
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(map[string]any{
			"path": stats.Path, "unique_id": stats.UniqueID,
			"relationships": stats.Relationships, "relationships_by_type": stats.RelationshipsByType,
			"file_bytes": stats.FileBytes, "free_bytes": stats.FreeBytes,
			"head": stats.Head.String(), "oldest_revision": stats.OldestRevision.String(),
		})
	}
	table := tabwriter.NewWriter(p.out, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, typ := range slices.Sorted(maps.Keys(stats.RelationshipsByType)) {
		fmt.Fprintf(table, "%d\t %s\n", stats.RelationshipsByType[typ], schema.Shown(typ))
	}
	fmt.Fprintf(table, "%d\t relationships in all\n", stats.Relationships)
	fmt.Fprintf(table, "%d\t bytes in %s\n", stats.FileBytes, schema.Shown(stats.Path))
	fmt.Fprintf(table, "%d\t of them free\n", stats.FreeBytes)
	fmt.Fprintf(table, "%s\t newest revision\n", stats.Head)
	fmt.Fprintf(table, "%s\t oldest revision kept\n", stats.OldestRevision)
	return table.Flush()
}
