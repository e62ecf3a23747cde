//go:build unix

package files

import (
	"io/fs"
	"os"
	"slices"
	"syscall"
)

// others is what a mode lets others than the owner do.
func others(mode fs.FileMode) fs.FileMode { return mode.Perm() & 0o077 }

// syncNames puts the names in an open folder on disk.
func syncNames(folder *os.File) error { return folder.Sync() }

// handed says whether a file is root's and of a group of this process, which is not root.
func handed(info fs.FileInfo) bool {
	of, ok := info.Sys().(*syscall.Stat_t)
	if !ok || of.Uid != 0 || os.Geteuid() == 0 {
		return false
	}
	groups, err := os.Getgroups()
	return err == nil && of.Gid != 0 && (int(of.Gid) == os.Getegid() || slices.Contains(groups, int(of.Gid)))
}
