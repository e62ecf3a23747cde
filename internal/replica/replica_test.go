package replica_test

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	impl "github.com/authzed/spicedb/pkg/proto/impl/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/schema"
)

const link = "client:t/c#practitioner@user:t/anna"

// patient makes a snapshot age slowly, for tests that are not about age.
var patient = replica.Options{MaxAge: 2 * time.Second, Wait: 10 * time.Second}

func TestChangesCome(t *testing.T) {
	w := newWorld(t, patient)
	for range 20 {
		g := w.replica.AtLeast(t.Context(), w.write(link))
		require.NotNil(t, g)
		assert.True(t, g.Has(relationtest.Object("client:t/c"), "practitioner", relationtest.Object("user:t/anna")))
		g = w.replica.AtLeast(t.Context(), w.write("-"+link))
		require.NotNil(t, g)
		assert.False(t, g.Has(relationtest.Object("client:t/c"), "practitioner", relationtest.Object("user:t/anna")))
	}
	assert.Equal(t, 1, w.replica.Health().Loads)
}

// A stream that hangs looks like one on which nothing happens.
func TestAHungStreamIsTrustedForMaxAgeOnly(t *testing.T) {
	options := replica.Options{MaxAge: 200 * time.Millisecond, Wait: 10 * time.Millisecond}
	w := newWorld(t, options)
	release := w.proxy.hold()
	revision := w.write(link)
	written := time.Now()
	assert.Nil(t, w.replica.AtLeast(t.Context(), revision), "a snapshot without the revision")
	for time.Since(written) < 3*options.MaxAge {
		if since := time.Since(written); since > options.MaxAge {
			require.Nil(t, w.replica.Snapshot(), "a snapshot without what was written %s ago", since)
		}
	}
	assert.Equal(t, replica.Old, w.replica.Health().State)
	release()
	w.eventually("the stream goes on", func() bool { return w.has(link) })
	assert.Equal(t, 1, w.replica.Health().Loads, "it was not lost")
}

// An answer that comes late says what was the newest when it was asked for.
func TestALateAnswerProvesNothingNew(t *testing.T) {
	options := replica.Options{MaxAge: 200 * time.Millisecond}
	w := newWorld(t, options)
	defer w.proxy.hold()()
	asked, written := make(chan struct{}), make(chan struct{})
	var once sync.Once
	w.proxy.set(func() {
		w.proxy.answer = func(_ string, args, reply any) (bool, error) {
			if _, ok := args.(*v1.CheckPermissionRequest); !ok {
				return false, nil
			}
			answer, err := v1.NewPermissionsServiceClient(w.conn).CheckPermission(t.Context(), args.(*v1.CheckPermissionRequest))
			proto.Merge(reply.(*v1.CheckPermissionResponse), answer)
			once.Do(func() { close(asked) })
			<-written
			time.Sleep(2 * options.MaxAge)
			return true, err
		}
	})
	<-asked
	w.write(link)
	began := time.Now()
	close(written)
	for time.Since(began) < 4*options.MaxAge {
		if since := time.Since(began); since > options.MaxAge {
			require.Nil(t, w.replica.Snapshot(), "a snapshot without what was written %s ago", since)
		}
	}
}

// One that hangs for long is given up, and taken up again where it was.
func TestAHungStreamIsGivenUp(t *testing.T) {
	w := newWorld(t, replica.Options{MaxAge: 100 * time.Millisecond})
	release := w.proxy.hold()
	defer release()
	w.write(link)
	w.eventually("the stream is given up", func() bool { return w.replica.Health().Losses > 0 })
	assert.ErrorContains(t, w.replica.Health().Reason, "newest revision")
	assert.Nil(t, w.replica.Snapshot())
}

// What answers again may be an older copy of the engine, with other history
// behind the revision that was followed to: a link that only the lost one had
// stayed.
func TestALostEngineIsReadAnew(t *testing.T) {
	w := newWorld(t, patient)
	w.write("client:t/c#tenant@tenant:t")
	w.eventually("a change comes", func() bool { return w.has("client:t/c#tenant@tenant:t") })
	release := w.proxy.hold()
	w.proxy.cut()
	w.eventually("a lost stream answers nothing", func() bool { return w.replica.Snapshot() == nil })
	w.write(link)
	w.write("-client:t/c#tenant@tenant:t")
	release()
	w.eventually("what was written meanwhile is there", func() bool { return w.has(link) })
	assert.False(t, w.has("client:t/c#tenant@tenant:t"))
	assert.Equal(t, 2, w.replica.Health().Loads)
	assert.Equal(t, 1, w.replica.Health().Losses)
}

// PostgreSQL tells changes in the order of its clock. When that was set back
// between a link and its end, the end came first and the link stayed for good.
func TestChangesOutOfOrderAreReadAnew(t *testing.T) {
	w := newWorld(t, patient)
	w.proxy.set(func() {
		var first *v1.WatchResponse
		w.proxy.event = func(e *v1.WatchResponse) {
			switch {
			case len(e.GetUpdates()) > 0 && first == nil: // the link, whose place the end takes
				first = proto.CloneOf(e)
				end := proto.CloneOf(e)
				end.Updates[0].Operation = v1.RelationshipUpdate_OPERATION_DELETE
				end.ChangesThrough = &v1.ZedToken{Token: later(t, e.GetChangesThrough().GetToken())}
				proto.Reset(e)
				proto.Merge(e, end)
			case e.GetIsCheckpoint() && first != nil && first.Updates != nil: // the link comes in its place
				proto.Reset(e)
				proto.Merge(e, first)
				e.IsCheckpoint = true
				first.Updates = nil
			}
		}
	})
	w.write(link)
	w.eventually("it is read anew", func() bool { return w.replica.Health().Loads == 2 })
	assert.ErrorContains(t, w.replica.Health().Reason, "out of order")
}

// later is a revision after another one of the same engine.
func later(t *testing.T, token string) string {
	return forged(t, token, func(d *impl.DecodedZedToken_V1ZedToken) { d.Revision = "9" + d.Revision })
}

func forged(t *testing.T, token string, change func(*impl.DecodedZedToken_V1ZedToken)) string {
	t.Helper()
	packed, err := base64.StdEncoding.DecodeString(token)
	require.NoError(t, err)
	var decoded impl.DecodedZedToken
	require.NoError(t, decoded.UnmarshalVT(packed))
	change(decoded.GetV1())
	packed, err = decoded.MarshalVT()
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(packed)
}

// SpiceDB can keep its schema where Watch does not look; then its revisions
// say of which schema they are.
func TestASchemaThatChangesInSilenceIsTakenUp(t *testing.T) {
	w := newWorld(t, patient)
	var hash atomic.Value
	hash.Store("one")
	mark := func(token *v1.ZedToken) {
		token.Token = forged(t, token.Token, func(d *impl.DecodedZedToken_V1ZedToken) { d.SchemaHash = []byte(hash.Load().(string)) })
	}
	w.proxy.set(func() {
		w.proxy.answer = func(method string, args, reply any) (bool, error) {
			err := w.conn.Invoke(t.Context(), method, args, reply)
			switch answer := reply.(type) {
			case *v1.ReadSchemaResponse:
				mark(answer.ReadAt)
			case *v1.CheckPermissionResponse:
				mark(answer.CheckedAt)
			}
			return true, err
		}
	})
	w.proxy.cut()
	w.eventually("it is read anew", func() bool { return w.replica.Health().Loads == 2 })
	w.ready()
	hash.Store("two")
	w.eventually("and again", func() bool { return w.replica.Health().Loads == 3 })
	assert.ErrorContains(t, w.replica.Health().Reason, "schema changed")
	w.ready()
}

func TestAnotherSchemaIsTakenUp(t *testing.T) {
	w := newWorld(t, patient)
	w.writeSchema(schema.Text() + "\ndefinition room {\n\trelation guest: user\n}\n")
	w.write("room:t/r#guest@user:t/anna")
	w.eventually("the new schema", func() bool { return w.has("room:t/r#guest@user:t/anna") })
	assert.True(t, strings.Contains(w.replica.Snapshot().SchemaText(), "room"))
	assert.Equal(t, 2, w.replica.Health().Loads)
}

// A schema that this program cannot read is answered by nobody but SpiceDB.
func TestAnUnknownSchemaAnswersNothing(t *testing.T) {
	w := newWorld(t, patient)
	w.proxy.set(func() {
		w.proxy.answer = func(_ string, args, reply any) (bool, error) {
			if _, ok := args.(*v1.ReadSchemaRequest); !ok {
				return false, nil
			}
			reply.(*v1.ReadSchemaResponse).SchemaText = "definition from_the_future { divination x: y }"
			return true, nil
		}
	})
	w.writeSchema(schema.Text() + "\ndefinition room {\n\trelation guest: user\n}\n")
	w.eventually("it is lost", func() bool { return w.replica.Health().State == replica.Lost })
	assert.ErrorContains(t, w.replica.Health().Reason, "compiling the schema")
	assert.Nil(t, w.replica.Snapshot())
	w.proxy.set(func() { w.proxy.answer = nil })
	w.ready()
}

// A relationship that the schema has no place for, whatever brought it.
func TestAnUnknownRelationIsLoadedAgain(t *testing.T) {
	w := newWorld(t, patient)
	w.proxy.set(func() {
		w.proxy.event = func(e *v1.WatchResponse) {
			for _, u := range e.GetUpdates() {
				u.Relationship.Relation = "divination"
			}
		}
	})
	w.write(link)
	w.eventually("a new snapshot", func() bool { return w.replica.Health().Loads == 2 })
	w.ready()
	assert.True(t, w.has(link))
	assert.ErrorContains(t, w.replica.Health().Reason, "divination")
}

// Between two checkpoints of PostgreSQL transactions come that ran at once: the
// first of them alone is a state that never was.
func TestTheSnapshotMovesAtCheckpointsOnly(t *testing.T) {
	w := newWorld(t, replica.Options{MaxAge: 2 * time.Second, Wait: 100 * time.Millisecond})
	w.proxy.set(func() {
		w.proxy.event = func(e *v1.WatchResponse) { e.IsCheckpoint = false }
	})
	revision := w.write(link)
	assert.Nil(t, w.replica.AtLeast(t.Context(), revision))
	assert.False(t, w.has(link))
	w.proxy.set(func() { w.proxy.event = nil })
	w.write("client:t/d#tenant@tenant:t")
	w.eventually("both, at the next checkpoint", func() bool { return w.has(link) && w.has("client:t/d#tenant@tenant:t") })
}

// No snapshot includes what its engine never wrote.
func TestARevisionFromElsewhereIsNotThere(t *testing.T) {
	w, other := newWorld(t, replica.Options{Wait: 10 * time.Millisecond}), newWorld(t, patient)
	earlier := other.write(link)
	assert.NotNil(t, w.replica.AtLeast(t.Context(), w.write(link)))
	for _, revision := range []string{earlier, other.write(link), "nonsense", ""} {
		assert.Nil(t, w.replica.AtLeast(t.Context(), revision), "%q", revision)
	}
}

func TestAWaitEndsWithItsContext(t *testing.T) {
	w := newWorld(t, replica.Options{MaxAge: time.Minute, Wait: time.Hour})
	release := w.proxy.hold()
	defer release()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	assert.Nil(t, w.replica.AtLeast(ctx, w.write(link)))
}

func TestAnEngineThatIsGone(t *testing.T) {
	w := newWorld(t, patient)
	gone := errors.New("no route")
	w.proxy.set(func() {
		w.proxy.answer = func(string, any, any) (bool, error) { return true, gone }
	})
	w.proxy.cut()
	w.eventually("it is lost", func() bool { return w.replica.Health().State == replica.Lost })
	assert.Nil(t, w.replica.Snapshot())
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	assert.ErrorIs(t, w.replica.Ready(ctx), context.DeadlineExceeded)
	w.proxy.set(func() { w.proxy.answer = nil })
	w.ready()
}

func TestNothingIsLeftAfterClose(t *testing.T) {
	w := newWorld(t, patient)
	w.replica.Close()
	assert.Nil(t, w.replica.Snapshot())
	assert.Equal(t, replica.Closed, w.replica.Health().State)
	assert.Error(t, w.replica.Ready(t.Context()))
}
