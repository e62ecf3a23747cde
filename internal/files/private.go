package files

import (
	"io/fs"

	"github.com/remit-authz/remit/internal/phrase"
)

// Private refuses a file that others than its owner may read or write. One of root's may
// be read by the group of this process, and no more: so do orchestrators hand secrets to
// a process that is not root (PostgreSQL has the same rule for its private key). Where
// modes do not say who may use a file, on Windows, it refuses none.
func Private(info fs.FileInfo) error {
	open := others(info.Mode())
	if open == 0 || open == 0o040 && handed(info) {
		return nil
	}
	return phrase.Errorf("others than its owner may use it (mode %#o)", info.Mode().Perm())
}
