package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/loader"
)

// advised adds to an error what to do next, where the error does not say it
// itself: the libraries know of no flags and no verbs.
func advised(err error) error {
	var told *checker.EngineError
	var refused *loader.RefusedError
	var late *loader.LateEndsError
	var limit *loader.LimitError
	var other *loader.SchemaError
	var plan *loader.PlanError
	switch {
	case err == nil, errors.As(err, &told):
		return err
	case errors.As(err, &refused):
		return fmt.Errorf("%w\nif that is meant, %s", err, meaning(refused))
	case errors.As(err, &late):
		return fmt.Errorf("%w\nif that is right, say so with --late-ends; a remit that serves, and answers from memory, are never late", err)
	case errors.As(err, &limit):
		return fmt.Errorf("--allow-%s %d is less than none: give how many are meant, or leave it out", limit.Limit, limit.N)
	case errors.As(err, &other):
		return fmt.Errorf("%w\nsee them with `remit schema diff`, write this program's with `remit schema write`", err)
	case errors.As(err, &plan):
		return fmt.Errorf("%w: make it again with `remit plan --out`", err)
	}
	switch status.Code(err) {
	case codes.Unavailable:
		return fmt.Errorf("%w; check that the engine runs and that its address is right", err)
	case codes.PermissionDenied, codes.Unauthenticated:
		return fmt.Errorf("%w; check the engine's key", err)
	case codes.DeadlineExceeded:
		return fmt.Errorf("%w; check the engine's load, then try again", err)
	}
	return err
}

// meaning is what to do about a plan that is refused and meant.
func meaning(refused *loader.RefusedError) string {
	by := func(l loader.Limit) bool {
		return slices.ContainsFunc(refused.Refusals, func(r loader.Refusal) bool { return r.Limit == l })
	}
	switch {
	case by(loader.LimitProtected):
		return "change what the settings say is protected"
	case by(loader.LimitUnattended):
		return "make that change by hand, without --watch"
	}
	return "say so with " + flagsOf(refused.Needs)
}

// flagsOf are the flags that lift limits; blank for the careful ones.
func flagsOf(l loader.Limits) string {
	var flags []string
	if l.AllowRemovals != 0 {
		flags = append(flags, fmt.Sprintf("--allow-removals %d", l.AllowRemovals))
	}
	if l.AllowAccess != 0 {
		flags = append(flags, fmt.Sprintf("--allow-access %d", l.AllowAccess))
	}
	return strings.Join(flags, " ")
}
