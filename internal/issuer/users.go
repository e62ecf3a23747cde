package issuer

import (
	"cmp"
	"time"

	"github.com/remit-authz/remit/schema"
)

// Users are those of a gateway, who show a token.
type Users struct {
	*Issuer
	// Claim is the one that says how a user is known; sub by default.
	Claim   string
	Tenants Tenants
}

// Validate says what is wrong with how users are known, or nil.
func (u Users) Validate() error { return u.Tenants.validate() }

// Find is how the user of a token is known, and for which tenants the token is. Its
// error is that of Verify.
func (u Users) Find(token string, now time.Time) (name string, tenants []schema.TenantID, everywhere bool, err error) {
	claims, err := u.Verify(token, now)
	if err != nil {
		return "", nil, false, err
	}
	if name = claims.Text(cmp.Or(u.Claim, "sub")); name == "" {
		return "", nil, false, bad("it does not say how its user is known")
	}
	tenants, everywhere = u.Tenants.Of(claims)
	return name, tenants, everywhere, nil
}
