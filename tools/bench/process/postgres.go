package process

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"
)

// ErrNoPostgres means that this machine has no PostgreSQL.
var ErrNoPostgres = errors.New("no PostgreSQL here: postgres and initdb are not in PATH")

// Postgres is a PostgreSQL of one system, its data in a folder, over which the next one
// may be started.
type Postgres struct {
	child  *Child
	folder string
	port   string
	as     *syscall.Credential
}

// settings are those of a small server: as much memory as the data of the middle size, and
// what SpiceDB and OpenFGA ask for. Writes are synced, as they are by default.
var settings = map[string]string{
	"shared_buffers":         "512MB",
	"effective_cache_size":   "2GB",
	"max_wal_size":           "4GB",
	"max_connections":        "200",
	"track_commit_timestamp": "on",
	"jit":                    "off", // its compilation costs more than any query here
}

// StartPostgres makes a cluster in the folder, if there is none, and runs it. The caller
// stops it.
func StartPostgres(ctx context.Context, folder string) (*Postgres, error) {
	server, err := exec.LookPath("postgres")
	if err != nil {
		return nil, ErrNoPostgres
	}
	p := &Postgres{folder: folder}
	if err := p.unprivileged(); err != nil {
		return nil, err
	}
	data := filepath.Join(folder, "data")
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); err != nil {
		if err := p.initialize(ctx, data); err != nil {
			return nil, err
		}
	}
	address, err := Address()
	if err != nil {
		return nil, err
	}
	if _, p.port, err = net.SplitHostPort(address); err != nil {
		return nil, err
	}
	args := []string{"-D", data, "-h", "127.0.0.1", "-p", p.port, "-k", ""}
	for name, value := range settings {
		args = append(args, "-c", name+"="+value)
	}
	cmd := exec.Command(server, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	cmd.Dir = folder
	if p.child, err = Start(filepath.Join(folder, "postgres.log"), cmd); err != nil {
		return nil, err
	}
	ready, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return p, p.child.Await(ready, func() error {
		conn, err := pgx.Connect(ready, p.URI())
		if err != nil {
			return err
		}
		return conn.Close(ready)
	})
}

func (p *Postgres) initialize(ctx context.Context, data string) error {
	initdb, err := exec.LookPath("initdb")
	if err != nil {
		return ErrNoPostgres
	}
	if err := os.MkdirAll(data, 0o700); err != nil {
		return err
	}
	if p.as != nil {
		for _, name := range []string{p.folder, data} {
			if err := os.Chown(name, int(p.as.Uid), int(p.as.Gid)); err != nil {
				return err
			}
		}
	}
	cmd := exec.CommandContext(ctx, initdb, "-D", data, "-U", "bench", "--auth=trust", "-E", "UTF8", "--locale=C")
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: p.as}
	cmd.Dir = p.folder
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, out)
	}
	return nil
}

// unprivileged finds a user other than root: PostgreSQL refuses to be root's.
func (p *Postgres) unprivileged() error {
	if os.Getuid() != 0 {
		return nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		u, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(u.Uid, 10, 32)
		if err != nil {
			return err
		}
		gid, err := strconv.ParseUint(u.Gid, 10, 32)
		if err != nil {
			return err
		}
		p.as = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return nil
	}
	return errors.New("PostgreSQL does not run as root, and there is no user postgres or nobody")
}

// URI reaches it.
func (p *Postgres) URI() string {
	return fmt.Sprintf("postgres://bench@127.0.0.1:%s/postgres?sslmode=disable", p.port)
}

// Pid is the number of its first process, below which all others are.
func (p *Postgres) Pid() int { return p.child.Pid() }

// Stop ends it when what is under way is done with, and keeps the data.
func (p *Postgres) Stop() error { return p.child.stop(os.Interrupt) }
