package boltstore

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/ledger"
)

// record says what a test has it say.
type record struct {
	needed       int64
	admit, await error
	awaited      int64
	written      ledger.Known
}

func (r *record) Needed() int64         { return r.needed }
func (r *record) Written() ledger.Known { return r.written }
func (r *record) Admit() error          { return r.admit }
func (r *record) Await(_ context.Context, revision int64) error {
	r.awaited = revision
	return r.await
}

// History that nobody has recorded stays, however old it gets, and can be watched and
// read.
func TestCollectionKeepsWhatIsNotRecorded(t *testing.T) {
	now := &movable{time: time.Now()}
	r := &record{}
	opts := now.options(time.Hour)
	opts.Record = r
	s := tempStore(t, opts)
	first := touch(t, s, "client:c1#practitioner@user:a")
	second := touch(t, s, "client:c1#emergency@user:b[expiration:"+now.time.Add(time.Minute).UTC().Format(time.RFC3339)+"]")
	remove(t, s, "client:c1#practitioner@user:a")
	now.time = now.time.Add(30 * time.Hour)
	touch(t, s, "client:c2#practitioner@user:a")
	collect(t, s)
	require.NoError(t, s.CheckRevision(t.Context(), first))
	require.Equal(t, 3, told(t, s, first), "nothing is recorded")

	r.needed = int64(second.(clock.Revision))
	collect(t, s)
	require.ErrorAs(t, s.CheckRevision(t.Context(), first), &datastore.InvalidRevisionError{})
	require.NoError(t, s.CheckRevision(t.Context(), second))
	require.Equal(t, 2, told(t, s, second), "two transactions are not recorded")
	requireSound(t, s)
}

// told counts the transactions that a watch tells after a revision.
func told(t *testing.T, s *Store, after datastore.Revision) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	events, errs := s.Watch(ctx, after, datastore.WatchOptions{Content: datastore.WatchRelationships | datastore.WatchCheckpoints})
	head := s.clock.Last()
	count := 0
	for {
		select {
		case event := <-events:
			count += len(event.RelationshipChanges)
			if event.IsCheckpoint && event.Revision.Equal(head) {
				return count
			}
		case err := <-errs:
			require.NoError(t, err)
		}
	}
}

func TestNothingIsWrittenThatIsNotRecorded(t *testing.T) {
	r := &record{}
	s := tempStore(t, Options{Record: r})
	rev := touch(t, s, "client:c1#practitioner@user:a")
	require.Equal(t, int64(rev.(clock.Revision)), r.awaited)

	r.admit = errors.New("the disk is full")
	_, err := update(t.Context(), s, tuple.UpdateOperationTouch, "client:c2#practitioner@user:a")
	require.ErrorContains(t, err, "nothing is written that would not be recorded: the disk is full")
	require.Equal(t, codes.ResourceExhausted, status.Code(err))
	require.Equal(t, []string{"client:c1#practitioner@user:a"}, linksAt(t, s, s.clock.Last()))

	r.admit, r.await = nil, errors.New("the disk became full")
	_, err = update(t.Context(), s, tuple.UpdateOperationTouch, "client:c2#practitioner@user:a")
	require.ErrorContains(t, err, "the write was made, and is not in the record yet")
	require.Len(t, linksAt(t, s, s.clock.Last()), 2)
}

// Each transaction knows the record that there was before it, and forgets none.
func TestEachTransactionKnowsTheRecord(t *testing.T) {
	r := &record{}
	s := tempStore(t, Options{Record: r})
	others := ledger.KnownRecords{Decisions: ledger.Known{Public: "decides", Size: 3}, Reviews: ledger.Known{Public: "reviews", Size: 4, Root: tlog.Hash{4}}}
	require.NoError(t, s.ChangeRecorded(t.Context(), func(r *ledger.KnownRecords) { *r = others }))
	for _, written := range []ledger.Known{{}, {Public: "key", Size: 7}, {Public: "key", Size: 9, Root: tlog.Hash{9}}, {}, {Public: "another", Size: 2}} {
		want, err := s.Recorded()
		require.NoError(t, err)
		if r.written = written; written != (ledger.Known{}) {
			want.History = written
		}
		touch(t, s, "client:c1#practitioner@user:a")
		got, err := s.Recorded()
		require.NoError(t, err)
		require.Equal(t, want, got)
	}
	requireSound(t, s)
}
