package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/user"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

func (p *program) planVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "plan FOLDER",
		Short: "Show what a source folder would change, and change nothing",
		Long: `Reads a source folder and prints what loading it would change: who gains
which role, who loses which link, who becomes inactive. Nothing is written.

With --json it prints the plan as a file that apply takes. A plan that a safety
limit stands against says so on standard error.`,
		Example: `  remit plan people/ --endpoint 127.0.0.1:50051 --json > plan.json`,
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			source, err := readSource(args[0])
			if err != nil {
				return err
			}
			return p.withEngine(cmd.Context(), planning, func(conn *grpc.ClientConn) error {
				plan, err := p.plan(cmd.Context(), loader.NewEngine(conn), source)
				if err != nil {
					return err
				}
				for _, refusal := range plan.Refusals(loader.Limits{}) {
					fmt.Fprintf(p.err, "remit: apply would refuse this plan: %s\n", refusal)
				}
				return p.printPlan(plan)
			})
		},
	}
}

// applying are the flags of the verbs that write a plan.
type applying struct {
	allowRemovals int
	actor         string
	source        string // the folder's name; blank for a plan from a file
}

func (a *applying) addFlags(verb *cobra.Command) {
	verb.Flags().IntVar(&a.allowRemovals, "allow-removals", 0, "let the plan remove up to `N` relationships, whatever the safety limits say")
	verb.Flags().StringVar(&a.actor, "actor", currentUser(), "`WHO` is answerable for the change, kept beside it")
}

func (p *program) applyVerb() *cobra.Command {
	var flags applying
	verb := &cobra.Command{
		Use:   "apply PLAN",
		Short: "Make a change that plan --json printed",
		Long: `Makes the change in a plan that plan --json printed; - is standard input. A
plan is refused if what it was computed on has changed since (exit code 2) or
if a safety limit stands against it (exit code 3). Interrupted, it leaves too
little access rather than too much: plan again and apply that.`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			plan, err := p.readPlan(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			why := changing
			if plan.WritesSchema { // it was made for an engine that is empty
				why = creating
			}
			return p.withEngine(cmd.Context(), why, func(conn *grpc.ClientConn) error {
				return p.apply(cmd.Context(), loader.NewEngine(conn), plan, flags)
			})
		},
	}
	flags.addFlags(verb)
	return verb
}

func (p *program) syncVerb() *cobra.Command {
	var flags applying
	verb := &cobra.Command{
		Use:     "sync FOLDER",
		Short:   "Plan a source folder and apply the plan",
		Example: `  remit sync people/ --endpoint 127.0.0.1:50051`,
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			// Read before a store is made: a slip in the name leaves none behind.
			source, err := readSource(args[0])
			if err != nil {
				return err
			}
			flags.source = args[0]
			return p.withEngine(cmd.Context(), creating, func(conn *grpc.ClientConn) error {
				eng := loader.NewEngine(conn)
				plan, err := p.plan(cmd.Context(), eng, source)
				if err != nil {
					return err
				}
				if !p.json {
					if err := p.printPlan(plan); err != nil {
						return err
					}
				}
				return p.apply(cmd.Context(), eng, plan, flags)
			})
		},
	}
	flags.addFlags(verb)
	return verb
}

// withEngine runs a verb against wherever the data is.
func (p *program) withEngine(ctx context.Context, why purpose, do func(*grpc.ClientConn) error) error {
	conn, closeAll, err := p.place.open(ctx, why)
	if err != nil {
		return err
	}
	return errors.Join(advised(do(conn)), closeAll())
}

// sourceError says which folder is wrong; each of several problems then has a
// line of its own.
func sourceError(folder string, err error) error {
	var problems *loader.SourceError
	if errors.As(err, &problems) && len(problems.Problems) > 1 {
		return fmt.Errorf("source folder %s has %d problems, nothing is written:\n%w", folder, len(problems.Problems), err)
	}
	return fmt.Errorf("source folder %s: %w", folder, err)
}

func readSource(folder string) (loader.Source, error) {
	source, err := loader.Read(os.DirFS(folder))
	if err != nil {
		return loader.Source{}, sourceError(folder, err)
	}
	return source, nil
}

// plan computes what a source would change, after saying what is odd in it.
func (p *program) plan(ctx context.Context, eng loader.Engine, source loader.Source) (loader.Plan, error) {
	want := loader.Want(source, time.Now())
	say(p.err, "warning", source.Warnings)
	say(p.err, "note", want.Notices)
	have, err := loader.Have(ctx, eng, want.Tenants)
	if err != nil {
		return loader.Plan{}, err
	}
	return loader.Diff(want, have), nil
}

// saidAtMost is how many warnings or notes are spelled out: with thousands,
// the rest of what is printed would be lost among them.
const saidAtMost = 20

// say prints warnings or notes, a line each.
func say[T any](w io.Writer, kind string, said []T) {
	for i, s := range said {
		if i == saidAtMost {
			fmt.Fprintf(w, "remit: and %d more of the kind %s\n", len(said)-i, kind)
			return
		}
		fmt.Fprintf(w, "remit: %s: %v\n", kind, s)
	}
}

func (p *program) printPlan(plan loader.Plan) error {
	if p.json {
		return p.printJSON(plan)
	}
	return plan.WriteText(p.out)
}

func (p *program) readPlan(ctx context.Context, name string) (loader.Plan, error) {
	file := p.standardInput(ctx)
	if name != "-" {
		opened, err := os.Open(name)
		if err != nil {
			return loader.Plan{}, fmt.Errorf("reading the plan: %w", err)
		}
		defer opened.Close()
		file = opened
	}
	plan, err := loader.ParsePlan(file)
	if err != nil {
		return loader.Plan{}, fmt.Errorf("plan %s: %w", name, err)
	}
	return plan, nil
}

// apply makes the change and prints the revision that has it.
func (p *program) apply(ctx context.Context, eng loader.Engine, plan loader.Plan, flags applying) error {
	revision, err := loader.Apply(ctx, eng, plan, loader.ApplyOptions{
		Actor:    flags.actor,
		Source:   flags.source,
		Limits:   loader.Limits{AllowRemovals: flags.allowRemovals},
		Progress: p.progress(),
	})
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(struct {
			Plan     string          `json:"plan"`
			Revision schema.Revision `json:"revision"`
		}{plan.Digest, revision})
	}
	if plan.Empty() {
		return p.printf("revision %s\n", revision)
	}
	return p.printf("done; the change is in revision %s\n", revision)
}

// progress shows how far a long write is, on a terminal only.
func (p *program) progress() func(done, total int) {
	if terminal, _ := onTerminal(p.err); !terminal {
		return nil
	}
	return func(done, total int) {
		fmt.Fprintf(p.err, "\rwriting %d of %d", done, total)
		if done == total {
			fmt.Fprintln(p.err)
		}
	}
}

// currentUser is who runs the program, as far as the system says.
func currentUser() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}
