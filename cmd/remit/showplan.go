package main

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// showing are the flags of what prints a plan.
type showing struct{ all bool }

func (s *showing) addFlags(verb *cobra.Command) {
	verb.Flags().BoolVar(&s.all, "all", false, "print every change, in place of the summary")
}

// showPlan prints a plan, keeps it if that was asked for, and says by its error
// which exit code it is.
func (p *program) showPlan(plan loader.Plan, flags planningFlags) error {
	refused := flags.limits.Check(plan)
	said := flags.detailed && refused != nil    // by the error
	if (p.json || p.quiet) && !flags.detailed { // nothing else says it then
		p.warnOfLimits(plan, flags.limits)
	}
	if err := p.printPlan(plan, flags.showing); err != nil {
		return err
	}
	if !said && !p.json {
		if err := p.printRefusals(refusedBy(flags.limits, plan), flags.showing); err != nil {
			return err
		}
	}
	if flags.out != "" {
		if err := p.keepPlan(plan, flags.out); err != nil {
			return err
		}
	}
	switch {
	case !flags.detailed || plan.Empty():
		return nil
	case refused != nil:
		return advised(refused)
	}
	return errNo
}

// warnOfLimits says what apply would refuse.
func (p *program) warnOfLimits(plan loader.Plan, limits loader.Limits) {
	var refused *loader.RefusedError
	if errors.As(limits.Check(plan), &refused) {
		sayAll(p.place.loud(), phrase.Of("apply would refuse this plan"), refused.Refusals, 0)
	}
}

// keepPlan writes a plan into a new file, and says what makes it.
func (p *program) keepPlan(plan loader.Plan, name string) error {
	if err := files.Create(name, func(f *os.File) error { return plan.WriteJSON(f) }); err != nil {
		return phrase.Errorf("keeping the plan: %w", err)
	}
	if p.json {
		return nil
	}
	return p.sayKept(plan, name)
}

// sayKept says where a plan is kept, and the command that makes it.
func (p *program) sayKept(plan loader.Plan, name string) error {
	if plan.Empty() {
		return p.say("kept in %s; there is nothing to do", schema.Shown(name))
	}
	command := "remit apply " + schema.Shown(name)
	if refused := refusedBy(p.place.limits(), plan); refused != nil {
		command = strings.TrimSpace(command + " " + flagsOf(refused.Needs))
	}
	return p.say("kept in %s; make that change with: %s", schema.Shown(name), command)
}

// savedPlan is the plan in the file that a verb names, if it begins like one: it
// may have any name.
func (p *program) savedPlan(ctx context.Context, args []string) (loader.Plan, bool, error) {
	if len(args) != 1 {
		return loader.Plan{}, false, nil
	}
	if info, err := os.Stat(args[0]); err != nil || !info.Mode().IsRegular() {
		return loader.Plan{}, false, nil // a source, or nothing, which a source's error tells
	}
	file, err := files.Open(args[0])
	if err != nil {
		return loader.Plan{}, false, err
	}
	defer file.Close()
	beginning := make([]byte, 200)
	n, err := io.ReadFull(file, beginning)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return loader.Plan{}, false, err
	}
	if !loader.IsPlan(beginning[:n]) {
		return loader.Plan{}, false, nil
	}
	plan, err := p.readPlan(ctx, args[0])
	return plan, true, err
}

// printApplying prints a plan that is applied next, and which safety limits the settings lift:
// what of them stands against it is the error of that.
func (p *program) printApplying(plan loader.Plan, limits loader.Limits, how showing) error {
	if err := p.printPlan(plan, how); err != nil || limits.Check(plan) != nil {
		return err
	}
	return p.printRefusals(refusedBy(limits, plan), how)
}

// printPlan prints a plan: the summary, every change, or JSON.
func (p *program) printPlan(plan loader.Plan, how showing) error {
	write := plan.WriteSummary
	switch {
	case p.json:
		return p.printJSON(plan)
	case how.all:
		write = plan.WriteText
	}
	if err := p.withLegend(objectsOf(plan), func(w io.Writer) error { return write(w, p.language) }); err != nil {
		return err
	}
	if len(plan.Unnamed) > 0 {
		return p.say("`remit tenant list` says what there is in it; it goes with `remit tenant remove`")
	}
	return nil
}

// refusedBy is what stands against a plan, whatever of it the settings lift; nil for
// nothing.
func refusedBy(limits loader.Limits, plan loader.Plan) *loader.RefusedError {
	limits.StandingRemovals, limits.StandingAccess = 0, 0
	var refused *loader.RefusedError
	errors.As(limits.Check(plan), &refused)
	return refused
}

// printRefusals says what stands against a plan, and the flags that lift it.
func (p *program) printRefusals(refused *loader.RefusedError, how showing) error {
	if refused == nil {
		return nil
	}
	for i, r := range refused.Refusals {
		if i == refusalsShown && !how.all {
			if err := p.say("and %d safety {limit|limits} more", len(refused.Refusals)-i); err != nil {
				return err
			}
			break
		}
		if err := p.say("beyond a safety limit: %s", r); err != nil {
			return err
		}
	}
	return p.say("if that is meant, %s", meaning(refused))
}

// refusalsShown is how many safety limits a summary names.
const refusalsShown = 5
