package ledger

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Checkpoint is the whole of a log up to some record: how many records, and the
// root of their tree. The zero value is that of no log.
type Checkpoint struct {
	// Origin names the log; no two logs have the same.
	Origin string
	Size   int64
	Root   tlog.Hash
}

// text is what is signed: C2SP's tlog-checkpoint.
func (c Checkpoint) text() string {
	return fmt.Sprintf("%s\n%d\n%s\n", c.Origin, c.Size, c.Root)
}

// sign is the checkpoint as a signed note.
func (c Checkpoint) sign(signer note.Signer) ([]byte, error) {
	return note.Sign(&note.Note{Text: c.text()}, signer)
}

// ParseCheckpoint reads a checkpoint that the holder of a key signed, the key as
// the file "public" has it.
func ParseCheckpoint(message []byte, public string) (Checkpoint, error) {
	verifier, err := note.NewVerifier(public)
	if err != nil {
		return Checkpoint{}, fmt.Errorf("public key: %w", err)
	}
	opened, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return Checkpoint{}, fmt.Errorf("checkpoint is not signed by the key %s: %w", verifier.Name(), err)
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" || lines[0] != verifier.Name() {
		return Checkpoint{}, fmt.Errorf("checkpoint of %s is not one of a record's", verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || strconv.FormatInt(size, 10) != lines[1] {
		return Checkpoint{}, fmt.Errorf("checkpoint of %s has the size %q", verifier.Name(), lines[1])
	}
	c := Checkpoint{Origin: lines[0], Size: size}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return Checkpoint{}, fmt.Errorf("checkpoint of %s has the root %q", verifier.Name(), lines[2])
	}
	copy(c.Root[:], root)
	return c, nil
}
