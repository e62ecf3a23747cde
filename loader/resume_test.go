package loader_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// killing is an engine that goes away after so many writes; where it loses answers,
// only once the last of them is made.
type killing struct {
	enginetest.Engine
	left         int
	losesAnswers bool
}

func (k *killing) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	if k.left--; k.left < 0 {
		return nil, errAway
	}
	answer, err := k.Engine.WriteRelationships(ctx, r, opts...)
	if k.losesAnswers && k.left == 0 && err == nil {
		return nil, errAway
	}
	return answer, err
}

// Killed at any write, whether that was made or not, the same sync finishes: what the
// engine then holds is what it holds after a sync that nobody killed, and in between
// nobody has a permission that they have neither before nor after.
func TestResume(t *testing.T) {
	seed := random.Seed(t)
	empty, err := eval.New(schema.Text())
	if err != nil {
		t.Fatal(err)
	}
	kills, grants := 0, 0
	for i := range 200 {
		c := newCrash(int(seed)*1000+i, empty)
		if err := c.everywhere(t); err != nil {
			t.Fatalf("world %d (%s=%d): %v", i, random.Variable, seed, err)
		}
		kills, grants = kills+c.kills, grants+len(c.after)
	}
	t.Logf("200 worlds, killed %d times", kills)
	if kills < 1000 || grants == 0 {
		t.Errorf("the property was not put to the test: %d kills, %d permissions", kills, grants)
	}
}

// crash is one change of one world, made again and again.
type crash struct {
	empty         *eval.Snapshot
	held          map[loader.Relationship]loader.Relationship
	to            loader.Desired
	before, after map[string]bool
	clean         []loader.Relationship
	batch         int
	losesAnswers  bool
	kills         int
}

// newCrash draws a world, what applications and hands wrote beside it, and another
// world that it is to become.
func newCrash(seed int, empty *eval.Snapshot) *crash {
	type drawn struct {
		a, b    loader.Desired
		foreign []loader.Relationship
	}
	d := rapid.Custom(func(t *rapid.T) drawn { return drawn{drawWorld(t, "a"), drawWorld(t, "b"), drawForeign(t)} }).Example(seed)
	choose := rand.New(rand.NewPCG(uint64(seed), 0))
	c := &crash{empty: empty, held: map[loader.Relationship]loader.Relationship{}, to: d.b, batch: 8 + choose.IntN(6), losesAnswers: choose.IntN(2) == 0}
	for _, r := range append(d.a.Relationships, d.foreign...) {
		if choose.IntN(20) > 0 { // some a hand took away
			c.held[r.Key()] = r
		}
	}
	return c
}

// sync is the change, on an engine that may go away.
func (c *crash) sync(ctx context.Context, engine enginetest.Engine) error {
	by := loader.Sync{Engine: enginetest.Conn(engine), Now: today, Limits: loader.Limits{Unlimited: true}, LateEnds: true}.InWritesOf(c.batch)
	state, err := loader.ObservedState(ctx, by.Engine, c.to.Tenants)
	if err != nil {
		return err
	}
	_, err = by.Apply(ctx, loader.Diff(c.to, state))
	return err
}

// everywhere kills the change at each write in turn, and says what is wrong then.
func (c *crash) everywhere(t *testing.T) error {
	t.Helper()
	if err := c.undisturbed(); err != nil {
		return fmt.Errorf("undisturbed: %w", err)
	}
	for writes := 0; ; writes++ {
		killed, err := c.killedAfter(writes)
		if err != nil {
			return fmt.Errorf("killed after %d writes: %w", writes, err)
		}
		if !killed {
			return nil
		}
		c.kills++
	}
}

// undisturbed makes the change, and keeps what it comes to.
func (c *crash) undisturbed() (err error) {
	clean := &quick{held: maps.Clone(c.held)}
	if c.before, err = c.permissions(clean.all()); err != nil {
		return err
	}
	if err := c.sync(context.Background(), clean); err != nil {
		return err
	}
	c.clean = clean.all()
	c.after, err = c.permissions(c.clean)
	return err
}

// killedAfter kills the change after so many writes, and looks; then it makes the change
// again, and looks again. It says whether there was anything left to kill.
func (c *crash) killedAfter(writes int) (bool, error) {
	engine := &quick{held: maps.Clone(c.held)}
	err := c.sync(context.Background(), &killing{engine, writes, c.losesAnswers})
	if err != nil && !errors.Is(err, errAway) {
		return false, err
	}
	between, wrong := c.permissions(engine.all())
	if wrong != nil {
		return false, wrong
	}
	for p := range between {
		if !c.before[p] && !c.after[p] {
			return false, fmt.Errorf("%s is had neither before nor after", p)
		}
	}
	killed := err != nil
	if err := c.sync(context.Background(), engine); err != nil {
		return false, fmt.Errorf("made again: %w", err)
	}
	if diff := cmp.Diff(c.clean, engine.all()); diff != "" {
		return false, fmt.Errorf("made again, the engine holds something else than after a clean run: %s", diff)
	}
	return killed, nil
}

// permissions are all that anybody has, by the graph in memory.
func (c *crash) permissions(held []loader.Relationship) (map[string]bool, error) {
	var all []relation.Change
	for _, r := range held {
		all = append(all, relation.Change{Relationship: r})
	}
	s, err := c.empty.With(all)
	if err != nil {
		return nil, err
	}
	had := map[string]bool{}
	for _, now := range []time.Time{today, between} {
		context := eval.Context{At: now, Values: func(at time.Time) map[string]any { return map[string]any{"now": at.Format(time.RFC3339)} }}
		for _, user := range []string{"acme/u1", "acme/u2", "acme/u3", "beta/x"} {
			for _, resource := range askedResources() {
				for _, permission := range askedOn(resource.Type) {
					q := eval.Question{Resource: relation.ObjectOf(resource), Permission: permission.Name(), Subject: object(schema.TypeUser, user)}
					if s.Check(q, context).Outcome == eval.Allowed {
						had[fmt.Sprintf("%s %s %s at %s", q.Subject, permission, resource, now)] = true
					}
				}
			}
		}
	}
	return had, nil
}

// headerless is an engine that says in no header what it can, as a SpiceDB elsewhere.
type headerless struct{ enginetest.Engine }

func (s headerless) ReadSchema(ctx context.Context, r *v1.ReadSchemaRequest, _ ...grpc.CallOption) (*v1.ReadSchemaResponse, error) {
	return s.Engine.ReadSchema(ctx, r)
}

// A write is as large as the engine says that it takes, and as SpiceDB takes where it says
// nothing.
func TestWritesAreAsLargeAsTheEngineTakes(t *testing.T) {
	f := small()
	for i := range 600 {
		f = f.plus("clients", fmt.Sprintf("acme,many%d,", i)).plus("links", fmt.Sprintf("acme,pim,practitioner,client:many%d,", i))
	}
	for _, tt := range []struct {
		why    string
		over   func(enginetest.Engine) enginetest.Engine
		writes func(largest int) bool
	}{
		{"remit's own", func(e enginetest.Engine) enginetest.Engine { return e }, func(largest int) bool { return largest > 1000 && largest <= 2500 }},
		{"elsewhere", func(e enginetest.Engine) enginetest.Engine { return headerless{e} }, func(largest int) bool { return largest == 1000 }},
	} {
		e, eng := start(t)
		spied := &spy{Engine: tt.over(eng)}
		if _, err := loader.Load(t.Context(), enginetest.Conn(spied), f.folder(), today); err != nil || !tt.writes(spied.largest) {
			t.Errorf("%s: the largest write has %d changes (%v)", tt.why, spied.largest, err)
		}
		_ = e.Close()
	}
}
