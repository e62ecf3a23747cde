package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/terminal"
	"github.com/remit-authz/remit/schema"
)

func (p *program) storeVerb() *cobra.Command {
	verb := &cobra.Command{
		Use:   "store",
		Short: "Check the store, or say what is in it",
		Args:  ofVerbs,
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
				return p.withStore(cmd.Context(), func(s *boltstore.Store) error { return p.storeStats(cmd.Context(), s) }, p.refuseServed)
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
		return "", phrase.Errorf("this is about a store: say which with --store FILE")
	}
	name := p.place.storeName()
	if _, err := os.Stat(name); err != nil {
		return "", phrase.Errorf("there is no store to open: %w", err)
	}
	p.place.noteShared(name)
	return name, nil
}

// withStore opens the store for reading, without an engine over it. Of one that another
// process serves, that is asked instead.
func (p *program) withStore(ctx context.Context, do func(*boltstore.Store) error, ask func(*grpc.ClientConn) error) error {
	name, err := p.storeFile()
	if err != nil {
		return err
	}
	var store *boltstore.Store
	served, err := p.place.patiently(ctx, name, func() (err error) {
		store, err = boltstore.Open(name, boltstore.Options{ReadOnly: true})
		return err
	})
	switch {
	case err != nil:
		return err
	case served != nil:
		return errors.Join(ask(served), served.Close())
	}
	if store.Interrupted() {
		p.place.noteInterrupted(name)
	}
	return errors.Join(do(store), store.Close())
}

// refuseServed refuses a store that another process serves, for a verb that is about
// the file.
func (p *program) refuseServed(*grpc.ClientConn) error { return errServed(p.place.storeName()) }

func (p *program) storeCheck(ctx context.Context) error {
	name, err := p.storeFile()
	if err != nil {
		return err
	}
	var report boltstore.Report
	served, err := p.place.patiently(ctx, name, func() (err error) {
		report, err = boltstore.Check(ctx, name, p.progress.stored)
		return err
	})
	switch {
	case err != nil:
		return err
	case served != nil:
		return errors.Join(p.refuseServed(served), served.Close())
	}
	if p.json {
		err = p.printJSON(storeCheckJSON{report.Relationships, report.Versions, report.Problems, append([]string{}, report.Details...), report.Interrupted})
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
		if err := p.println(interrupted().Say(p.words())); err != nil {
			return err
		}
	}
	return p.say("%d {relationship|relationships}, with those that have ended, in %d {version|versions}; %d {problem|problems}", report.Relationships, report.Versions, report.Problems)
}

func (p *program) storeStats(ctx context.Context, s *boltstore.Store) error {
	stats, err := s.Stats(ctx)
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(storeStatsJSON{
			stats.Path, stats.UniqueID, stats.Relationships, stats.Ended, stats.RelationshipsByType,
			stats.FileBytes, stats.FreeBytes, stats.Head.String(), stats.OldestRevision.String(),
		})
	}
	var rows [][]string
	for _, typ := range slices.Sorted(maps.Keys(stats.RelationshipsByType)) {
		rows = append(rows, []string{fmt.Sprint(stats.RelationshipsByType[typ]), schema.Shown(typ)})
	}
	rows = append(rows, p.cells("%d\t{relationship|relationships} in all", int(stats.Relationships)))
	if stats.Ended > 0 {
		rows = append(rows, p.cells("%d\tmore that have ended", int(stats.Ended)))
	}
	rows = append(rows,
		p.cells("%d\tbytes in %s", int(stats.FileBytes), schema.Shown(stats.Path)),
		p.cells("%d\tof them free", int(stats.FreeBytes)),
		p.cells("%s\tnewest revision", stats.Head),
		p.cells("%s\toldest revision kept", stats.OldestRevision),
	)
	return terminal.Layout{Width: p.screen.Width(), Right: true}.Write(p.out, rows)
}

// storeCheckJSON is what is wrong with a store, for machines.
type storeCheckJSON struct {
	Relationships int64    `json:"relationships"` // that are there, those that have ended with them
	Versions      int64    `json:"versions"`      // of relationships, those that are gone with them
	Problems      int64    `json:"problems"`      // how many were found
	Details       []string `json:"details"`       // the first of them
	// Interrupted says that a write was cut off, which the next use of the store undoes.
	Interrupted bool `json:"interrupted"`
}

// storeStatsJSON is what a store holds, for machines.
type storeStatsJSON struct {
	Path                string            `json:"path"`                  // of the file
	UniqueID            string            `json:"unique_id"`             // of the store, which a restored one has its own of
	Relationships       uint64            `json:"relationships"`         // in all, but for those that have ended
	Ended               uint64            `json:"ended"`                 // how many more have ended, and are there yet
	RelationshipsByType map[string]uint64 `json:"relationships_by_type"` // by the type of their resource
	FileBytes           int64             `json:"file_bytes"`            // how large the file is
	FreeBytes           int64             `json:"free_bytes"`            // of it, what the next writes take first
	Head                string            `json:"head"`                  // the newest revision
	OldestRevision      string            `json:"oldest_revision"`       // that can still be read
}
