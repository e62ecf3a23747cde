package systems

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/data"
)

var (
	remitMemory = Entry{
		Name: "remit memory", What: "checker with checker/memory, over checker/embedded's durable store, all in the process", Keeps: true,
		New: func(p Place) System { return &inProcess{folder: p.Folder, remembers: true} },
	}
	remitEmbedded = Entry{
		Name: "remit embedded", What: "checker over checker/embedded's durable store in the process, without a memory", Keeps: true,
		New: func(p Place) System { return &inProcess{folder: p.Folder} },
	}
)

// inProcess is remit as a library: an engine over a store in a file, and a checker.
type inProcess struct {
	folder    string
	remembers bool
	engine    *embedded.Engine
	memory    *memory.Memory
	asked
}

// asked is a checker that is asked the questions.
type asked struct{ checker *checker.Checker }

// asLongAsOthers have for a request.
var asLongAsOthers = checker.Options{Timeout: time.Minute, ListTimeout: time.Minute}

func storeIn(folder string) string { return filepath.Join(folder, "remit.db") }

func (p *inProcess) Stored() string { return storeIn(p.folder) }
func (*inProcess) Processes() []int { return nil }

// loadStore is a whole sync of the source folder, as an administrator's, with its plan.
func loadStore(ctx context.Context, folder string, w *World) error {
	engine, err := embedded.Open(ctx, embedded.Options{Store: storeIn(folder), Record: embedded.Unrecorded})
	if err != nil {
		return err
	}
	if _, err := loader.Load(ctx, engine.Conn(), w.Folder, w.Now); err != nil {
		return fmt.Errorf("loading: %w", err)
	}
	return engine.Close()
}

func (p *inProcess) Load(ctx context.Context, w *World) error { return loadStore(ctx, p.folder, w) }

func (p *inProcess) Start(ctx context.Context, _ *World) error {
	var err error
	if p.engine, err = embedded.Open(ctx, embedded.Options{Store: p.Stored(), Record: embedded.Unrecorded}); err != nil {
		return err
	}
	options := asLongAsOthers
	if p.remembers {
		p.memory = memory.Follow(p.engine.Conn(), memory.Options{})
		if err := p.memory.Ready(ctx); err != nil {
			return err
		}
		options.Memory = p.memory
	}
	p.checker = checker.New(p.engine.Conn(), options)
	return nil
}

func (p *inProcess) Stop(context.Context) error {
	if p.memory != nil {
		if err := p.memory.Close(); err != nil {
			return err
		}
	}
	return p.engine.Close()
}

func (a asked) Check(ctx context.Context, q checker.Question) (bool, error) {
	decision, err := a.checker.Check(ctx, q)
	return decision.Allowed(), err
}

func (a asked) Bulk(ctx context.Context, all []checker.Question) ([]bool, error) {
	answers := make([]bool, len(all))
	for i, answer := range a.checker.CheckAll(ctx, all) {
		if answer.Err != nil {
			return nil, answer.Err
		}
		answers[i] = answer.Allowed()
	}
	return answers, nil
}

func (a asked) List(ctx context.Context, l data.Listing) ([]schema.Ref, error) {
	list, err := a.checker.Resources(ctx, l.Subject, l.Permission)
	return list.Refs, err
}

func (a asked) Who(ctx context.Context, n data.Naming) ([]schema.Ref, error) {
	list, err := a.checker.Subjects(ctx, n.Permission, n.Resource)
	return list.Refs, err
}

func (p *inProcess) Link(ctx context.Context, l data.Linking) error {
	return writeLink(ctx, p.engine.Conn(), v1.RelationshipUpdate_OPERATION_TOUCH, l)
}

func (p *inProcess) Unlink(ctx context.Context, l data.Linking) error {
	return writeLink(ctx, p.engine.Conn(), v1.RelationshipUpdate_OPERATION_DELETE, l)
}

// writeLink writes one relationship by SpiceDB's API.
func writeLink(ctx context.Context, conn grpc.ClientConnInterface, does v1.RelationshipUpdate_Operation, l data.Linking) error {
	update, err := relation.Between(l.Client, schema.ClientPractitioner, l.User).Update(does)
	if err != nil {
		return err
	}
	_, err = v1.NewPermissionsServiceClient(conn).WriteRelationships(ctx,
		&v1.WriteRelationshipsRequest{Updates: []*v1.RelationshipUpdate{update}})
	return err
}
