package authzen

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/schema"
)

// keySize is how many bytes seal a page's token: AES-256.
const keySize = 32

// continuation is what goes on with a list. It holds the request, so that the
// caller need not send it again, and is sealed for the caller that got it.
type continuation struct {
	Request evaluation `json:"r"`
	Digest  []byte     `json:"d"` // of the request as it was sent
	Values  brought    `json:"v,omitzero"`
	Limit   int        `json:"l"`
	After   string     `json:"a"`
	// Revision is that of the part before: the next is never older.
	Revision schema.Revision `json:"n"`
}

// next is what goes on after a part. Of the properties only what caveats take is
// kept.
func (s wanted) next(last string, revision schema.Revision) continuation {
	request := s.evaluation
	request.Context = nil
	if request.Subject != nil {
		request.Subject = &entity{Type: request.Subject.Type, ID: request.Subject.ID}
	}
	if request.Resource != nil {
		request.Resource = &entity{Type: request.Resource.Type, ID: request.Resource.ID}
	}
	if request.Action != nil {
		request.Action = &action{Name: request.Action.Name}
	}
	return continuation{request, s.digest, s.values, s.limit, last, revision}
}

// wanted is the part of a list that a request asks for: the first, or the one that
// its token goes on with. A request with a token is the one before once more, or the
// token alone.
func (h *Handler) wanted(c call, request search, kind string, needs part) (wanted, error) {
	s := wanted{call: c, search: request, kind: kind}
	if p := request.Page; p != nil && p.Limit != nil && *p.Limit < 0 {
		return s, malformed("page.limit is less than none")
	}
	token := request.Page != nil && request.Page.Token != ""
	if request.named() || !token {
		if err := request.validate(needs); err != nil {
			return s, err
		}
		reasons, err := c.reasons.or(request.Context)
		if err != nil {
			return s, err
		}
		s.reasons, s.values, s.digest = reasons, h.values(request.evaluation), digestOf(request.evaluation, needs)
	}
	if token {
		return h.goOn(s)
	}
	s.limit = limitOf(request.Page)
	return s, nil
}

// limitOf is how many results a request wants: none says, or 0, is the default, and
// no page has more than the most.
func limitOf(p *page) int {
	if p == nil || p.Limit == nil || *p.Limit == 0 {
		return defaultLimit
	}
	return int(min(*p.Limit, mostLimit))
}

func (h *Handler) goOn(s wanted) (wanted, error) {
	token, err := h.pages.open(s.caller, s.kind, s.Page.Token)
	if err != nil {
		return s, malformed("page.token is none of this caller's: begin anew")
	}
	if s.digest != nil && !bytes.Equal(s.digest, token.Digest) || s.Page.Limit != nil && limitOf(s.Page) != token.Limit {
		return s, malformed("the request is not the one that page.token goes on with: send that, or the token alone")
	}
	s.evaluation, s.digest, s.values = token.Request, token.Digest, token.Values
	s.limit, s.after, s.atLeast, s.continued = token.Limit, token.After, token.Revision, true
	return s, nil
}

// digestOf is the same for requests that ask the same, however they are written. An
// id that is ignored is not looked at.
func digestOf(e evaluation, needs part) []byte {
	canonical := func(v jsontext.Value) jsontext.Value {
		if absent(v) {
			return nil
		}
		v = v.Clone()
		_ = v.Canonicalize() // it was read once
		return v
	}
	e.Context = canonical(e.Context)
	reduced := func(of *entity, id bool) *entity {
		if of == nil {
			return nil
		}
		one := entity{Type: of.Type, Properties: canonical(of.Properties)}
		if id {
			one.ID = of.ID
		}
		return &one
	}
	e.Subject, e.Resource = reduced(e.Subject, needs.subjectID), reduced(e.Resource, needs.resourceID)
	if e.Action != nil {
		e.Action = &action{e.Action.Name, canonical(e.Action.Properties)}
	}
	written, _ := json.Marshal(e)
	sum := sha256.Sum256(written)
	return sum[:]
}

// sealer seals continuations, so that nobody reads or makes one.
type sealer struct{ aead cipher.AEAD }

// newSealer seals with a key; with one of its own, which nobody else has, for none.
func newSealer(key []byte) (sealer, error) {
	if key == nil {
		key = make([]byte, keySize)
		_, _ = rand.Read(key) // it never fails
	}
	if len(key) != keySize {
		return sealer{}, fmt.Errorf("the key of pages has %d bytes, and is to have %d", len(key), keySize)
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return sealer{}, err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	return sealer{aead}, err
}

// owner is whom a token is for, and which search. What it is made of cannot be
// shifted from one part to another.
func owner(c Caller, kind string) []byte {
	written, _ := json.Marshal([]any{"remit page 1", c.ID, c.Everywhere, c.Tenants, kind})
	return written
}

func (s sealer) seal(c Caller, kind string, of continuation) (string, error) {
	written, err := json.Marshal(of)
	if err != nil {
		return "", fmt.Errorf("sealing a page: %w", err)
	}
	return base64.RawURLEncoding.EncodeToString(s.aead.Seal(nil, nil, written, owner(c, kind))), nil
}

var errToken = errors.New("not a token")

func (s sealer) open(c Caller, kind, token string) (of continuation, err error) {
	sealed, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil {
		return of, errToken
	}
	written, err := s.aead.Open(nil, nil, sealed, owner(c, kind))
	if err != nil {
		return of, errToken
	}
	return of, json.Unmarshal(written, &of)
}
