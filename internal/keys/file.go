package keys

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"time"

	"github.com/gofrs/flock"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// maxFile is how many bytes of keys there are at most: some thousands of keys.
const maxFile = 4 << 20

// ErrNoKey means that there is no key with an id.
var ErrNoKey = phrase.Errorf("there is no such key")

// contents are all that a file has.
type contents struct {
	// pageKey is a secret that the service seals with what it hands out; all
	// instances with the file have it.
	pageKey []byte
	keys    []Key
}

type fileForm struct {
	PageKey []byte `json:"page_key"`
	Keys    []form `json:"keys"`
}

// Create adds a key to a file, which is made if there is none, and returns it as its
// owner is shown it, once. The ID is given here.
func Create(name string, k Key, now time.Time) (shown string, made Key, err error) {
	k.Created = now.UTC().Truncate(time.Second)
	k.Expires = k.Expires.UTC().Truncate(time.Second)
	if err := k.Validate(); err != nil {
		return "", Key{}, err
	}
	err = change(name, func(c *contents) error {
		shown = k.newSecret()
		c.keys = append(c.keys, k)
		return nil
	})
	if err != nil {
		return "", Key{}, err
	}
	return shown, k, nil
}

// List are the keys of a file, in the order in which they were made.
func List(name string) ([]Key, error) {
	c, _, err := read(name)
	return c.keys, err
}

// Revoke takes a key out of a file. From then on, within a second, it is nobody's.
// ErrNoKey means that it was not there.
func Revoke(name, id string) error {
	if _, _, err := read(name); err != nil {
		return err
	}
	return change(name, func(c *contents) error {
		for i, k := range c.keys {
			if k.ID == id {
				c.keys = append(c.keys[:i:i], c.keys[i+1:]...)
				return nil
			}
		}
		return phrase.Errorf("key %s: %w", schema.Quote(id), ErrNoKey)
	})
}

// change reads a file, changes what it has, and writes it, one caller at a time.
func change(name string, do func(*contents) error) (err error) {
	lock := flock.New(name + ".lock")
	if err := lock.Lock(); err != nil {
		return phrase.Errorf("key file %s: %w", name, err)
	}
	defer func() { err = errors.Join(err, lock.Close()) }()
	c, _, err := read(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.pageKey = make([]byte, secretBytes)
		_, _ = rand.Read(c.pageKey) // it never fails
	case err != nil:
		return err
	}
	if err := do(&c); err != nil {
		return err
	}
	written := fileForm{PageKey: c.pageKey, Keys: make([]form, len(c.keys))}
	for i, k := range c.keys {
		written.Keys[i] = k.form()
	}
	text, err := json.MarshalIndent(written, "", "  ")
	if err != nil {
		return phrase.Errorf("key file %s: %w", name, err)
	}
	return files.Replace(name, append(text, '\n'))
}

// read reads a file that nobody but its owner may read. No error shows any of it.
func read(name string) (c contents, info fs.FileInfo, err error) {
	wrong := func(err error) (contents, fs.FileInfo, error) {
		if named, is := err.(*fs.PathError); is && named.Path == name {
			return contents{}, nil, phrase.Errorf("key file %w", err)
		}
		return contents{}, nil, phrase.Errorf("key file %s: %w", name, err)
	}
	f, err := files.Open(name)
	if err != nil {
		return wrong(err)
	}
	defer func() { _ = f.Close() }() // it was read
	if info, err = f.Stat(); err != nil {
		return wrong(err)
	}
	if err := files.Private(info); err != nil {
		return wrong(phrase.Errorf("%w: run `chmod 600` on it, and make new keys if somebody may have changed it", err))
	}
	text, err := files.ReadAll(f, maxFile)
	if err != nil {
		return wrong(err)
	}
	c, err = parse(text)
	if err != nil {
		return wrong(err)
	}
	return c, info, nil
}

func parse(text []byte) (c contents, err error) {
	var read fileForm
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&read); err != nil {
		return c, phrase.Errorf("it is none: it cannot be read")
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return c, phrase.Errorf("it is none: it goes on after its end")
	}
	if len(read.PageKey) != secretBytes {
		return c, phrase.Errorf("it is none: it has no page_key")
	}
	c.pageKey = read.PageKey
	ids := map[string]bool{}
	for _, f := range read.Keys {
		k, err := f.key()
		if err != nil {
			return contents{}, err
		}
		if ids[k.ID] {
			return contents{}, phrase.Errorf("key %s is there twice", schema.Quote(k.ID))
		}
		ids[k.ID] = true
		c.keys = append(c.keys, k)
	}
	return c, nil
}
