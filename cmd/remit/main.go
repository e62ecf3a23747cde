// Command remit says who may do what, to whom, and why: it loads users and
// roles into SpiceDB and asks it questions. `remit --help` lists the verbs.
package main

import (
	"context"
	"io"
	"os"
	"os/signal"
	"syscall"

	_ "github.com/remit-authz/remit/internal/startup" // collects no garbage while there is next to none
)

func main() { os.Exit(runProcess(os.Stdout, os.Stderr)) }

// runProcess is the program as a process, with its outputs: it returns the exit code.
func runProcess(stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// After the first signal the next one ends the process, whatever it waits for.
	context.AfterFunc(ctx, stop)
	return run(ctx, os.Args[1:], os.Stdin, stdout, stderr)
}
