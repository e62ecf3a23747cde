package boltstore

import (
	"context"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"
)

var (
	growthSizes = flag.String("boltstore.growth", "20000", "sizes for the growth test, separated by commas")
	soakWrites  = flag.Int("boltstore.soak", 6000, "small writes of the soak test")
)

// maxBytes is what a relationship may take on disk, in all.
const maxBytes = 500

// TestGrowth measures what a store of some size costs.
func TestGrowth(t *testing.T) {
	for size := range strings.SplitSeq(*growthSizes, ",") {
		n, err := strconv.Atoi(size)
		require.NoError(t, err)
		t.Run(size, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			s, err := Open(path, Options{})
			require.NoError(t, err)
			begin := time.Now()
			loaded := fill(t, s, newWorld(n))
			took := time.Since(begin)
			require.NoError(t, s.Close())

			info, err := os.Stat(path)
			require.NoError(t, err)
			bytes := info.Size() / int64(loaded)
			begin = time.Now()
			s = openStore(t, path, Options{})
			opened := time.Since(begin)
			runtime.GC()
			idle := resident(t)
			r := rand.New(rand.NewSource(1))
			for range 10_000 {
				p := newWorld(n).ownPair(r)
				require.True(t, has(t, s, "client:"+p.client+"#practitioner@user:"+p.user))
			}
			t.Logf("%d relationships: loaded in %s, %d bytes each on disk (%d MiB), opened in %s, resident after opening %s, after 10000 reads %s",
				loaded, took.Round(time.Millisecond), bytes, info.Size()>>20, opened.Round(time.Microsecond), idle, resident(t))
			require.Less(t, bytes, int64(maxBytes))
		})
	}
}

// fill loads a world into the store, 50,000 relationships a transaction.
func fill(tb testing.TB, s *Store, w world) int {
	tb.Helper()
	loaded := 0
	var batch relationshipSlice
	flush := func() error {
		_, err := s.ReadWriteTx(tb.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
			n, err := tx.BulkLoad(ctx, &batch)
			loaded += int(n)
			return err
		})
		batch = nil
		return err
	}
	require.NoError(tb, w.relationships(func(rel tuple.Relationship) error {
		if batch = append(batch, rel); len(batch) == 50_000 {
			return flush()
		}
		return nil
	}))
	require.NoError(tb, flush())
	return loaded
}

// relationshipSlice is a datastore.BulkWriteRelationshipSource.
type relationshipSlice []tuple.Relationship

func (s *relationshipSlice) Next(context.Context) (*tuple.Relationship, error) {
	if len(*s) == 0 {
		return nil, nil
	}
	rel := (*s)[0]
	*s = (*s)[1:]
	return &rel, nil
}

// has says whether a link is there, in the way that a check asks.
func has(tb testing.TB, s *Store, text string) bool {
	tb.Helper()
	head, err := s.HeadRevision(tb.Context())
	require.NoError(tb, err)
	rel := tuple.MustParse(text)
	it, err := s.SnapshotReader(head.Revision).QueryRelationships(tb.Context(), datastore.RelationshipsFilter{
		OptionalResourceType:     rel.Resource.ObjectType,
		OptionalResourceIds:      []string{rel.Resource.ObjectID},
		OptionalResourceRelation: rel.Resource.Relation,
		OptionalSubjectsSelectors: []datastore.SubjectsSelector{{
			OptionalSubjectType: rel.Subject.ObjectType,
			OptionalSubjectIds:  []string{rel.Subject.ObjectID},
			RelationFilter:      datastore.SubjectRelationFilter{}.WithRelation(rel.Subject.Relation),
		}},
	})
	require.NoError(tb, err)
	_, found, err := datastore.FirstRelationshipIn(it)
	require.NoError(tb, err)
	return found
}

// resident is the memory of the process: its own, and the pages of files, which
// the system takes back when it needs them.
func resident(tb testing.TB) string {
	tb.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return "unknown"
	}
	parts := map[string]int{}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) == 3 {
			parts[fields[0]], _ = strconv.Atoi(fields[1])
		}
	}
	return fmt.Sprintf("%d MiB + %d MiB of the file", parts["RssAnon:"]>>10, parts["RssFile:"]>>10)
}

// TestSoak writes and deletes in a small set of relationships, and expects file
// and memory to level off once history is collected.
func TestSoak(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, Options{GCWindow: 300 * time.Millisecond, GCInterval: 100 * time.Millisecond, Quantization: -1, NoSync: true})
	fill(t, s, newWorld(10_000))
	r := rand.New(rand.NewSource(1))
	const samples = 10
	var size, heap [samples + 1]uint64
	for n := range *soakWrites {
		operation := tuple.UpdateOperationTouch
		if r.Intn(3) == 0 {
			operation = tuple.UpdateOperationDelete
		}
		// Another end each time, so that no touch finds what it would write.
		end := time.Date(2900, 1, 1, 0, 0, n, 0, time.UTC).Format(time.RFC3339)
		_, err := update(t.Context(), s, operation, fmt.Sprintf("client:soak-%d#emergency@user:u%d[expiration:%s]", r.Intn(500), r.Intn(4), end))
		require.NoError(t, err)
		if sample := (n + 1) * samples / *soakWrites; size[sample] == 0 && (n+1)%max(1, *soakWrites/samples) == 0 {
			size[sample], heap[sample] = used(t, path), heapInUse()
			t.Logf("%d writes: file %d KiB, heap %d KiB", n+1, size[sample]>>10, heap[sample]>>10)
		}
		// About as fast as with synced commits, so that the window holds a part
		// of the writes and not all of them.
		if n%10 == 0 {
			time.Sleep(time.Millisecond)
		}
	}
	require.Less(t, size[samples], 2*max(size[samples/2], 8<<20), "the file keeps growing")
	require.Less(t, heap[samples], 2*max(heap[samples/2], 16<<20), "the heap keeps growing")
	report := requireSound(t, s)
	require.Less(t, report.Versions-report.Relationships, int64(*soakWrites/2), "history is not collected")
}

// used is what a file takes on disk.
func used(tb testing.TB, path string) uint64 {
	tb.Helper()
	var stat syscall.Stat_t
	require.NoError(tb, syscall.Stat(path, &stat))
	return uint64(stat.Blocks) * 512
}

func heapInUse() uint64 {
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.HeapAlloc
}
