// Package definition keeps the versions of what is defined by name: object types,
// caveats, counters and the schema as a whole.
package definition

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// Kind is the first byte of a key in the definitions.
type Kind byte

const (
	Namespace  Kind = 'n'
	Caveat     Kind = 'c'
	Counter    Kind = 'k'
	Schema     Kind = 's' // has no name
	SchemaHash Kind = 'h' // has no name
)

// Key is the key of a definition, without a revision.
func Key(kind Kind, name string) []byte {
	return append(append([]byte{byte(kind)}, name...), boltfile.Separator)
}

// ParseKey is the reverse of definitionKey.
func ParseKey(key []byte) (Kind, string) {
	return Kind(key[0]), string(key[1 : len(key)-1])
}

// Version is one version of a definition. A nil content means deleted.
type Version struct {
	Revision clock.Revision
	Content  []byte
}

// A value in the definitions starts with a byte, so that an empty content
// differs from a deletion.
const contentFollows = 1

// Encode is the value of a version; nil stands for a deletion.
func Encode(content []byte) []byte {
	if content == nil {
		return []byte{0}
	}
	return append([]byte{contentFollows}, content...)
}

// Deleted says whether a value stands for a deletion.
func Deleted(value []byte) bool { return len(value) == 0 || value[0] != contentFollows }

func decodeVersion(key, value []byte) Version {
	_, rev := boltfile.Unversioned(key)
	if Deleted(value) {
		return Version{Revision: rev}
	}
	return Version{Revision: rev, Content: value[1:]}
}

// At finds the version that holds at a revision. Its content is only
// good until the transaction ends.
func At(tx *bolt.Tx, at clock.Revision, key []byte) (Version, error) {
	c := boltfile.Definitions.Cursor(tx)
	k, v := c.Seek(boltfile.Versioned(key, at))
	if k == nil || !bytes.HasPrefix(k, key) || len(k) != len(key)+boltfile.RevisionSize {
		return Version{}, c.Err()
	}
	return decodeVersion(k, v), nil
}

// Each visits what exists of a kind at a revision, by name.
func Each(tx *bolt.Tx, at clock.Revision, kind Kind, visit func(name string, v Version) error) error {
	c := boltfile.Definitions.Cursor(tx)
	k, v := c.Seek([]byte{byte(kind)})
	for k != nil && k[0] == byte(kind) {
		key, rev := boltfile.Unversioned(k)
		if rev > at {
			k, v = c.Next()
			continue
		}
		if found := decodeVersion(k, v); found.Content != nil {
			_, name := ParseKey(key)
			if err := visit(name, found); err != nil {
				return err
			}
		}
		k, v = c.Seek(boltfile.AfterVersions(key))
	}
	return c.Err()
}
