package main

import (
	"context"
	"encoding/json"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/follow"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// shortestEvery is how often a sync comes at most: each reads the whole engine.
const shortestEvery = time.Second

// watching are the flags of a sync that goes on.
type watching struct {
	on     bool
	every  time.Duration
	status string
}

func (w *watching) addFlags(verb *cobra.Command) {
	verb.Flags().BoolVar(&w.on, "watch", false, "go on: sync when a source changes, and at an interval")
	verb.Flags().DurationVar(&w.every, "every", 5*time.Minute, "the `INTERVAL` of --watch, each time up to a tenth longer or shorter")
	verb.Flags().StringVar(&w.status, "status", "", "write how --watch goes into this `FILE`, as JSON, after each sync")
}

func (w watching) validate(cmd *cobra.Command) error {
	if !w.on {
		for _, name := range []string{"every", "status"} {
			if cmd.Flags().Changed(name) {
				return phrase.Errorf("--%s is about --watch: say both, or neither", name)
			}
		}
		return nil
	}
	for _, name := range []string{"allow-removals", "allow-access"} {
		if cmd.Flags().Changed(name) {
			return phrase.Errorf("--%s lifts a limit for a plan that somebody has seen, and nobody looks at those of --watch: sync that change by hand", name)
		}
	}
	if w.every < shortestEvery {
		return phrase.Errorf("--every %v is too often: it is %v or more", w.every, shortestEvery)
	}
	return nil
}

// watch syncs until the context ends.
func (p *program) watch(ctx context.Context, args []string, flags applying, w watching) error {
	flags.limits.AllowRemovals, flags.limits.AllowAccess, flags.limits.Unattended = 0, 0, true
	flags.limits.StandingRemovals, flags.limits.StandingAccess = 0, 0
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	paths, err := p.place.sourcePaths(args)
	if err != nil {
		return err
	}
	changed, notes, err := follow.Changes(ctx, func(name string) bool { return p.place.ownFile(name, w.status) }, paths...)
	if err != nil {
		return err
	}
	sayAll(p.place, phrase.Of("note"), notes, 0)
	f := follow.Follower{Every: w.every, Changed: changed}
	var name string
	f.Read = func(ctx context.Context) (src source.Source, err error) {
		src, name, err = p.place.sources(ctx, args)
		return src, err
	}
	f.Apply = func(ctx context.Context, src source.Source) (changes int, at schema.Revision, err error) {
		err = p.withEngine(ctx, creating, func(conn *grpc.ClientConn) error {
			var proposal loader.Proposal
			if proposal, err = p.sync(conn, flags, name).Plan(ctx, src); err != nil {
				return err
			}
			changes = proposal.Plan.Size()
			if at, err = proposal.Apply(ctx); err == nil {
				p.keepLabels(labelsOf(src))
			}
			return err
		})
		return changes, at, err
	}
	f.Tell = func(s follow.Status) error { return p.tellRound(s, w.status) }
	return f.Run(ctx)
}

// ownFile says whether a file is one that a sync itself writes: the store, what is
// beside it, the status, and what any of them is made of.
func (p place) ownFile(name, status string) bool {
	base := filepath.Base(name)
	return strings.HasPrefix(base, filepath.Base(p.storeName())) || p.labels != "" && strings.HasPrefix(base, filepath.Base(p.labels)) || strings.HasPrefix(base, ".remit-") || base == filepath.Base(status)
}

// tellRound prints how a round went, and writes it into a file.
func (p *program) tellRound(s follow.Status, file string) error {
	next := phrase.Time(s.Next)
	var err error
	switch {
	case s.State != follow.TrueToSource:
		in := p.words()
		good := phrase.Of("never yet")
		if !s.Good.IsZero() {
			good = phrase.Of("last at %s", phrase.Time(s.Good))
		}
		p.tell("%s, the engine keeps what it has (true to the source %s); next at %s: %s", stateOf(s.State), good, next, shownError(in, s.Err, nil))
	case p.json:
		err = p.printJSON(s)
	default:
		err = p.say("%s %s: %s, revision %s; next at %s", phrase.Time(s.At), stateOf(s.State), phrase.Of("%d {change|changes}", s.Changes), s.Revision, next)
	}
	if err != nil || file == "" {
		return err
	}
	content, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return files.Replace(file, append(content, '\n'))
}

// stateOf is how a round ended, in words.
func stateOf(s follow.State) phrase.Phrase {
	switch s {
	case follow.TrueToSource:
		return phrase.Of("true to source")
	case follow.Refused:
		return phrase.Of("refused")
	}
	return phrase.Of("failing")
}
