package verify

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// ed25519Algorithm is the first byte of a key of that kind.
const ed25519Algorithm = 1

// Checkpoint is how many records a log had, and the root of their tree.
type Checkpoint struct {
	// Origin names the log, and is the name of the key that signed.
	Origin string
	Size   int64
	Root   [sha256.Size]byte
}

// key is what a signature is held to.
type key struct {
	name   string
	id     []byte // the first four bytes of the key's hash
	public ed25519.PublicKey
}

// parseKey reads "name+hash+base64(algorithm, public key)".
func parseKey(s string) (key, error) {
	parts := strings.SplitN(strings.TrimSpace(s), "+", 3)
	if len(parts) != 3 || parts[0] == "" {
		return key{}, notAsSigned("public key: it is not NAME+HASH+KEY, as the file \"public\" of a record is")
	}
	content, err := base64.StdEncoding.Strict().DecodeString(parts[2])
	if err != nil || len(content) != 1+ed25519.PublicKeySize || content[0] != ed25519Algorithm {
		return key{}, notAsSigned("public key %s is not one of Ed25519", parts[0])
	}
	hash := sha256.Sum256(append([]byte(parts[0]+"\n"), content...))
	if fmt.Sprintf("%x", hash[:4]) != parts[1] {
		return key{}, notAsSigned("public key %s is damaged: its hash is another", parts[0])
	}
	return key{parts[0], hash[:4], content[1:]}, nil
}

// ParseCheckpoint reads a signed checkpoint and holds it to a public key.
func ParseCheckpoint(message []byte, public string) (Checkpoint, error) {
	k, err := parseKey(public)
	if err != nil {
		return Checkpoint{}, err
	}
	end := bytes.LastIndex(message, []byte("\n\n"))
	if end < 0 {
		return Checkpoint{}, notAsSigned("checkpoint: it has no signature")
	}
	text := message[:end+1]
	if !k.signed(text, string(message[end+2:])) {
		return Checkpoint{}, notAsSigned("checkpoint: the key %s did not sign it: it was changed, or another key signed it", k.name)
	}
	return parseText(string(text), k.name)
}

// signed says whether one of the signatures is the key's.
func (k key) signed(text []byte, signatures string) bool {
	if !strings.HasSuffix(signatures, "\n") {
		return false // it was cut off
	}
	for line := range strings.Lines(signatures) {
		name, signature, ok := strings.Cut(strings.TrimPrefix(strings.TrimSuffix(line, "\n"), "— "), " ")
		if !ok || name != k.name {
			continue
		}
		content, err := base64.StdEncoding.Strict().DecodeString(signature)
		if err == nil && len(content) > 4 && bytes.Equal(content[:4], k.id) && ed25519.Verify(k.public, text, content[4:]) {
			return true
		}
	}
	return false
}

func parseText(text, origin string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 4 || lines[0] != origin || lines[3] != "" {
		return Checkpoint{}, notAsSigned("checkpoint: it is not one of the record %s", origin)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 {
		return Checkpoint{}, notAsSigned("checkpoint: size %q", lines[1])
	}
	root, err := base64.StdEncoding.Strict().DecodeString(lines[2])
	if err != nil || len(root) != sha256.Size {
		return Checkpoint{}, notAsSigned("checkpoint: root %q", lines[2])
	}
	return Checkpoint{origin, size, [sha256.Size]byte(root)}, nil
}
