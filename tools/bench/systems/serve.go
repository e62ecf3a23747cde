package systems

import (
	"context"
	"os/exec"
	"path/filepath"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/tools/bench/process"
)

var remitGRPC = Entry{
	Name: "remit gRPC", What: "remit serve, as it is, asked over loopback by SpiceDB's gRPC API, fully consistent", Keeps: true,
	New: func(p Place) System { return &remitServed{Place: p} },
}

var remitChecker = Entry{
	Name: "remit checker", What: "the same service, asked by an application in Go: package checker over a connection to it, which packs lists", Keeps: true,
	New: func(p Place) System { return &remitChecked{remitServed: remitServed{Place: p}} },
}

// remitChecked is remit's service as a Go application asks it.
type remitChecked struct {
	remitServed
	asked
}

func (r *remitChecked) Start(ctx context.Context, w *World) error {
	err := r.remitServed.Start(ctx, w)
	r.checker = checker.New(r.conn, asLongAsOthers)
	return err
}

// remitServed is remit's service over gRPC.
type remitServed struct {
	Place
	spiceAPI
	child *process.Child
}

func (r *remitServed) Stored() string                           { return storeIn(r.Folder) }
func (r *remitServed) Processes() []int                         { return []int{r.child.Pid()} }
func (r *remitServed) Load(ctx context.Context, w *World) error { return loadStore(ctx, r.Folder, w) }

func (r *remitServed) Start(ctx context.Context, _ *World) error {
	address, err := process.Address()
	if err != nil {
		return err
	}
	if r.child, err = serveRemit(r.Place, "--listen", address); err != nil {
		return err
	}
	if r.spiceAPI, err = dial(address, fully); err != nil {
		return err
	}
	return r.child.Await(ctx, func() error {
		ask, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		_, err := v1.NewSchemaServiceClient(r.conn).ReadSchema(ask, &v1.ReadSchemaRequest{})
		return r.again(err)
	})
}

func (r *remitServed) Stop(context.Context) error {
	if err := r.conn.Close(); err != nil {
		return err
	}
	return r.child.Stop()
}

func serveRemit(p Place, flags ...string) (*process.Child, error) {
	args := append([]string{"serve", "--store", storeIn(p.Folder), "--no-keys", "--no-socket"}, flags...)
	return process.Start(filepath.Join(p.Folder, "serve.log"), exec.Command(filepath.Join(p.Programs, "remit"), args...))
}
