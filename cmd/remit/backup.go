package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/transfer"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

func (p *program) backupVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE",
		Short: "Write everything, as it is at one moment, into a new file",
		Long: `Writes a consistent snapshot into a new file, which is there when it is whole
and not before. Of a store it has everything; of an engine that runs elsewhere
(--endpoint), such as a remit that serves, the schema and the relationships.
The file is itself a store: restore makes one of it, --store FILE reads it.`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			ctx := cmd.Context()
			if err := p.place.validate(); err != nil {
				return err
			}
			whole := func(conn *grpc.ClientConn) error { return p.backupEngine(ctx, conn, args[0]) }
			var err error
			if p.place.remote() == "" {
				err = p.withStore(ctx, func(s *boltstore.Store) error { return s.BackupFile(ctx, args[0], p.progress.stored) }, whole)
			} else {
				err = p.withEngine(ctx, reading, whole)
			}
			if err == nil {
				p.place.tell("backed up into %s", schema.Shown(args[0]))
			}
			return err
		},
	}
}

// backupEngine copies an engine into a store of its own first, so that the
// file is made whole at once.
func (p *program) backupEngine(ctx context.Context, conn *grpc.ClientConn, file string) (err error) {
	if err := files.Absent(file); err != nil {
		return err // before it is copied for nothing
	}
	folder, err := os.MkdirTemp(filepath.Dir(file), ".remit-backup-")
	if err != nil {
		return phrase.Errorf("file %s: cannot be written: %w", file, err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	copied, err := embedded.Open(ctx, embedded.Options{Store: filepath.Join(folder, "store"), Record: embedded.Unrecorded})
	if err != nil {
		return err
	}
	if _, err = transfer.Copy(ctx, p.progress.reading(conn), copied.Conn()); err == nil {
		err = copied.Backup(ctx, file)
	}
	return errors.Join(err, copied.Close())
}

// noteRestored says what a store that was restored may allow again.
func (p *program) noteRestored(ctx context.Context) error {
	p.place.loud().note("the store is as it was when the backup was made, and allows again what was taken away since: sync it before it is asked")
	return p.withEngine(ctx, reading, func(conn *grpc.ClientConn) error {
		running, err := emergency.ListAll(ctx, conn, time.Now())
		for _, r := range running {
			p.place.note("an emergency access runs in it: %s to %s; stop it, if it was stopped", r.User, r.Client)
		}
		return err
	})
}

func (p *program) restoreVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Make a new store of a backup",
		Long: `Makes a new store, at --store FILE, of what backup wrote. A store that is there
already is never touched.`,
		Example: `  remit restore monday.backup --store remit.db`,
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if p.place.source != "" || p.place.endpoint != "" {
				return phrase.Errorf("restore makes a store: say which with --store FILE; into an engine, load your source folder with sync")
			}
			file, err := files.Open(args[0])
			if err != nil {
				return phrase.Errorf("reading the backup: %w", err)
			}
			defer file.Close()
			p.place.noteOthers(args[0])
			var size int64
			if info, err := os.Stat(args[0]); err == nil { // else nobody is told how much there is
				size = info.Size()
			}
			if err := boltstore.Restore(cmd.Context(), p.place.storeName(), file, size, p.progress.stored); err != nil {
				return err
			}
			p.place.tell("made the store %s of the backup %s", schema.Shown(p.place.storeName()), schema.Shown(args[0]))
			return p.noteRestored(cmd.Context())
		},
	}
}
