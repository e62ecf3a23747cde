package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/lint"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

// Exit codes.
const (
	exitDone    = 0
	exitNo      = 1 // denied, or a difference found where one was asked about
	exitFailed  = 2
	exitRefused = 3 // by a safety limit, or for a schema that is not safe
)

// errNo ends a verb whose answer is no. The answer has been printed.
var errNo = errors.New("no")

// program is what every verb works with.
type program struct {
	in io.Reader
	// out and err are for people: what nobody could see reaches neither.
	out, err io.Writer
	// terminal is standard error as it is, for progress.
	terminal io.Writer
	place    place
	json     bool
	language schema.Language
	// quiet leaves nothing to be read but errors and refusals.
	quiet   bool
	context string // what a question brings to caveats
}

// run is the program without the process: it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := &program{in: stdin, out: forPeople(stdout), err: forPeople(stderr), terminal: stderr}
	p.place.notes = p.err
	p.language = languageOf(os.Getenv)
	root := p.root()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err != nil && !errors.Is(err, errNo) {
		fmt.Fprintf(p.err, "remit: %s\n", shownError(meant(err), args))
	}
	return exitCode(err)
}

func exitCode(err error) int {
	var limit *loader.RefusedError
	var late *loader.LateEndsError
	var procedure *emergency.RefusedError
	var risk *lint.RefusedError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errNo):
		return exitNo
	case errors.As(err, &limit), errors.As(err, &late), errors.As(err, &procedure), errors.As(err, &risk):
		return exitRefused
	}
	return exitFailed
}

func (p *program) root() *cobra.Command {
	var version bool
	root := &cobra.Command{
		Use:   "remit",
		Short: "Who may do what, to whom, and why",
		Long: `remit answers who may do what, to whom, and why, in audit firms and care
institutions. It keeps relationships in SpiceDB, true to your files of users
and roles, and answers questions about them.

Start with: remit demo`,
		SilenceUsage:  true,
		SilenceErrors: true,
		// The suggestion is made in one line, as every error is.
		DisableSuggestions:         true,
		SuggestionsMinimumDistance: 2,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return fmt.Errorf("unknown command %q; %s", args[0], suggested(cmd.SuggestionsFor(args[0])))
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if version {
				return p.printVersion()
			}
			return cmd.Help()
		},
	}
	root.Flags().BoolVar(&version, "version", false, "print what this program is")
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return fmt.Errorf("%w; see `%s --help`", err, cmd.CommandPath())
	})
	p.place.addFlags(root.PersistentFlags())
	root.PersistentFlags().Var((*languageFlag)(&p.language), "lang", "`LANGUAGE` of tables, labels and reasons: en, nl or fr (by default that of the environment)")
	root.PersistentFlags().BoolVar(&p.json, "json", false, "print JSON for machines")
	root.PersistentFlags().BoolVar(&p.quiet, "quiet", false, "print nothing but errors and refusals; the exit code says the rest")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		if p.quiet {
			p.out, p.terminal, p.place.notes = forPeople(io.Discard), io.Discard, io.Discard
		}
		for cmd.HasParent() && cmd.Parent() != root {
			cmd = cmd.Parent()
		}
		if err := p.place.validateModel(cmd.Name()); err != nil {
			return err
		}
		return p.place.readSettings()
	}
	root.AddCommand(
		p.demoVerb(), p.serveVerb(),
		p.planVerb(), p.applyVerb(), p.syncVerb(), p.undoVerb(), p.driftVerb(), p.tenantVerb(),
		p.checkVerb(), p.whichVerb(), p.whoVerb(), p.canVerb(), p.explainVerb(), p.matrixVerb(),
		p.emergencyVerb(), p.schemaVerb(), p.storeVerb(), p.backupVerb(), p.restoreVerb(), p.permissionsVerb(), p.versionVerb(), p.logVerb(), p.recordVerb(), p.keyVerb(),
	)
	return root
}

// input opens a regular file, or standard input for "-", which is read until the
// context ends: a read of its own would wait for a line that nobody types any
// more. The caller closes it.
func (p *program) input(ctx context.Context, name string) (io.ReadCloser, error) {
	if name != "-" {
		return files.Open(name)
	}
	r, w := io.Pipe()
	go func() {
		_, err := io.Copy(w, p.in)
		w.CloseWithError(err)
	}()
	context.AfterFunc(ctx, func() { w.CloseWithError(context.Cause(ctx)) })
	return r, nil
}

// exactly wants as many arguments as the verb's usage line names.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) != n {
			return fmt.Errorf("%s: %d given where %d belong: write it as `%s`", cmd.CommandPath(), len(args), n, cmd.UseLine())
		}
		return nil
	}
}

// onTerminal says whether w is one, and how wide; 0 where that is not known.
func onTerminal(w io.Writer) (bool, int) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return false, 0
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return true, 0
	}
	return true, width
}

// suggested says what could be meant, or where to look.
func suggested(names []string) string {
	if len(names) == 0 {
		return "see `remit --help`"
	}
	return "did you mean " + strings.Join(names, " or ") + "?"
}
