//go:build !unix

package files

import (
	"io/fs"
	"os"
)

// others says nothing of who may use a file: its mode does not tell, and what does, its
// access control list, is whoever keeps the folder's.
func others(fs.FileMode) fs.FileMode { return 0 }

// handed says whether a file is root's and of a group of this process: there is no root.
func handed(fs.FileInfo) bool { return false }

// syncNames leaves it to the file system: Windows refuses to flush a folder.
func syncNames(*os.File) error { return nil }
