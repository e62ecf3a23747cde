package settings

import (
	"reflect"

	"github.com/remit-authz/remit/internal/issuer"
	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/schema"
)

// Issuer says whose JSON Web Tokens are taken; the zero value takes none.
type Issuer struct {
	// URL names the issuer, as its tokens do, such as https://id.example.org.
	URL string `yaml:"url"`
	// Audience is what a token has to be for.
	Audience string `yaml:"audience"`
	// Algorithms are those that tokens may be signed with, such as RS256; where none is
	// said, all that need the issuer's private key.
	Algorithms []string `yaml:"algorithms"`
	// Keys is the address of the issuer's keys (JWKS); where none is said, the issuer's
	// OpenID configuration has it.
	Keys string `yaml:"keys"`
}

// Claim says which claim of a token is looked at.
type Claim struct {
	// Claim is its name, such as scope. It is a text, or a list of them; blanks in a text
	// separate values.
	Claim string `yaml:"claim"`
	// Values are what each value means here; one that is not among them means nothing.
	Values map[string]string `yaml:"values"`
}

// TokenTenants say which tenants a token is for.
type TokenTenants struct {
	// Tenants are those that every token is for.
	Tenants []schema.TenantID `yaml:"tenants"`
	// TenantsFrom is the claim that names them; without values, by their own ids.
	TenantsFrom Claim `yaml:"tenants_from"`
	// AllTenants lets every token be for all tenants, and for a schema without any.
	AllTenants bool `yaml:"all_tenants"`
}

// Tokens are taken of callers in place of keys; the zero value takes none.
type Tokens struct {
	// Issuer signs them.
	Issuer Issuer `yaml:"issuer"`
	// Purpose is what every token is for: read, write or admin.
	Purpose string `yaml:"purpose"`
	// PurposeFrom is the claim that says it, with the values of each purpose.
	PurposeFrom  Claim `yaml:"purpose_from"`
	TokenTenants `yaml:",inline"`
}

// GatewayTokens are taken of a gateway's users; the zero value takes none.
type GatewayTokens struct {
	// Issuer signs them.
	Issuer Issuer `yaml:"issuer"`
	// Claim is the one that {user} stands for; sub where none is said.
	Claim        string `yaml:"claim"`
	TokenTenants `yaml:",inline"`
}

// Certificates are taken of a gateway's users; the zero value takes none.
type Certificates struct {
	// Authorities is the file (PEM) with those who sign them, read when serve starts.
	Authorities string `yaml:"authorities" path:"folder"`
	// Field is what {user} stands for: dns, email, uri or cn.
	Field string `yaml:"field"`
}

func (t TokenTenants) tenants() issuer.Tenants {
	return issuer.Tenants{Named: t.Tenants, Claim: t.TenantsFrom.claim(), Everywhere: t.AllTenants}
}

func (c Claim) claim() issuer.Claim { return issuer.Claim{Name: c.Claim, Values: c.Values} }

// Callers are those who show tokens; nil where none are taken.
func (t Tokens) Callers() (*issuer.Callers, error) {
	if reflect.ValueOf(t).IsZero() {
		return nil, nil
	}
	by, err := issuer.New(issuer.Options(t.Issuer))
	if err != nil {
		return nil, err
	}
	c := &issuer.Callers{Issuer: by, Purpose: keys.Purpose(t.Purpose), PurposeClaim: t.PurposeFrom.claim(), Tenants: t.tenants()}
	return c, c.Validate()
}

// Users are those whose tokens a gateway hands on; nil where none are taken.
func (t GatewayTokens) Users() (*issuer.Users, error) {
	if reflect.ValueOf(t).IsZero() {
		return nil, nil
	}
	by, err := issuer.New(issuer.Options(t.Issuer))
	if err != nil {
		return nil, err
	}
	u := &issuer.Users{Issuer: by, Claim: t.Claim, Tenants: t.tenants()}
	return u, u.Validate()
}
