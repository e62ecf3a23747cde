package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// plansKept is how many plans there are before the oldest go.
const plansKept = 20

// planTime is how the name of such a file begins: by it names are in order.
const planTime = "20060102T150405.000000000Z"

// appliedPlans is the folder that keeps each plan that was applied, from just before its
// first write, for undo to go back by. The engine's own history would not do: it is
// cut after a day, says of a relationship only what it became and not what it was,
// and on a cluster is not this program's to keep. A plan says both, stays small, is
// looked at with `remit plan FILE`, and means the same on a store and on a cluster.
// The zero value keeps nothing.
type appliedPlans string

// appliedIn is the folder that a flag names, or else the one beside the store. An
// engine elsewhere, or of one command, has none unless it is named: nobody looks for it where the
// program happens to run.
func (p place) appliedIn(named string) appliedPlans {
	if named != "" || p.hasNoStore() {
		return appliedPlans(named)
	}
	return appliedPlans(p.storeName() + ".applied")
}

// keep is for loader.Sync.Keep; nil for nothing to keep.
func (a appliedPlans) keep() func(loader.Plan) error {
	if a == "" {
		return nil
	}
	return a.add
}

func (a appliedPlans) add(plan loader.Plan) error {
	if err := os.MkdirAll(string(a), 0o700); err != nil {
		return err
	}
	_, digest, _ := strings.Cut(plan.Digest, ":")
	name := filepath.Join(string(a), time.Now().UTC().Format(planTime)+"-"+digest[:8]+".json")
	if err := files.Create(name, func(f *os.File) error { return plan.WriteJSON(f) }); err != nil {
		return err
	}
	return a.prune()
}

// prune takes the oldest away.
func (a appliedPlans) prune() error {
	all, err := a.list()
	if err != nil {
		return err
	}
	for _, old := range all[:max(0, len(all)-plansKept)] {
		if err := os.Remove(old); err != nil {
			return err
		}
	}
	return nil
}

// list are the files, the oldest first; none in a folder that is not there.
func (a appliedPlans) list() ([]string, error) {
	entries, err := os.ReadDir(string(a))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var found []string
	for _, e := range entries {
		begin, _, _ := strings.Cut(e.Name(), "-")
		if _, not := time.Parse(planTime, begin); not == nil && e.Type().IsRegular() && filepath.Ext(e.Name()) == ".json" {
			found = append(found, filepath.Join(string(a), e.Name()))
		}
	}
	slices.Sort(found)
	return found, err
}

// find is the file that a name means: that of one of them, or any other.
func (a appliedPlans) find(name string) string {
	if a == "" || name == "-" || filepath.Base(name) != name {
		return name
	}
	if _, err := os.Lstat(name); err == nil {
		return name
	}
	for _, suffix := range []string{"", ".json"} {
		kept := filepath.Join(string(a), name+suffix)
		if _, err := os.Lstat(kept); err == nil {
			return kept
		}
	}
	return name
}

// last is the newest of them.
func (a appliedPlans) last() (string, error) {
	if a == "" {
		return "", phrase.Errorf("nothing keeps what is applied to an engine elsewhere: name the plan that was, or with --applied the folder that keeps them")
	}
	all, err := a.list()
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", phrase.Errorf("there is no plan in %s: there is nothing to undo, unless you name the plan that was applied", schema.Shown(string(a)))
	}
	return all[len(all)-1], nil
}
