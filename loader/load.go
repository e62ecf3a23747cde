package loader

import (
	"context"
	"io/fs"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/schema"
)

// Read reads a source folder in the loader's own format, package source/csv, with
// the careful options. Package source/formats finds out which format it is in.
func Read(folder fs.FS) (source.Source, error) { return source.Options{}.Read(csv.Format{}, folder) }

// Load reads a source folder, plans and applies it, within the zero Limits: for
// fixtures, and for engines that live as long as one command. It returns the
// revision that has it.
func Load(ctx context.Context, conn grpc.ClientConnInterface, folder fs.FS, now time.Time) (schema.Revision, error) {
	src, err := Read(folder)
	if err != nil {
		return "", err
	}
	return Sync{Engine: conn, Now: now}.Run(ctx, src)
}
