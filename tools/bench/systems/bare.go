package systems

import (
	"context"
	"net"
	"os/exec"
	"path/filepath"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/process"
)

var bareGRPC = Entry{
	Name: "bare gRPC", What: "a gRPC server that says yes to everything, with the messages of SpiceDB's API: what the way there and back costs", Unanswering: true,
	New: func(p Place) System { return &bare{Place: p} },
}

// BareCommand is how the benchmark's own program is told to be that server.
const BareCommand = "serve-bare"

// bare is the way to a server and back, and nothing done there. Lists and writes are not
// asked of it.
type bare struct {
	Place
	spiceAPI
	child *process.Child
}

func (*bare) Load(context.Context, *World) error { return nil }
func (*bare) Stored() string                     { return "" }
func (b *bare) Processes() []int                 { return []int{b.child.Pid()} }

func (b *bare) Start(ctx context.Context, _ *World) error {
	address, err := process.Address()
	if err != nil {
		return err
	}
	if b.child, err = process.Start(filepath.Join(b.Folder, "bare.log"), exec.Command(b.Self, BareCommand, address)); err != nil {
		return err
	}
	if b.spiceAPI, err = dial(address, fully); err != nil {
		return err
	}
	return b.child.Await(ctx, func() error {
		ask, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		_, err := b.Check(ask, checker.Question{})
		return b.again(err)
	})
}

func (b *bare) Stop(context.Context) error {
	if err := b.conn.Close(); err != nil {
		return err
	}
	return b.child.Stop()
}

// ServeBare serves until the process ends.
func ServeBare(address string) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	server := grpc.NewServer()
	v1.RegisterPermissionsServiceServer(server, yes{})
	return server.Serve(l)
}

type yes struct {
	v1.UnimplementedPermissionsServiceServer
}

func (yes) CheckPermission(context.Context, *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
	return &v1.CheckPermissionResponse{
		CheckedAt:      &v1.ZedToken{Token: "bare"},
		Permissionship: v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION,
	}, nil
}

func (yes) CheckBulkPermissions(_ context.Context, request *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
	answer := &v1.CheckBulkPermissionsResponse{CheckedAt: &v1.ZedToken{Token: "bare"}}
	for _, item := range request.GetItems() {
		answer.Pairs = append(answer.Pairs, &v1.CheckBulkPermissionsPair{
			Request: item,
			Response: &v1.CheckBulkPermissionsPair_Item{Item: &v1.CheckBulkPermissionsResponseItem{
				Permissionship: v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION,
			}},
		})
	}
	return answer, nil
}

func (*bare) List(context.Context, data.Listing) ([]schema.Ref, error) { return nil, ErrNotAsked }
func (*bare) Who(context.Context, data.Naming) ([]schema.Ref, error)   { return nil, ErrNotAsked }
func (*bare) Link(context.Context, data.Linking) error                 { return ErrNotAsked }
func (*bare) Unlink(context.Context, data.Linking) error               { return ErrNotAsked }
