package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/measure"
	"github.com/remit-authz/remit/tools/bench/output"
	"github.com/remit-authz/remit/tools/bench/process"
	"github.com/remit-authz/remit/tools/bench/systems"
)

// settings are the flags of a run.
type settings struct {
	sizes    []int
	systems  []string
	seed     uint64
	rounds   int
	budget   time.Duration
	limit    time.Duration
	tries    int
	out      string
	tree     string
	programs string
}

func benchmark(stderr io.Writer) *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use: "bench", Short: "asks all systems the same questions about the same data, in turns", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return s.run(cmd.Context(), stderr) },
	}
	f := cmd.Flags()
	f.IntSliceVar(&s.sizes, "sizes", []int{40_000, 400_000, 4_000_000}, "about how many `RELATIONSHIPS`, one world after another")
	f.StringSliceVar(&s.systems, "systems", nil, "only these `SYSTEMS` (default all)")
	f.Uint64Var(&s.seed, "seed", 1, "of the world and of the questions")
	f.IntVar(&s.rounds, "rounds", 7, "how often every system is asked each question")
	f.DurationVar(&s.budget, "budget", 100*time.Millisecond, "how `long` a system is asked a question in one round")
	f.DurationVar(&s.limit, "limit", 20*time.Minute, "how `long` a system may take to load")
	f.IntVar(&s.tries, "tries", 10, "how many links are made and ended")
	f.StringVar(&s.out, "out", "results", "the `FOLDER` for what was measured")
	f.StringVar(&s.programs, "programs", "", "a `FOLDER` with the programs remit, spicedb and openfga (default built first)")
	cmd.PersistentFlags().StringVar(&s.tree, "tree", "../..", "remit's `TREE`, whose tools/bench this is")
	return cmd
}

func (s settings) run(ctx context.Context, progress io.Writer) (err error) {
	entries, err := s.chosen()
	if err != nil {
		return err
	}
	folder, err := workFolder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	if s.programs == "" {
		s.programs = filepath.Join(folder, "programs")
		if err := build(ctx, s.tree, s.programs, entries, progress); err != nil {
			return err
		}
	}
	machine, err := output.Here(ctx, s.tree, s.programs)
	if err != nil {
		return err
	}
	machine.Rounds, machine.Budget = s.rounds, s.budget
	if err := os.MkdirAll(s.out, 0o755); err != nil {
		return err
	}
	file, err := os.Create(filepath.Join(s.out, resultsFile))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	lines := json.NewEncoder(file)
	if err := lines.Encode(machine); err != nil {
		return err
	}
	for _, n := range s.sizes {
		if err := s.size(ctx, data.Of(n), entries, filepath.Join(folder, fmt.Sprint(n)), lines, progress); err != nil {
			return err
		}
	}
	return render(s.out)
}

func (s settings) size(ctx context.Context, size data.Size, entries []systems.Entry, folder string, lines *json.Encoder, progress io.Writer) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	p := measure.Plan{
		Size: size, Seed: s.seed, Rounds: s.rounds, Budget: s.budget, Limit: s.limit, Cells: measure.Cells(), Tries: s.tries,
		Folder: folder, Write: func(l measure.Line) error { return lines.Encode(l) }, Progress: progress,
	}
	for _, e := range entries {
		p.Contenders = append(p.Contenders, measure.Contender{Name: e.Name, System: e.Name, Program: self, Programs: s.programs})
	}
	return errors.Join(measure.Run(ctx, p), os.RemoveAll(folder))
}

func (s settings) chosen() ([]systems.Entry, error) {
	if len(s.systems) == 0 {
		return systems.All, nil
	}
	var all []systems.Entry
	for _, name := range s.systems {
		e, err := systems.Named(name)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	return all, nil
}

// workFolder is for data and programs. PostgreSQL's user has to get into it.
func workFolder() (string, error) {
	folder, err := os.MkdirTemp("", "remit-bench-")
	if err != nil {
		return "", err
	}
	return folder, os.Chmod(folder, 0o755)
}

// build makes the programs of the chosen systems. One that cannot be built is said, and
// its systems are then missing from the results.
func build(ctx context.Context, tree, into string, entries []systems.Entry, progress io.Writer) error {
	if err := os.MkdirAll(into, 0o755); err != nil {
		return err
	}
	bench := filepath.Join(tree, "tools", "bench")
	for _, p := range []struct{ prefix, module, program, name string }{
		{"remit ", bench, "github.com/remit-authz/remit/cmd/remit", "remit"},
		{"SpiceDB ", bench, "github.com/authzed/spicedb/cmd/spicedb", "spicedb"},
		{"OpenFGA ", filepath.Join(bench, "openfga"), "github.com/openfga/openfga/cmd/openfga", "openfga"},
	} {
		if !slices.ContainsFunc(entries, func(e systems.Entry) bool { return strings.HasPrefix(e.Name, p.prefix) }) {
			continue
		}
		fmt.Fprintf(progress, "building %s\n", p.program)
		if err := process.Build(ctx, p.module, p.program, filepath.Join(into, p.name)); err != nil {
			if ctx.Err() != nil {
				return err
			}
			fmt.Fprintln(progress, err)
		}
	}
	return nil
}
