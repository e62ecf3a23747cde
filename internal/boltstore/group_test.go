package boltstore

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/datastore/options"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/random"
)

var errRefused = errors.New("refused")

func counted(n int) tuple.Relationship {
	return tuple.MustParse(fmt.Sprintf("client:c#practitioner@user:u%06d", n))
}

// count is how many counted relationships a reader has: those from 0 on, or an error.
func count(ctx context.Context, r datastore.Reader) (int, error) {
	found, err := r.QueryRelationships(ctx, datastore.RelationshipsFilter{OptionalResourceType: "client"})
	if err != nil {
		return 0, err
	}
	var ids []string
	for rel, err := range found {
		if err != nil {
			return 0, err
		}
		ids = append(ids, rel.Subject.ObjectID)
	}
	slices.Sort(ids)
	for n, id := range ids {
		if id != fmt.Sprintf("u%06d", n) {
			return 0, fmt.Errorf("%s is there in place of the one numbered %d", id, n)
		}
	}
	return len(ids), nil
}

// Writers at once, each of which counts what is there and adds the next, are some serial
// order, that of their revisions; those that fail, in whichever way, leave nothing and
// fail nobody else, though they are synced together.
func TestWritersAtOnceAreSomeSerialOrder(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "store.db"), Options{GCWindow: time.Hour})
	seed := random.Seed(t)
	first, err := s.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
		return tx.WriteRelationships(ctx, []tuple.RelationshipUpdate{tuple.Create(counted(0))})
	})
	require.NoError(t, err)
	before := commits(t, s)
	var mu sync.Mutex
	kept := map[int]clock.Revision{0: first.(clock.Revision)} // by what each has added
	var writing sync.WaitGroup
	for w := range 16 {
		r := rand.New(rand.NewPCG(seed, uint64(w)))
		writing.Go(func() {
			for range 40 {
				how, number := r.IntN(10), 0
				write := func() (datastore.Revision, error) {
					return s.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) (err error) {
						if number, err = count(ctx, tx); err != nil {
							return err
						}
						if how == 0 {
							return errRefused // a precondition that does not hold
						}
						if how == 1 { // it is there
							return tx.WriteRelationships(ctx, []tuple.RelationshipUpdate{tuple.Create(counted(number)), tuple.Create(counted(number - 1))})
						}
						if err := tx.WriteRelationships(ctx, []tuple.RelationshipUpdate{tuple.Create(counted(number))}); err != nil {
							return err
						}
						switch how {
						case 2: // what it collected is thrown away
							return errRefused
						case 3, 4: // what is in the pages already
							if more, err := count(ctx, tx); err != nil || more != number+1 {
								return fmt.Errorf("it reads %d (%w), and has written %d", more, err, number+1)
							}
							if how == 3 {
								return errRefused
							}
						case 5:
							panic(errRefused)
						case 6: // a definition, in the pages at once, and refused
							if err := tx.LegacyWriteNamespaces(ctx, &core.NamespaceDefinition{Name: fmt.Sprintf("never%d", w)}); err != nil {
								return err
							}
							return errRefused
						}
						return nil
					})
				}
				rev, err := recovered(write)
				if how <= 3 || how == 5 || how == 6 {
					assert.Error(t, err, "how %d", how)
					continue
				}
				if !assert.NoError(t, err, "how %d", how) {
					return
				}
				mu.Lock()
				assert.NotContains(t, kept, number, "two added the same")
				kept[number] = rev.(clock.Revision)
				mu.Unlock()
				seen, err := count(t.Context(), s.SnapshotReader(rev))
				assert.NoError(t, err)
				assert.Equal(t, number+1, seen, "what it has written, by its own revision")
			}
		})
	}
	writing.Wait()
	for n := range len(kept) {
		require.Contains(t, kept, n)
		if n > 0 {
			require.Greater(t, kept[n], kept[n-1], "the order is that of the revisions")
		}
	}
	head, err := s.HeadRevision(t.Context())
	require.NoError(t, err)
	all, err := count(t.Context(), s.SnapshotReader(head.Revision))
	require.NoError(t, err)
	require.Equal(t, len(kept), all)
	report, err := s.Verify(t.Context())
	require.NoError(t, err)
	require.NoError(t, report.Err())
	synced := commits(t, s) - before
	t.Logf("%d transactions in %d commits", all, synced)
	assert.Less(t, synced, all, "nobody shared a commit")
}

func recovered(write func() (datastore.Revision, error)) (rev datastore.Revision, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v", p)
		}
	}()
	return write()
}

// commits is how many there were.
func commits(t *testing.T, s *Store) (n int) {
	t.Helper()
	require.NoError(t, s.view(func(tx *bolt.Tx) error {
		n = tx.ID()
		return nil
	}))
	return n
}

// Metadata that cannot be kept is found out before it can spoil what others have in the
// same commit.
func TestMetadataThatCannotBeKeptFailsItsTransactionAlone(t *testing.T) {
	s := openStore(t, filepath.Join(t.TempDir(), "store.db"), Options{})
	bad := &structpb.Struct{Fields: map[string]*structpb.Value{"reason": structpb.NewStringValue("\xff")}}
	var writing sync.WaitGroup
	for n := range 40 {
		writing.Go(func() {
			metadata := bad
			if n%2 == 0 {
				metadata = nil
			}
			_, err := s.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
				return tx.WriteRelationships(ctx, []tuple.RelationshipUpdate{tuple.Touch(counted(n))})
			}, options.WithMetadata(metadata))
			assert.Equal(t, n%2 == 0, err == nil, err)
		})
	}
	writing.Wait()
}

const together = 8 // writers

// heldBy are what transaction n of a writer writes, in the place of what the one before did.
func heldBy(writer, n int) []string {
	var links []string
	for i := range 1 + (writer+n)%5 {
		links = append(links, fmt.Sprintf("client:w%d-%d#practitioner@user:u%d", writer, n, i))
	}
	return links
}

// lastOf is the last transaction of each writer, which has to be there as a whole, and
// nothing else.
func lastOf(s *Store) (last [together]int, err error) {
	links, err := allLinks(s)
	if err != nil {
		return last, err
	}
	var want []string
	for _, l := range links {
		var writer, n int
		if _, err := fmt.Sscanf(l, "client:w%d-%d#", &writer, &n); err != nil {
			return last, err
		}
		last[writer] = n
	}
	for writer, n := range last {
		if n > 0 {
			want = append(want, heldBy(writer, n)...)
		}
	}
	slices.Sort(links)
	if slices.Sort(want); !slices.Equal(links, want) {
		return last, fmt.Errorf("there are %v, want %v", links, want)
	}
	return last, nil
}

// writeTogetherUntilKilled is the child: it says which transaction of which writer was
// acknowledged.
func writeTogetherUntilKilled(path string) {
	s, err := Open(path, Options{})
	must(err)
	last, err := lastOf(s)
	must(err)
	fmt.Println("open")
	var writing sync.WaitGroup
	for writer := range together {
		writing.Go(func() {
			for n := last[writer] + 1; ; n++ {
				var updates []tuple.RelationshipUpdate
				for _, l := range heldBy(writer, n) {
					updates = append(updates, tuple.Create(tuple.MustParse(l)))
				}
				if n > 1 {
					for _, l := range heldBy(writer, n-1) {
						updates = append(updates, tuple.Delete(tuple.MustParse(l)))
					}
				}
				_, err := s.ReadWriteTx(context.Background(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
					return tx.WriteRelationships(ctx, updates)
				})
				must(err)
				fmt.Printf("%d %d\n", writer, n)
			}
		})
	}
	writing.Wait()
}

// Writers who share commits are killed: of each everything is there that it was told was
// kept, at most one transaction more, and none by half.
func TestCrashOfWritersTogether(t *testing.T) {
	moments := rand.New(rand.NewPCG(random.Seed(t), 1))
	path := filepath.Join(t.TempDir(), "store.db")
	var acknowledged [together]int
	for round := range *crashRounds {
		cmd := child("write together", path)
		out, err := cmd.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		lines := bufio.NewScanner(out)
		require.True(t, lines.Scan(), "the writers could not open the store")
		timer := time.AfterFunc(time.Duration(20+moments.IntN(200))*time.Millisecond, func() { _ = cmd.Process.Kill() })
		for lines.Scan() {
			var writer, n int
			if _, err := fmt.Sscanf(lines.Text(), "%d %d", &writer, &n); err == nil {
				acknowledged[writer] = n
			}
		}
		_ = cmd.Wait() // it was killed
		timer.Stop()
		s, err := Open(path, Options{})
		require.NoError(t, err)
		report, err := s.Verify(t.Context())
		require.NoError(t, err)
		require.NoError(t, report.Err())
		last, err := lastOf(s)
		require.NoError(t, err, "round %d", round)
		require.NoError(t, s.Close())
		for writer, n := range last {
			require.GreaterOrEqual(t, n, acknowledged[writer], "round %d: what writer %d was told is lost", round, writer)
			require.LessOrEqual(t, n, acknowledged[writer]+1, "round %d: writer %d", round, writer)
		}
		acknowledged = last
	}
	t.Logf("transactions of each writer: %v", acknowledged)
}
