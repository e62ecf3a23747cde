package main

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// helpIn says what the verbs are for in the language that was asked for: cobra prints
// what stands in them.
func (p *program) helpIn(root *cobra.Command) {
	print := root.HelpFunc()
	root.SetHelpFunc(func(cmd *cobra.Command, args []string) {
		in := p.words()
		for _, below := range cmd.Commands() { // each a line
			translateLine(in, below)
		}
		translateLine(in, cmd)
		translateHelp(in, cmd)
		cmd.Long = filled(cmd.Long, p.screen.Width())
		cmd.SetUsageTemplate(p.withFlags(cmd, usageIn(in, cmd.UsageTemplate())))
		var page bytes.Buffer
		cmd.SetOut(&page) // since what cobra cannot print it only says
		print(cmd, args)
		_, p.unprinted = p.out.Write(page.Bytes())
	})
}

// strictHelp refuses what cobra's own verbs would answer with the help of something else.
func strictHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	if help, _, err := root.Find([]string{"help"}); err == nil {
		help.Args = func(_ *cobra.Command, args []string) error {
			found, left, err := root.Find(args)
			if err != nil || len(left) == 0 {
				return err
			}
			return ofVerbs(found, left)
		}
	}
	if completion, _, err := root.Find([]string{"completion"}); err == nil {
		completion.Args, completion.RunE = ofVerbs, func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
	}
}

// translateLine says in a language how a verb is written and what it is for.
func translateLine(in phrase.Printer, cmd *cobra.Command) {
	cmd.Use = placeholdersIn(in, cmd.Use)
	cmd.Short = in.Value(phrase.Key(cmd.Short))
	if cmd.Name() == "help" {
		cmd.Short = in.Say("Help about any command")
	}
	if cmd.Name() == "completion" || cmd.HasParent() && cmd.Parent().Name() == "completion" {
		completionIn(in, cmd)
	}
}

// translateHelp says in a language what else is in a verb's help.
func translateHelp(in phrase.Printer, cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag() // which cobra makes too late for the manual
	if cmd.HasAvailableFlags() && !cmd.DisableFlagsInUseLine {
		cmd.Use += " " + in.Say("[flags]")
		cmd.DisableFlagsInUseLine = true
	}
	var paragraphs []string
	reports := reportList(phrase.Printer{})
	for paragraph := range strings.SplitSeq(cmd.Long, "\n\n") {
		if paragraph == reports {
			paragraphs = append(paragraphs, reportList(in))
			continue
		}
		paragraphs = append(paragraphs, in.Value(phrase.Key(paragraph)))
	}
	cmd.Long = strings.Join(paragraphs, "\n\n")
	cmd.Example = commentsIn(in, cmd.Example)
	translate := func(flag *pflag.Flag) {
		flag.Usage = in.Value(phrase.Key(flag.Usage))
		if flag.Name == "help" {
			flag.Usage = in.Say("help for %s", cmd.Name())
		}
	}
	cmd.LocalFlags().VisitAll(translate)
	cmd.InheritedFlags().VisitAll(translate)
}

// commentsIn says in a language what stands behind examples.
func commentsIn(in phrase.Printer, examples string) string {
	return strings.NewReplacer(
		"# what remit.yaml lists", "# "+in.Say("what remit.yaml lists"),
		"# and keep it elsewhere", "# "+in.Say("and keep it elsewhere"),
		"# edit it, then", "# "+in.Say("edit it, then"),
		"# what it would come to", "# "+in.Say("what it would come to"),
		"# what can be undone, the newest last", "# "+in.Say("what can be undone, the newest last"),
	).Replace(examples)
}

// describeIn says in a language what shells print beside the verbs and flags that they
// complete.
func describeIn(in phrase.Printer, cmd *cobra.Command) {
	cmd.InitDefaultHelpFlag()
	use, long := cmd.Use, cmd.Long
	translateLine(in, cmd)
	translateHelp(in, cmd)
	cmd.Use, cmd.Long = use, long // what the arguments are is known by that
	plain := func(flag *pflag.Flag) { _, flag.Usage = pflag.UnquoteUsage(flag) }
	cmd.Flags().VisitAll(plain)
	cmd.PersistentFlags().VisitAll(plain)
	for _, below := range cmd.Commands() {
		describeIn(in, below)
	}
}

// completionIn says cobra's own help of completion in a language; its commands stay as they
// are.
func completionIn(in phrase.Printer, cmd *cobra.Command) {
	cmd.Short = in.Say("Print the script by which %s completes what is typed", cmd.Name())
	if cmd.Name() == "completion" {
		cmd.Short = in.Say("Print the script by which a shell completes what is typed")
		cmd.Long = in.Say("Prints the script by which a shell completes what is typed. The help of each shell says how to use it.")
	}
	if flag := cmd.Flags().Lookup("no-descriptions"); flag != nil {
		flag.Usage = in.Say("complete without descriptions")
	}
	said := map[string]string{
		"This script depends on the 'bash-completion' package.\nIf it is not installed already, you can install it via your OS's package manager.": in.Say("It needs the package bash-completion."),
		"If shell completion is not already enabled in your environment you will need\nto enable it.  You can execute the following once:":         in.Say("Where completion is not on yet, once:"),
		"To load completions in your current shell session:":                                                          in.Say("For this session:"),
		"To load completions for every new session, execute once:":                                                    in.Say("For every new session, once:"),
		"To load completions for every new session, add the output of the above command\nto your powershell profile.": in.Say("For every new session, add what that prints to your profile."),
		"You will need to start a new shell for this setup to take effect.":                                           in.Say("It holds in shells that are started from then on."),
	}
	var paragraphs []string
	for paragraph := range strings.SplitSeq(strings.TrimSpace(cmd.Long), "\n\n") {
		if strings.HasPrefix(paragraph, "Generate the autocompletion script") {
			paragraph = cmd.Short + "."
		}
		if other, is := said[paragraph]; is {
			paragraph = other
		}
		paragraphs = append(paragraphs, paragraph)
	}
	cmd.Long = strings.Join(paragraphs, "\n\n")
}

var inCapitals = regexp.MustCompile(`\b[A-Z]{2,}\b`)

// placeholdersIn is a usage line, or lines with some, of which what stands for something is
// in a language; what is the same in all, such as ID, is as it was.
func placeholdersIn(in phrase.Printer, text string) string {
	if in.Language() == int(schema.English) {
		return text
	}
	said := map[string]string{
		"ENTRY": in.Say("ENTRY"), "FILE": in.Say("FILE"), "FOLDER": in.Say("FOLDER"), "NAME": in.Say("NAME"),
		"OBJECT": in.Say("OBJECT"), "OWN": in.Say("OWN"), "PERMISSION": in.Say("PERMISSION"), "REPORT": in.Say("REPORT"),
		"RESOURCE": in.Say("RESOURCE"), "SCOPE": in.Say("SCOPE"), "SUBJECT": in.Say("SUBJECT"), "TIME": in.Say("TIME"),
		"USER": in.Say("USER"), "WHAT": in.Say("WHAT"),
	}
	return inCapitals.ReplaceAllStringFunc(text, func(word string) string {
		if other, is := said[word]; is {
			return other
		}
		return word
	})
}

// filled are paragraphs in lines that a terminal has room for; what is set in stays as it is.
// Lines are no longer than they are read well.
func filled(long string, width int) string {
	if width == 0 {
		return long
	}
	paragraphs := strings.Split(long, "\n\n")
	for i, paragraph := range paragraphs {
		if !strings.HasPrefix(paragraph, " ") && !strings.Contains(paragraph, "\n ") {
			paragraphs[i] = text.WrapSoft(strings.ReplaceAll(paragraph, "\n", " "), min(width, readable))
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// readable is how many columns a line of prose has at most.
const readable = 90

// withFlags is cobra's template with a verb's flags in it: cobra would say in English what
// they are by default, and count bytes for columns.
func (p *program) withFlags(cmd *cobra.Command, template string) string {
	for name, flags := range map[string]*pflag.FlagSet{"Local": cmd.LocalFlags(), "Inherited": cmd.InheritedFlags()} {
		template = strings.ReplaceAll(template, "."+name+"Flags.FlagUsages", strconv.Quote(p.flagLines(flags)))
	}
	return template
}

// flagLines are flags in two columns: how each is written, and what it is for.
func (p *program) flagLines(flags *pflag.FlagSet) string {
	var rows [][]string
	flags.VisitAll(func(flag *pflag.Flag) {
		if flag.Hidden {
			return
		}
		name, does := pflag.UnquoteUsage(flag)
		name = strings.TrimRight("    --"+flag.Name+" "+name, " ")
		if flag.Shorthand != "" {
			name = "-" + flag.Shorthand + ", " + strings.TrimSpace(name)
		}
		if text := byDefault(flag); text != "" {
			does += " (" + p.words().Say("default %s", text) + ")"
		}
		rows = append(rows, []string{"  " + name, does})
	})
	return inTwo(rows, p.screen.Width())
}

// inTwo are rows of two columns, the second within a width; 0 for any. Unlike a
// terminal.Layout it takes next to nothing of the start, and keeps what is set in.
func inTwo(rows [][]string, width int) string {
	left := 0
	for _, row := range rows {
		left = max(left, text.StringWidthWithoutEscSequences(row[0]))
	}
	var b strings.Builder
	for _, row := range rows {
		b.WriteString(text.Pad(row[0], left, ' '))
		second := row[1]
		if width > 0 {
			second = text.WrapSoft(second, max(leastOfHelp, width-left-2))
		}
		for i, line := range strings.Split(second, "\n") {
			if i > 0 {
				b.WriteString(strings.Repeat(" ", left))
			}
			b.WriteString("  " + strings.TrimRight(line, " ") + "\n")
		}
	}
	return b.String()
}

// leastOfHelp is how narrow what flags are for becomes at most.
const leastOfHelp = 20

// byDefault is what a flag is where it is not given; blank for nothing, and where its usage
// says it.
func byDefault(flag *pflag.Flag) string {
	switch text := flag.DefValue; {
	case text == "", text == "false", text == "0", text == "0s", text == "[]":
		return ""
	case flag.Value.Type() == "duration":
		d, err := time.ParseDuration(text)
		if err != nil {
			return text
		}
		return phrase.Duration(d)
	default:
		return text
	}
}

// usageIn is cobra's own template with its words in a language.
func usageIn(in phrase.Printer, template string) string {
	return strings.NewReplacer(
		"Usage:", in.Say("Usage:"), "Aliases:", in.Say("Aliases:"), "Examples:", in.Say("Examples:"),
		"Available Commands:", in.Say("Available Commands:"), "Additional Commands:", in.Say("Additional Commands:"),
		"Additional help topics:", in.Say("Additional help topics:"),
		"Global Flags:", in.Say("Global Flags:"), "Flags:", in.Say("Flags:"),
		`Use "{{.CommandPath}} [command] --help" for more information about a command.`,
		in.Say(`Use "%s [command] --help" for more information about a command.`, "{{.CommandPath}}"),
		"{{.CommandPath}} [command]", "{{.CommandPath}} "+in.Say("[command]"),
	).Replace(template)
}

// usage is a line of what a verb takes, in which placeholders are said in the language.
type usage string

// Say is the line in the language of a printer.
func (u usage) Say(in phrase.Printer) string {
	return strings.Replace(placeholdersIn(in, string(u)), "[flags]", in.Say("[flags]"), 1)
}
