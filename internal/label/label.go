// Package label is a directory of what users, clients and objects are called: names and
// addresses of people, which are in no relationship and in no record, each of which can
// be taken away for good.
//
// It is one file of JSON lines, a label each, for its owner only. Every change writes it
// anew and puts that in its place, so that nothing of what was taken away is left in it.
package label

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/gofrs/flock"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/schema"
)

// Label is what somebody or something is called. The zero value says nothing.
type Label struct {
	Name  string `json:"name,omitempty"`  // as the source has it
	Email string `json:"email,omitempty"` // as the source has it
	// Forgotten is a label that was taken away, and that no source brings back.
	Forgotten bool `json:"forgotten,omitempty"`
}

// Directory are the labels of a file. The zero value is an empty one.
type Directory struct{ labels map[schema.Ref]Label }

// line is a label as the file has it.
type line struct {
	Ref schema.Ref `json:"ref"`
	Label
}

const (
	private = 0o600
	// maxLine is more than any label has.
	maxLine = 64 << 10
)

// Beside is the file of the labels of a store.
func Beside(store string) string { return store + ".labels" }

// Read reads a file; an empty directory where there is none. A line that is not a label
// is an error.
func Read(file string) (Directory, error) {
	d := Directory{map[schema.Ref]Label{}}
	f, err := files.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return d, nil
	}
	if err != nil {
		return d, fmt.Errorf("labels %s: %w", file, err)
	}
	defer func() { _ = f.Close() }() // it was read
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, maxLine)
	for n := 1; lines.Scan(); n++ {
		var l line
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return d, fmt.Errorf("labels %s: line %d: %w", file, n, err)
		}
		d.labels[l.Ref] = l.Label
	}
	if err := lines.Err(); err != nil {
		return d, fmt.Errorf("labels %s: %w", file, err)
	}
	return d, nil
}

// Of is what a reference is called; zero for nothing.
func (d Directory) Of(ref schema.Ref) Label { return d.labels[ref] }

// Knows says whether there is a label of a reference, or was one that is forgotten.
func (d Directory) Knows(ref schema.Ref) bool {
	_, known := d.labels[ref]
	return known
}

// Refs are what has a label, in no order, forgotten ones not among them.
func (d Directory) Refs() []schema.Ref {
	var all []schema.Ref
	for ref, l := range d.labels {
		if !l.Forgotten {
			all = append(all, ref)
		}
	}
	return all
}

// Len is how many labels there are, forgotten ones not counted.
func (d Directory) Len() int {
	n := 0
	for _, l := range d.labels {
		if !l.Forgotten {
			n++
		}
	}
	return n
}

// Keep takes up what a source calls things, but for what is to stay forgotten. What the
// source does not name keeps its label: who left is asked about for years.
func Keep(file string, named map[schema.Ref]Label) error {
	return update(file, func(d Directory) (changed bool) {
		for ref, l := range named {
			l.Name, l.Email = strings.ToValidUTF8(l.Name, ""), strings.ToValidUTF8(l.Email, "")
			if had := d.labels[ref]; had != l && !had.Forgotten && l != (Label{}) {
				d.labels[ref], changed = l, true
			}
		}
		return changed
	})
}

// Forget takes labels away, and says of which there were any. No later Keep brings one
// back.
func Forget(file string, refs ...schema.Ref) (had []schema.Ref, err error) {
	err = update(file, func(d Directory) (changed bool) {
		for _, ref := range refs {
			l, there := d.labels[ref]
			if there && !l.Forgotten {
				had = append(had, ref)
			}
			d.labels[ref] = Label{Forgotten: true}
		}
		return true
	})
	return had, err
}

// update changes a file, by one process at a time.
func update(file string, change func(Directory) (changed bool)) error {
	lock := flock.New(file+".lock", flock.SetPermissions(private))
	if err := lock.Lock(); err != nil {
		return fmt.Errorf("labels %s: %w", file, err)
	}
	defer func() { _ = lock.Close() }() // what it kept is written
	d, err := Read(file)
	if err != nil || !change(d) {
		return err
	}
	if err := d.write(file); err != nil {
		return fmt.Errorf("labels %s: %w", file, err)
	}
	return nil
}

func (d Directory) write(file string) (err error) {
	f, err := os.CreateTemp(filepath.Dir(file), ".remit-*.partial") // for its owner only
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	out := bufio.NewWriter(f)
	lines := json.NewEncoder(out)
	byText := func(a, b schema.Ref) int { return strings.Compare(a.Text(), b.Text()) }
	for _, ref := range slices.SortedFunc(maps.Keys(d.labels), byText) {
		if err := lines.Encode(line{ref, d.labels[ref]}); err != nil {
			return errors.Join(err, f.Close())
		}
	}
	if err := errors.Join(out.Flush(), f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
