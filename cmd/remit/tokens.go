package main

import (
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/issuer"
	"github.com/remit-authz/remit/internal/keys"
)

// credentials are what callers show: keys of a file, or tokens of an issuer. Where
// there is neither, whoever calls needs none.
type credentials struct {
	ring    *keys.Ring
	callers *issuer.Callers
}

// Find is the key that is shown, or that a token stands for.
func (c *credentials) Find(shown string, now time.Time) (keys.Key, error) {
	switch {
	case c.callers != nil && (c.ring == nil || !isKey(shown)):
		return c.callers.Find(shown, now)
	case c.ring != nil:
		return c.ring.Find(shown, now)
	}
	return keys.Key{}, keys.ErrUnknown
}

// isKey tells a key from a token, which has two dots.
func isKey(shown string) bool { return strings.Count(shown, ".") != 2 }

// administers says whether what is shown reaches the engine. It does not wait.
func (c *credentials) administers(shown string) bool {
	if c.ring == nil && c.callers == nil {
		return true
	}
	var k keys.Key
	var err error
	if now := time.Now(); c.callers != nil && (c.ring == nil || !isKey(shown)) {
		k, err = c.callers.FindNow(shown, now)
	} else {
		k, err = c.ring.Find(shown, now)
	}
	return err == nil && k.MayAdminister()
}

// pageKey is what all instances with one file of keys seal with; without a file each
// has its own.
func (c *credentials) pageKey() []byte {
	if c.ring == nil {
		return nil
	}
	return c.ring.PageKey()
}

// prepare fetches the keys of the issuer whose tokens are taken. One that does not
// answer keeps nobody from being served who has a key.
func (p *program) prepare(c *credentials) {
	if c.callers == nil {
		return
	}
	if err := c.callers.Prepare(time.Now()); err != nil {
		p.tell("whoever calls with a token is refused until issuer %s answers: %v", c.callers.URL, err)
	}
}
