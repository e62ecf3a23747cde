// Package issuer takes JSON Web Tokens in place of keys: tokens that one issuer has
// signed, for one audience, that are good now.
package issuer

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"

	"github.com/remit-authz/remit/internal/loopback"
	"github.com/remit-authz/remit/internal/phrase"
)

// Why a token is not taken.
var (
	// ErrToken means that a token is not good. What wraps it says in which respect,
	// and nothing of what the token has.
	ErrToken = phrase.Errorf("the token is not good")
	// ErrNoKeys means that it cannot be said whether a token is good: the issuer's keys
	// are not to be had.
	ErrNoKeys = phrase.Errorf("the issuer's keys are not to be had")
)

// leeway is by how much the clocks of an issuer and of this machine may differ.
const leeway = 30 * time.Second

// Options say whose tokens are taken. URL and Audience are required.
type Options struct {
	// URL names the issuer, as its tokens do: with https, or on loopback.
	URL string
	// Audience is what a token has to be for.
	Audience string
	// Algorithms are those that tokens may be signed with; by default all of
	// Algorithms, which need the issuer's private key.
	Algorithms []string
	// Keys is the address of the issuer's keys (JWKS); blank asks the issuer's OpenID
	// configuration for it.
	Keys string
}

// Algorithms are all with which a token may be signed. With none of them can whoever
// knows the issuer's public keys make a token.
func Algorithms() []string {
	return []string{oidc.RS256, oidc.RS384, oidc.RS512, oidc.PS256, oidc.PS384, oidc.PS512, oidc.ES256, oidc.ES384, oidc.ES512, oidc.EdDSA}
}

// Validate says what is wrong with options, or nil.
func (o Options) Validate() error {
	if err := trusted(o.URL); err != nil {
		return phrase.Errorf("issuer: %w", err)
	}
	if o.Audience == "" {
		return phrase.Errorf("issuer: no audience is named: a token for something else would be taken")
	}
	if o.Keys != "" {
		if err := trusted(o.Keys); err != nil {
			return phrase.Errorf("issuer: keys: %w", err)
		}
	}
	for _, a := range o.Algorithms {
		if !slices.Contains(Algorithms(), a) {
			return phrase.Errorf("issuer: algorithm %q is not taken: choose of %s", a, strings.Join(Algorithms(), ", "))
		}
	}
	return nil
}

// trusted refuses an address that anybody on the way could answer for.
func trusted(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.User != nil {
		return phrase.Errorf("an address is missing, or is none: write it as https://id.example.org")
	}
	if u.Scheme != "https" && (u.Scheme != "http" || !loopback.Is(u.Hostname())) {
		return phrase.Errorf("%s is not to begin with %s: whoever is on the way could change what it answers; write it as https://id.example.org", u.Redacted(), u.Scheme)
	}
	return nil
}

// Issuer verifies tokens of one issuer. It is safe for concurrent use. Make one with
// New.
type Issuer struct {
	Options
	client *http.Client
	keys   keySet
	seen   seen
}

// New makes an issuer, and fetches nothing yet.
func New(o Options) (*Issuer, error) {
	if err := o.Validate(); err != nil {
		return nil, err
	}
	if len(o.Algorithms) == 0 {
		o.Algorithms = Algorithms()
	}
	i := &Issuer{Options: o, client: newClient()}
	i.keys.fetch = i.fetch
	return i, nil
}

// Prepare fetches the issuer's keys, so that the first token need not wait for them.
// Its error is no reason not to go on: a token asks for them again.
func (i *Issuer) Prepare(now time.Time) error {
	<-i.keys.refresh(now)
	return i.keys.failure()
}

// Verify says what a token claims that is good at a moment. Its error wraps ErrToken
// or ErrNoKeys. It waits for the issuer's keys where the token names one that is not
// known, for a few seconds at most.
func (i *Issuer) Verify(token string, now time.Time) (Claims, error) {
	return i.verify(token, now, true)
}

// VerifyNow is Verify for those who must not wait: while keys are fetched it is
// ErrNoKeys.
func (i *Issuer) VerifyNow(token string, now time.Time) (Claims, error) {
	return i.verify(token, now, false)
}

func (i *Issuer) verify(token string, now time.Time, wait bool) (Claims, error) {
	sum := sha256.Sum256([]byte(token))
	keys, trusted := i.keys.live(now)
	claims, ok := i.seen.find(sum, keys)
	if !ok || !trusted {
		var err error
		if claims, err = i.verifySignature(token, now, wait); err != nil {
			return Claims{}, err
		}
		i.seen.keep(sum, keys, claims)
	}
	// Seen or not, a token is good or not at this moment.
	if err := claims.hold(i.URL, i.Audience, now); err != nil {
		return Claims{}, err
	}
	return claims, nil
}

// verifySignature says what a token claims that the issuer has signed.
func (i *Issuer) verifySignature(token string, now time.Time, wait bool) (Claims, error) {
	head, err := headOf(token)
	if err != nil {
		return Claims{}, err
	}
	if !slices.Contains(i.Algorithms, head.Algorithm) {
		return Claims{}, bad("it is signed with another algorithm")
	}
	candidates, err := i.keys.find(head, now, wait)
	if err != nil {
		return Claims{}, err
	}
	verifier := oidc.NewVerifier(i.URL, candidates, &oidc.Config{
		ClientID: i.Audience, SupportedSigningAlgs: []string{head.Algorithm},
		Now: func() time.Time { return now.Add(-leeway) },
	})
	verified, err := verifier.Verify(context.Background(), token) // it fetches nothing: the keys are here
	if err != nil {
		return Claims{}, bad(refusal(err))
	}
	return claimsOf(verified)
}

// refusal is why the library refuses a token, in words that have nothing of it.
func refusal(err error) string {
	var expired *oidc.TokenExpiredError
	switch {
	case errors.As(err, &expired):
		return "it has expired"
	case errors.Is(err, errSignature):
		return "its signature is not the issuer's"
	case strings.Contains(err.Error(), "audience"):
		return "it is for another audience"
	case strings.Contains(err.Error(), "different provider"):
		return "it is of another issuer"
	}
	return "it cannot be read, or is not good yet"
}

func bad(why string) error { return phrase.Errorf("%w: %s", ErrToken, why) }
