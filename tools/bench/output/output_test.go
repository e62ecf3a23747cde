package output_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/measure"
	"github.com/remit-authz/remit/tools/bench/output"
)

var cell = measure.Cell{Asked: measure.Check, Kind: data.Allowed, Callers: 1}

func asked(size int, system string, round int, processor time.Duration) measure.Line {
	return measure.Line{
		Size: size, System: system, Phase: measure.Asking, Cell: &cell, Round: round,
		Block: &measure.Block{Requests: 10, Processor: 10 * processor, Wall: 20 * processor},
	}
}

// results are of a machine that became slower from round to round, which a ratio of
// medians over different rounds would take for a difference.
func results() output.Results {
	var r output.Results
	for _, size := range []int{1_000, 10_000} {
		for round, slow := range []time.Duration{1, 2, 9} {
			r.Lines = append(r.Lines, asked(size, output.Base, round, slow*10*time.Microsecond), asked(size, "remit memory", round, slow*time.Microsecond))
		}
	}
	r.Lines = append(r.Lines,
		measure.Line{Size: 1_000, System: "OpenFGA SQLite", Phase: measure.Loading, Err: "too slow\nand more"},
		measure.Line{Size: 1_000, System: "remit memory", Phase: measure.Writing, Writes: &measure.Writes{
			Acknowledged: []time.Duration{3e6, 1e6, 2e6}, Seen: []time.Duration{5e3}, Never: 1,
		}})
	return r
}

func TestFigureIsMedianOfRatios(t *testing.T) {
	t.Parallel()
	f := results().Figure(1_000, "remit memory", cell, output.Processor, output.Base)
	require.Equal(t, output.Figure{Value: 2_000, Times: 0.1, Rounds: 3}, f)
	require.InDelta(t, 4_000, results().Figure(1_000, "remit memory", cell, output.Wall, output.Base).Value, 0.001)
	low, middle, high, ok := results().Ratios(1_000, output.Base, "remit memory", cell)
	require.True(t, ok)
	require.InDeltaSlice(t, []float64{10, 10, 10}, []float64{low, middle, high}, 1e-9)
	_, _, _, ok = results().Ratios(1_000, "nobody", output.Base, cell)
	require.False(t, ok)
}

func TestMedian(t *testing.T) {
	t.Parallel()
	require.Zero(t, output.Median(nil))
	require.InDelta(t, 2, output.Median([]float64{3, 1, 2}), 0)
	require.InDelta(t, 2.5, output.Median([]float64{4, 1, 2, 3}), 0)
}

// What was written is read as it was.
func TestRead(t *testing.T) {
	t.Parallel()
	want := results()
	want.Machine = measure.Machine{Cores: 2, Commit: "abc", Rounds: 3}
	var text bytes.Buffer
	lines := json.NewEncoder(&text)
	require.NoError(t, lines.Encode(want.Machine))
	for _, l := range want.Lines {
		require.NoError(t, lines.Encode(l))
	}
	got, err := output.Read(&text)
	require.NoError(t, err)
	require.Equal(t, want, got)
	_, err = output.Read(bytes.NewReader([]byte("{}\n{")))
	require.ErrorContains(t, err, "line 2")
}

// The tables have every system that was measured, and say of the others why they were not.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	require.NoError(t, output.Markdown(&text, results()))
	for _, line := range []string{
		"| µs | SQL joins | remit memory |",
		"| check, allowed, fresh | 20 | 2.0 (0.1×) |",
		"- OpenFGA SQLite: too slow (load)",
		"| check, allowed, fresh | 20 → 20 | 2.0 → 2.0 | – → – |",
	} {
		require.Contains(t, text.String(), line)
	}
}

func TestPlots(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	require.NoError(t, output.Plots(folder, results()))
	for _, name := range []string{"check.svg", "check-growth.svg"} {
		text, err := os.ReadFile(filepath.Join(folder, name))
		require.NoError(t, err)
		require.Contains(t, string(text), "remit memory")
	}
	require.NoFileExists(t, filepath.Join(folder, "who.svg"), "nobody was asked")
}
