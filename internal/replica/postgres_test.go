package replica_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"math"
	"math/rand/v2"
	"net"
	"slices"
	"sync"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	impl "github.com/authzed/spicedb/pkg/proto/impl/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/internal/zedtoken"
	"github.com/remit-authz/remit/schema"
)

// postgres is what of SpiceDB on PostgreSQL a replica meets: revisions that are what a
// transaction sees, and a stream of changes that looks for some when it begins, and then
// so often. What it holds is what its transactions wrote.
type postgres struct {
	v1.UnimplementedPermissionsServiceServer
	v1.UnimplementedSchemaServiceServer
	v1.UnimplementedWatchServiceServer

	mu      sync.Mutex
	pause   time.Duration
	next    uint64         // transaction
	running []uint64       // transactions
	done    []*transaction // of SpiceDB, in the order in which they were committed
	streams int
	// hung are as many of the first streams as do not look any more, and forgotten as many
	// of what was done as no stream tells any more.
	hung, forgotten int
}

// transaction is one of SpiceDB's.
type transaction struct {
	id      uint64
	sees    seen
	updates []*v1.RelationshipUpdate
}

// seen is a PostgreSQL snapshot: all that is below next, but for what was running.
type seen struct {
	next    uint64
	running []uint64
}

func (s seen) has(id uint64) bool { return id < s.next && !slices.Contains(s.running, id) }

// and is the snapshot with a transaction.
func (s seen) and(id uint64) seen {
	running := slices.Clone(s.running)
	for ; s.next <= id; s.next++ {
		running = append(running, s.next)
	}
	return seen{s.next, slices.DeleteFunc(running, func(r uint64) bool { return r == id })}
}

// token is the revision, which a transaction made; 0 for none.
func (s seen) token(by uint64) *v1.ZedToken {
	first := s.next
	if len(s.running) > 0 {
		first = slices.Min(s.running)
	}
	revision := &impl.PostgresRevision{Xmin: first, RelativeXmax: int64(s.next - first), OptionalTxid: by}
	for _, id := range s.running {
		revision.RelativeXips = append(revision.RelativeXips, int64(id-first))
	}
	packed, _ := revision.MarshalVT() // it cannot fail
	decoded := &impl.DecodedZedToken{VersionOneof: &impl.DecodedZedToken_V1{V1: &impl.DecodedZedToken_V1ZedToken{
		Revision: base64.StdEncoding.EncodeToString(packed), DatastoreUniqueIdPrefix: "postgres",
	}}}
	packed, _ = decoded.MarshalVT()
	return &v1.ZedToken{Token: base64.StdEncoding.EncodeToString(packed)}
}

func read(token *v1.ZedToken) (s seen, err error) {
	var decoded impl.DecodedZedToken
	var revision impl.PostgresRevision
	packed, err := base64.StdEncoding.DecodeString(token.GetToken())
	if err == nil {
		err = decoded.UnmarshalVT(packed)
	}
	if err == nil {
		packed, err = base64.StdEncoding.DecodeString(decoded.GetV1().GetRevision())
	}
	if err == nil {
		err = revision.UnmarshalVT(packed)
	}
	for _, r := range revision.GetRelativeXips() {
		s.running = append(s.running, revision.GetXmin()+uint64(r))
	}
	s.next = revision.GetXmin() + uint64(revision.GetRelativeXmax())
	return s, err
}

func (p *postgres) snapshot() seen { return seen{p.next, slices.Clone(p.running)} }

// begin begins a transaction, of SpiceDB's or of somebody else's.
func (p *postgres) begin() *transaction {
	p.mu.Lock()
	defer p.mu.Unlock()
	t := &transaction{id: p.next, sees: p.snapshot()}
	p.next++
	p.running = append(p.running, t.id)
	return t
}

// end commits some at once; what is not SpiceDB's has nothing that a stream could tell.
func (p *postgres) end(spicedbs bool, all ...*transaction) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, t := range all {
		p.running = slices.DeleteFunc(p.running, func(r uint64) bool { return r == t.id })
		if spicedbs {
			p.done = append(p.done, t)
		}
	}
}

func (p *postgres) write(t testing.TB, texts ...string) {
	tx := p.begin()
	tx.updates = updates(t, texts)
	p.end(true, tx)
}

func updates(t testing.TB, texts []string) (all []*v1.RelationshipUpdate) {
	for _, text := range texts {
		u, err := relationtest.Change(text).Update()
		require.NoError(t, err)
		all = append(all, u)
	}
	return all
}

// elsewhere is a transaction of somebody else, which moves the newest revision.
func (p *postgres) elsewhere() { p.end(false, p.begin()) }

func (p *postgres) head() *v1.ZedToken {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.snapshot().token(0)
}

func (p *postgres) ReadSchema(context.Context, *v1.ReadSchemaRequest) (*v1.ReadSchemaResponse, error) {
	return &v1.ReadSchemaResponse{SchemaText: schema.Text(), ReadAt: p.head()}, nil
}

func (p *postgres) CheckPermission(context.Context, *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
	return &v1.CheckPermissionResponse{CheckedAt: p.head()}, nil
}

func (p *postgres) ExportBulkRelationships(r *v1.ExportBulkRelationshipsRequest, stream grpc.ServerStreamingServer[v1.ExportBulkRelationshipsResponse]) error {
	at, err := read(r.GetConsistency().GetAtExactSnapshot())
	if err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	held := map[string]*v1.Relationship{}
	for _, t := range p.done {
		if !at.has(t.id) {
			continue
		}
		for _, u := range t.updates {
			if held[u.GetRelationship().String()] = u.GetRelationship(); u.GetOperation() == v1.RelationshipUpdate_OPERATION_DELETE {
				delete(held, u.GetRelationship().String())
			}
		}
	}
	page := &v1.ExportBulkRelationshipsResponse{}
	for _, r := range held {
		page.Relationships = append(page.Relationships, r)
	}
	return stream.Send(page)
}

func (p *postgres) Watch(r *v1.WatchRequest, stream grpc.ServerStreamingServer[v1.WatchResponse]) error {
	at, err := read(r.GetOptionalStartCursor())
	if err != nil {
		return err
	}
	number := p.begun()
	for {
		hung, pause := p.pace(number)
		var news []*v1.WatchResponse
		if !hung {
			news, at = p.look(at)
		}
		for _, event := range news {
			if err := stream.Send(event); err != nil {
				return err
			}
		}
		if len(news) > 0 {
			continue
		}
		select {
		case <-time.After(pause):
		case <-stream.Context().Done():
			return stream.Context().Err()
		}
	}
}

func (p *postgres) begun() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.streams++
	return p.streams
}

func (p *postgres) pace(stream int) (hung bool, pause time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return stream <= p.hung, p.pause
}

func (p *postgres) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

// look finds what was committed and is not in a snapshot: SpiceDB's getNewRevisions,
// and what it makes of them.
func (p *postgres) look(at seen) (news []*v1.WatchResponse, through seen) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var found []*transaction
	for i, t := range p.done {
		if !at.has(t.id) && i >= p.forgotten {
			found = append(found, t)
		}
	}
	if len(found) == 0 {
		return nil, at
	}
	through = found[len(found)-1].sees
	for _, t := range found {
		through = through.and(t.id)
		if len(t.updates) > 0 {
			news = append(news, &v1.WatchResponse{Updates: t.updates, ChangesThrough: t.sees.and(t.id).token(t.id)})
		}
	}
	return append(news, &v1.WatchResponse{ChangesThrough: through.token(found[len(found)-1].id), IsCheckpoint: true}), through
}

// seldom is a pause after which no stream brings any changes but those that it begins with.
const seldom = time.Hour

// followPostgres is a replica that is proven, of an engine that from now on looks for
// changes after every pause.
func followPostgres(t *testing.T, options replica.Options, pause time.Duration) (*postgres, *world) {
	t.Helper()
	p := &postgres{pause: time.Millisecond, next: 1000}
	p.write(t, "tenant:t#member@user:t/anna")
	listener, server := bufconn.Listen(1<<20), grpc.NewServer()
	v1.RegisterPermissionsServiceServer(server, p)
	v1.RegisterSchemaServiceServer(server, p)
	v1.RegisterWatchServiceServer(server, p)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	conn, err := grpc.NewClient("passthrough:///postgres", grpc.WithTransportCredentials(insecure.NewCredentials()),
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	w := &world{t: t, conn: conn, replica: replica.Start(conn, options)}
	t.Cleanup(w.replica.Close)
	w.ready()
	p.write(t) // as SpiceDB does now and then, so that its revision moves
	w.eventually("that is told", func() bool {
		return zedtoken.Parse(w.replica.Health().Revision).Includes(zedtoken.Parse(p.head().GetToken()))
	})
	p.set(func() { p.pause = pause })
	time.Sleep(10 * time.Millisecond) // the pauses that are under way
	return p, w
}

// busy has somebody else write until the test ends.
func (p *postgres) busy(t *testing.T) {
	var writing sync.WaitGroup
	t.Cleanup(writing.Wait)
	writing.Go(func() {
		for t.Context().Err() == nil {
			p.elsewhere()
			time.Sleep(time.Millisecond)
		}
	})
}

// A memory of a PostgreSQL that has other work too was proven only when SpiceDB happened
// to write, and learned of a revocation when SpiceDB next looked for changes.
func TestPostgreSQLIsProvenWhateverElseItWrites(t *testing.T) {
	p, w := followPostgres(t, replica.Options{MaxAge: time.Second}, seldom)
	p.busy(t)
	for range 3 {
		p.write(t, link)
		w.eventually("a link is there", func() bool { return w.has(link) })
		p.write(t, "-"+link)
		w.eventually("it is gone, as a fresh snapshot says", func() bool { return w.replica.Snapshot() != nil && !w.has(link) })
	}
	begin := time.Now()
	w.eventually("it is proven after an age without a change", func() bool {
		return time.Since(begin) > 2*time.Second && w.replica.Health().Age < time.Second/2
	})
	health := w.replica.Health()
	assert.Equal(t, 1, health.Loads, health.Reason)
	assert.Equal(t, 6, health.Changes, "each is counted once, however often it was told")
}

// That a stream breaks is how a lost database is noticed, so it has to be one that lives.
func TestAStreamThatHangsIsGivenUpThoughReplaysBringChanges(t *testing.T) {
	p, w := followPostgres(t, replica.Options{MaxAge: 200 * time.Millisecond}, seldom)
	p.set(func() { p.hung = 1 })
	p.busy(t)
	p.write(t, link)
	w.eventually("a replay brings the change", func() bool { return w.has(link) })
	w.eventually("the stream is given up", func() bool { return w.replica.Health().Losses > 0 })
	assert.ErrorContains(t, w.replica.Health().Reason, "newest revision")
}

// A replay proves what there was when it was asked for, and that it was once tells nothing
// of later.
func TestWhereNoStreamLooksNothingIsProven(t *testing.T) {
	options := replica.Options{MaxAge: 200 * time.Millisecond}
	p, w := followPostgres(t, options, seldom)
	p.busy(t)
	p.write(t, link)
	w.eventually("the link is there", func() bool { return w.has(link) })
	p.set(func() { p.hung = math.MaxInt })
	for begin := time.Now(); time.Since(begin) < 4*options.MaxAge; {
		asked := time.Now()
		if g := w.replica.Snapshot(); asked.Sub(begin) > options.MaxAge {
			require.Nil(t, g, "a snapshot as of %s ago", asked.Sub(begin))
		}
	}
}

// SpiceDB tells a transaction again where the last that it told began before that was
// committed. The link that it gave came back after its end, and stayed.
func TestWhatIsToldAgainUndoesNothing(t *testing.T) {
	p, w := followPostgres(t, replica.Options{MaxAge: 200 * time.Millisecond}, time.Millisecond)
	const other = "client:t/other#practitioner@user:t/anna"
	long := p.begin()
	long.updates = updates(t, []string{other})
	p.write(t, link)
	w.eventually("the link is there", func() bool { return w.has(link) })
	gone := p.begin()
	gone.updates = updates(t, []string{"-" + link})
	p.end(true, gone, long) // both before it looks again
	w.eventually("both have come", func() bool { return w.has(other) && !w.has(link) })
	for begin := time.Now(); time.Since(begin) < time.Second/2; {
		require.False(t, w.has(link), "%s later it is back", time.Since(begin))
	}
	p.write(t)
	w.eventually("it goes on", func() bool { return w.replica.Snapshot() != nil })
	require.False(t, w.has(link))
	assert.Equal(t, 1, w.replica.Health().Loads, w.replica.Health().Reason)
}

// What does not tell again what it told is another database, or lacks history between.
func TestAReplayThatForgotProvesNothing(t *testing.T) {
	options := replica.Options{MaxAge: 200 * time.Millisecond}
	p, w := followPostgres(t, options, seldom)
	p.busy(t)
	p.write(t, link)
	w.eventually("the link is there", func() bool { return w.has(link) })
	p.set(func() { p.forgotten = len(p.done) })
	p.write(t, "client:t/other#practitioner@user:t/anna")
	for forgot := time.Now(); time.Since(forgot) < 4*options.MaxAge; {
		if since := time.Since(forgot); since > options.MaxAge {
			require.Nil(t, w.replica.Snapshot(), "a snapshot is proven by what lacks what was told, %s later", since)
		}
	}
}

// toggled is a relationship that one writer gives and takes, and when.
type toggled struct {
	text string

	mu     sync.Mutex
	states []state
}

// state is there at some time from when its transaction began to end, until the next one
// has ended.
type state struct {
	there       bool
	begun, done time.Time
}

// might says whether a state may have been the last one at a moment of a span.
func (o *toggled) might(there bool, from, until time.Time) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	for i, s := range o.states {
		over := i+1 < len(o.states) && !o.states[i+1].done.IsZero() && o.states[i+1].done.Before(from)
		if s.there == there && !over && s.begun.Before(until) {
			return true
		}
	}
	return false
}

func (o *toggled) toggle(t testing.TB, p *postgres, n int, overlap time.Duration) {
	text := o.text
	if n%2 == 1 {
		text = "-" + text
	}
	tx := p.begin()
	tx.updates = updates(t, []string{text})
	time.Sleep(overlap)
	o.mu.Lock()
	o.states = append(o.states, state{there: n%2 == 0, begun: time.Now()})
	o.mu.Unlock()
	p.end(true, tx)
	o.mu.Lock()
	o.states[len(o.states)-1].done = time.Now()
	o.mu.Unlock()
}

// Transactions overlap and are told in the order of their ends, streams look at all
// times, and somebody else writes too: what a snapshot says was so within MaxAge.
func TestWhatPostgreSQLTellsIsNeverOlderThanItSays(t *testing.T) {
	options := replica.Options{MaxAge: 300 * time.Millisecond}
	p, w := followPostgres(t, options, 20*time.Millisecond)
	p.busy(t)
	seed := random.Seed(t)
	var all []*toggled
	var writing sync.WaitGroup
	end := time.Now().Add(5 * time.Second)
	for n := range 8 {
		o := &toggled{text: fmt.Sprintf("client:t/c%d#practitioner@user:t/anna", n), states: []state{{}}}
		all = append(all, o)
		r := rand.New(rand.NewPCG(seed, uint64(n)))
		writing.Go(func() {
			for n := 0; time.Now().Before(end); n++ {
				o.toggle(t, p, n, time.Duration(r.IntN(30))*time.Millisecond)
				time.Sleep(time.Duration(r.IntN(20)) * time.Millisecond)
			}
		})
	}
	seen := 0
	for n := 0; time.Now().Before(end); n++ {
		o, asked := all[n%len(all)], time.Now()
		g, r := w.replica.Snapshot(), relationtest.Of(o.text)
		if g == nil {
			continue
		}
		seen++
		there := g.Has(r.Resource, r.Relation.Name(), r.Subject)
		require.True(t, o.might(there, asked.Add(-options.MaxAge), time.Now()), "%s: %v is older than %s", o.text, there, options.MaxAge)
		time.Sleep(100 * time.Microsecond)
	}
	writing.Wait()
	assert.Positive(t, seen)
	for _, o := range all {
		w.eventually("the last state comes", func() bool { return w.has(o.text) == o.states[len(o.states)-1].there })
	}
	health := w.replica.Health()
	t.Logf("%d answers, %d loads, %d losses: %v", seen, health.Loads, health.Losses, health.Reason)
	assert.Equal(t, 1, health.Loads, health.Reason)
}
