package files_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/remit-authz/remit/internal/files"
)

func TestReplace(t *testing.T) {
	folder := t.TempDir()
	name := filepath.Join(folder, "status.json")
	for _, content := range []string{"one", "another"} {
		if err := files.Replace(name, []byte(content)); err != nil {
			t.Fatal(err)
		}
		if got, err := os.ReadFile(name); err != nil || string(got) != content {
			t.Errorf("got %q, %v, want %q", got, err, content)
		}
	}
	if err := files.Replace(filepath.Join(folder, "missing", "status.json"), nil); err == nil {
		t.Error("into a folder that is not there: it was written")
	}
	if err := os.Mkdir(filepath.Join(folder, "taken"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := files.Replace(filepath.Join(folder, "taken"), nil); err == nil {
		t.Error("over a folder: it was written")
	}
	entries, err := os.ReadDir(folder)
	if err != nil || len(entries) != 2 {
		t.Errorf("left behind: %v, %v", entries, err)
	}
}
