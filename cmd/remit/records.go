package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// recordsKept is how many records there are before the oldest go.
const recordsKept = 20

// recordTime is how the name of a record begins: by it names are in order.
const recordTime = "20060102T150405.000000000Z"

// records is the folder that keeps each plan that was applied, from just before its
// first write, for undo to go back by. The engine's own history would not do: it is
// cut after a day, says of a relationship only what it became and not what it was,
// and on a cluster is not this program's to keep. A plan says both, stays small, is
// looked at with `remit plan FILE`, and means the same on a store and on a cluster.
// The zero value keeps nothing.
type records string

// recordsIn is the folder that a flag names, or else the one beside the store. An
// engine elsewhere has none unless it is named: nobody looks for it where the
// program happens to run.
func (p place) recordsIn(named string) records {
	if named != "" || p.remote() != "" {
		return records(named)
	}
	return records(p.storeName() + ".applied")
}

// keep is for loader.Sync.Record; nil for nothing to keep.
func (r records) keep() func(loader.Plan) error {
	if r == "" {
		return nil
	}
	return r.add
}

func (r records) add(plan loader.Plan) error {
	if err := os.MkdirAll(string(r), 0o700); err != nil {
		return err
	}
	_, digest, _ := strings.Cut(plan.Digest, ":")
	name := filepath.Join(string(r), time.Now().UTC().Format(recordTime)+"-"+digest[:8]+".json")
	if err := files.Create(name, func(f *os.File) error { return json.NewEncoder(f).Encode(plan) }); err != nil {
		return err
	}
	return r.prune()
}

// prune takes the oldest away.
func (r records) prune() error {
	all, err := r.list()
	if err != nil {
		return err
	}
	for _, old := range all[:max(0, len(all)-recordsKept)] {
		if err := os.Remove(old); err != nil {
			return err
		}
	}
	return nil
}

// list are the records, the oldest first; none in a folder that is not there.
func (r records) list() ([]string, error) {
	entries, err := os.ReadDir(string(r))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var found []string
	for _, e := range entries {
		begin, _, _ := strings.Cut(e.Name(), "-")
		if _, not := time.Parse(recordTime, begin); not == nil && e.Type().IsRegular() && filepath.Ext(e.Name()) == ".json" {
			found = append(found, filepath.Join(string(r), e.Name()))
		}
	}
	slices.Sort(found)
	return found, err
}

// last is the newest record.
func (r records) last() (string, error) {
	if r == "" {
		return "", errors.New("an engine elsewhere has no record of what was applied to it: name the plan that was, or with --record the folder that has them")
	}
	all, err := r.list()
	if err != nil {
		return "", err
	}
	if len(all) == 0 {
		return "", fmt.Errorf("nothing is recorded in %s: there is nothing to undo, unless you name the plan that was applied", schema.Shown(string(r)))
	}
	return all[len(all)-1], nil
}
