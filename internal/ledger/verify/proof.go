package verify

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
)

// Proof holds the proof of one record to the public key that its checkpoint must
// be signed by, and returns the record.
func Proof(content []byte, public string) (record string, under Checkpoint, err error) {
	var p struct {
		Number     int64    `json:"number"`
		Record     string   `json:"record"`
		Hashes     []string `json:"hashes"`
		Checkpoint string   `json:"checkpoint"`
	}
	if err := json.Unmarshal(content, &p); err != nil {
		return "", Checkpoint{}, notAsSigned("proof is not JSON: %w", err)
	}
	if under, err = ParseCheckpoint([]byte(p.Checkpoint), public); err != nil {
		return "", Checkpoint{}, err
	}
	var hashes []hash
	for _, s := range p.Hashes {
		h, err := base64.StdEncoding.Strict().DecodeString(s)
		if err != nil || len(h) != sha256.Size {
			return "", Checkpoint{}, notAsSigned("proof has the hash %q", s)
		}
		hashes = append(hashes, hash(h))
	}
	if root, ok := rootOf(leafHash([]byte(p.Record)), p.Number, under.Size, hashes); !ok || root != under.Root {
		return "", Checkpoint{}, notAsSigned("proof does not lead from its record to its checkpoint: one of them was changed")
	}
	return p.Record, under, nil
}
