package main

import (
	"bytes"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/measure"
	"github.com/remit-authz/remit/tools/bench/output"
)

// A question is slower if it is in every round: one round of a busy machine says nothing.
func TestJudge(t *testing.T) {
	t.Parallel()
	cell := measure.Cell{Asked: measure.Check, Kind: data.Allowed, Callers: 1}
	for _, c := range []struct {
		why    string
		new    []time.Duration
		failed string
		wanted string
	}{
		{"as fast", []time.Duration{100, 110, 90}, "", "  1.00× (0.90 to 1.10)  4000, remit memory: check, allowed, fresh\n"},
		{"slower in one round", []time.Duration{100, 110, 900}, "", "  1.10× (1.00 to 9.00)  4000, remit memory: check, allowed, fresh\n"},
		{"slower in all", []time.Duration{130, 150, 140}, "1 questions take more than 1.20 times", "! 1.40× (1.30 to 1.50)  4000, remit memory: check, allowed, fresh\n"},
	} {
		var r output.Results
		for round, took := range c.new {
			for name, processor := range map[string]time.Duration{"old remit memory": 100, "new remit memory": took} {
				r.Lines = append(r.Lines, measure.Line{
					Size: 4_000, System: name, Phase: measure.Asking, Cell: &cell, Round: round, Block: &measure.Block{Requests: 1, Processor: processor},
				})
			}
		}
		var out bytes.Buffer
		err := compared{names: []string{"remit memory"}, allowed: 1.2}.judge(r, &out)
		require.Equal(t, c.wanted, out.String(), c.why)
		if c.failed == "" {
			require.NoError(t, err, c.why)
		} else {
			require.ErrorContains(t, err, c.failed, c.why)
		}
	}
}

// What could not be measured is no pass.
func TestJudgeOfNothing(t *testing.T) {
	t.Parallel()
	r := output.Results{Lines: []measure.Line{{System: "new remit memory", Phase: measure.Loading, Err: "no room"}}}
	require.ErrorContains(t, compared{allowed: 1.2}.judge(r, &bytes.Buffer{}), "no room")
	require.ErrorContains(t, compared{allowed: 1.2}.judge(output.Results{}, &bytes.Buffer{}), "nothing was compared")
}

func TestCheckOut(t *testing.T) {
	t.Parallel()
	tree, into := t.TempDir(), filepath.Join(t.TempDir(), "old")
	for _, args := range [][]string{
		{"init", "-q"},
		{"-c", "user.name=b", "-c", "user.email=b@example.org", "commit", "-q", "--allow-empty", "-m", "one"},
	} {
		cmd := exec.Command("git", args...)
		cmd.Dir = tree
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, string(out))
	}
	require.NoError(t, checkOut(t.Context(), tree, "HEAD", into))
	require.DirExists(t, into)
	require.ErrorContains(t, checkOut(t.Context(), tree, "no-such-commit", into), "no-such-commit")
}
