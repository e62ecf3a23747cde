package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/phrase"
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
		return advice{err, "\n", phrase.Of("if that is meant, %s", meaning(refused))}
	case errors.As(err, &late):
		return advice{err, "\n", phrase.Of("if that is right, say so with --late-ends; a remit that serves, and answers from memory, are never late")}
	case errors.As(err, &limit):
		return phrase.Errorf("--allow-%s %d is less than none: give how many are meant, or leave it out", limit.Limit, limit.N)
	case errors.As(err, &other):
		return advice{err, "\n", phrase.Of("see them with `remit schema diff`, write this program's with `remit schema write`")}
	case errors.As(err, &plan):
		return advice{err, ": ", phrase.Of("make it again with `remit plan --out`")}
	}
	switch status.Code(err) {
	case codes.Unavailable:
		return advice{err, "; ", phrase.Of("check that the engine runs and that its address is right")}
	case codes.PermissionDenied, codes.Unauthenticated:
		return advice{err, "; ", phrase.Of("check the engine's key")}
	case codes.DeadlineExceeded:
		return advice{err, "; ", phrase.Of("check the engine's load, then try again")}
	}
	return err
}

// advice is an error, and what to do next.
type advice struct {
	err     error
	between string
	next    phrase.Phrase
}

// Error is both.
func (a advice) Error() string { return a.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (a advice) Say(in phrase.Printer) string {
	switch a.between {
	case "; ":
		return in.Say("%s; %s", in.Value(a.err), a.next)
	case ": ":
		return in.Say("%s: %s", in.Value(a.err), a.next)
	}
	return in.Value(a.err) + a.between + a.next.Say(in)
}

// Unwrap is the error.
func (a advice) Unwrap() error { return a.err }

// meaning is what to do about a plan that is refused and meant.
func meaning(refused *loader.RefusedError) phrase.Phrase {
	by := func(l loader.Limit) bool {
		return slices.ContainsFunc(refused.Refusals, func(r loader.Refusal) bool { return r.Limit == l })
	}
	switch {
	case by(loader.LimitProtected):
		return phrase.Of("change what the settings say is protected")
	case by(loader.LimitUnattended):
		return phrase.Of("make that change by hand, without --watch")
	}
	return phrase.Of("say so with %s", flagsOf(refused.Needs))
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
