package verify

import (
	"bytes"
	"errors"
	"io/fs"
	"strings"
)

// beside holds to a public key what a folder has beside its records: the key, by which
// whoever reads the log believes it, and up to when it is said to tell everything. A copy
// may lack both.
func beside(folder fs.FS, public string) error {
	k, err := parseKey(public)
	if err != nil {
		return err
	}
	switch content, err := fs.ReadFile(folder, "public"); {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	case string(content) != strings.TrimSpace(public)+"\n":
		return notAsSigned("public: it is not the key %s", k.name)
	}
	content, err := fs.ReadFile(folder, "covered")
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	end := bytes.LastIndex(content, []byte("\n\n"))
	if end < 0 || !bytes.HasPrefix(content, []byte(k.name+" covered\n")) || !k.signed(content[:end+1], string(content[end+2:])) {
		return notAsSigned("covered: the key %s did not sign it: it was changed, or another key signed it", k.name)
	}
	return nil
}
