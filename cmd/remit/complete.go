package main

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/known"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/lint"
	"github.com/remit-authz/remit/internal/table"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

// completeWithin is how long somebody waits at most who presses a key to have a word
// completed. What takes longer completes nothing.
const completeWithin = 2 * time.Second

// typing is a word that somebody is typing, and what stands before it.
type typing struct {
	*program
	cmd    *cobra.Command
	before []string // the arguments
	typed  string
}

// argument finds what a word can be: whole words, a word that more follows if it ends in
// ":" or "/", or, by the directive, files.
type argument func(t typing) ([]string, cobra.ShellCompDirective)

// complete finds what a word can be, in time, and says nothing besides: nobody is there
// to read it.
func (a argument) complete(t typing) ([]string, cobra.ShellCompDirective) {
	t.place.notes, t.place.wait = io.Discard, 0
	if t.place.readSettings() != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	type completion struct {
		words     []string
		directive cobra.ShellCompDirective
	}
	ctx, cancel := context.WithTimeout(t.cmd.Context(), completeWithin)
	defer cancel()
	t.cmd.SetContext(ctx)
	done := make(chan completion, 1)
	go func() {
		words, directive := a(t)
		done <- completion{words, directive}
	}()
	select {
	case <-ctx.Done(): // a file is read on; the process ends
		return nil, cobra.ShellCompDirectiveNoFileComp
	case found := <-done:
		if found.directive&(cobra.ShellCompDirectiveFilterFileExt|cobra.ShellCompDirectiveFilterDirs) != 0 {
			return found.words, found.directive
		}
		return slices.DeleteFunc(found.words, func(s string) bool { return !strings.HasPrefix(s, t.typed) || !isPlain(s) }), found.directive
	}
}

// isPlain says whether a word means itself in every shell. What somebody named an object
// in a source would else be run as a command by whoever completes it: a shell quotes what
// it completes in some cases only.
func isPlain(completion string) bool {
	word, _, _ := strings.Cut(completion, "\t") // what describes it is the program's own
	return !strings.HasPrefix(word, "-") && !strings.ContainsFunc(word, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("-_.:/@+#%,", r)
	})
}

// addCompletion gives a verb, and those below it, the completion of its arguments and of
// the values of its flags: of a flag by its name where something is known of that, and
// else by what the usage line calls it.
func (p *program) addCompletion(verb *cobra.Command) {
	verb.LocalNonPersistentFlags().VisitAll(func(flag *pflag.Flag) { p.completeFlag(verb, flag) })
	verb.PersistentFlags().VisitAll(func(flag *pflag.Flag) { p.completeFlag(verb, flag) })
	if verb.ValidArgsFunction == nil {
		verb.ValidArgsFunction = func(cmd *cobra.Command, before []string, typed string) ([]string, cobra.ShellCompDirective) {
			return called(placeholder(cmd.Use, len(before))).complete(typing{p, cmd, before, typed})
		}
	}
	for _, below := range verb.Commands() {
		p.addCompletion(below)
	}
}

func (p *program) completeFlag(verb *cobra.Command, flag *pflag.Flag) {
	value, known := valuesOf(verb)[flag.Name]
	if !known {
		name, _ := pflag.UnquoteUsage(flag)
		value = called(name)
	}
	// The error would be of a flag that the verb does not have.
	_ = verb.RegisterFlagCompletionFunc(flag.Name, func(cmd *cobra.Command, before []string, typed string) ([]string, cobra.ShellCompDirective) {
		return value.complete(typing{p, cmd, before, typed})
	})
}

// placeholder is what a usage line, such as "report NAME [OBJECT|USER]", calls an
// argument; blank for one that it does not have. Alternatives stand between " | ".
func placeholder(use string, which int) string {
	_, use, _ = strings.Cut(use, " ")
	for alternative := range strings.SplitSeq(use, " | ") {
		var names []string
		for word := range strings.FieldsSeq(alternative) {
			names = append(names, strings.Trim(word, "[]."))
		}
		if strings.HasSuffix(alternative, "...") { // and any number of it
			which = min(which, len(names)-1)
		}
		if which < len(names) {
			return names[which]
		}
	}
	return ""
}

// valuesOf are the flags of a verb of whose values more is known than that they are files.
func valuesOf(verb *cobra.Command) map[string]argument {
	formats := oneOf(table.Formats()...)
	switch verb.Name() {
	case "explain":
		formats = oneOf(explainFormats...)
	case "log":
		formats = oneOf(logFormats...)
	case "history":
		formats = oneOf(historyFormats...)
	}
	return map[string]argument{
		"user": completeUser, "by": completeUser, "client": completeClient, "tenant": completeTenant,
		"lang":   oneOf(schema.English.String(), schema.Dutch.String(), schema.French.String()),
		"format": formats, "log": oneOf("off", "info", "debug"), "accept": completeRule, "package": completeNothing,
		"purpose": oneOf(keys.Purposes()...), "finding": oneOf(emergency.Findings()...), "kind": oneOf(entry.Kinds()...),
	}
}

// called is the completion of what usage lines call so.
func called(placeholder string) argument {
	switch placeholder {
	case "SUBJECT":
		return completeUser
	case "PERMISSION":
		return completePermission
	case "RESOURCE", "REF":
		return completeRef
	case "OBJECT|USER":
		return completeAbout
	case "TYPE":
		return completeType
	case "TENANT":
		return completeTenant
	case "NAME":
		return completeReport
	case "PLAN":
		return completePlan
	case "FOLDER":
		return completeFolder
	case "FILE", "WHAT":
		return completeFile
	}
	if _, extension, _ := strings.Cut(placeholder, "."); extension == "zed" || extension == "yaml" { // OWN.zed
		return completeFileOf(extension)
	}
	return completeNothing
}

func completeNothing(typing) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveNoFileComp
}

func completeFile(typing) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveDefault
}

func completeFolder(typing) ([]string, cobra.ShellCompDirective) {
	return nil, cobra.ShellCompDirectiveFilterDirs
}

// completeFileOf completes the files with an extension.
func completeFileOf(extension string) argument {
	return func(typing) ([]string, cobra.ShellCompDirective) {
		return []string{extension}, cobra.ShellCompDirectiveFilterFileExt
	}
}

// oneOf completes one of some words.
func oneOf[Word ~string](words ...Word) argument {
	return func(typing) ([]string, cobra.ShellCompDirective) {
		var found []string
		for _, word := range words {
			found = append(found, string(word))
		}
		return found, cobra.ShellCompDirectiveNoFileComp
	}
}

// completeReport completes the name of a report, with its title beside it.
func completeReport(t typing) ([]string, cobra.ShellCompDirective) {
	var found []string
	for _, r := range report.All() {
		found = append(found, r.Name+"\t"+r.Title.In(t.language))
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completeAbout completes what is asked about: by a report, what that is about.
func completeAbout(t typing) ([]string, cobra.ShellCompDirective) {
	if len(t.before) == 0 {
		return completeRef(t)
	}
	switch r, err := report.Find(t.before[0]); {
	case err != nil || r.About == "":
		return completeNothing(t)
	case r.About == "USER":
		return completeUser(t)
	}
	return completeRef(typing{t.program, t.cmd, nil, t.typed})
}

// completeRule completes a rule of "remit schema lint".
func completeRule(typing) ([]string, cobra.ShellCompDirective) {
	var found []string
	for _, r := range lint.Rules() {
		found = append(found, r.Name)
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completePlan completes a plan: a file, or, to undo it, one that was kept when it was applied.
func completePlan(t typing) ([]string, cobra.ShellCompDirective) {
	if t.cmd.Name() != "undo" {
		return completeFile(t)
	}
	kept, _ := t.place.appliedIn(t.cmd.Flag("applied").Value.String()).list() // or none
	for i, name := range kept {
		kept[i] = filepath.Base(name)
	}
	return kept, cobra.ShellCompDirectiveDefault
}

// completeRef completes a reference by what the data holds: its type, its tenant, its id.
func completeRef(t typing) ([]string, cobra.ShellCompDirective) {
	asked := t.permission()
	return t.refs(func(m schema.Model, of schema.Type) bool {
		return asked == "" || m.HasPermission(schema.Permission(string(of)+"#"+asked))
	})
}

// completeUser completes the reference of whoever may ask.
func completeUser(t typing) ([]string, cobra.ShellCompDirective) {
	return t.refs(func(m schema.Model, of schema.Type) bool { return m.Acts(of) })
}

func completeClient(t typing) ([]string, cobra.ShellCompDirective) {
	return t.refs(func(_ schema.Model, of schema.Type) bool { return of == schema.TypeClient })
}

// permission is the name of the one that was typed before; blank for none.
func (t typing) permission() string {
	if len(t.before) == 0 {
		return ""
	}
	last := t.before[len(t.before)-1]
	if strings.Contains(last, ":") {
		return "" // a reference
	}
	_, name, full := strings.Cut(last, "#")
	if !full {
		return last
	}
	return name
}

// refs are references of the types that can be meant.
func (t typing) refs(can func(schema.Model, schema.Type) bool) (found []string, directive cobra.ShellCompDirective) {
	of, _, whole := strings.Cut(t.typed, ":")
	m := t.ask(func(ctx context.Context, m schema.Model, conn grpc.ClientConnInterface) (err error) {
		if whole && can(m, schema.Type(of)) {
			found, err = known.Complete(ctx, conn, m, t.typed)
		}
		return err
	})
	if !whole {
		for _, of := range m.Types() {
			if can(m, of) {
				found = append(found, string(of)+":")
			}
		}
	}
	for _, ref := range found {
		if strings.HasSuffix(ref, ":") || strings.HasSuffix(ref, "/") {
			directive = cobra.ShellCompDirectiveNoSpace // more of it follows
		}
	}
	return found, directive | cobra.ShellCompDirectiveNoFileComp
}

// completeTenant completes the name of a tenant.
func completeTenant(t typing) (found []string, directive cobra.ShellCompDirective) {
	const before = string(schema.TypeTenant) + ":"
	t.ask(func(ctx context.Context, m schema.Model, conn grpc.ClientConnInterface) (err error) {
		found, err = known.Complete(ctx, conn, m, before+t.typed)
		return err
	})
	for i := range found {
		found[i] = strings.TrimPrefix(found[i], before)
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completeType completes a type that has the permission that was typed before it, if one was.
func completeType(t typing) (found []string, directive cobra.ShellCompDirective) {
	m, asked := t.ask(nil), t.permission()
	for _, of := range m.Types() {
		if asked == "" || m.HasPermission(schema.Permission(string(of)+"#"+asked)) {
			found = append(found, string(of))
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// completePermission completes a permission of any type: which it is, a later
// argument says.
func completePermission(t typing) (found []string, directive cobra.ShellCompDirective) {
	m := t.ask(nil)
	for _, of := range m.Types() {
		for _, permission := range m.Permissions(of) {
			found = append(found, permission.Name())
		}
	}
	slices.Sort(found)
	return slices.Compact(found), cobra.ShellCompDirectiveNoFileComp
}

// ask looks at where the data is, and returns the model that is asked there: where
// nothing answers, that of --model, or this program's own.
func (t typing) ask(look func(context.Context, schema.Model, grpc.ClientConnInterface) error) (m schema.Model) {
	ctx := t.cmd.Context()
	err := t.program.ask(ctx, func(asked schema.Model, conn *grpc.ClientConn) error {
		m = asked
		if look == nil {
			return nil
		}
		return look(ctx, m, conn)
	})
	if err != nil && m == (schema.Model{}) {
		m, _ = t.place.ownModel() // what is wrong with it is said where it is asked by
	}
	return m
}
