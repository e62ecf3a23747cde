package checker_test

import (
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// A right that ends in time ends on time. With an expiration alone it did not:
// cached answers of the engine outlived it for as long as somebody asked, and
// nobody wrote. The caveat takes its time from the question.
func TestAnEndIsExact(t *testing.T) {
	const lasts = 2 * time.Second
	w := newWorld(t, append(caseload(),
		"tenant:a#member@user:a/gaston", "tenant:a#external_client@user:a/gaston",
		"organization:a/o#tenant@tenant:a", "engagement:a/e#tenant@tenant:a", "engagement:a/e#organization@organization:a/o",
		"connection:a/k#tenant@tenant:a", "connection:a/k#engagement@engagement:a/e")...)
	awaitAllowed(t, w.checker(checker.Options{Consistency: checker.Bounded}), ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1"))
	until := time.Now().Add(lasts)
	w.writeUntil("client:a/c-2#emergency@user:a/bram", schema.CaveatEmergencyAccess, until,
		map[string]any{"since": time.Now().UTC().Format(time.RFC3339Nano), "reason": "found unwell"})
	w.writeUntil("connection:a/k#external_client@user:a/gaston", schema.CaveatInvitation, until, map[string]any{})
	emergency := ask(t, "user:a/bram", schema.ClientViewDossier, "client:a/c-2")
	invitation := ask(t, "user:a/gaston", schema.ConnectionConfigure, "connection:a/k")
	var polling sync.WaitGroup
	for name, c := range map[string]*checker.Checker{
		"latest":  w.checker(checker.Options{}),
		"bounded": w.checker(checker.Options{Consistency: checker.Bounded}),
	} {
		for _, q := range []checker.Question{emergency, invitation} {
			for way, allows := range ways(t, c, q) {
				polling.Go(func() {
					end, seen := pollUntilDenied(allows, until.Add(5*time.Second))
					assert.True(t, seen, "%s, %s: never allowed", name, way)
					assert.WithinDuration(t, until, end, time.Second, "%s, %s: %s", name, way, q)
				})
			}
		}
	}
	polling.Wait()
}

// ways are all the calls that tell whether a question is allowed.
func ways(t *testing.T, c *checker.Checker, q checker.Question) map[string]func() bool {
	return map[string]func() bool{
		"Check": func() bool {
			d, err := c.Check(t.Context(), q)
			assert.NoError(t, err)
			return d.Allowed()
		},
		"CheckAll": func() bool {
			a := c.CheckAll(t.Context(), []checker.Question{q, q})[1]
			assert.NoError(t, a.Err)
			return a.Allowed()
		},
		"Resources": func() bool {
			l, err := c.Resources(t.Context(), q.Subject, q.Permission)
			assert.NoError(t, err)
			assert.Empty(t, l.Conditional)
			return len(l.Refs) > 0
		},
		"Subjects": func() bool {
			l, err := c.Subjects(t.Context(), q.Permission, q.Resource)
			assert.NoError(t, err)
			assert.Empty(t, l.Conditional)
			return len(l.Refs) > 0
		},
	}
}

// pollUntilDenied asks ten times a second and returns the time of the first
// denial after an allow, or of giving up, and whether it was ever allowed: a
// bounded answer may for a moment be older than the right.
func pollUntilDenied(allows func() bool, giveUp time.Time) (end time.Time, seen bool) {
	for time.Now().Before(giveUp) {
		allowed := allows()
		if seen && !allowed {
			break
		}
		seen = seen || allowed
		time.Sleep(100 * time.Millisecond)
	}
	return time.Now(), seen
}
