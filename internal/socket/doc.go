// Package socket is the Unix socket beside a store, by which other processes of the
// same user reach the one that has the store open. It stands in a folder that nobody
// else can enter, under a name that says which file it is of; both ends look who the
// other one is. Only the process that has the store's lock listens on it, so that what
// a killed one left is taken away by the next. It is there on Linux.
package socket

import (
	"path/filepath"

	"github.com/remit-authz/remit/internal/phrase"
)

var (
	// ErrNobody means that nobody listens: there is no socket, or one that a killed
	// process left.
	ErrNobody = phrase.Errorf("nobody listens beside the store")

	// ErrUnsafe means that what is in the socket's place is not this user's alone.
	ErrUnsafe = phrase.Errorf("it is not for this user alone")
)

// Folder is where the socket of a store stands, also where the store is named by a link.
func Folder(store string) (string, error) {
	file, err := filepath.EvalSymlinks(store)
	if err != nil {
		return "", err
	}
	return file + ".socket", nil
}
