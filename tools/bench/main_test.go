package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/measure"
	"github.com/remit-authz/remit/tools/bench/output"
	"github.com/remit-authz/remit/tools/bench/process"
	"github.com/remit-authz/remit/tools/bench/systems"
)

// The test's own program is every process that the benchmark starts of itself.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == measure.WorkerCommand || os.Args[1] == systems.BareCommand) {
		os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// A whole run of the systems that need no program but this one: every question has a
// number, tables and plots are drawn.
func TestRun(t *testing.T) {
	out := t.TempDir()
	names := []string{"floor", "remit memory", "bare gRPC"}
	args := []string{"--sizes", "4000,5000", "--rounds", "1", "--budget", "1ms", "--tries", "1", "--out", out, "--programs", out}
	for _, name := range names {
		args = append(args, "--systems", name)
	}
	var said bytes.Buffer
	require.Zero(t, run(args, nil, &said, &said), said.String())
	file, err := os.Open(filepath.Join(out, resultsFile))
	require.NoError(t, err)
	defer file.Close()
	results, err := output.Read(file)
	require.NoError(t, err)
	require.Equal(t, names, results.Systems())
	require.Equal(t, []int{4000, 5000}, results.Sizes())
	require.ElementsMatch(t, measure.Cells(), results.Cells())
	for _, l := range results.Lines {
		require.Empty(t, l.Err, "%s %s", l.System, l.Phase)
	}
	for _, cell := range measure.Cells() {
		for _, name := range names {
			if name == "bare gRPC" && cell.Kind == "" && cell.Asked != measure.Bulk {
				continue // it knows no lists
			}
			figure := results.Figure(4000, name, cell, output.Processor, "floor")
			require.Positive(t, figure.Value, "%s: %s", name, cell.Name(0))
		}
	}
	for _, drawn := range []string{"results.md", "check.svg", "check-growth.svg", "who.svg"} {
		require.FileExists(t, filepath.Join(out, drawn))
	}
}

func TestUnknownSystem(t *testing.T) {
	var said bytes.Buffer
	require.Equal(t, 1, run([]string{"--systems", "abacus"}, nil, &said, &said))
	require.Contains(t, said.String(), `there is no system "abacus"`)
}

// Whoever interrupts a run ends it, and all that it started, now.
func TestInterrupted(t *testing.T) {
	self, err := os.Executable()
	require.NoError(t, err)
	folder := t.TempDir()
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	begun := false
	err = measure.Run(ctx, measure.Plan{
		Contenders: []measure.Contender{{Name: "floor", System: "floor", Program: self}, {Name: "bare gRPC", System: "bare gRPC", Program: self}},
		Size:       data.Of(4_000), Rounds: 1000, Budget: time.Second, Limit: time.Minute, Cells: measure.Cells(), Folder: folder, Progress: io.Discard,
		Write: func(l measure.Line) error {
			if l.Phase == measure.Asking {
				begun = true
				stop()
			}
			return nil
		},
	})
	require.ErrorIs(t, err, context.Canceled)
	require.True(t, begun)
	require.EventuallyWithT(t, func(c *assert.CollectT) {
		left, err := process.Read(os.Getpid())
		require.NoError(c, err)
		assert.Equal(c, 1, left.Processes())
	}, 30*time.Second, 50*time.Millisecond)
}
