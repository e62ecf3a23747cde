package recall_test

import (
	"flag"
	"io/fs"
	"slices"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/fixtures/generate"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

var flagRequests = flag.Int("requests", 1_500, "how many requests to compare with SpiceDB's answers, in each world")

// Whatever is asked of a served engine, nonsense included, it answers as
// SpiceDB does, and most of it from memory, while the data changes.
func TestAnswersAreThoseOfSpiceDB(t *testing.T) {
	seed := random.Seed(t)
	generated := generate.World(generate.Size{Users: 40, Organizations: 5, Engagements: 10, Analyses: 10, Connections: 10, Libraries: 3, Clients: 40, Links: 120}, seed)
	for name, world := range map[string]fs.FS{"care": fixtures.Care(), "audit": fixtures.Audit(), "generated": generated} {
		for kind, durable := range map[string]bool{"memory": false, "file": true} {
			t.Run(name+"/"+kind, func(t *testing.T) {
				s := start(t, durable)
				s.load(t, world)
				newComparison(t, s, seed).run(*flagRequests)
			})
		}
	}
}

// comparison asks a service and SpiceDB alone the same.
type comparison struct {
	t       *testing.T
	service *service
	asker   *asker
	world   []relation.Relationship
	gone    []relation.Relationship
	written *v1.ZedToken // by the last write
	states  []state      // that an answer with the least latency may have
}

// state is a revision, and when it ceased to be the newest one.
type state struct {
	at    *v1.ZedToken
	ended time.Time
}

func newComparison(t *testing.T, s *service, seed uint64) *comparison {
	world := s.relationships(t)
	c := &comparison{t: t, service: s, asker: newAsker(t, seed, world), world: slices.Clone(world)}
	for _, r := range world {
		if r.Relation == schema.ClientPractitioner && c.asker.one(2) {
			c.gone = append(c.gone, c.emergency(r))
		}
	}
	c.became(s.write(t, v1.RelationshipUpdate_OPERATION_TOUCH, c.gone...))
	c.world, c.gone = append(c.world, c.gone...), nil
	return c
}

func (c *comparison) run(requests int) {
	asked, passed := c.service.asked.Load(), c.service.passed.Load()
	for range requests {
		if c.asker.one(15) {
			c.write()
		}
		c.compare()
		if c.t.Failed() {
			return
		}
	}
	asked, passed = c.service.asked.Load()-asked, c.service.passed.Load()-passed
	c.t.Logf("%d requests reached the memory, %d of them were left to SpiceDB", asked, passed)
	assert.Less(c.t, passed, asked/2, "most is to be answered from memory")
}

// write takes a relationship away, or gives one back.
func (c *comparison) write() {
	if len(c.gone) > 0 && c.asker.one(2) {
		c.became(c.service.write(c.t, v1.RelationshipUpdate_OPERATION_TOUCH, c.gone...))
		c.world, c.gone = append(c.world, c.gone...), nil
		return
	}
	i, last := c.asker.random.IntN(len(c.world)-1), len(c.world)-1
	c.world[i], c.world[last] = c.world[last], c.world[i]
	c.gone, c.world = append(c.gone, c.world[last]), c.world[:last]
	c.became(c.service.write(c.t, v1.RelationshipUpdate_OPERATION_DELETE, c.gone[len(c.gone)-1]))
}

// emergency holds under a condition, which may lack more than the time.
func (c *comparison) emergency(link relation.Relationship) relation.Relationship {
	until := time.Now().Add(time.Duration(1+c.asker.random.IntN(3)) * time.Hour).UTC().Truncate(time.Second)
	given := map[string]any{"since": "2020-01-01T00:00:00Z", "until": until.Format(time.RFC3339), "reason": "r"}
	if c.asker.one(4) {
		delete(given, pick(c.asker, []string{"since", "until"}))
	}
	link.Relation = schema.ClientEmergency
	link.Terms = relationtest.Given(schema.CaveatEmergencyAccess, given).Expiring(until)
	return link
}

// became takes down a new state.
func (c *comparison) became(at *v1.ZedToken) {
	now := time.Now()
	if len(c.states) > 0 {
		c.states[len(c.states)-1].ended = now
	}
	c.states = slices.DeleteFunc(c.states, func(s state) bool { return !s.ended.IsZero() && now.Sub(s.ended) > 2*time.Second })
	c.states, c.written = append(c.states, state{at: at}), at
}

// compare asks one random request at a random consistency.
func (c *comparison) compare() {
	what, ask := c.asker.any()
	required := c.require()
	before := ask(c.t.Context(), c.service.spicedb, required)
	ours := ask(c.t.Context(), c.service.served, required)
	theirs := ask(c.t.Context(), c.service.spicedb, required)
	if required == nil || required.GetMinimizeLatency() {
		if ours.text != before.text && ours.text != theirs.text {
			c.among(what, ask, ours)
		}
		return
	}
	require.Equal(c.t, theirs.text, ours.text, "%s\nat %v", what, required)
	if ours.at != nil { // and it is an answer of the revision that it names
		again := ask(c.t.Context(), c.service.spicedb, exactly(ours.at))
		require.Equal(c.t, again.text, ours.text, "%s\nat the revision of the answer", what)
	}
}

// among wants an answer of one of the states of late: with the least latency
// SpiceDB's own may be another one.
func (c *comparison) among(what string, ask call, ours answer) {
	for _, s := range c.states {
		if ask(c.t.Context(), c.service.spicedb, exactly(s.at)).text == ours.text {
			return
		}
	}
	c.t.Errorf("%s\nwith the least latency: got %s, which it never was of late", what, ours.text)
}

// require is a random consistency, now and then nonsense.
func (c *comparison) require() *v1.Consistency {
	token := c.written
	if c.asker.one(40) {
		token = &v1.ZedToken{Token: pick(c.asker, []string{"", "nonsense", "GgMKATE=", future(c.t, token).GetToken()})}
	}
	switch c.asker.random.IntN(8) {
	case 0:
		return nil
	case 1:
		return &v1.Consistency{Requirement: &v1.Consistency_MinimizeLatency{MinimizeLatency: true}}
	case 2:
		return exactly(token)
	case 3, 4:
		return &v1.Consistency{Requirement: &v1.Consistency_AtLeastAsFresh{AtLeastAsFresh: token}}
	}
	return newest
}

func exactly(at *v1.ZedToken) *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: at}}
}
