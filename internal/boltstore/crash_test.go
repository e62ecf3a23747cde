package boltstore

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/random"
)

var crashRounds = flag.Int("boltstore.crash", 20, "how often the crash test kills a writer")

// The environment of a child process: what it is to do with which store.
const (
	childRole = "BOLTSTORE_CHILD"
	childPath = "BOLTSTORE_PATH"
)

// TestMain is also the main function of the child processes that tests start.
func TestMain(m *testing.M) {
	flag.Parse()
	path := os.Getenv(childPath)
	switch os.Getenv(childRole) {
	case "":
		os.Exit(m.Run())
	case "write":
		writeUntilKilled(path)
	case "write together":
		writeTogetherUntilKilled(path)
	case "hold":
		holdOpen(path)
	case "restore":
		must(Restore(context.Background(), path, os.Stdin, 0, nil))
	}
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// child prepares this test binary to run in another role.
func child(role, path string) *exec.Cmd {
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childRole+"="+role, childPath+"="+path)
	cmd.Stderr = os.Stderr
	return cmd
}

// TestCrash kills a process that writes, again and again, and looks at what it
// left: all that it was told was kept, nothing by half, and a sound store.
func TestCrash(t *testing.T) {
	moments := rand.New(rand.NewSource(int64(random.Seed(t))))
	path := filepath.Join(t.TempDir(), "store.db")
	kept, unacknowledged := 0, 0
	for round := range *crashRounds {
		acknowledged := killWriter(t, path, time.Duration(moments.Intn(120))*time.Millisecond)
		acknowledged = max(acknowledged, kept) // it may have died before its first
		kept = lastTransaction(t, path)
		require.GreaterOrEqual(t, kept, acknowledged, "round %d: transaction %d was acknowledged, %d is the last that is there", round, acknowledged, kept)
		require.LessOrEqual(t, kept, acknowledged+1, "round %d: more than one unacknowledged transaction", round)
		unacknowledged += kept - acknowledged
	}
	t.Logf("%d transactions, %d of them complete though not acknowledged", kept, unacknowledged)
}

// killWriter runs a writer for a while after it has opened the store. It returns
// the last transaction that was acknowledged to the writer.
func killWriter(t *testing.T, path string, after time.Duration) int {
	t.Helper()
	cmd := child("write", path)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := bufio.NewScanner(out)
	require.True(t, lines.Scan(), "the writer could not open the store")
	timer := time.AfterFunc(after, func() { _ = cmd.Process.Kill() })
	defer timer.Stop()
	last := 0
	for lines.Scan() {
		last, err = strconv.Atoi(lines.Text())
		require.NoError(t, err)
	}
	_ = cmd.Wait() // it was killed
	return last
}

// writeUntilKilled is the child. Transaction n writes its own relationships and
// deletes those of transaction n-3, while garbage is collected all the time.
func writeUntilKilled(path string) {
	s, err := Open(path, Options{GCWindow: 20 * time.Millisecond, GCInterval: 5 * time.Millisecond, Quantization: -1})
	must(err)
	fmt.Println("open")
	n, err := countTransactions(s)
	must(err)
	for n++; ; n++ {
		_, err := s.ReadWriteTx(context.Background(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
			return tx.WriteRelationships(ctx, transactionUpdates(n))
		})
		must(err)
		fmt.Println(n)
	}
}

// transactionLinks are what transaction n writes: a number of links that differs.
func transactionLinks(n int) []string {
	var links []string
	for i := range 1 + (n*7919)%60 {
		links = append(links, fmt.Sprintf("client:t%d#practitioner@user:u%d", n, i))
	}
	return links
}

func transactionUpdates(n int) []tuple.RelationshipUpdate {
	var updates []tuple.RelationshipUpdate
	for _, l := range transactionLinks(n) {
		updates = append(updates, tuple.Create(tuple.MustParse(l)))
	}
	if n > 3 {
		for _, l := range transactionLinks(n - 3) {
			updates = append(updates, tuple.Delete(tuple.MustParse(l)))
		}
	}
	return updates
}

// lastTransaction opens what a writer left, and fails unless it is the work of
// whole transactions.
func lastTransaction(t *testing.T, path string) int {
	t.Helper()
	s, err := Open(path, Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, s.Close()) }()
	report, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.Empty(t, report.Details)

	n, err := countTransactions(s)
	require.NoError(t, err)
	var want []string
	for i := max(1, n-2); i <= n; i++ {
		want = append(want, transactionLinks(i)...)
	}
	have, err := allLinks(s)
	require.NoError(t, err)
	slices.Sort(want)
	slices.Sort(have)
	require.Equal(t, want, have, "transaction %d is the last", n)
	return n
}

// countTransactions is the number of the last transaction.
func countTransactions(s *Store) (int, error) {
	links, err := allLinks(s)
	last := 0
	for _, l := range links {
		n, _ := strconv.Atoi(strings.TrimPrefix(l[:strings.Index(l, "#")], "client:t"))
		last = max(last, n)
	}
	return last, err
}

func allLinks(s *Store) ([]string, error) {
	head, err := s.HeadRevision(context.Background())
	if err != nil {
		return nil, err
	}
	it, err := s.SnapshotReader(head.Revision).QueryRelationships(context.Background(), datastore.RelationshipsFilter{OptionalResourceType: "client"})
	if err != nil {
		return nil, err
	}
	var links []string
	for rel, err := range it {
		if err != nil {
			return nil, err
		}
		links = append(links, tuple.StringWithoutCaveatOrExpiration(rel))
	}
	return links, nil
}
