// Package keys keeps the keys of those who call the service, in one file that has
// no key in it but what each hashes to.
package keys

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Purpose is what a key is for. The zero value is for nothing.
type Purpose string

// The purposes.
const (
	Read  Purpose = "read"  // asks
	Write Purpose = "write" // acts, and asks
	Admin Purpose = "admin" // reaches the engine's own API, which knows no tenants
)

// Purposes are all there are.
func Purposes() []Purpose { return []Purpose{Read, Write, Admin} }

// Key is what is kept of a key: nobody finds the key by it. Keys are plain values.
type Key struct {
	// ID names the key, in lists and to revoke it. It is no secret.
	ID      string
	Purpose Purpose
	// Tenants are those that it is for; none where Everywhere is set.
	Tenants []schema.TenantID
	// Everywhere says that it is for all tenants.
	Everywhere bool
	Created    time.Time
	// Expires is when it is good no longer; zero for never.
	Expires time.Time

	sum [sha256.Size]byte
}

// MayAsk says whether the key is for questions.
func (k Key) MayAsk() bool { return k.Purpose == Read || k.Purpose == Write }

// MayAct says whether the key is for acts.
func (k Key) MayAct() bool { return k.Purpose == Write }

// MayAdminister says whether the key is for the engine's own API and the metrics.
func (k Key) MayAdminister() bool { return k.Purpose == Admin }

// Expired says whether it is good no longer.
func (k Key) Expired(now time.Time) bool { return !k.Expires.IsZero() && !now.Before(k.Expires) }

// Validate says what is wrong with what a key is for, or nil.
func (k Key) Validate() error {
	var wrong []error
	if !slices.Contains(Purposes(), k.Purpose) {
		wrong = append(wrong, phrase.Errorf("purpose %s does not exist: choose read, write or admin", schema.Quote(string(k.Purpose))))
	}
	for _, t := range k.Tenants {
		wrong = append(wrong, t.Validate())
	}
	switch {
	case k.Purpose == Admin && (len(k.Tenants) > 0 || !k.Everywhere):
		wrong = append(wrong, phrase.Errorf("a key of the purpose admin is for all tenants: the engine's own API knows none"))
	case k.Everywhere && len(k.Tenants) > 0:
		wrong = append(wrong, phrase.Errorf("a key is for all tenants, or for those that are named"))
	case !k.Everywhere && len(k.Tenants) == 0:
		wrong = append(wrong, phrase.Errorf("a key is for one tenant at least: name it"))
	}
	return errors.Join(wrong...)
}

// The parts of a key as its owner has it: remit_ID_SECRET.
const (
	prefix      = "remit_"
	idLength    = 10
	secretBytes = 32
)

// newSecret gives a key an id and a secret, and returns what its owner is shown.
func (k *Key) newSecret() string {
	secret := make([]byte, secretBytes)
	_, _ = rand.Read(secret) // it never fails
	k.ID = strings.ToLower(rand.Text()[:idLength])
	shown := prefix + k.ID + "_" + base64.RawURLEncoding.EncodeToString(secret)
	k.sum = sumOf(shown)
	return shown
}

// sumOf is what is kept of a key. SHA-256 without salt and in one round is right for
// it: a key is 256 random bits, so nobody has a list of likely ones to try, which is
// what a slow hash is against, and what it would cost is paid with every request.
func sumOf(shown string) [sha256.Size]byte { return sha256.Sum256([]byte(shown)) }

// idOf is the id in a key as it is shown; blank where it has none.
func idOf(shown string) string {
	rest, ours := strings.CutPrefix(shown, prefix)
	if !ours || len(rest) < idLength+1 || rest[idLength] != '_' {
		return ""
	}
	return rest[:idLength]
}

// is says whether a key is the one that is shown, in a time that says nothing.
func (k Key) is(shown string) bool {
	sum := sumOf(shown)
	return subtle.ConstantTimeCompare(sum[:], k.sum[:]) == 1
}

// form is a key as the file has it.
type form struct {
	ID         string            `json:"id"`
	Purpose    Purpose           `json:"purpose"`
	Tenants    []schema.TenantID `json:"tenants,omitempty"`
	Everywhere bool              `json:"everywhere,omitempty"`
	SHA256     string            `json:"sha256"`
	Created    time.Time         `json:"created"`
	Expires    time.Time         `json:"expires,omitzero"`
}

func (k Key) form() form {
	return form{k.ID, k.Purpose, k.Tenants, k.Everywhere, hex.EncodeToString(k.sum[:]), k.Created, k.Expires}
}

func (f form) key() (Key, error) {
	k := Key{ID: f.ID, Purpose: f.Purpose, Tenants: f.Tenants, Everywhere: f.Everywhere, Created: f.Created, Expires: f.Expires}
	sum, err := hex.DecodeString(f.SHA256)
	switch {
	case err != nil || len(sum) != len(k.sum):
		return Key{}, phrase.Errorf("key %s: its sha256 is none", schema.Quote(f.ID))
	case len(f.ID) != idLength:
		return Key{}, phrase.Errorf("key %s: its id is none", schema.Quote(f.ID))
	}
	copy(k.sum[:], sum)
	if err := k.Validate(); err != nil {
		return Key{}, phrase.Errorf("key %s: %w", schema.Quote(f.ID), err)
	}
	return k, nil
}
