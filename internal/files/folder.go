package files

import (
	"io/fs"
	"os"
	"path/filepath"

	"github.com/remit-authz/remit/internal/phrase"
)

// Folder is a folder to read from. A link in it that leads out of it is
// refused, as is all that is neither a folder nor a regular file.
type Folder struct{ root *os.Root }

var _ fs.FS = Folder{}

// OpenFolder opens a folder. The caller closes it.
func OpenFolder(name string) (Folder, error) {
	root, err := openRoot(name)
	return Folder{root}, err
}

// openRoot opens a folder, and does not wait where the name is a pipe's.
func openRoot(name string) (*os.Root, error) {
	if name == "" {
		return nil, phrase.Errorf("the folder's name is blank")
	}
	return os.OpenRoot(filepath.Clean(name) + string(filepath.Separator) + ".")
}

// Open opens a file, or a folder to list it.
func (f Folder) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	file, err := f.root.OpenFile(filepath.FromSlash(name), atOnce, 0)
	if err != nil {
		return nil, err
	}
	return only(file, func(m fs.FileMode) bool { return m.IsDir() || m.IsRegular() })
}

// Close ends it; files that were opened stay open.
func (f Folder) Close() error { return f.root.Close() }
