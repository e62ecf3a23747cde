package verify

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
)

// snapshot holds the whole state that a record names to the digest that it has. One
// of an entry that was pruned went with it.
func (r *reading) snapshot(record []byte) error {
	if !bytes.Contains(record, []byte(`"snapshot"`)) {
		return nil
	}
	var said struct {
		Kind     string `json:"kind"`
		Snapshot struct {
			Digest string `json:"digest"`
		} `json:"snapshot"`
	}
	if json.Unmarshal(record, &said) != nil || said.Kind != "snapshot" && said.Kind != "gap" {
		return nil
	}
	name := path.Join("snapshots", fmt.Sprintf("%012d.jsonl.gz", r.size))
	digest, err := r.digest(name)
	if errors.Is(err, fs.ErrNotExist) {
		return notAsSigned("%s, the state that record %d is about, is not there", name, r.size)
	}
	if err != nil {
		return notAsSigned("%s, the state that record %d is about, cannot be read: %w", name, r.size, err)
	}
	if digest != said.Snapshot.Digest {
		return notAsSigned("%s is not the state that record %d is about: it was changed or replaced", name, r.size)
	}
	r.Snapshots++
	return nil
}

// digest is that of a file.
func (r *reading) digest(name string) (string, error) {
	f, err := r.folder.Open(name)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }() // it was read
	digest := sha256.New()
	if _, err := io.Copy(digest, f); err != nil {
		return "", err
	}
	return fmt.Sprintf("sha256:%x", digest.Sum(nil)), nil
}
