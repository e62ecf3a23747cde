//go:build unix

package loader_test

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/remit-authz/remit/loader"
)

// A pipe in the place of a file once held the program, and its store, for ever.
func TestReadRefusesAPipe(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(folder, "users.csv"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := loader.Read(os.DirFS(folder)); err == nil || !strings.Contains(err.Error(), "users.csv cannot be read: it is not a regular file") {
		t.Errorf("got %v, want it refused by name", err)
	}
}

// A file of 12 GB once ended in a dump for want of memory.
func TestReadRefusesAHugeFile(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "users.csv")
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(name, 12<<30); err != nil {
		t.Fatal(err)
	}
	const want = "users.csv cannot be read: with it the files of the source are longer than 256 MiB together"
	if _, err := loader.Read(os.DirFS(folder)); err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}
