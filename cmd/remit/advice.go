package main

import (
	"errors"
	"fmt"
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
	case errors.As(err, &refused) && flagsOf(refused.Needs) == "":
		return fmt.Errorf("%w\nif that is meant, change what the settings say is protected", err)
	case errors.As(err, &refused):
		return fmt.Errorf("%w\nif that is meant, say so with %s", err, flagsOf(refused.Needs))
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
