package memory_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/recall"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/internal/unreachable"
	"github.com/remit-authz/remit/schema"
)

// atWork is a schema in which a link may depend on what a question brings.
var atWork = strings.NewReplacer(
	"relation practitioner: user | user with expiration | account#owner | account#owner with expiration\n", "relation practitioner: user | user with expiration | account#owner | account#owner with expiration | user with at_work\n",
	"caveat invitation(", `caveat at_work(place string, level int, share double, shifts list<string>, since_when timestamp, now timestamp) {
	place == "office" && level >= 2 && share < 0.5 && "early" in shifts && since_when <= now
}

caveat invitation(`,
).Replace(schema.Text())

// conditional writes links of Anna to some clients under the condition, some of
// which bring a part of it.
func conditional(t *testing.T, conn grpc.ClientConnInterface) []checker.Question {
	t.Helper()
	var asked []checker.Question
	var links []relation.Relationship
	for n, written := range []map[string]any{
		nil, {"place": "office"}, {"place": "home"}, {"level": 2, "share": 0.25}, {"shifts": []any{"late"}},
		{"since_when": "2026-01-01T00:00:00Z"}, {"level": 2, "share": 0.25, "place": "office", "shifts": []any{"early"}, "since_when": "2026-01-01T00:00:00Z"},
	} {
		q := numbered(n)
		link := relation.Between(q.Resource, schema.ClientPractitioner, q.Subject)
		link.Terms = relationtest.Given("at_work", written)
		links = append(links, link, relation.Between(q.Resource, schema.ClientTenant, schema.TenantRef("veldzicht")))
		asked = append(asked, q)
	}
	relationtest.Write(t, conn, links...)
	return asked
}

// values are a random context: what fits, what does not, and what nobody asked for.
func values(r *rand.Rand) map[string]any {
	all := map[string]any{}
	for name, choices := range map[string][]any{
		"place":      {"office", "home", "", 3, nil},
		"level":      {2, 1.0, "2", int64(1) << 53, 2.5, true},
		"share":      {0.25, 1, "0.25", "half"},
		"shifts":     {[]any{"early"}, []any{"late", "early"}, []any{}, []any{1}, "early"},
		"since_when": {"2026-01-01T00:00:00Z", "2999-01-01T00:00:00Z", "yesterday"},
		"unheard_of": {map[string]any{"of": []any{nil}}},
	} {
		if r.IntN(3) > 0 {
			all[name] = choices[0] // most of the time what fits
			if r.IntN(3) == 0 {
				all[name] = choices[r.IntN(len(choices))]
			}
		}
	}
	return all
}

// What a question brings counts for the same in memory, in the process and over
// the wire; a value of another type is an error in all of them.
func TestAContextMeansTheSameEverywhere(t *testing.T) {
	e, err := engine.Start(t.Context(), engine.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, e.Close()) })
	writeSchema(t, e.Conn(), atWork)
	tenant, anna := schema.TenantRef("veldzicht"), numbered(0).Subject
	relationtest.Write(t, e.Conn(), relation.Between(tenant, schema.TenantMember, anna), relation.Between(tenant, schema.TenantPractitioner, anna))
	questions := conditional(t, e.Conn())
	follower := replica.Start(e.Conn(), replica.Options{})
	t.Cleanup(follower.Close)
	served, err := e.Serve(t.Context(), loopbacktest.Address(t), engine.OneKey("k"), recall.From(e, follower))
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, served.Close()) })
	recorded := &spy{ClientConnInterface: e.Conn()}
	m := follow(t, e.Conn(), memory.Options{MaxAge: time.Minute})
	checkers := map[string]*checker.Checker{
		"memory":  checker.New(recorded, checker.Options{Memory: m}),
		"process": checker.New(e.Conn(), checker.Options{}),
		"wire":    checker.New(enginetest.Dial(t, served.Address(), "k"), checker.Options{}),
	}
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	outcomes := map[string]int{}
	for range 150 {
		given := checker.EvaluationContext{Values: values(r)}
		if r.IntN(4) == 0 {
			given.Time = time.Date(2025+r.IntN(3), 1, 1, 0, 0, 0, 0, time.UTC)
		}
		want := answersOf(t, checkers["process"].With(given), questions)
		for by, c := range checkers {
			require.Equal(t, want, answersOf(t, c.With(given), questions), "%s, with %v", by, given)
		}
		for _, outcome := range want {
			outcomes[outcome]++
		}
	}
	t.Logf("%v, of which %d calls were left to the engine", outcomes, len(recorded.asked))
	for _, outcome := range []string{"allowed", "denied", "conditional", "error"} {
		assert.NotZero(t, outcomes[outcome], outcome)
	}
}

// answersOf are the outcomes of questions, by all ways to ask: they agree.
func answersOf(t *testing.T, c *checker.Checker, questions []checker.Question) []string {
	t.Helper()
	outcomes := make([]string, len(questions))
	said := func(d checker.Decision, err error) string {
		if err != nil {
			return "error"
		}
		return d.Outcome.String()
	}
	all := c.CheckAll(t.Context(), questions)
	for i, q := range questions {
		outcomes[i] = said(c.Check(t.Context(), q))
		who, err := c.Subjects(t.Context(), q.Permission, q.Resource)
		require.Equal(t, outcomes[i], listed(who, q.Subject, err), "who: %s", q)
	}
	which, err := c.Resources(t.Context(), questions[0].Subject, questions[0].Permission)
	for i, q := range questions {
		// One that is an error spoils what SpiceDB answers together.
		if all := said(all[i].Decision, all[i].Err); all != "error" || !slices.Contains(outcomes, "error") {
			require.Equal(t, outcomes[i], all, "all at once: %s", q)
		}
		if err == nil {
			require.Equal(t, outcomes[i], listed(which, q.Resource, err), "which: %s", q)
		} else {
			require.Contains(t, outcomes, "error", "which: %v", err)
		}
	}
	return outcomes
}

func listed(l checker.List, ref schema.Ref, err error) string {
	switch {
	case err != nil:
		return "error"
	case slices.Contains(l.Refs, ref):
		return checker.Allowed.String()
	case slices.Contains(l.Conditional, ref):
		return checker.Conditional.String()
	}
	return checker.Denied.String()
}

// What an engine has let expire does not come back from memory at an earlier
// moment.
func TestAnEarlierMomentRevivesNothing(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	with := checker.New(unreachable.Engine{}, checker.Options{Memory: follow(t, conn, memory.Options{MaxAge: time.Minute, Wait: time.Minute})})
	q := ask(t, "user:veldzicht/anna", schema.ClientViewDossier, "client:veldzicht/c-1003")
	begin := time.Now()
	until := begin.Add(3 * time.Second)
	link := relation.Between(q.Resource, schema.ClientEmergency, q.Subject)
	link.Terms = relationtest.Given(schema.CaveatEmergencyAccess, map[string]any{
		"since": begin.Add(-time.Minute).UTC().Format(time.RFC3339Nano), "until": until.UTC().Format(time.RFC3339Nano), "reason": "found unresponsive",
	}).Expiring(until)
	revision := relationtest.Write(t, conn, link)
	decision, err := with.AtLeast(revision).Check(t.Context(), q)
	require.NoError(t, err)
	require.True(t, decision.Allowed())

	time.Sleep(time.Until(until) + 100*time.Millisecond)
	earlier := checker.EvaluationContext{Time: begin}
	for by, c := range map[string]*checker.Checker{"memory": with, "engine": checker.New(conn, checker.Options{})} {
		decision, err := c.AtLeast(revision).With(earlier).Check(t.Context(), q)
		require.NoError(t, err, by)
		assert.Equal(t, checker.Denied, decision.Outcome, by)
		which, err := c.AtLeast(revision).With(earlier).Resources(t.Context(), q.Subject, q.Permission)
		require.NoError(t, err, by)
		assert.NotContains(t, which.Refs, q.Resource, by)
	}
}
