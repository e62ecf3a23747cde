package issuer

import (
	"context"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/remit-authz/remit/internal/phrase"
)

const (
	// refreshAfter is how long a key that the issuer has taken back may still be good,
	// while the issuer answers.
	refreshAfter = 5 * time.Minute
	// trustFor is how long keys are trusted while it does not.
	trustFor = time.Hour
	// retryAfter is how long nothing is fetched after it was, whatever tokens name.
	retryAfter = 10 * time.Second
	// The sizes of RSA keys, in bits: what is shorter can be broken, and what is longer
	// costs whoever verifies.
	minRSA, maxRSA = 2048, 8192
)

var errSignature = phrase.Errorf("no key has signed this")

// keySet are the keys of an issuer, fetched again when they are old, or when a token
// names another. Moments are those at which tokens are looked at.
type keySet struct {
	fetch func() ([]jose.JSONWebKey, error)

	mu      sync.Mutex
	keys    []jose.JSONWebKey
	fetched time.Time // when the keys were; zero for never
	number  uint64    // of the keys: each time that they were fetched has another
	tried   time.Time // when that was last tried
	failed  error     // why it failed, if it did
	running chan struct{}
}

// live says which keys are here, and whether they are trusted at a moment. Old ones are
// fetched again meanwhile.
func (s *keySet) live(now time.Time) (number uint64, trusted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	since := now.Sub(s.fetched)
	if !s.fetched.IsZero() && (since < 0 || since >= refreshAfter) {
		s.start(now)
	}
	return s.number, s.trusted(now)
}

func (s *keySet) trusted(now time.Time) bool {
	return !s.fetched.IsZero() && now.Sub(s.fetched) < trustFor
}

// find is the key that has signed what has a head. Its error is ErrToken where the
// issuer has no such key, as far as was heard not long ago, and otherwise ErrNoKeys.
func (s *keySet) find(h head, now time.Time, wait bool) (candidate, error) {
	s.mu.Lock()
	found, err := s.look(h, now)
	if err == nil {
		s.mu.Unlock()
		return found, nil
	}
	running := s.start(now)
	s.mu.Unlock()
	if running == nil {
		return candidate{}, err
	}
	if !wait {
		return candidate{}, ErrNoKeys
	}
	<-running
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.look(h, now)
}

// look is find among the keys that are here.
func (s *keySet) look(h head, now time.Time) (candidate, error) {
	if !s.trusted(now) {
		return candidate{}, ErrNoKeys
	}
	var fitting []jose.JSONWebKey
	for _, k := range s.keys {
		if fits(k, h.Algorithm) && (h.Key == "" || k.KeyID == h.Key) {
			fitting = append(fitting, k)
		}
	}
	switch {
	case len(fitting) == 1:
		return candidate{fitting[0], h.Algorithm}, nil
	case s.failed != nil:
		return candidate{}, ErrNoKeys // it may be a new one
	case len(fitting) > 1:
		return candidate{}, bad("it does not say which key has signed it")
	}
	return candidate{}, bad("the issuer has no such key")
}

// start begins to fetch keys, unless that was done not long ago, and returns what is
// closed when they are there; nil where nothing is fetched.
func (s *keySet) start(now time.Time) <-chan struct{} {
	if s.running != nil {
		return s.running
	}
	if since := now.Sub(s.tried); !s.tried.IsZero() && since >= 0 && since < retryAfter {
		return nil
	}
	s.tried = now
	ended := make(chan struct{})
	s.running = ended
	go func() {
		defer close(ended)
		keys, err := s.fetch()
		s.mu.Lock()
		defer s.mu.Unlock()
		s.running, s.failed = nil, err
		if err == nil {
			s.keys, s.fetched = keys, now
			s.number++
		}
	}()
	return ended
}

// refresh is start for whoever waits; what it returns is closed at once where nothing
// is fetched.
func (s *keySet) refresh(now time.Time) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if running := s.start(now); running != nil {
		return running
	}
	none := make(chan struct{})
	close(none)
	return none
}

func (s *keySet) failure() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failed == nil {
		return nil
	}
	return phrase.Errorf("%w: %w", ErrNoKeys, s.failed)
}

// candidate is the one key that may have signed a token.
type candidate struct {
	key       jose.JSONWebKey
	algorithm string
}

// VerifySignature says what the key has signed.
func (c candidate) VerifySignature(_ context.Context, token string) ([]byte, error) {
	parsed, err := jose.ParseSignedCompact(token, []jose.SignatureAlgorithm{jose.SignatureAlgorithm(c.algorithm)})
	if err != nil {
		return nil, errSignature
	}
	payload, err := parsed.Verify(c.key.Key)
	if err != nil {
		return nil, errSignature
	}
	return payload, nil
}

// fits says whether a key is for signatures of an algorithm.
func fits(k jose.JSONWebKey, algorithm string) bool {
	if k.Algorithm != "" && k.Algorithm != algorithm {
		return false
	}
	switch key := k.Key.(type) {
	case *rsa.PublicKey:
		return algorithm[:2] == "RS" || algorithm[:2] == "PS"
	case *ecdsa.PublicKey:
		return map[string]int{"ES256": 256, "ES384": 384, "ES512": 521}[algorithm] == key.Curve.Params().BitSize
	case ed25519.PublicKey:
		return algorithm == "EdDSA"
	}
	return false
}

// good says whether a key of an issuer's may be looked at for signatures. What it has
// for something else, or has published of its private keys, may not.
func good(k jose.JSONWebKey) bool {
	if !k.Valid() || !k.IsPublic() || k.Use != "" && k.Use != "sig" {
		return false
	}
	if key, ok := k.Key.(*rsa.PublicKey); ok {
		return key.N.BitLen() >= minRSA && key.N.BitLen() <= maxRSA
	}
	return true
}
