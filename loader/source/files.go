package source

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
)

// maxSource is how many bytes the files of a source may have together: ten times
// what those of half a million relationships have.
const maxSource = 256 << 20

// Files are the files of a source: each is read once, so that what was recognized
// is what is decoded, and all of them together have 256 MiB at most. They are for
// one goroutine.
type Files struct {
	folder  fs.FS
	content map[string][]byte
	left    int64
}

// NewFiles are the files of a folder. Nothing is read yet.
func NewFiles(folder fs.FS) *Files { return &Files{folder, map[string][]byte{}, maxSource} }

// Names are the names in the folder, sorted.
func (f *Files) Names() ([]string, error) {
	entries, err := fs.ReadDir(f.folder, ".")
	if err != nil {
		return nil, phrase.Errorf("source folder cannot be read: %w", err)
	}
	names := make([]string, len(entries))
	for i, entry := range entries {
		names[i] = entry.Name()
	}
	return names, nil
}

// Read is the content of a regular file, or of a link to one. It is the caller's
// to read only.
func (f *Files) Read(name string) ([]byte, error) {
	if content, ok := f.content[name]; ok {
		return content, nil
	}
	content, err := readFile(f.folder, name, f.left)
	if err != nil {
		return nil, phrase.Errorf("source file %s cannot be read: %w", name, err)
	}
	f.content[name] = content
	f.left -= int64(len(content))
	return content, nil
}

// Like are the names of the files that look like something by their name, and then
// by their content, which is without a byte order mark; sorted.
func (f *Files) Like(named func(string) bool, like func(name string, content []byte) bool) ([]string, error) {
	names, err := f.Names()
	if err != nil {
		return nil, err
	}
	var found []string
	for _, name := range names {
		if !named(name) {
			continue
		}
		content, err := f.Read(name)
		if err != nil {
			return nil, err
		}
		if like(name, WithoutBOM(content)) {
			found = append(found, name)
		}
	}
	return found, nil
}

// WithoutBOM is a text without the mark that some programs begin UTF-8 with.
func WithoutBOM(content []byte) []byte { return bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF")) }

// Digest is over names, lengths and bytes of what was read, so that no byte can
// move from one file to another unseen.
func (f *Files) Digest() string {
	h := sha256.New()
	for _, name := range slices.Sorted(maps.Keys(f.content)) {
		fmt.Fprintf(h, "%q %d\n", name, len(f.content[name]))
		h.Write(f.content[name])
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}

// readFile reads a regular file, or a link to one, of so many bytes at most.
func readFile(folder fs.FS, name string, limit int64) ([]byte, error) {
	// Looked at before it is opened, too: where the folder does not see to it,
	// opening a pipe would wait for whoever writes it.
	if err := isRegular(fs.Stat(folder, name)); err != nil {
		return nil, err
	}
	file, err := folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	if err := isRegular(file.Stat()); err != nil {
		return nil, err
	}
	content, err := files.ReadAll(file, limit)
	if errors.Is(err, files.ErrTooLong) {
		return nil, phrase.Errorf("with it the files of the source are longer than %d MiB together", maxSource>>20)
	}
	return content, err
}

func isRegular(info fs.FileInfo, err error) error {
	if err == nil && !info.Mode().IsRegular() {
		return phrase.Errorf("it is not a regular file")
	}
	return err
}
