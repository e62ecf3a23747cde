package issuer

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Claim says which claim is looked at, and what its values mean. The zero value looks
// at none.
type Claim struct {
	Name string
	// Values are what the claim's values mean; a value that is not among them means
	// nothing. Where there are none, every value means itself.
	Values map[string]string
}

// of is what the values of the claim mean.
func (c Claim) of(claims Claims) (found []string) {
	for _, word := range claims.Words(c.Name) {
		meaning, ok := c.Values[word]
		if len(c.Values) == 0 {
			meaning, ok = word, true
		}
		if ok && !slices.Contains(found, meaning) {
			found = append(found, meaning)
		}
	}
	return found
}

// Tenants say for which tenants a token is: those that are named, or those of a claim,
// or all. The zero value is none.
type Tenants struct {
	Named      []schema.TenantID
	Claim      Claim
	Everywhere bool
}

// Of are a token's tenants. One that is no tenant spoils all: it was meant otherwise.
func (t Tenants) Of(c Claims) (tenants []schema.TenantID, everywhere bool) {
	tenants = slices.Clone(t.Named)
	for _, name := range t.Claim.of(c) {
		tenant := schema.TenantID(name)
		if tenant.Validate() != nil {
			return nil, false
		}
		tenants = append(tenants, tenant)
	}
	slices.Sort(tenants) // a page is bound to them, in whatever order a token names them
	return slices.Compact(tenants), t.Everywhere
}

func (t Tenants) validate() error {
	ways := 0
	for _, given := range []bool{len(t.Named) > 0, t.Claim.Name != "", t.Everywhere} {
		if given {
			ways++
		}
	}
	var wrong []error
	if ways != 1 {
		wrong = append(wrong, phrase.Errorf("tokens are for the tenants that are named, for those of a claim, or for all tenants: say one of these"))
	}
	for _, name := range t.Named {
		wrong = append(wrong, name.Validate())
	}
	for _, name := range t.Claim.Values {
		wrong = append(wrong, schema.TenantID(name).Validate())
	}
	return errors.Join(wrong...)
}

// Callers are those who show a token in place of a key.
type Callers struct {
	*Issuer
	// Purpose is what every token is for; or PurposeClaim says it, in the purposes of
	// keys.
	Purpose      keys.Purpose
	PurposeClaim Claim
	Tenants      Tenants
}

// Validate says what is wrong with what tokens are for, or nil.
func (c Callers) Validate() error {
	var wrong []error
	if (c.Purpose == "") == (c.PurposeClaim.Name == "") {
		wrong = append(wrong, phrase.Errorf("tokens have one purpose, or that of a claim: say one of these"))
	}
	if c.PurposeClaim.Name != "" && len(c.PurposeClaim.Values) == 0 {
		wrong = append(wrong, phrase.Errorf("which values of the claim are for which purpose is not said"))
	}
	for _, p := range append([]string{string(c.Purpose)}, valuesOf(c.PurposeClaim)...) {
		if p != "" && !slices.Contains(keys.Purposes(), keys.Purpose(p)) {
			wrong = append(wrong, phrase.Errorf("purpose %s does not exist: choose read, write or admin", schema.Quote(p)))
		}
	}
	return errors.Join(append(wrong, c.Tenants.validate())...)
}

func valuesOf(c Claim) (values []string) {
	for _, v := range c.Values {
		values = append(values, v)
	}
	slices.Sort(values)
	return values
}

// Find is the key that a token stands for, as keys.Ring has it. One that is good and
// for nothing here is a key of no purpose.
func (c Callers) Find(token string, now time.Time) (keys.Key, error) {
	return c.key(c.Verify(token, now))
}

// FindNow is Find for those who must not wait.
func (c Callers) FindNow(token string, now time.Time) (keys.Key, error) {
	return c.key(c.VerifyNow(token, now))
}

func (c Callers) key(claims Claims, err error) (keys.Key, error) {
	switch {
	case errors.Is(err, ErrToken):
		return keys.Key{}, phrase.Errorf("%w: %w", keys.ErrUnknown, err)
	case err != nil:
		return keys.Key{}, err
	}
	k := keys.Key{ID: c.id(claims.Subject), Purpose: c.purpose(claims)}
	if k.Tenants, k.Everywhere = c.Tenants.Of(claims); k.Purpose == keys.Admin {
		k.Tenants, k.Everywhere = nil, true // as every key of that purpose
	}
	if k.Validate() != nil {
		return keys.Key{ID: k.ID}, nil
	}
	return k, nil
}

// id tells subjects apart, and from keys, and is no name of anybody.
func (c Callers) id(subject string) string {
	sum := sha256.Sum256([]byte(c.URL + "\x00" + subject))
	return "token_" + hex.EncodeToString(sum[:16])
}

// purpose is what a token is for. Whoever may act may ask; whoever may reach the
// engine is for nothing else.
func (c Callers) purpose(claims Claims) keys.Purpose {
	if c.Purpose != "" {
		return c.Purpose
	}
	switch all := c.PurposeClaim.of(claims); {
	case len(all) == 1:
		return keys.Purpose(all[0])
	case len(all) > 1 && !slices.Contains(all, string(keys.Admin)):
		return keys.Write
	}
	return ""
}
