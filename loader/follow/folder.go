package follow

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/fsnotify/fsnotify"

	"github.com/remit-authz/remit/internal/phrase"
)

// look is how often a folder or file is looked for that went, or was put in the
// place of another: what watched the old one tells nothing of the new.
const look = 2 * time.Second

// Changes tells when something happens in some folders, in those just below them,
// or to some files, until the context ends; what happens while nobody receives is
// told once. What ours says is this program's own file tells nothing, or a sync would
// follow its own writes. One that is not there yet, or goes and comes back, is looked
// for; one on a disk that tells nothing is left to the interval: notes says which, and
// why.
func Changes(ctx context.Context, ours func(name string) bool, names ...string) (changed <-chan struct{}, notes []string, err error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, nil, phrase.Errorf("following files: %w", err)
	}
	w := watched{watcher, map[string]fs.FileInfo{}}
	for _, name := range names {
		if w.replaced(name) {
			notes = append(notes, w.add(name)...)
		}
	}
	told := make(chan struct{}, 1)
	go func() {
		defer func() { _ = watcher.Close() }() // nothing is written by it
		looks := time.NewTicker(look)
		defer looks.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-looks.C:
				if !w.renew(names) {
					continue
				}
			case e := <-watcher.Events:
				if ours(e.Name) {
					continue
				}
			case <-watcher.Errors: // something was missed, perhaps
			}
			select {
			case told <- struct{}{}:
			default:
			}
		}
	}()
	return told, notes, nil
}

// watched is what is watched, and which file or folder had the name then.
type watched struct {
	watcher *fsnotify.Watcher
	were    map[string]fs.FileInfo
}

// add watches what a name is now, and says what cannot be.
func (w watched) add(name string) (notes []string) {
	for _, folder := range foldersOf(name) {
		if err := w.watcher.Add(folder); err != nil {
			notes = append(notes, fmt.Sprintf("%s is followed by the interval only: %v", folder, err))
		}
	}
	return notes
}

// renew watches anew what has come, or come in the place of another, and says
// whether anything has.
func (w watched) renew(names []string) bool {
	any := false
	for _, name := range names {
		if w.replaced(name) {
			any = true
			for _, folder := range foldersOf(name) {
				_ = w.watcher.Remove(folder) // of one that is gone, there is nothing to remove
			}
			w.add(name)
		}
	}
	return any
}

// replaced says whether a name is of another file or folder than it was.
func (w watched) replaced(name string) bool {
	was := w.were[name]
	is, err := os.Stat(name)
	if err != nil {
		is = nil
	}
	w.were[name] = is
	return is != nil && (was == nil || !os.SameFile(was, is))
}

// foldersOf are the folders in which a source's files are.
func foldersOf(name string) []string {
	if info, err := os.Stat(name); err == nil && !info.IsDir() {
		return []string{filepath.Dir(name)}
	}
	folders := []string{name}
	entries, _ := os.ReadDir(name) // what cannot be read, watching it tells
	for _, e := range entries {
		if e.IsDir() {
			folders = append(folders, filepath.Join(name, e.Name()))
		}
	}
	return folders
}
