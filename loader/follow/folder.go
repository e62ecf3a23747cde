package follow

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/fsnotify/fsnotify"
)

// Changes tells when something happens in some folders, in those just below them,
// or to some files, until the context ends; what happens while nobody receives is
// told once. What ours says is this program's own file tells nothing, or a sync would
// follow its own writes. One that is not there yet, or on a disk that tells nothing,
// is left to the interval: notes says which, and why.
func Changes(ctx context.Context, ours func(name string) bool, names ...string) (changed <-chan struct{}, notes []string, err error) {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return nil, nil, fmt.Errorf("following files: %w", err)
	}
	for _, name := range names {
		for _, folder := range foldersOf(name) {
			if err := watcher.Add(folder); err != nil {
				notes = append(notes, fmt.Sprintf("%s is followed by the interval only: %v", folder, err))
			}
		}
	}
	told := make(chan struct{}, 1)
	go func() {
		defer func() { _ = watcher.Close() }() // nothing is written by it
		for {
			select {
			case <-ctx.Done():
				return
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
