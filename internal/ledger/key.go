package ledger

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"github.com/remit-authz/remit/internal/files"
)

const (
	keyFile    = "key"
	publicFile = "public"
	// maxKey is more than any key has.
	maxKey = 4096
)

// openKey is what a log's checkpoints are signed with: made where the folder
// has no log yet, never in the place of another.
func openKey(folder string) (signer note.Signer, public string, err error) {
	path := filepath.Join(folder, keyFile)
	secret, err := files.ReadSecret(path)
	if errors.Is(err, fs.ErrNotExist) {
		secret, err = makeKey(folder)
	}
	if err != nil {
		return nil, "", err
	}
	if signer, err = note.NewSigner(secret); err == nil {
		public, err = publicOf(secret, signer.Name())
	}
	if err != nil {
		return nil, "", fmt.Errorf("%s is no key to sign with: %w: put the key back from a copy", path, err)
	}
	return signer, public, publish(folder, public)
}

func makeKey(folder string) (string, error) {
	for _, name := range []string{checkpointFile, publicFile} {
		if _, err := os.Lstat(filepath.Join(folder, name)); !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("%s has a file %q and no file %q: another key could not go on with the record; put that file back from a copy", folder, name, keyFile)
		}
	}
	name := make([]byte, 8)
	_, _ = rand.Read(name) // never fails
	secret, _, err := note.GenerateKey(rand.Reader, "remit-ledger-"+hex.EncodeToString(name))
	if err != nil {
		return "", err
	}
	return secret, createLine(filepath.Join(folder, keyFile), secret)
}

// publicOf is the half of a key that everybody may know. A signer's text is
// "PRIVATE+KEY+name+hash+base64(algorithm, seed)".
func publicOf(secret, name string) (string, error) {
	parts := strings.SplitN(secret, "+", 5)
	seed, err := base64.StdEncoding.DecodeString(parts[len(parts)-1])
	if err != nil || len(seed) != 1+ed25519.SeedSize {
		return "", errors.New("it has no Ed25519 seed")
	}
	return note.NewEd25519VerifierKey(name, ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey))
}

// publish has the public half beside the log, and refuses another's.
func publish(folder, public string) error {
	switch have, err := ReadPublic(folder); {
	case errors.Is(err, fs.ErrNotExist):
		return createLine(filepath.Join(folder, publicFile), public)
	case err != nil:
		return err
	case have != public:
		return fmt.Errorf("%s and %s in %s are not halves of one key: put them back from a copy", keyFile, publicFile, folder)
	}
	return nil
}

// ReadPublic is the public key of the log in a folder: what somebody on another
// machine has to know to hold the log to its checkpoints.
func ReadPublic(folder string) (string, error) {
	f, err := files.Open(filepath.Join(folder, publicFile))
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was read
	content, err := files.ReadAll(f, maxKey)
	return strings.TrimSpace(string(content)), err
}

func createLine(path, line string) error {
	return files.Create(path, func(f *os.File) error {
		_, err := f.WriteString(line + "\n")
		return err
	})
}
