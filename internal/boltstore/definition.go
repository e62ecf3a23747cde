package boltstore

import (
	"bytes"

	bolt "go.etcd.io/bbolt"
)

// definitionKind is the first byte of a key in the definitions.
type definitionKind byte

const (
	namespaceDefinition definitionKind = 'n'
	caveatDefinition    definitionKind = 'c'
	counterDefinition   definitionKind = 'k'
	storedSchema        definitionKind = 's' // has no name
	storedSchemaHash    definitionKind = 'h' // has no name
)

// definitionKey is the key of a definition, without a revision.
func definitionKey(kind definitionKind, name string) []byte {
	return append(append([]byte{byte(kind)}, name...), separator)
}

// definitionName is the reverse of definitionKey.
func definitionName(key []byte) (definitionKind, string) {
	return definitionKind(key[0]), string(key[1 : len(key)-1])
}

// version is one version of a definition. A nil content means deleted.
type version struct {
	revision Revision
	content  []byte
}

// A value in the definitions starts with a byte, so that an empty content
// differs from a deletion.
const contentFollows = 1

func encodeVersion(content []byte) []byte {
	if content == nil {
		return []byte{0}
	}
	return append([]byte{contentFollows}, content...)
}

func decodeVersion(key, value []byte) version {
	_, rev := unversioned(key)
	if len(value) == 0 || value[0] != contentFollows {
		return version{revision: rev}
	}
	return version{revision: rev, content: value[1:]}
}

// definitionAt finds the version that holds at a revision. Its content is only
// good until the transaction ends.
func definitionAt(tx *bolt.Tx, at Revision, key []byte) (version, error) {
	c := definitionsBucket.cursor(tx)
	k, v := c.seek(versioned(key, at))
	if k == nil || !bytes.HasPrefix(k, key) || len(k) != len(key)+revisionSize {
		return version{}, c.err
	}
	return decodeVersion(k, v), nil
}

// eachDefinition visits what exists of a kind at a revision, by name.
func eachDefinition(tx *bolt.Tx, at Revision, kind definitionKind, visit func(name string, v version) error) error {
	c := definitionsBucket.cursor(tx)
	k, v := c.seek([]byte{byte(kind)})
	for k != nil && k[0] == byte(kind) {
		key, rev := unversioned(k)
		if rev > at {
			k, v = c.next()
			continue
		}
		if found := decodeVersion(k, v); found.content != nil {
			_, name := definitionName(key)
			if err := visit(name, found); err != nil {
				return err
			}
		}
		k, v = c.seek(afterVersions(key))
	}
	return c.err
}
