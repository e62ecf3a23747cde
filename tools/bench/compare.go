package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/tools/bench/data"
	"github.com/remit-authz/remit/tools/bench/measure"
	"github.com/remit-authz/remit/tools/bench/output"
	"github.com/remit-authz/remit/tools/bench/process"
)

// compared is a run of two commits against each other.
type compared struct {
	settings
	names   []string
	allowed float64
}

func comparison(stdout, stderr io.Writer) *cobra.Command {
	var c compared
	cmd := &cobra.Command{
		Use: "compare OLD NEW", Short: "asks remit of two commits, in turns, and says what takes more processor time", Args: cobra.ExactArgs(2),
		Long: `Builds this benchmark in a work tree of each commit, asks both in turns, and prints
for each question how many times the processor time of OLD a request of NEW takes: the
median of the rounds' ratios, and the least and most of them. Exit code 1 says that every
round of some question is over --allowed.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.run(cmd.Context(), args[0], args[1], stdout, stderr)
		},
	}
	f := cmd.Flags()
	f.IntVar(&c.rounds, "rounds", 11, "how often each is asked each question")
	f.Uint64Var(&c.seed, "seed", 1, "of the world and of the questions")
	f.DurationVar(&c.budget, "budget", 100*time.Millisecond, "how `long` one is asked a question in one round")
	f.IntSliceVar(&c.sizes, "sizes", []int{40_000}, "about how many `RELATIONSHIPS`")
	f.StringSliceVar(&c.names, "systems", []string{"remit memory", "remit embedded", "remit gRPC", "remit HTTP"}, "which `SYSTEMS` of both")
	f.Float64Var(&c.allowed, "allowed", 1.2, "how many `TIMES` as much is no reason to fail")
	f.StringVar(&c.tree, "tree", "../..", "remit's `TREE`")
	return cmd
}

func (c compared) run(ctx context.Context, before, after string, stdout, progress io.Writer) (err error) {
	folder, err := workFolder()
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	var contenders []measure.Contender
	for side, commit := range map[string]string{"old": before, "new": after} {
		tree := filepath.Join(folder, side)
		if err := checkOut(ctx, c.tree, commit, tree); err != nil {
			return err
		}
		fmt.Fprintf(progress, "building %s, %s\n", side, commit)
		program, err := buildIn(ctx, c.tree, tree)
		if err != nil {
			return err
		}
		for _, name := range c.names {
			contenders = append(contenders, measure.Contender{Name: side + " " + name, System: name, Program: program, Programs: filepath.Dir(program)})
		}
	}
	slices.SortFunc(contenders, func(a, b measure.Contender) int {
		return slices.Index(c.names, a.System) - slices.Index(c.names, b.System)
	})
	var results output.Results
	for _, n := range c.sizes {
		err := measure.Run(ctx, measure.Plan{
			Contenders: contenders, Size: data.Of(n), Seed: c.seed, Rounds: c.rounds, Budget: c.budget, Limit: 20 * time.Minute, Cells: measure.Cells(),
			Folder: folder, Progress: progress,
			Write: func(l measure.Line) error { results.Lines = append(results.Lines, l); return nil },
		})
		if err != nil {
			return err
		}
	}
	return c.judge(results, stdout)
}

// checkOut makes a copy of a commit that git need not be told to forget afterwards.
func checkOut(ctx context.Context, tree, commit, into string) error {
	if err := os.MkdirAll(into, 0o755); err != nil {
		return err
	}
	archive := exec.CommandContext(ctx, "git", "archive", commit)
	archive.Dir = tree
	extract := exec.CommandContext(ctx, "tar", "-x", "-C", into)
	pipe, err := archive.StdoutPipe()
	if err != nil {
		return err
	}
	extract.Stdin = pipe
	if err := extract.Start(); err != nil {
		return err
	}
	if err := archive.Run(); err != nil {
		return errors.Join(fmt.Errorf("commit %s: %w", commit, err), extract.Wait())
	}
	return extract.Wait()
}

// buildIn puts this benchmark into the tree of a commit, so that both are asked alike, and
// builds it and remit there.
func buildIn(ctx context.Context, own, tree string) (string, error) {
	bench := filepath.Join(tree, "tools", "bench")
	if err := os.RemoveAll(bench); err != nil {
		return "", err
	}
	if err := os.CopyFS(bench, os.DirFS(filepath.Join(own, "tools", "bench"))); err != nil {
		return "", err
	}
	program := filepath.Join(tree, "programs", "bench")
	if err := os.MkdirAll(filepath.Dir(program), 0o755); err != nil {
		return "", err
	}
	return program, errors.Join(
		process.Build(ctx, bench, ".", program),
		process.Build(ctx, bench, "github.com/remit-authz/remit/cmd/remit", filepath.Join(tree, "programs", "remit")))
}

// judge prints the ratios, and says what became slower.
func (c compared) judge(r output.Results, out io.Writer) error {
	var slower []string
	var asked int
	for _, size := range r.Sizes() {
		for _, name := range c.names {
			for _, cell := range r.Cells() {
				low, middle, high, ok := r.Ratios(size, "new "+name, "old "+name, cell)
				if !ok {
					continue
				}
				asked++
				what := fmt.Sprintf("%d, %s: %s", size, name, cell.Name(r.Listed(size)))
				mark := " "
				if low > c.allowed {
					mark, slower = "!", append(slower, what)
				}
				fmt.Fprintf(out, "%s %.2f× (%.2f to %.2f)  %s\n", mark, middle, low, high, what)
			}
		}
	}
	for _, l := range r.Lines {
		if l.Err != "" {
			return fmt.Errorf("%s could not be measured: %s", l.System, l.Err)
		}
	}
	if asked == 0 {
		return errors.New("nothing was compared")
	}
	if len(slower) > 0 {
		return fmt.Errorf("%d questions take more than %.2f times as much in every round", len(slower), c.allowed)
	}
	return nil
}
