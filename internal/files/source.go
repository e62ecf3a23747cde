package files

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// FS is files to read from until it is closed.
type FS interface {
	fs.FS
	io.Closer
}

// OpenSource opens a folder, or one file as a folder that has nothing else. The
// caller closes it.
func OpenSource(name string) (FS, error) {
	info, err := os.Stat(name)
	if err != nil || !info.Mode().IsRegular() {
		return OpenFolder(name)
	}
	folder, err := OpenFolder(filepath.Dir(name))
	return oneFile{folder, filepath.Base(name)}, err
}

// oneFile is a folder of which one file can be seen.
type oneFile struct {
	Folder
	name string
}

var _ fs.ReadDirFS = oneFile{}

// Open opens the file.
func (o oneFile) Open(name string) (fs.File, error) {
	if name != o.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return o.Folder.Open(name)
}

// ReadDir lists the file.
func (o oneFile) ReadDir(name string) ([]fs.DirEntry, error) {
	if name != "." {
		return nil, &fs.PathError{Op: "readdir", Path: name, Err: fs.ErrNotExist}
	}
	info, err := fs.Stat(o.Folder, o.name)
	if err != nil {
		return nil, err
	}
	return []fs.DirEntry{fs.FileInfoToDirEntry(info)}, nil
}
