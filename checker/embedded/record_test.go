package embedded_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/verify"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// writing names the store that a test's own process writes, until it is killed.
const writing = "REMIT_EMBEDDED_WRITES"

func TestMain(m *testing.M) {
	if store := os.Getenv(writing); store != "" {
		fmt.Println("error", writeForever(store))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeForever writes transactions that are numbered by their reason, and says each
// that was acknowledged.
func writeForever(store string) error {
	ctx := context.Background()
	e, err := embedded.Open(ctx, embedded.Options{Store: store})
	if err != nil {
		return err
	}
	fmt.Println("open")
	round := time.Now().UnixNano()
	for n := 0; ; n++ {
		name := fmt.Sprint(round, "-", n)
		if err := writeNamed(ctx, e.Conn(), name); err != nil {
			return err
		}
		fmt.Println(name)
	}
}

// writeNamed writes one transaction with a name.
func writeNamed(ctx context.Context, conn grpc.ClientConnInterface, name string) error {
	link := relation.Between(
		schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: name}, schema.ClientPractitioner,
		schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"})
	updates, err := relation.Updates(v1.RelationshipUpdate_OPERATION_TOUCH, link)
	if err != nil {
		return err
	}
	_, err = v1.NewPermissionsServiceClient(conn).WriteRelationships(ctx, &v1.WriteRelationshipsRequest{
		Updates: updates, OptionalTransactionMetadata: provenance.Provenance{Reason: name}.Metadata(),
	})
	return err
}

// Every write that was acknowledged is in the record exactly once, however often its
// process is killed. Nothing that was not written is there.
func TestKilled(t *testing.T) {
	rounds := 200
	if testing.Short() {
		rounds = 10
	}
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	store := filepath.Join(t.TempDir(), "remit.db")
	e := open(t, embedded.Options{Store: store})
	write(t, e.Conn(), schema.Text())
	require.NoError(t, e.Close())
	var acknowledged []string
	for range rounds {
		acknowledged = append(acknowledged, killed(t, store, time.Duration(r.IntN(60))*time.Millisecond)...)
	}
	e = open(t, embedded.Options{Store: store})
	require.NoError(t, e.Close())
	require.NoError(t, e.RecordErr())

	count := map[string]int{}
	for _, found := range recorded(t, store) {
		require.NotEqual(t, entry.Gap, found.Kind)
		if found.Kind == entry.Change {
			count[found.Reason]++
		}
	}
	for _, name := range acknowledged {
		if count[name] != 1 {
			t.Errorf("the write %s was acknowledged, and is there %d times", name, count[name])
		}
	}
	for name, times := range count {
		if times != 1 {
			t.Errorf("the write %s is there %d times", name, times)
		}
	}
	t.Logf("%d writes acknowledged, %d recorded", len(acknowledged), len(count))
}

// killed runs a writer, and kills it some time after its first write.
func killed(t *testing.T, store string, after time.Duration) (acknowledged []string) {
	t.Helper()
	command, lines := writer(t, store)
	timer := time.AfterFunc(after, func() { _ = command.Process.Kill() })
	defer timer.Stop()
	for lines.Scan() {
		require.NotContains(t, lines.Text(), "error")
		acknowledged = append(acknowledged, lines.Text())
	}
	_ = command.Wait() // it was killed
	return acknowledged
}

// writer is a process that writes to a store, and has begun to.
func writer(t *testing.T, store string) (*exec.Cmd, *bufio.Scanner) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), writing+"="+store)
	command.Stderr = os.Stderr
	out, err := command.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, command.Start())
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan())
	require.Equal(t, "open", lines.Text())
	return command, lines
}

// recorded are the entries of a store's ledger, which is as it was signed.
func recorded(t *testing.T, store string) (all []entry.Entry) {
	t.Helper()
	folder := ledger.Beside(store)
	public, err := ledger.ReadPublic(folder)
	require.NoError(t, err)
	_, err = verify.Folder(os.DirFS(folder), public)
	require.NoError(t, err)
	h, err := entry.Open(folder)
	require.NoError(t, err)
	for e, err := range h.Entries(0) {
		require.NoError(t, err)
		all = append(all, e)
	}
	return all
}

// A ledger that cannot be written stops nobody, unless it is required; what was
// written meanwhile is recorded when it can be.
func TestWhereNothingCanBeRecorded(t *testing.T) {
	store := filepath.Join(t.TempDir(), "remit.db")
	e := open(t, embedded.Options{Store: store})
	write(t, e.Conn(), schema.Text())
	require.NoError(t, e.Close())

	another, err := ledger.Open(ledger.Beside(store)) // a second recorder
	require.NoError(t, err)
	_, err = embedded.Open(t.Context(), embedded.Options{Store: store, Record: embedded.RecordRequired})
	require.ErrorIs(t, err, ledger.ErrLocked)
	e = open(t, embedded.Options{Store: store})
	require.ErrorIs(t, e.RecordErr(), ledger.ErrLocked)
	require.NoError(t, writeNamed(t.Context(), e.Conn(), "meanwhile"))
	require.NoError(t, e.Close())
	require.NoError(t, another.Close())

	e = open(t, embedded.Options{Store: store})
	require.NoError(t, e.Close())
	require.NoError(t, e.RecordErr())
	all := recorded(t, store)
	assert.Equal(t, "meanwhile", all[len(all)-1].Reason)

	e = open(t, embedded.Options{Store: store, Record: embedded.Unrecorded})
	require.NoError(t, e.Close())
	require.NoError(t, e.RecordErr())
}

// Where a record is required, what was acknowledged is in it.
func TestRequired(t *testing.T) {
	store := filepath.Join(t.TempDir(), "remit.db")
	e := open(t, embedded.Options{Store: store, Record: embedded.RecordRequired})
	write(t, e.Conn(), schema.Text())
	for n := range 20 {
		name := fmt.Sprint("n-", n)
		require.NoError(t, writeNamed(t.Context(), e.Conn(), name))
		all := recorded(t, store)
		require.Equal(t, name, all[len(all)-1].Reason)
	}
	require.NoError(t, e.Close())
}

// On a disk that is full, what was written is recorded, and where a record is required
// nothing more is written until there is room again.
func TestFullDisk(t *testing.T) {
	disk, room := t.TempDir(), t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=16m"); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(disk, 0)) })
	store := filepath.Join(room, "remit.db")
	// The store has room, and its record has not.
	require.NoError(t, os.Symlink(filepath.Join(disk, "ledger"), ledger.Beside(store)))
	require.NoError(t, os.Mkdir(filepath.Join(disk, "ledger"), 0o700))
	e := open(t, embedded.Options{Store: store, Record: embedded.RecordRequired})
	write(t, e.Conn(), schema.Text())

	ballast := filepath.Join(disk, "ballast")
	fill(t, ballast)
	var full error
	written := 0
	for ; full == nil && written < 200; written++ {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		full = writeNamed(ctx, e.Conn(), fmt.Sprint("n-", written))
		cancel()
	}
	written--
	require.Error(t, full, "200 writes had room")
	assert.Equal(t, codes.ResourceExhausted, status.Code(full), full)
	assert.ErrorContains(t, full, "nothing is written that would not be recorded")
	require.Error(t, e.RecordErr())

	require.NoError(t, os.Remove(ballast))
	require.Eventually(t, func() bool { return e.RecordErr() == nil }, 20*time.Second, 20*time.Millisecond)
	require.NoError(t, writeNamed(t.Context(), e.Conn(), "last"))
	require.NoError(t, e.Close())
	var names []string
	for _, found := range recorded(t, store) {
		if found.Kind == entry.Change {
			names = append(names, found.Reason)
		}
	}
	var want []string
	for n := range written {
		want = append(want, fmt.Sprint("n-", n))
	}
	assert.Equal(t, strings.Join(append(want, "last"), " "), strings.Join(names, " "))
}

// fill leaves no room on a disk.
func fill(t *testing.T, path string) {
	t.Helper()
	f, err := os.Create(path)
	require.NoError(t, err)
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	require.ErrorIs(t, errors.Join(err, f.Close()), syscall.ENOSPC)
}

// BenchmarkWrite is one write of one relationship, each until it is acknowledged.
func BenchmarkWrite(b *testing.B) {
	for name, recording := range map[string]embedded.Recording{
		"unrecorded": embedded.Unrecorded, "recorded": embedded.Recorded, "required": embedded.RecordRequired,
	} {
		b.Run(name, func(b *testing.B) {
			e, err := embedded.Open(b.Context(), embedded.Options{Store: filepath.Join(b.TempDir(), "remit.db"), Record: recording})
			require.NoError(b, err)
			_, err = v1.NewSchemaServiceClient(e.Conn()).WriteSchema(b.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()})
			require.NoError(b, err)
			n := 0
			for b.Loop() {
				n++
				require.NoError(b, writeNamed(b.Context(), e.Conn(), fmt.Sprint("n-", n)))
			}
			require.NoError(b, e.Close())
		})
	}
}
