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
