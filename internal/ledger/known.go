package ledger

import (
	"errors"
	"fmt"
	"io/fs"
)

// Known is a record as somebody remembers it. The zero value is of none.
type Known struct {
	// Public is the key that it is signed with.
	Public string
	// Size is how many entries it had at least.
	Size int64
}

// Find is the record in a folder, by its signed checkpoint and without reading it; zero where
// there is none.
func Find(folder string) (Known, error) {
	public, err := ReadPublic(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return Known{}, nil
	}
	if err != nil {
		return Known{}, fmt.Errorf("record %s: %w", folder, err)
	}
	last, err := readCheckpoint(folder, public)
	if err != nil {
		return Known{}, fmt.Errorf("record %s: %w", folder, err)
	}
	return Known{public, last.Size}, nil
}

// Lacks says that a record that was found is not the one that was known; blank where it is,
// or where none was known.
func (k Known) Lacks(found Known) string {
	switch {
	case k.Public == "", k.Public == found.Public && found.Size >= k.Size:
		return ""
	case k.Public == found.Public:
		return fmt.Sprintf("the record that was found has %d entries, and had %d: it is an older copy, or its end was cut off", found.Size, k.Size)
	case found.Size == 0:
		return fmt.Sprintf("the record of %d entries that there was, of the key %s, was taken away", k.Size, k.Public)
	}
	return fmt.Sprintf("the record of %d entries that there was, of the key %s, was replaced by another", k.Size, k.Public)
}
