// Command bench asks remit, SpiceDB, OpenFGA, joins written by hand and functions over maps
// the same questions about the same data, in turns, and says what each took.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/tools/bench/measure"
	"github.com/remit-authz/remit/tools/bench/systems"
)

func main() { os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) }

func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	root := benchmark(stderr)
	root.AddCommand(comparison(stdout, stderr), rendering(), &cobra.Command{
		Use: measure.WorkerCommand, Hidden: true, Args: cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error { return measure.Work(stdin, stdout) },
	}, &cobra.Command{
		Use: systems.BareCommand, Hidden: true, Args: cobra.ExactArgs(1),
		RunE: func(_ *cobra.Command, args []string) error { return systems.ServeBare(args[0]) },
	})
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SilenceUsage, root.SilenceErrors = true, true
	if err := root.ExecuteContext(ctx); err != nil {
		fmt.Fprintln(stderr, "bench:", err)
		return 1
	}
	return 0
}
