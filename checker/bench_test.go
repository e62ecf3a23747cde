package checker_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// benchWorld is a caseload of a hundred clients.
func benchWorld(b *testing.B) (*checker.Checker, []checker.Question) {
	b.Helper()
	w := newWorld(b, "tenant:a#member@user:a/anna", "tenant:a#practitioner@user:a/anna")
	var relationships []string
	var questions []checker.Question
	for i := range 100 {
		client := fmt.Sprint("client:a/c-", i)
		relationships = append(relationships, client+"#tenant@tenant:a", client+"#practitioner@user:a/anna")
		questions = append(questions, ask(b, "user:a/anna", schema.ClientViewDossier, client))
	}
	w.write(relationships...)
	return w.checker(checker.Options{}), questions
}

func BenchmarkCheck(b *testing.B) {
	c, questions := benchWorld(b)
	for i := 0; b.Loop(); i++ {
		d, err := c.Check(b.Context(), questions[i%len(questions)])
		require.NoError(b, err)
		require.True(b, d.Allowed())
	}
}

func BenchmarkCheckAll100(b *testing.B) {
	c, questions := benchWorld(b)
	for b.Loop() {
		for _, a := range c.CheckAll(b.Context(), questions) {
			require.NoError(b, a.Err)
			require.True(b, a.Allowed())
		}
	}
}

func BenchmarkResources(b *testing.B) {
	c, questions := benchWorld(b)
	for b.Loop() {
		l, err := c.Resources(b.Context(), questions[0].Subject, questions[0].Permission)
		require.NoError(b, err)
		require.Len(b, l.Refs, len(questions))
	}
}
