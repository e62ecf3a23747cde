package files

import (
	"errors"
	"os"
)

// SyncFolder makes the names of the files in a folder survive a crash of the machine.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(syncNames(folder), folder.Close())
}
