package ledger

import (
	"errors"
	"fmt"
	"io/fs"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/remit-authz/remit/internal/phrase"
)

// Known is a record as somebody remembers it. The zero value is of none.
type Known struct {
	// Public is the key that it is signed with.
	Public string `json:"public"`
	// Size is how many entries it had.
	Size int64 `json:"size"`
	// Root is that of their tree; zero where only key and size are remembered, as by a
	// store that an earlier build wrote.
	Root tlog.Hash `json:"root,omitzero"`
}

// KnownRecords are those that a store knows: that of its history, and those beside it of
// what was answered and of reviews.
type KnownRecords struct{ History, Decisions, Reviews Known }

// Find is the record in a folder, by its signed checkpoint and without reading it; zero where
// there is none, as in a blank one.
func Find(folder string) (Known, error) {
	if folder == "" {
		return Known{}, nil
	}
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
	return Known{public, last.Size, last.Root}, nil
}

// Held finds the record in a folder, and says why it is not the one that was known, with all
// that it had then at its beginning; blank where it is, or where none was known.
func (k Known) Held(folder string) (found Known, lacks string, err error) {
	found, err = Find(folder)
	switch {
	case err != nil || k.Public == "":
		return found, "", err
	case k.Public != found.Public && found.Size == 0:
		return found, phrase.Of("the record of %d {entry|entries} that there was, of the key %s, was taken away", k.Size, k.Public).String(), nil
	case k.Public != found.Public:
		return found, phrase.Of("the record of %d {entry|entries} that there was, of the key %s, was replaced by another", k.Size, k.Public).String(), nil
	case found.Size < k.Size:
		return found, phrase.Of("the record that was found has %d {entry|entries}, and had %d: it is an older copy, or its end was cut off", found.Size, k.Size).String(), nil
	case k.Size == 0 || k.Root == tlog.Hash{}:
		return found, "", nil
	}
	if isPrefix(folder, found.Size, found.Root, k.Size, k.Root) {
		return found, "", nil
	}
	r, err := Read(folder) // the tree that is stored proves nothing: the entries do
	if err == nil {
		err = r.begins(k.Size, k.Root)
	}
	if errors.Is(err, ErrForged) {
		return found, phrase.Of("the first %d {entry|entries} of the record that was found are not those that it had: it is an older copy that went on, or another was signed with its key", k.Size).String(), nil
	}
	return found, "", err
}
