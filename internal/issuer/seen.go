package issuer

import (
	"crypto/sha256"
	"sync"
)

// mostSeen is how many tokens are remembered.
const mostSeen = 4096

// seen are tokens whose signature was verified with the keys that are here: each comes
// with many requests, and a signature costs more than an answer. Nothing of it outlives
// the keys, and whether a token is good now is looked at each time.
type seen struct {
	mu     sync.Mutex
	keys   uint64
	claims map[[sha256.Size]byte]Claims
}

func (s *seen) find(token [sha256.Size]byte, keys uint64) (Claims, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys != keys {
		return Claims{}, false
	}
	c, ok := s.claims[token]
	return c, ok
}

// keep remembers a token that was verified with the keys of a number, or with later
// ones.
func (s *seen) keep(token [sha256.Size]byte, keys uint64, c Claims) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.keys != keys || len(s.claims) >= mostSeen {
		s.keys, s.claims = keys, nil
	}
	if s.claims == nil {
		s.claims = map[[sha256.Size]byte]Claims{}
	}
	s.claims[token] = c
}
