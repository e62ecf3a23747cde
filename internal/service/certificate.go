package service

import (
	"crypto/tls"
	"io/fs"
	"log/slog"
	"os"
	"sync"
	"time"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
)

// lookEvery is how long a certificate is trusted not to have changed.
const lookEvery = time.Second

// certificate is that of a server, which follows its files.
type certificate struct {
	files [2]string // the certificate and its key
	log   *slog.Logger

	mu     sync.Mutex
	held   *tls.Certificate
	seen   [2]fs.FileInfo
	looked time.Time
}

func openCertificate(file, key string, log *slog.Logger) (*certificate, error) {
	c := &certificate{files: [2]string{file, key}, log: log}
	return c, c.load()
}

// load reads the files. Their key is for its owner only.
func (c *certificate) load() error {
	seen, err := c.look()
	if err != nil {
		return phrase.Errorf("the certificate: %w", err)
	}
	if err := files.Private(seen[1]); err != nil {
		return phrase.Errorf("private key %s: %w: run `chmod 600` on it, or make a new one", c.files[1], err)
	}
	read, err := tls.LoadX509KeyPair(c.files[0], c.files[1])
	if err != nil {
		return phrase.Errorf("certificate %s with private key %s: %w", c.files[0], c.files[1], err)
	}
	c.held, c.seen = &read, seen
	return nil
}

func (c *certificate) look() (seen [2]fs.FileInfo, err error) {
	for i, name := range c.files {
		if seen[i], err = os.Stat(name); err != nil {
			return seen, err
		}
	}
	return seen, nil
}

// current is the certificate of a connection. While files that have changed cannot be
// used, it is the one before: they are written one after the other.
func (c *certificate) current(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if time.Since(c.looked) < lookEvery {
		return c.held, nil
	}
	c.looked = time.Now()
	seen, err := c.look()
	if err == nil && c.same(seen) {
		return c.held, nil
	}
	if err := c.load(); err != nil {
		c.log.Error("the certificate has changed and cannot be used: the one before stays", "error", err)
	}
	return c.held, nil
}

func (c *certificate) same(seen [2]fs.FileInfo) bool {
	for i, now := range seen {
		if was := c.seen[i]; !os.SameFile(now, was) || !now.ModTime().Equal(was.ModTime()) || now.Size() != was.Size() {
			return false
		}
	}
	return true
}
