package files

import (
	"fmt"
	"io/fs"
)

// Private refuses a file that others than its owner may read or write.
func Private(info fs.FileInfo) error {
	if info.Mode().Perm()&0o077 == 0 {
		return nil
	}
	return fmt.Errorf("others than its owner may use it (mode %#o)", info.Mode().Perm())
}
