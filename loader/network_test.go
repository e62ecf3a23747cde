package loader_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

const networkKey = "the-key-of-a-test-of-the-network"

// keeping is an engine that keeps the writes it was asked for, in their order, and
// whether it acknowledged them.
type keeping struct {
	enginetest.Engine
	writes []kept
}

type kept struct {
	updates      []*v1.RelationshipUpdate
	acknowledged bool
}

func (k *keeping) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	answer, err := k.Engine.WriteRelationships(ctx, r, opts...)
	k.writes = append(k.writes, kept{r.GetUpdates(), err == nil})
	return answer, err
}

// network is an engine that is reached over loopback, and one change of one world.
type network struct {
	*crash
	engine  enginetest.Engine // past the network
	address string
}

func newNetwork(t *testing.T, c *crash) network {
	t.Helper()
	e, eng := start(t)
	t.Cleanup(func() { _ = e.Close() })
	if _, err := loader.WriteSchema(t.Context(), e.Conn(), schema.Model{}); err != nil {
		t.Fatal(err)
	}
	served, err := e.Serve(t.Context(), loopbacktest.Address(t), engine.OneKey(networkKey))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = served.Close() })
	return network{c, eng, served.Address()}
}

// reset brings back what was there before the change.
func (n network) reset(t *testing.T) {
	t.Helper()
	var gone, missing []loader.Relationship
	there := map[loader.Relationship]loader.Relationship{}
	for _, r := range have(t, n.engine, "acme", "beta").Relationships {
		there[r.Key()] = r
		if n.held[r.Key()] != r {
			gone = append(gone, r)
		}
	}
	for k, r := range n.held {
		if there[k] != r {
			missing = append(missing, r)
		}
	}
	drop(t, n.engine, gone...)
	put(t, n.engine, missing...)
	if diff := cmp.Diff(n.held, n.state(t)); diff != "" {
		t.Fatalf("what was there before is not back: %s", diff)
	}
}

// state is what the engine holds.
func (n network) state(t *testing.T) map[loader.Relationship]loader.Relationship {
	t.Helper()
	return byKey(have(t, n.engine, "acme", "beta").Relationships)
}

func byKey(all []loader.Relationship) map[loader.Relationship]loader.Relationship {
	found := map[loader.Relationship]loader.Relationship{}
	for _, r := range all {
		found[r.Key()] = r
	}
	return found
}

// over makes the change over a cable.
func (n network) over(t *testing.T, how enginetest.Fault, within time.Duration) (*enginetest.Cable, *keeping, error) {
	t.Helper()
	cable := enginetest.NewCable(t, n.address, how)
	conn, err := engine.Dial(cable.Address, networkKey)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	k := &keeping{Engine: enginetest.Of(conn)}
	return cable, k, n.sync(ctx, k)
}

// look says what is wrong with what the engine holds after a change that came to an end
// or not: what was acknowledged is there, what was not is there whole or not at all, and
// nobody has what they have neither before the change nor after it. Then the change is
// made again, and that comes to what it comes to undisturbed.
func (n network) look(t *testing.T, k *keeping) error {
	t.Helper()
	state := n.state(t)
	sure, perhaps := maps.Clone(n.held), maps.Clone(n.held)
	for _, w := range k.writes {
		for _, u := range w.updates {
			one, err := relation.FromMessage(u.GetRelationship())
			if err != nil {
				return err
			}
			if one.Resource.Type == schema.TypeLease {
				continue
			}
			made := []map[loader.Relationship]loader.Relationship{perhaps}
			if w.acknowledged {
				made = append(made, sure)
			}
			for _, held := range made {
				if delete(held, one.Key()); u.GetOperation() != v1.RelationshipUpdate_OPERATION_DELETE {
					held[one.Key()] = one
				}
			}
		}
	}
	if !maps.Equal(state, sure) && !maps.Equal(state, perhaps) {
		return fmt.Errorf("something is half there: %s", cmp.Diff(sure, state))
	}
	between, err := n.permissions(slices.Collect(maps.Values(state)))
	if err != nil {
		return err
	}
	for p := range between {
		if !n.before[p] && !n.after[p] {
			return fmt.Errorf("%s is had neither before nor after", p)
		}
	}
	if err := n.sync(t.Context(), n.engine); err != nil {
		return fmt.Errorf("made again: %w", err)
	}
	if diff := cmp.Diff(byKey(n.clean), n.state(t)); diff != "" {
		return fmt.Errorf("made again, the engine holds something else than after a clean run: %s", diff)
	}
	return nil
}

// Cut at any byte, to the engine or from it, a sync leaves nothing half done, and the
// same sync finishes; so it does where the network is slow, or falls silent.
func TestNetworkIsCut(t *testing.T) {
	seed := random.Seed(t)
	empty, err := eval.New(schema.Text())
	if err != nil {
		t.Fatal(err)
	}
	choose := rand.New(rand.NewPCG(seed, 1))
	cuts, unacknowledged := 0, 0
	for world := range 2 {
		c := newCrash(int(seed)*1000+world, empty)
		if err := c.undisturbed(); err != nil {
			t.Fatal(err)
		}
		n := newNetwork(t, c)
		try := func(how enginetest.Fault, within time.Duration) (*enginetest.Cable, error) {
			n.reset(t)
			cable, k, err := n.over(t, how, within)
			if wrong := n.look(t, k); wrong != nil {
				t.Fatalf("world %d (%s=%d), %+v (%v): %v", world, random.Variable, seed, how, err, wrong)
			}
			if cable.Cut() {
				cuts++
			}
			if slices.ContainsFunc(k.writes, func(w kept) bool { return !w.acknowledged }) {
				unacknowledged++
			}
			return cable, err
		}
		whole, err := try(enginetest.Fault{}, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		const pieces = 6
		up, down := whole.Up.Load(), whole.Down.Load()
		for i := range int64(pieces) {
			for _, how := range []enginetest.Fault{
				{UpTo: 1 + i*up/pieces + choose.Int64N(up/pieces)},
				{DownTo: 1 + i*down/pieces + choose.Int64N(down/pieces)},
			} {
				if cable, err := try(how, time.Minute); cable.Cut() && err == nil && i < pieces-1 {
					t.Errorf("cut at %+v, the sync says that it is done", how)
				}
			}
		}
		if _, err := try(enginetest.Fault{Delay: 5 * time.Millisecond}, time.Minute); err != nil {
			t.Errorf("over a slow network: %v", err)
		}
		if world > 0 {
			continue // silence takes its time
		}
		if _, err := try(enginetest.Fault{DownTo: down / 2, Hangs: true}, 500*time.Millisecond); err == nil {
			t.Error("over a network that fell silent the sync says that it is done")
		}
	}
	t.Logf("%s=%d: cut %d times, %d times in a write", random.Variable, seed, cuts, unacknowledged)
	if cuts < 20 || unacknowledged == 0 {
		t.Error("the property was not put to the test")
	}
}
