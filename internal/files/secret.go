package files

import (
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
)

// maxSecret is how many bytes a file with a secret has at most: a token of a
// sign-in service has a few thousand.
const maxSecret = 64 << 10

// ReadSecret reads a secret of one line from a file that nobody but its owner may
// use. What the secret is never shows in an error.
func ReadSecret(name string) (string, error) {
	f, err := Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was read
	info, err := f.Stat()
	if err == nil {
		err = Private(info)
	}
	if err != nil {
		return "", phrase.Errorf("%s: %w: run `chmod 600` on it", name, err)
	}
	content, err := ReadAll(f, maxSecret)
	secret := strings.TrimRight(string(content), "\r\n")
	switch {
	case err != nil:
		return "", phrase.Errorf("%s: %w", name, err)
	case secret == "":
		return "", phrase.Errorf("%s is empty: it holds the secret and nothing else", name)
	case strings.ContainsAny(secret, "\r\n\x00"):
		return "", phrase.Errorf("%s has more than one line: it holds the secret and nothing else", name)
	}
	return secret, nil
}
