package source_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/remit-authz/remit/loader/source"
)

// changing is a folder whose files have another content each time that they are
// opened, up to the last.
type changing map[string][]string

func (c changing) Open(name string) (fs.File, error) {
	content := fstest.MapFS{}
	for file, versions := range c {
		content[file] = &fstest.MapFile{Data: []byte(versions[0])}
	}
	if versions := c[name]; len(versions) > 1 {
		c[name] = versions[1:]
	}
	return content.Open(name)
}

// Stat looks at a file without opening it.
func (c changing) Stat(name string) (fs.FileInfo, error) {
	return fstest.MapFS{name: {}}.Stat(name)
}

func digest(t *testing.T, files *source.Files) string {
	t.Helper()
	if _, err := files.Read("users.csv"); err != nil {
		t.Fatal(err)
	}
	return files.Digest()
}

// What was recognized is what is decoded: a file is read once.
func TestFilesAreReadOnce(t *testing.T) {
	folder := changing{"users.csv": {"one", "two"}}
	files := source.NewFiles(folder)
	for range 2 {
		if content, err := files.Read("users.csv"); err != nil || string(content) != "one" {
			t.Errorf("got %q and %v, want the first content", content, err)
		}
	}
	if digest(t, source.NewFiles(folder)) == digest(t, files) {
		t.Error("other bytes, the same digest")
	}
}
