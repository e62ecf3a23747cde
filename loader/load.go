package loader

import (
	"context"
	"io/fs"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/schema"
)

// Load reads a source folder and applies it, within the zero Limits on
// relationships: for fixtures, and for engines that live as long as one command. It returns the
// revision that has it.
func Load(ctx context.Context, conn grpc.ClientConnInterface, folder fs.FS, now time.Time) (schema.Revision, error) {
	src, err := Read(folder)
	if err != nil {
		return "", err
	}
	return LoadSource(ctx, conn, src, now)
}

// LoadSource is Load of a source that has been read.
func LoadSource(ctx context.Context, conn grpc.ClientConnInterface, src Source, now time.Time) (schema.Revision, error) {
	engine, want := NewEngine(conn), Want(src, now)
	have, err := Have(ctx, engine, want.Tenants)
	if err != nil {
		return "", err
	}
	return Apply(ctx, engine, Diff(want, have), ApplyOptions{})
}
