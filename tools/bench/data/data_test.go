package data_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
	"github.com/remit-authz/remit/tools/bench/data"
)

func questions(t *testing.T, n int, seed uint64) (data.Questions, *data.Floor) {
	t.Helper()
	size := data.Of(n)
	src, err := data.Read(data.World(size, seed))
	require.NoError(t, err)
	floor := data.NewFloor(src)
	return data.Ask(size, src, floor, seed, time.Now()), floor
}

func TestTheSameSeedAsksTheSame(t *testing.T) {
	t.Parallel()
	one, _ := questions(t, 4_000, 1)
	other, _ := questions(t, 4_000, 1)
	require.Equal(t, one, other)
	different, _ := questions(t, 4_000, 2)
	require.NotEqual(t, one, different)
}

// A size has about as many relationships as it says, whatever its part of everything.
func TestSize(t *testing.T) {
	t.Parallel()
	for _, n := range []int{4_000, 40_000} {
		src, err := data.Read(data.World(data.Of(n), 1))
		require.NoError(t, err)
		require.InEpsilon(t, n, len(loader.DesiredState(src, time.Now()).Relationships), 0.25)
	}
}

// Each kind has questions enough, all different and with the answer that it says.
func TestKinds(t *testing.T) {
	t.Parallel()
	asked, floor := questions(t, 40_000, 1)
	for _, kind := range data.Kinds {
		seen := map[checker.Question]bool{}
		require.Greater(t, len(asked.Checks[kind]), 200, kind)
		for _, q := range asked.Checks[kind] {
			require.Equal(t, kind != data.Denied, floor.Check(q, time.Now()), "%s: %s", kind, q)
			require.False(t, seen[q], "%s twice", q)
			seen[q] = true
		}
	}
	require.Len(t, floor.List(asked.One[0]), 1)
	require.Len(t, floor.List(asked.Caseload[0]), data.Caseload)
	require.Len(t, floor.List(asked.All[0]), 10_000)
}

func TestFloorFollowsLinks(t *testing.T) {
	t.Parallel()
	asked, floor := questions(t, 4_000, 1)
	l, now := asked.Links[0], time.Now()
	list := data.Listing{Subject: l.User, Permission: schema.ClientViewDossier}
	before := floor.List(list)
	require.False(t, floor.Check(l.Question(), now))
	floor.Link(l.User, l.Client)
	require.True(t, floor.Check(l.Question(), now))
	require.Contains(t, floor.List(list), l.Client)
	require.Contains(t, floor.Who(data.Naming{Permission: schema.ClientViewDossier, Resource: l.Client}), l.User)
	floor.Unlink(l.User, l.Client)
	require.False(t, floor.Check(l.Question(), now))
	require.ElementsMatch(t, before, floor.List(list))
}
