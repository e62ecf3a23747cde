package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/known"
	"github.com/remit-authz/remit/schema"
)

// argument says how one argument of a verb is completed, from what is typed of it
// and what stands before it.
type argument func(p *program, cmd *cobra.Command, before []string, typed string) []string

// completing gives a verb the completion of its arguments, in their order.
func (p *program) completing(verb *cobra.Command, arguments ...argument) *cobra.Command {
	verb.ValidArgsFunction = func(cmd *cobra.Command, before []string, typed string) ([]string, cobra.ShellCompDirective) {
		if len(before) >= len(arguments) {
			return nil, cobra.ShellCompDirectiveNoFileComp
		}
		found := arguments[len(before)](p, cmd, before, typed)
		found = slices.DeleteFunc(found, func(s string) bool { return !strings.HasPrefix(s, typed) })
		directive := cobra.ShellCompDirectiveNoFileComp
		if slices.ContainsFunc(found, func(s string) bool { return strings.HasSuffix(s, ":") || strings.HasSuffix(s, "/") }) {
			directive |= cobra.ShellCompDirectiveNoSpace // more of it follows
		}
		return found, directive
	}
	return verb
}

// completeRef completes a reference, by what the data holds.
func completeRef(p *program, cmd *cobra.Command, _ []string, typed string) []string {
	var found []string
	// Nobody is there to read an error: there is nothing to complete then.
	_ = p.ask(cmd.Context(), func(m schema.Model, conn *grpc.ClientConn) (err error) {
		found, err = known.Complete(cmd.Context(), conn, m, typed)
		return err
	})
	return found
}

// completeUser completes the reference of whoever asks.
func completeUser(p *program, cmd *cobra.Command, before []string, typed string) []string {
	found := completeRef(p, cmd, before, typed)
	if p.place.isOther() {
		return found
	}
	return slices.DeleteFunc(found, func(s string) bool { return !strings.HasPrefix(s, string(schema.TypeUser)+":") })
}

func completeType(p *program, _ *cobra.Command, before []string, _ string) []string {
	m, err := p.place.ownModel()
	if err != nil {
		return nil
	}
	var found []string
	for _, t := range m.Types() {
		if len(before) < 2 || m.HasPermission(schema.Permission(string(t)+"#"+before[1])) {
			found = append(found, string(t))
		}
	}
	return found
}

// completePermission completes a permission of any type: which it is, a later
// argument says.
func completePermission(p *program, _ *cobra.Command, _ []string, _ string) []string {
	m, err := p.place.ownModel()
	if err != nil {
		return nil
	}
	var found []string
	for _, t := range m.Types() {
		for _, permission := range m.Permissions(t) {
			found = append(found, permission.Name())
		}
	}
	slices.Sort(found)
	return slices.Compact(found)
}
