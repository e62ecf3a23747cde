package main

import (
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/lint"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/recertification"
	"github.com/remit-authz/remit/internal/terminal"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

// Exit codes.
const (
	exitDone    = 0
	exitNo      = 1 // denied, or a difference found where one was asked about
	exitFailed  = 2
	exitRefused = 3 // by a safety limit: of a plan, of the emergency procedure, of an unsafe schema
)

// errNo ends a verb whose answer is no. The answer has been printed.
var errNo = phrase.Errorf("no")

// program is what every verb works with.
type program struct {
	args []string
	in   io.Reader
	// out and err are for people: what nobody could see reaches neither.
	out, err io.Writer
	progress progress
	place    place
	json     bool
	language schema.Language
	// quiet leaves nothing to be read but errors, refusals and warnings.
	quiet   bool
	context string // what a question brings to caveats
	past    past
	names   names
	// badFlag says that flags were not read to their end, or one of them for another's value.
	badFlag bool
	// unprinted is why help could not be printed.
	unprinted error
	// screen and errScreen are what out and err end in.
	screen, errScreen *terminal.Screen
}

// newProgram is one that writes to two outputs.
func newProgram(stdin io.Reader, stdout, stderr io.Writer) *program {
	p := &program{in: stdin, screen: terminal.On(stdout, os.Getenv), errScreen: terminal.On(stderr, os.Getenv)}
	p.progress.words = p.words
	if p.errScreen.IsTerminal() {
		p.progress.terminal = stderr
	}
	p.out, p.err = forPeople(above{p.screen, &p.progress}), forPeople(above{p.errScreen, &p.progress})
	p.place.notes, p.place.warnings, p.place.words = p.err, p.err, p.words
	p.language = languageOf(os.Getenv)
	return p
}

// run is the program without the process: it returns the exit code.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	p := newProgram(stdin, stdout, stderr)
	p.args = args
	root := p.root()
	root.SetArgs(args)
	verb, err := root.ExecuteContextC(ctx)
	err = cmp.Or(err, p.unprinted)
	p.progress.hide()
	p.noteRefusal(ctx, verb, err)
	if err != nil && !errors.Is(err, errNo) {
		if p.badFlag { // what stands behind it was not read
			p.json = p.json || asksJSON(args)
			p.askedLanguage(args)
		}
		p.tellError(p.unanswered(meant(err)), args)
	}
	_, _ = p.screen.Flush(), p.errScreen.Flush() // there is nowhere left to say that it failed
	return exitCode(err)
}

// asksJSON says whether --json is among arguments.
func asksJSON(args []string) bool {
	before, _, _ := strings.Cut(strings.Join(args, "\n")+"\n", "\n--\n")
	return slices.Contains(strings.Split(before, "\n"), "--json")
}

func exitCode(err error) int {
	var limit *loader.RefusedError
	var late *loader.LateEndsError
	var procedure *emergency.RefusedError
	var risk *lint.RefusedError
	var decision *recertification.RefusedError
	var open *openReviewError
	var view *viewRefusedError
	switch {
	case err == nil:
		return exitDone
	case errors.Is(err, errNo):
		return exitNo
	case errors.As(err, &limit), errors.As(err, &late), errors.As(err, &risk), errors.As(err, &procedure) && procedure.Limit, errors.As(err, &decision), errors.As(err, &open), errors.As(err, &view):
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

Exit codes: 0 yes or done; 1 no: denied, or a difference where one was asked about; 2 an
error; 3 refused by a safety limit: of a plan, of the emergency procedure (its maximum,
its switch, who may), of a review (who may decide, what is open at its close), or of
schemas that SpiceDB answers wrongly.

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
			return phrase.Errorf("unknown command %q; %s", args[0], suggested(cmd.SuggestionsFor(args[0])))
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
	p.helpIn(root)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		p.badFlag = true
		return phrase.Errorf("%w; see `%s --help`", flagError(err), cmd.CommandPath())
	})
	p.place.addFlags(root.PersistentFlags())
	root.PersistentFlags().Var((*languageFlag)(&p.language), "lang", "`LANGUAGE` of tables, labels and reasons: en, nl or fr (by default that of the environment)")
	root.PersistentFlags().Lookup("lang").DefValue = "" // said in words
	root.PersistentFlags().BoolVar(&p.json, "json", false, "print JSON for machines")
	root.PersistentFlags().BoolVar(&p.names.wanted, "names", false, "print what users and objects are called beside their ids (by default on a terminal)")
	root.PersistentFlags().BoolVar(&p.quiet, "quiet", false, "print nothing but errors, refusals and warnings; the exit code says the rest")
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		switch {
		case cmd.Name() == cobra.ShellCompRequestCmd: // of another command line, which is read later
			p.addCompletion(root)
			describeIn(p.words(), root)
			return nil
		case cmd.HasParent() && cmd.Parent().Name() == "completion": // about no data
			return nil
		}
		if err := swallowed(cmd.Flags(), p.args); err != nil {
			p.badFlag = true
			return err
		}
		if p.quiet {
			p.out, p.place.notes = forPeople(io.Discard), io.Discard
		}
		if p.quiet || p.json {
			p.progress.terminal = nil
		}
		if p.json {
			p.verbatim()
			p.errScreen.Verbatim()
		}
		p.paint(cmd)
		p.progress.watch(cmd)
		topmost := cmd
		for topmost.HasParent() && topmost.Parent() != root {
			topmost = topmost.Parent()
		}
		if err := p.place.validateModel(topmost.Name()); err != nil {
			return err
		}
		if err := p.place.readSettings(); err != nil {
			return err
		}
		p.place.noteNamed(cmd.Flags())
		return nil
	}
	root.AddCommand(
		p.demoVerb(), p.serveVerb(), p.readyVerb(),
		p.planVerb(), p.applyVerb(), p.syncVerb(), p.undoVerb(), p.driftVerb(), p.tenantVerb(),
		p.checkVerb(), p.whichVerb(), p.whoVerb(), p.canVerb(), p.explainVerb(), p.matrixVerb(),
		p.emergencyVerb(), p.schemaVerb(), p.storeVerb(), p.backupVerb(), p.restoreVerb(), p.permissionsVerb(), p.versionVerb(), p.logVerb(), p.historyVerb(), p.diffVerb(), p.labelVerb(), p.reportVerb(), p.verifyVerb(), p.reviewVerb(), p.recordVerb(), p.keyVerb(), p.manVerb(), p.assertVerb(), p.mcpVerb(),
	)
	strictHelp(root)
	return root
}

// swallowed refuses a flag that was taken for what the one before it names: a file or an
// address that begins like a flag, and any other value that is one; but for --reason=--json,
// which is no argument of its own.
func swallowed(flags *pflag.FlagSet, args []string) (err error) {
	flags.Visit(func(flag *pflag.Flag) {
		values := []string{flag.Value.String()}
		if many, are := flag.Value.(pflag.SliceValue); are {
			values = many.GetSlice()
		}
		names, _ := pflag.UnquoteUsage(flag)
		for _, value := range values {
			name, long := strings.CutPrefix(value, "--")
			name, _, _ = strings.Cut(name, "=")
			switch {
			case !long || err != nil || !slices.Contains(args, value):
			case namesPlace.MatchString(names):
				err = phrase.Errorf("--%s is followed by %s, which is a flag: say what --%s names; a file that is called so is written ./%s", flag.Name, schema.Quote(value), flag.Name, value)
			case flags.Lookup(name) != nil:
				err = phrase.Errorf("--%s is followed by %s, which is a flag: give --%s its value first", flag.Name, schema.Quote(value), flag.Name)
			}
		}
	})
	return err
}

// namesPlace are the placeholders of flags that name a file or an address.
var namesPlace = regexp.MustCompile(`^(FILE|FOLDER|OWN|HOST|ADDRESS|URL)\b`)

// input opens a regular file, or standard input for "-", which is read until the
// context ends: a read of its own would wait for a line that nobody types any
// more. The caller closes it.
func (p *program) input(ctx context.Context, name string) (io.ReadCloser, error) {
	if name != "-" {
		return files.Open(name)
	}
	p.progress.hide() // somebody may type
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
			return phrase.Errorf("%s: %d given, %d needed: write it as `%s`", cmd.CommandPath(), len(args), n, usage(cmd.UseLine()))
		}
		return nil
	}
}

// suggested says what could be meant, or where to look.
func suggested(names []string) phrase.Phrase {
	if len(names) == 0 {
		return phrase.Of("see `remit --help`")
	}
	all := phrase.Literal(names[0])
	for _, name := range names[1:] {
		all = phrase.Of("%s or %s", all, name)
	}
	return phrase.Of("did you mean %s?", all)
}
