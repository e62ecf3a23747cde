package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/files"
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
	refused := p.place.limits().Check(plan)
	if !flags.detailed {
		p.warnOfLimits(plan)
	}
	if err := p.printPlan(plan, flags.showing); err != nil {
		return err
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
func (p *program) warnOfLimits(plan loader.Plan) {
	var refused *loader.RefusedError
	if errors.As(p.place.limits().Check(plan), &refused) {
		say(p.err, "apply would refuse this plan", refused.Refusals)
	}
}

// keepPlan writes a plan into a new file.
func (p *program) keepPlan(plan loader.Plan, name string) error {
	if err := files.Create(name, func(f *os.File) error { return json.NewEncoder(f).Encode(plan) }); err != nil {
		return fmt.Errorf("keeping the plan: %w", err)
	}
	if p.json {
		return nil
	}
	return p.printf("kept in %s; make that change with: remit apply %[1]s\n", schema.Shown(name))
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

// printPlan prints a plan: the summary, every change, or JSON.
func (p *program) printPlan(plan loader.Plan, how showing) error {
	write := plan.WriteSummary
	switch {
	case p.json:
		return p.printJSON(plan)
	case how.all:
		write = plan.WriteText
	}
	if err := write(p.out); err != nil {
		return err
	}
	if len(plan.Unnamed) > 0 {
		if err := p.println("`remit tenant list` says what there is in it; it goes with `remit tenant remove`"); err != nil {
			return err
		}
	}
	return p.printRefusals(plan, how)
}

// printRefusals says what stands against a plan, and the flags that lift it.
func (p *program) printRefusals(plan loader.Plan, how showing) error {
	careful := p.place.limits()
	careful.AllowRemovals, careful.AllowAccess = 0, 0
	var refused *loader.RefusedError
	if !errors.As(careful.Check(plan), &refused) {
		return nil
	}
	for i, r := range refused.Refusals {
		if i == refusalsShown && !how.all {
			if err := p.printf("and %d safety limits more\n", len(refused.Refusals)-i); err != nil {
				return err
			}
			break
		}
		if err := p.printf("beyond a safety limit: %s\n", r); err != nil {
			return err
		}
	}
	return p.printf("if that is meant, %s\n", meaning(refused))
}

// refusalsShown is how many safety limits a summary names.
const refusalsShown = 5
