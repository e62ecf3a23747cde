package systems

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/jackc/pgx/v5"
	openfgav1 "github.com/openfga/api/proto/openfga/v1"
	language "github.com/openfga/language/pkg/go/transformer"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/process"
)

var (
	openfgaMemory   = openfgaOver("OpenFGA memory", "memory")
	openfgaSQLite   = openfgaOver("OpenFGA SQLite", "sqlite")
	openfgaPostgres = openfgaOver("OpenFGA PostgreSQL", "postgres")
)

func openfgaOver(name, engine string) Entry {
	return Entry{
		Name: name, What: "openfga run over " + engine + ", all its caches on, asked over loopback gRPC, minimize latency", Keeps: engine != "memory",
		New: func(p Place) System { return &openfga{Place: p, engine: engine} },
	}
}

// modelText is remit's model as far as the five permissions go, in OpenFGA's language,
// with the relations of everything that is loaded. Links that an application writes to an
// account's owner are not in it: the world has none.
//
//go:embed model.fga
var modelText string

// openfga is OpenFGA's own program.
type openfga struct {
	Place
	engine   string
	postgres *process.Postgres
	child    *process.Child
	conn     *grpc.ClientConn
	asks     openfgav1.OpenFGAServiceClient
	store    string
	model    string
}

func (o *openfga) Stored() string {
	if o.engine == "memory" {
		return ""
	}
	return o.Folder
}

func (o *openfga) Processes() []int {
	pids := []int{o.child.Pid()}
	if o.postgres != nil {
		pids = append(pids, o.postgres.Pid())
	}
	return pids
}

func (o *openfga) program() string { return filepath.Join(o.Programs, "openfga") }

// datastore is what its verbs are told of where the data is.
func (o *openfga) datastore() []string {
	args := []string{"--datastore-engine", o.engine}
	switch o.engine {
	case "sqlite":
		args = append(args, "--datastore-uri", "file:"+filepath.Join(o.Folder, "openfga.db"))
	case "postgres":
		args = append(args, "--datastore-uri", o.postgres.URI())
	}
	return args
}

func (o *openfga) Load(ctx context.Context, w *World) error {
	if o.engine == "memory" {
		return nil
	}
	if err := o.startPostgres(ctx); err != nil {
		return err
	}
	migrate := exec.CommandContext(ctx, o.program(), append([]string{"migrate"}, o.datastore()...)...)
	if out, err := migrate.CombinedOutput(); err != nil {
		return errors.Join(fmt.Errorf("openfga migrate: %w\n%s", err, out), o.stopPostgres())
	}
	if err := o.serve(ctx); err != nil {
		return errors.Join(err, o.stopPostgres())
	}
	return errors.Join(o.fill(ctx, w), o.analyze(ctx), o.remember(), o.Stop(ctx))
}

func (o *openfga) startPostgres(ctx context.Context) (err error) {
	if o.engine == "postgres" {
		o.postgres, err = process.StartPostgres(ctx, o.Folder)
	}
	return err
}

func (o *openfga) stopPostgres() error {
	if o.postgres == nil {
		return nil
	}
	err := o.postgres.Stop()
	o.postgres = nil
	return err
}

func (o *openfga) analyze(ctx context.Context) error {
	if o.postgres == nil {
		return nil
	}
	conn, err := pgx.Connect(ctx, o.postgres.URI())
	if err != nil {
		return err
	}
	_, err = conn.Exec(ctx, "VACUUM ANALYZE")
	return errors.Join(err, conn.Close(ctx))
}

func (o *openfga) namesFile() string { return filepath.Join(o.Folder, "names") }

// remember keeps what the store and its model are called, for the next start.
func (o *openfga) remember() error {
	return os.WriteFile(o.namesFile(), []byte(o.store+" "+o.model), 0o600)
}

func (o *openfga) Start(ctx context.Context, w *World) error {
	if err := o.startPostgres(ctx); err != nil {
		return err
	}
	if err := o.serve(ctx); err != nil {
		return err
	}
	if o.engine == "memory" {
		return o.fill(ctx, w)
	}
	text, err := os.ReadFile(o.namesFile())
	if err != nil {
		return err
	}
	o.store, o.model, _ = strings.Cut(string(text), " ")
	return nil
}

// serve switches all caches on, but does not share iterators: with that, a request was
// cancelled where another one had ended early. It gives the datastore as many connections
// as there are calls at once, and takes the limits off lists: they would end early, with no
// word.
func (o *openfga) serve(ctx context.Context) error {
	address, err := process.Address()
	if err != nil {
		return err
	}
	long := time.Minute.String()
	args := append([]string{
		"run", "--grpc-addr", address, "--http-enabled=false", "--playground-enabled=false", "--metrics-enabled=false", "--log-level", "error",
		"--check-query-cache-enabled", "--check-iterator-cache-enabled", "--list-objects-iterator-cache-enabled",
		"--cache-controller-enabled", "--datastore-max-open-conns", strconv.Itoa(2 * connections),
		"--max-checks-per-batch-check", "100", "--listObjects-max-results", "0", "--listUsers-max-results", "0",
		"--listObjects-deadline", long, "--listUsers-deadline", long, "--request-timeout", long,
	}, o.datastore()...)
	if o.child, err = process.Start(filepath.Join(o.Folder, "openfga.log"), exec.Command(o.program(), args...)); err != nil {
		return err
	}
	if o.conn, err = grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(mostAnswer))); err != nil {
		return err
	}
	o.asks = openfgav1.NewOpenFGAServiceClient(o.conn)
	return o.child.Await(ctx, func() error {
		ask, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		_, err := o.asks.ListStores(ask, &openfgav1.ListStoresRequest{})
		if err != nil {
			o.conn.ResetConnectBackoff()
		}
		return err
	})
}

func (o *openfga) Stop(context.Context) error {
	return errors.Join(o.conn.Close(), o.child.Stop(), o.stopPostgres())
}

func (o *openfga) fill(ctx context.Context, w *World) error {
	created, err := o.asks.CreateStore(ctx, &openfgav1.CreateStoreRequest{Name: "bench"})
	if err != nil {
		return err
	}
	o.store = created.GetId()
	model, err := language.TransformDSLToProto(modelText)
	if err != nil {
		return fmt.Errorf("model.fga: %w", err)
	}
	written, err := o.asks.WriteAuthorizationModel(ctx, &openfgav1.WriteAuthorizationModelRequest{
		StoreId: o.store, TypeDefinitions: model.GetTypeDefinitions(), SchemaVersion: model.GetSchemaVersion(), Conditions: model.GetConditions(),
	})
	if err != nil {
		return err
	}
	o.model = written.GetAuthorizationModelId()
	all, err := w.Relationships()
	if err != nil {
		return err
	}
	return o.write(ctx, all)
}

// write loads by transactions of a hundred, which is its default limit, several at once.
func (o *openfga) write(ctx context.Context, all []*v1.Relationship) error {
	const inTransaction = 100
	atOnce := 8
	if o.engine == "sqlite" {
		atOnce = 1 // it has one writer, and under load the others give up waiting
	}
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for len(all) > 0 && ctx.Err() == nil {
		part := all[:min(inTransaction, len(all))]
		all = all[len(part):]
		group.Go(func() error {
			request := &openfgav1.WriteRequest{StoreId: o.store, AuthorizationModelId: o.model, Writes: &openfgav1.WriteRequestWrites{}}
			for _, r := range part {
				request.Writes.TupleKeys = append(request.Writes.TupleKeys, tupleOf(r))
			}
			_, err := o.asks.Write(ctx, request)
			return err
		})
	}
	return group.Wait()
}

func tupleOf(r *v1.Relationship) *openfgav1.TupleKey {
	subject := r.GetSubject().GetObject()
	t := &openfgav1.TupleKey{
		Object:   r.GetResource().GetObjectType() + ":" + r.GetResource().GetObjectId(),
		Relation: r.GetRelation(),
		User:     subject.GetObjectType() + ":" + subject.GetObjectId(),
	}
	if caveat := r.GetOptionalCaveat(); caveat != nil {
		t.Condition = &openfgav1.RelationshipCondition{Name: caveat.GetCaveatName(), Context: caveat.GetContext()}
	}
	return t
}

func objectOf(ref schema.Ref) string { return string(ref.Type) + ":" + ref.ObjectID() }

// contextOf is the time where a condition is met on the way, and else none: what it caches
// it keys by the context. It is of whole seconds for the same reason.
func contextOf(p schema.Permission) *structpb.Struct {
	if p != schema.ConnectionConfigure {
		return nil
	}
	return &structpb.Struct{Fields: map[string]*structpb.Value{"now": structpb.NewStringValue(time.Now().UTC().Format(time.RFC3339))}}
}

func tupleKeyOf(q checker.Question) *openfgav1.CheckRequestTupleKey {
	return &openfgav1.CheckRequestTupleKey{User: objectOf(q.Subject), Relation: q.Permission.Name(), Object: objectOf(q.Resource)}
}

func (o *openfga) Check(ctx context.Context, q checker.Question) (bool, error) {
	answer, err := o.asks.Check(ctx, &openfgav1.CheckRequest{
		StoreId: o.store, AuthorizationModelId: o.model, TupleKey: tupleKeyOf(q), Context: contextOf(q.Permission),
	})
	return answer.GetAllowed(), err
}

func (o *openfga) Bulk(ctx context.Context, all []checker.Question) ([]bool, error) {
	request := &openfgav1.BatchCheckRequest{StoreId: o.store, AuthorizationModelId: o.model}
	for i, q := range all {
		request.Checks = append(request.Checks, &openfgav1.BatchCheckItem{
			TupleKey: tupleKeyOf(q), Context: contextOf(q.Permission), CorrelationId: strconv.Itoa(i),
		})
	}
	answer, err := o.asks.BatchCheck(ctx, request)
	if err != nil {
		return nil, err
	}
	answers := make([]bool, len(all))
	for i := range all {
		one, ok := answer.GetResult()[strconv.Itoa(i)]
		if !ok {
			return nil, fmt.Errorf("no answer to question %d of %d", i, len(all))
		}
		if one.GetError() != nil {
			return nil, errors.New(one.GetError().GetMessage())
		}
		answers[i] = one.GetAllowed()
	}
	return answers, nil
}

func (o *openfga) List(ctx context.Context, l data.Listing) ([]schema.Ref, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := o.asks.StreamedListObjects(ctx, &openfgav1.StreamedListObjectsRequest{
		StoreId: o.store, AuthorizationModelId: o.model,
		Type: string(l.Permission.Type()), Relation: l.Permission.Name(), User: objectOf(l.Subject),
	})
	if err != nil {
		return nil, err
	}
	var found []schema.Ref
	for {
		m, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		objectType, id, _ := strings.Cut(m.GetObject(), ":")
		ref, err := schema.RefOfObject(objectType, id)
		if err != nil {
			return nil, err
		}
		found = append(found, ref)
	}
}

func (o *openfga) Who(ctx context.Context, n data.Naming) ([]schema.Ref, error) {
	answer, err := o.asks.ListUsers(ctx, &openfgav1.ListUsersRequest{
		StoreId: o.store, AuthorizationModelId: o.model,
		Object: &openfgav1.Object{Type: string(n.Resource.Type), Id: n.Resource.ObjectID()}, Relation: n.Permission.Name(),
		UserFilters: []*openfgav1.UserTypeFilter{{Type: "user"}},
	})
	if err != nil {
		return nil, err
	}
	found := make([]schema.Ref, len(answer.GetUsers()))
	for i, u := range answer.GetUsers() {
		if found[i], err = schema.RefOfObject("user", u.GetObject().GetId()); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (o *openfga) Link(ctx context.Context, l data.Linking) error {
	_, err := o.asks.Write(ctx, &openfgav1.WriteRequest{
		StoreId: o.store, AuthorizationModelId: o.model,
		Writes: &openfgav1.WriteRequestWrites{TupleKeys: []*openfgav1.TupleKey{{
			User: objectOf(l.User), Relation: "practitioner", Object: objectOf(l.Client),
		}}},
	})
	return err
}

func (o *openfga) Unlink(ctx context.Context, l data.Linking) error {
	_, err := o.asks.Write(ctx, &openfgav1.WriteRequest{
		StoreId: o.store, AuthorizationModelId: o.model,
		Deletes: &openfgav1.WriteRequestDeletes{TupleKeys: []*openfgav1.TupleKeyWithoutCondition{{
			User: objectOf(l.User), Relation: "practitioner", Object: objectOf(l.Client),
		}}},
	})
	return err
}
