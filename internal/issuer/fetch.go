package issuer

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-jose/go-jose/v4"

	"github.com/remit-authz/remit/internal/ijson"
	"github.com/remit-authz/remit/internal/phrase"
)

const (
	// fetchWithin bounds one look at an issuer, from the first byte to the last.
	fetchWithin = 3 * time.Second
	// maxAnswer is how many bytes an issuer's answer has at most, and maxKeys how many
	// keys it has.
	maxAnswer = 256 << 10
	maxKeys   = 100
)

var errTooLarge = phrase.Errorf("the issuer's answer has more than %d bytes", maxAnswer)

// newClient asks an issuer, and nobody whom it sends to.
func newClient() *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxResponseHeaderBytes = maxAnswer
	return &http.Client{
		Timeout: fetchWithin, Transport: bounded{transport},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// bounded is a transport whose answers end with an error where they are too large.
type bounded struct{ http.RoundTripper }

func (b bounded) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := b.RoundTripper.RoundTrip(r)
	if err == nil {
		answer.Body = &boundedBody{answer.Body, maxAnswer}
	}
	return answer, err
}

type boundedBody struct {
	io.ReadCloser
	left int
}

func (b *boundedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.left -= n; b.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// fetch asks the issuer for its keys.
func (i *Issuer) fetch() ([]jose.JSONWebKey, error) {
	ctx, cancel := context.WithTimeout(oidc.ClientContext(context.Background(), i.client), fetchWithin)
	defer cancel()
	address := i.Keys
	if address == "" {
		var err error
		if address, err = i.discover(ctx); err != nil {
			return nil, err
		}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	answer, err := i.client.Do(r)
	if err != nil {
		return nil, err
	}
	defer func() { _ = answer.Body.Close() }() // it was read
	if answer.StatusCode != http.StatusOK {
		return nil, phrase.Errorf("fetching the keys at %s: %s", address, answer.Status)
	}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, phrase.Errorf("fetching the keys at %s: %w", address, err)
	}
	keys, err := keysIn(text)
	if err != nil {
		return nil, phrase.Errorf("the keys at %s: %w", address, err)
	}
	return keys, nil
}

// discover asks the issuer where its keys are.
func (i *Issuer) discover(ctx context.Context) (string, error) {
	provider, err := oidc.NewProvider(ctx, i.URL)
	if err != nil {
		return "", phrase.Errorf("the OpenID configuration of the issuer cannot be read, or is another's")
	}
	var found struct {
		Keys string `json:"jwks_uri"`
	}
	if err := provider.Claims(&found); err != nil {
		return "", phrase.Errorf("the OpenID configuration of the issuer cannot be read")
	}
	if err := trusted(found.Keys); err != nil {
		return "", phrase.Errorf("where the issuer says that its keys are: %w", err)
	}
	return found.Keys, nil
}

// keysIn are the keys of a set (RFC 7517). One that cannot be used is left out, as
// section 5 has it.
func keysIn(text []byte) ([]jose.JSONWebKey, error) {
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	if err := ijson.Unmarshal(text, &set); err != nil {
		return nil, err
	}
	if set.Keys == nil || len(set.Keys) > maxKeys {
		return nil, phrase.Errorf("there are none, or more than %d", maxKeys)
	}
	var found []jose.JSONWebKey
	for _, one := range set.Keys {
		var k jose.JSONWebKey
		if k.UnmarshalJSON(one) == nil && good(k) {
			found = append(found, k)
		}
	}
	return found, nil
}
