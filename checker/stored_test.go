package checker_test

import (
	"iter"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// SpiceDB lets an emergency that stores the time of the question run without
// end. What may go by it is an error that names it; all else is answered.
func TestNothingIsAllowedByAStoredQuestion(t *testing.T) {
	w := newWorld(t, append(caseload(), "client:a/c-2#practitioner@user:a/anna")...)
	forged := "client:a/c-2#emergency@user:a/bram"
	w.writeUntil(forged, schema.CaveatEmergencyAccess, time.Now().Add(time.Hour), map[string]any{
		"since": time.Now().UTC().Format(time.RFC3339Nano), "reason": "found unwell", "now": time.Now().Add(time.Minute).UTC().Format(time.RFC3339Nano),
	})
	brams := ask(t, "user:a/bram", schema.ClientViewDossier, "client:a/c-2")
	annas := ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1")
	message := ask(t, "user:a/anna", schema.ClientMessage, "client:a/c-2")
	refused := func(err error, way string) {
		t.Helper()
		var failed *checker.EngineError
		require.ErrorAs(t, err, &failed, way)
		assert.ErrorContains(t, err, "client:a/c-2#emergency@user:a/bram, which stores", way)
	}
	c := w.checker(checker.Options{}).With(checker.EvaluationContext{Time: time.Now().Add(24 * time.Hour)})
	decision, err := c.Check(t.Context(), brams)
	refused(err, "check")
	assert.Equal(t, checker.Denied, decision.Outcome)
	for _, q := range []checker.Question{annas, message} {
		decision, err := c.Check(t.Context(), q)
		require.NoError(t, err)
		assert.True(t, decision.Allowed(), "%s", q)
	}
	answers := c.CheckAll(t.Context(), []checker.Question{annas, brams, message})
	refused(answers[1].Err, "of many")
	assert.False(t, answers[1].Allowed())
	assert.True(t, answers[0].Allowed() && answers[2].Allowed(), "%v", answers)
	which, err := c.Resources(t.Context(), brams.Subject, brams.Permission)
	refused(err, "which")
	assert.Empty(t, which.Refs)
	who, err := c.Subjects(t.Context(), brams.Permission, brams.Resource)
	refused(err, "who")
	assert.Empty(t, who.Refs)
	for way, seq := range map[string]iter.Seq2[schema.Ref, error]{
		"which": c.ResourcesSeq(t.Context(), brams.Subject, brams.Permission), "who": c.SubjectsSeq(t.Context(), brams.Permission, brams.Resource),
	} {
		one, err := gather(t, seq)
		refused(err, way+", one by one")
		assert.Empty(t, one)
	}
	permissions, _ := c.Permissions(t.Context(), brams.Subject, brams.Resource)
	for _, p := range permissions {
		assert.False(t, p.Allowed() && p.Permission.ConditionalOn() != "", "%s", p.Permission)
	}
	w.remove(forged)
	denies(t, c, brams)
}
