//go:build unix

package files_test

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"

	"github.com/remit-authz/remit/internal/files"
)

// What is not a file was waited for, or read without end.
func TestOpenRefusesWhatIsNoFile(t *testing.T) {
	folder := t.TempDir()
	pipe, link := filepath.Join(folder, "pipe"), filepath.Join(folder, "link")
	if err := errors.Join(syscall.Mkfifo(pipe, 0o600), os.Symlink(pipe, link)); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{pipe, link, folder, "/dev/zero"} {
		if _, err := files.Open(name); err == nil || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
	}
	for _, name := range []string{pipe, link, "/dev/zero", ""} {
		if _, err := files.OpenFolder(name); err == nil {
			t.Errorf("%q was taken for a folder", name)
		}
	}
}

func TestOpenFollowsALink(t *testing.T) {
	folder := t.TempDir()
	file, link := filepath.Join(folder, "file"), filepath.Join(folder, "link")
	if err := errors.Join(os.WriteFile(file, []byte("key"), 0o600), os.Symlink(file, link)); err != nil {
		t.Fatal(err)
	}
	f, err := files.Open(link)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if content, err := io.ReadAll(f); string(content) != "key" || err != nil {
		t.Errorf("got %q and %v", content, err)
	}
}

// A link that led out of a source folder had the first line of any file
// printed.
func TestFolderStaysInside(t *testing.T) {
	outside, inside := t.TempDir(), t.TempDir()
	secret := filepath.Join(outside, "secret")
	if err := errors.Join(
		os.WriteFile(secret, []byte("secret"), 0o600),
		os.WriteFile(filepath.Join(inside, "file"), []byte("ours"), 0o600),
		os.Symlink("file", filepath.Join(inside, "link")),
		os.Symlink(secret, filepath.Join(inside, "out")),
		os.Symlink("../"+filepath.Base(outside)+"/secret", filepath.Join(inside, "up")),
		syscall.Mkfifo(filepath.Join(inside, "pipe"), 0o600),
	); err != nil {
		t.Fatal(err)
	}
	folder, err := files.OpenFolder(inside)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	for _, name := range []string{"file", "link"} {
		if content, err := fs.ReadFile(folder, name); string(content) != "ours" || err != nil {
			t.Errorf("%s: got %q and %v, want ours", name, content, err)
		}
	}
	for _, name := range []string{"out", "up", "pipe", "../" + filepath.Base(outside) + "/secret"} {
		if content, err := fs.ReadFile(folder, name); err == nil {
			t.Errorf("%s: got %q, want it refused", name, content)
		}
	}
	if entries, err := fs.ReadDir(folder, "."); err != nil || len(entries) != 5 {
		t.Errorf("got %d entries and %v, want 5", len(entries), err)
	}
}

func TestFolderIsAFileSystem(t *testing.T) {
	name := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(name, "below"), 0o700), os.WriteFile(filepath.Join(name, "below", "file"), []byte("x"), 0o600)); err != nil {
		t.Fatal(err)
	}
	folder, err := files.OpenFolder(name)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	if err := fstest.TestFS(folder, "below/file"); err != nil {
		t.Error(err)
	}
}

// endless is a reader without a size.
type endless struct{}

func (endless) Read(p []byte) (int, error) { return len(p), nil }

func TestReadAllIsBounded(t *testing.T) {
	sparse, err := os.Create(filepath.Join(t.TempDir(), "sparse"))
	if err != nil {
		t.Fatal(err)
	}
	defer sparse.Close()
	if err := sparse.Truncate(12 << 30); err != nil {
		t.Fatal(err)
	}
	for name, r := range map[string]io.Reader{"a device": endless{}, "a sparse file": sparse} {
		if _, err := files.ReadAll(r, 1<<20); !errors.Is(err, files.ErrTooLong) || !strings.Contains(err.Error(), "more than 1 MiB") {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
	}
	if content, err := files.ReadAll(strings.NewReader("four"), 4); string(content) != "four" || err != nil {
		t.Errorf("got %q and %v, want all that fits", content, err)
	}
}

// One file is a folder in which its neighbours are not to be had.
func TestOneFileAsAFolder(t *testing.T) {
	name := t.TempDir()
	for _, file := range []string{"people.xlsx", "secret"} {
		if err := os.WriteFile(filepath.Join(name, file), []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	one, err := files.OpenSource(filepath.Join(name, "people.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer one.Close()
	entries, err := fs.ReadDir(one, ".")
	if err != nil || len(entries) != 1 || entries[0].Name() != "people.xlsx" {
		t.Errorf("got %v and %v, want the one file", entries, err)
	}
	if content, err := fs.ReadFile(one, "people.xlsx"); err != nil || string(content) != "people.xlsx" {
		t.Errorf("got %q and %v", content, err)
	}
	if _, err := fs.ReadFile(one, "secret"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("its neighbour: got %v", err)
	}
	all, err := files.OpenSource(name)
	if err != nil {
		t.Fatal(err)
	}
	defer all.Close()
	if entries, err := fs.ReadDir(all, "."); err != nil || len(entries) != 2 {
		t.Errorf("a folder: got %v and %v", entries, err)
	}
	if _, err := files.OpenSource(filepath.Join(name, "nowhere")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("nothing: got %v", err)
	}
}
