package files_test

import (
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/remit-authz/remit/internal/files"
)

func TestCreateOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new")
	var made, refused int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			err := files.Create(path, func(f *os.File) error {
				_, err := f.WriteString("whole")
				return err
			})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				made++
			case errors.Is(err, files.ErrExists):
				refused++
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if content, err := os.ReadFile(path); made != 1 || refused != 7 || string(content) != "whole" || err != nil {
		t.Errorf("made %d times, refused %d times, content %q (%v); want once, 7 times, whole", made, refused, content, err)
	}
	alone(t, path)
}

// Somebody who may write in the folder swaps the file while it is written.
func TestCreateNoticesAnother(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new")
	err := files.Create(path, func(f *os.File) error {
		if err := os.Remove(f.Name()); err != nil {
			return err
		}
		return os.WriteFile(f.Name(), []byte("forged"), 0o600)
	})
	if err == nil {
		t.Error("a file that was swapped is reported as made")
	}
	if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a file: %v", err)
	}
}

var errHalf = errors.New("half")

func TestCreateLeavesNothingBehind(t *testing.T) {
	folder := t.TempDir()
	if err := files.Create(filepath.Join(folder, "new"), func(*os.File) error { return errHalf }); !errors.Is(err, errHalf) {
		t.Errorf("got %v, want what writing it ended with", err)
	}
	if entries, err := os.ReadDir(folder); err != nil || len(entries) > 0 {
		t.Errorf("left behind: %v (%v)", entries, err)
	}
}

// alone wants a file to be for its owner only, and nothing beside it.
func alone(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Fatalf("beside %s: %v (%v)", path, entries, err)
	}
	if info, err := entries[0].Info(); err != nil || info.Mode() != 0o600 {
		t.Errorf("mode of %s: %v (%v), want it for its owner only", path, info.Mode(), err)
	}
}
