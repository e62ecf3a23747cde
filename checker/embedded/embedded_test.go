package embedded_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/authzed/grpcutil"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

func open(t *testing.T, options embedded.Options) *embedded.Engine {
	t.Helper()
	e, err := embedded.Open(t.Context(), options)
	require.NoError(t, err)
	return e
}

// loaded is an engine over a new store that holds the care world.
func loaded(t *testing.T) (e *embedded.Engine, store string) {
	t.Helper()
	store = filepath.Join(t.TempDir(), "remit.db")
	e = open(t, embedded.Options{Store: store})
	_, err := loader.Load(t.Context(), e.Conn(), fixtures.Care(), time.Now())
	require.NoError(t, err)
	return e, store
}

// ask asks whether somebody may read the dossier of c-1001.
func ask(t *testing.T, conn grpc.ClientConnInterface, user string) (checker.Outcome, error) {
	t.Helper()
	d, err := checker.New(conn, checker.Options{}).Check(t.Context(), checker.Question{
		Subject:    schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: user},
		Permission: schema.ClientViewDossier,
		Resource:   schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1001"},
	})
	return d.Outcome, err
}

func requireAnswers(t *testing.T, conn grpc.ClientConnInterface) {
	t.Helper()
	for user, want := range map[string]checker.Outcome{"bram": checker.Allowed, "els": checker.Denied} {
		got, err := ask(t, conn, user)
		require.NoError(t, err)
		assert.Equal(t, want, got, user)
	}
}

func TestTheStoreOutlivesTheEngine(t *testing.T) {
	e, store := loaded(t)
	require.NoError(t, e.Close())
	e = open(t, embedded.Options{Store: store, ReadOnly: true})
	another := open(t, embedded.Options{Store: store, ReadOnly: true})
	for _, e := range []*embedded.Engine{e, another} {
		assert.False(t, e.Interrupted())
		requireAnswers(t, e.Conn())
		t.Cleanup(func() { assert.NoError(t, e.Close()) })
	}
	_, err := loader.Load(t.Context(), e.Conn(), fixtures.Audit(), time.Now())
	require.Error(t, err, "an engine that is read only took a write")
}

func TestAnEngineInMemoryForgets(t *testing.T) {
	e := open(t, embedded.Options{})
	_, err := loader.Load(t.Context(), e.Conn(), fixtures.Care(), time.Now())
	require.NoError(t, err)
	requireAnswers(t, e.Conn())
	require.Error(t, e.Backup(t.Context(), filepath.Join(t.TempDir(), "backup")))
	require.NoError(t, e.Close())
	require.NoError(t, <-e.Done())
	_, err = ask(t, e.Conn(), "bram")
	require.Error(t, err, "an engine that is closed answered")

	_, err = embedded.Open(t.Context(), embedded.Options{ReadOnly: true})
	require.ErrorContains(t, err, "name the file of a store")
}

func TestOneProcessHasAStoreOpen(t *testing.T) {
	e, store := loaded(t)
	defer func() { require.NoError(t, e.Close()) }()
	_, err := embedded.Open(t.Context(), embedded.Options{Store: store})
	require.ErrorIs(t, err, embedded.ErrInUse)
}

func TestABackupIsAStore(t *testing.T) {
	e, _ := loaded(t)
	file := filepath.Join(t.TempDir(), "backup")
	require.NoError(t, e.Backup(t.Context(), file))
	require.Error(t, e.Backup(t.Context(), file), "a backup was written over another file")
	require.NoError(t, e.Close())
	e = open(t, embedded.Options{Store: file, ReadOnly: true})
	requireAnswers(t, e.Conn())
	require.NoError(t, e.Close())
}

func TestServe(t *testing.T) {
	e, _ := loaded(t)
	address := loopbacktest.Address(t)
	_, err := e.Serve(t.Context(), embedded.ServeOptions{Address: address, Keys: embedded.OneKey("")})
	require.Error(t, err, "it served without a key")
	s, err := e.Serve(t.Context(), embedded.ServeOptions{Address: address, Keys: embedded.OneKey("open sesame, said Ali Baba")})
	require.NoError(t, err)
	require.NoError(t, s.Err())

	caller := dial(t, address, "open sesame, said Ali Baba")
	requireAnswers(t, caller)
	_, err = ask(t, dial(t, address, "open barley"), "bram")
	assert.Equal(t, codes.PermissionDenied, status.Code(err), err)

	// What an institution adds is no other model; one that lacks something is.
	write(t, caller, schema.Text()+"\ndefinition another {}\n")
	require.NoError(t, s.Err())
	write(t, caller, strings.Replace(schema.Text(), "message = in_caseload + own", "message = own", 1))
	require.Error(t, s.Err())
	_, err = ask(t, caller, "bram")
	assert.Equal(t, codes.FailedPrecondition, status.Code(err), err)

	require.NoError(t, s.Close())
	require.NoError(t, <-s.Done())
	require.NoError(t, e.Close())
}

func write(t *testing.T, conn grpc.ClientConnInterface, text string) {
	t.Helper()
	_, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: text})
	require.NoError(t, err)
}

func dial(t *testing.T, address, key string) *grpc.ClientConn {
	t.Helper()
	conn, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()), grpcutil.WithInsecureBearerToken(key))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, conn.Close()) })
	return conn
}
