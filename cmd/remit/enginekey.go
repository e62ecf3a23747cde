package main

import (
	"os"
	"strings"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
)

const (
	// shortestKey is how many characters a key has at least: that many random
	// hexadecimal digits are 64 bits, which nobody guesses over a connection.
	shortestKey = 16
	// maxKeyFile is how many bytes a file with a key has at most.
	maxKeyFile = 4 << 10
	newKey     = "make one with `openssl rand -hex 16`"
)

// key is the engine's key, from a file or from REMIT_KEY; blank where neither
// is given. No error shows any of it.
func (p place) key() (string, error) {
	if p.keyFile == "" {
		key := strings.TrimSpace(os.Getenv("REMIT_KEY"))
		if key == "" {
			return "", nil
		}
		return key, checkKey("REMIT_KEY", key)
	}
	key, err := readKey(p.keyFile)
	if err != nil {
		return "", phrase.Errorf("reading the key: %w", err)
	}
	return key, checkKey("key file "+p.keyFile, key)
}

// readKey reads a file that nobody else may read.
func readKey(name string) (string, error) {
	file, err := files.Open(name)
	if err != nil {
		return "", err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return "", err
	}
	if err := files.Private(info); err != nil {
		return "", phrase.Errorf("key file %s: %w: whoever reads it has the key; run `chmod 600` on it, or make a new key", name, err)
	}
	text, err := files.ReadAll(file, maxKeyFile)
	if err != nil {
		return "", phrase.Errorf("key file %s: %w", name, err)
	}
	return strings.TrimSpace(string(text)), nil
}

// checkKey refuses what cannot be sent as a key, and what can be guessed.
func checkKey(origin, key string) error {
	switch {
	case key == "":
		return phrase.Errorf("%s is blank: %s", origin, newKey)
	case strings.ContainsAny(key, "\r\n"):
		return phrase.Errorf("%s has a line break in the key: a key is one line; %s", origin, newKey)
	case strings.ContainsFunc(key, func(r rune) bool { return r < '!' || r > '~' }):
		return phrase.Errorf("%s has a blank, or what is not ASCII, in the key: %s", origin, newKey)
	case len(key) < shortestKey:
		return phrase.Errorf("%s has a key of fewer than %d characters, which can be guessed: %s", origin, shortestKey, newKey)
	}
	return nil
}
