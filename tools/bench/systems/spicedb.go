package systems

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/process"
)

var (
	spicedbMemory = Entry{
		Name: "SpiceDB memory", What: "spicedb serve over its datastore in memory, asked over loopback gRPC, minimize_latency",
		New: func(p Place) System { return &spicedb{Place: p} },
	}
	spicedbPostgres = Entry{
		Name: "SpiceDB PostgreSQL", What: "spicedb serve over PostgreSQL, asked over loopback gRPC, minimize_latency", Keeps: true,
		New: func(p Place) System { return &spicedb{Place: p, durable: true} },
	}
)

// spicedb is SpiceDB's own program, with remit's schema.
type spicedb struct {
	Place
	spiceAPI
	durable  bool
	postgres *process.Postgres
	child    *process.Child
}

func (s *spicedb) Stored() string {
	if s.durable {
		return s.Folder
	}
	return ""
}

func (s *spicedb) Processes() []int {
	pids := []int{s.child.Pid()}
	if s.durable {
		pids = append(pids, s.postgres.Pid())
	}
	return pids
}

func (s *spicedb) program() string { return filepath.Join(s.Programs, "spicedb") }

func (s *spicedb) Load(ctx context.Context, w *World) error {
	if !s.durable {
		return nil
	}
	var err error
	if s.postgres, err = process.StartPostgres(ctx, s.Folder); err != nil {
		return err
	}
	migrate := exec.CommandContext(ctx, s.program(), "datastore", "migrate", "head", "--datastore-engine", "postgres",
		"--datastore-conn-uri", s.postgres.URI(), "--skip-release-check")
	if out, err := migrate.CombinedOutput(); err != nil {
		return errors.Join(fmt.Errorf("spicedb datastore migrate: %w\n%s", err, out), s.postgres.Stop())
	}
	if err := s.serve(ctx); err != nil {
		return errors.Join(err, s.postgres.Stop())
	}
	return errors.Join(s.fill(ctx, w), s.analyze(ctx), s.Stop(ctx))
}

func (s *spicedb) analyze(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.postgres.URI())
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "VACUUM ANALYZE")
	return errors.Join(err, conn.Close(ctx))
}

func (s *spicedb) fill(ctx context.Context, w *World) error {
	if _, err := v1.NewSchemaServiceClient(s.conn).WriteSchema(ctx, &v1.WriteSchemaRequest{Schema: schema.Text()}); err != nil {
		return err
	}
	all, err := w.Relationships()
	if err != nil {
		return err
	}
	return s.importAll(ctx, all)
}

func (s *spicedb) Start(ctx context.Context, w *World) error {
	if !s.durable {
		if err := s.serve(ctx); err != nil {
			return err
		}
		return s.fill(ctx, w)
	}
	var err error
	if s.postgres, err = process.StartPostgres(ctx, s.Folder); err != nil {
		return err
	}
	return s.serve(ctx)
}

// serve leaves SpiceDB's settings as they are, but for what it would tell others, and for
// lists that take longer than its 30 s.
func (s *spicedb) serve(ctx context.Context) error {
	address, err := process.Address()
	if err != nil {
		return err
	}
	args := []string{
		"serve", "--grpc-preshared-key", key, "--grpc-addr", address, "--skip-release-check", "--telemetry-endpoint", "",
		"--http-enabled=false", "--metrics-enabled=false", "--log-level", "error", "--grpc-max-conn-age", "1h",
	}
	if s.durable {
		args = append(args, "--datastore-engine", "postgres", "--datastore-conn-uri", s.postgres.URI())
	} else {
		args = append(args, "--datastore-engine", "memory")
	}
	if s.child, err = process.Start(filepath.Join(s.Folder, "spicedb.log"), exec.Command(s.program(), args...)); err != nil {
		return err
	}
	if s.spiceAPI, err = dial(address, bounded); err != nil {
		return err
	}
	return s.child.Await(ctx, func() error {
		ask, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		_, err := v1.NewSchemaServiceClient(s.conn).ReadSchema(ask, &v1.ReadSchemaRequest{})
		if status.Code(err) == codes.NotFound {
			return nil // none is written yet
		}
		return s.again(err)
	})
}

func (s *spicedb) Stop(context.Context) error {
	err := errors.Join(s.conn.Close(), s.child.Stop())
	if s.durable {
		err = errors.Join(err, s.postgres.Stop())
	}
	return err
}
