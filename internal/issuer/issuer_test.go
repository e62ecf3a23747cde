package issuer_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/remit-authz/remit/internal/issuer"
	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/schema"
)

// provider is an issuer in this process.
type provider struct {
	*httptest.Server
	mu      sync.Mutex
	set     any    // what it answers with for its keys
	names   string // what its configuration says that it is called
	down    bool
	fetches atomic.Int32 // of the keys
	strange atomic.Int32 // requests of anything else
}

func newProvider(t *testing.T, public ...jose.JSONWebKey) *provider {
	p := &provider{set: jose.JSONWebKeySet{Keys: public}}
	p.Server = httptest.NewServer(p)
	p.names = p.URL
	t.Cleanup(p.Close)
	return p
}

func (p *provider) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.down:
		http.Error(w, "down", http.StatusInternalServerError)
	case r.URL.Path == "/.well-known/openid-configuration":
		_ = json.NewEncoder(w).Encode(map[string]string{"issuer": p.names, "jwks_uri": p.URL + "/keys"})
	case r.URL.Path == "/keys":
		p.fetches.Add(1)
		if text, ok := p.set.(string); ok {
			_, _ = w.Write([]byte(text))
			return
		}
		_ = json.NewEncoder(w).Encode(p.set)
	default:
		p.strange.Add(1)
	}
}

func (p *provider) become(set any, down bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.set, p.down = set, down
}

// pair is a key of an issuer's.
type pair struct {
	id, algorithm string
	private       crypto.Signer
}

func (k pair) public() jose.JSONWebKey {
	return jose.JSONWebKey{Key: k.private.Public(), KeyID: k.id, Algorithm: k.algorithm, Use: "sig"}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// The keys of the tests; they take a while to make.
var (
	rsaKey   = pair{"rsa", "RS256", must(rsa.GenerateKey(rand.Reader, 2048))}
	otherKey = pair{"other", "RS256", must(rsa.GenerateKey(rand.Reader, 2048))}
	ecKey    = pair{"ec", "ES256", must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))}
	edKey    = pair{"ed", "EdDSA", must(func() (ed25519.PrivateKey, error) {
		_, k, err := ed25519.GenerateKey(rand.Reader)
		return k, err
	}())}
	now = time.Unix(1_800_000_000, 0)
)

func encoded(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }

// sign makes a token of a head and claims as they are written.
func sign(k pair, head, claims string) string {
	signed := encoded(head) + "." + encoded(claims)
	sum := sha256.Sum256([]byte(signed))
	var signature []byte
	switch private := k.private.(type) {
	case *rsa.PrivateKey:
		signature = must(rsa.SignPKCS1v15(rand.Reader, private, crypto.SHA256, sum[:]))
	case *ecdsa.PrivateKey:
		r, s, err := ecdsa.Sign(rand.Reader, private, sum[:])
		must(0, err)
		signature = append(r.FillBytes(make([]byte, 32)), s.FillBytes(make([]byte, 32))...)
	case ed25519.PrivateKey:
		signature = ed25519.Sign(private, []byte(signed))
	}
	return signed + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func head(k pair) string { return fmt.Sprintf(`{"alg":%q,"kid":%q,"typ":"at+jwt"}`, k.algorithm, k.id) }

// claims are good ones, with what is given in place of a member, or besides.
func claims(p *provider, with ...string) string {
	members := map[string]string{"iss": fmt.Sprintf("%q", p.URL), "aud": `"remit"`, "sub": `"anna-secret"`,
		"exp": fmt.Sprint(now.Add(time.Hour).Unix()), "scope": `"openid remit.read"`, "org": `"veldzicht"`}
	for i := 0; i < len(with); i += 2 {
		if members[with[i]] = with[i+1]; with[i+1] == "" {
			delete(members, with[i])
		}
	}
	var list []string
	for name, value := range members {
		list = append(list, fmt.Sprintf("%q:%s", name, value))
	}
	slices.Sort(list)
	return "{" + strings.Join(list, ",") + "}"
}

func open(t *testing.T, o issuer.Options) *issuer.Issuer {
	t.Helper()
	if o.Audience == "" {
		o.Audience = "remit"
	}
	i, err := issuer.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return i
}

func TestGoodTokens(t *testing.T) {
	p := newProvider(t, rsaKey.public(), ecKey.public(), edKey.public())
	i := open(t, issuer.Options{URL: p.URL})
	for _, k := range []pair{rsaKey, ecKey, edKey} {
		for why, token := range map[string]string{
			"plain":                                 sign(k, head(k), claims(p)),
			"several audiences":                     sign(k, head(k), claims(p, "aud", `["x","remit"]`)),
			"no type":                               sign(k, fmt.Sprintf(`{"alg":%q,"kid":%q}`, k.algorithm, k.id), claims(p)),
			"just expired":                          sign(k, head(k), claims(p, "exp", fmt.Sprint(now.Unix()-20))),
			"good very soon":                        sign(k, head(k), claims(p, "nbf", fmt.Sprint(now.Unix()+20))),
			"without a key's id, of which one fits": sign(k, fmt.Sprintf(`{"alg":%q}`, k.algorithm), claims(p)),
		} {
			if got, err := i.Verify(token, now); err != nil || got.Subject != "anna-secret" {
				t.Errorf("%s, %s: got %+v, %v", k.id, why, got, err)
			}
		}
	}
	if n := p.fetches.Load(); n != 1 {
		t.Errorf("the keys were fetched %d times", n)
	}
}

// hs256 signs with a public key as if it were a secret.
func hs256(secret []byte, head, claims string) string {
	signed := encoded(head) + "." + encoded(claims)
	sum := hmac.New(sha256.New, secret)
	sum.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(sum.Sum(nil))
}

// respelt is a token whose last character has bits that no byte takes.
func respelt(token string) string {
	const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(digits, token[len(token)-1])
	return token[:len(token)-1] + string(digits[last|1])
}

func TestBadTokens(t *testing.T) {
	small := pair{"small", "RS256", must(rsa.GenerateKey(rand.Reader, 1024))}
	encrypting := otherKey.public()
	encrypting.KeyID, encrypting.Use = "enc", "enc"
	p := newProvider(t, rsaKey.public(), ecKey.public(), small.public(), encrypting)
	evil := newProvider(t, otherKey.public())
	i := open(t, issuer.Options{URL: p.URL})
	der := must(x509.MarshalPKIXPublicKey(rsaKey.private.Public()))
	asPEM := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	jwk := string(must(json.Marshal(otherKey.public())))
	good := sign(rsaKey, head(rsaKey), claims(p))
	parts := strings.Split(good, ".")
	in := func(d time.Duration) string { return fmt.Sprint(now.Add(d).Unix()) }
	for why, token := range map[string]string{
		"none":                             "",
		"a key":                            "remit_abcdefghij_x",
		"another audience":                 sign(rsaKey, head(rsaKey), claims(p, "aud", `"other"`)),
		"no audience":                      sign(rsaKey, head(rsaKey), claims(p, "aud", "")),
		"an audience in another case":      sign(rsaKey, head(rsaKey), claims(p, "aud", "", "AUD", `"remit"`)),
		"an audience that has it":          sign(rsaKey, head(rsaKey), claims(p, "aud", `"remit2"`)),
		"audiences with null":              sign(rsaKey, head(rsaKey), claims(p, "aud", `[null,"remit"]`)),
		"another issuer":                   sign(rsaKey, head(rsaKey), claims(p, "iss", `"https://other.example.org"`)),
		"the issuer with a slash":          sign(rsaKey, head(rsaKey), claims(p, "iss", fmt.Sprintf("%q", p.URL+"/"))),
		"expired":                          sign(rsaKey, head(rsaKey), claims(p, "exp", in(-31*time.Second))),
		"no end":                           sign(rsaKey, head(rsaKey), claims(p, "exp", "")),
		"an end that is a text":            sign(rsaKey, head(rsaKey), claims(p, "exp", `"`+in(time.Hour)+`"`)),
		"an end beyond every year":         sign(rsaKey, head(rsaKey), claims(p, "exp", "1e300")),
		"good later":                       sign(rsaKey, head(rsaKey), claims(p, "nbf", in(31*time.Second))),
		"made later":                       sign(rsaKey, head(rsaKey), claims(p, "iat", in(time.Hour))),
		"no subject":                       sign(rsaKey, head(rsaKey), claims(p, "sub", "")),
		"a blank subject":                  sign(rsaKey, head(rsaKey), claims(p, "sub", `""`)),
		"a subject that is a number":       sign(rsaKey, head(rsaKey), claims(p, "sub", "7")),
		"bound to a caller's key":          sign(rsaKey, head(rsaKey), claims(p, "cnf", `{"jkt":"x"}`)),
		"a claim twice":                    sign(rsaKey, head(rsaKey), strings.Replace(claims(p), "{", `{"aud":"other",`, 1)),
		"a claim twice, the last is right": sign(rsaKey, head(rsaKey), strings.Replace(claims(p), "{", `{"org":"de-brug",`, 1)),
		"claims that are a list":           sign(rsaKey, head(rsaKey), "["+claims(p)+"]"),
		"none for an algorithm":            encoded(`{"alg":"none","kid":"rsa"}`) + "." + parts[1] + ".",
		"None for an algorithm":            encoded(`{"alg":"None"}`) + "." + parts[1] + "." + parts[2],
		"no algorithm":                     sign(rsaKey, `{"kid":"rsa"}`, claims(p)),
		"an algorithm twice":               sign(rsaKey, `{"alg":"none","alg":"RS256","kid":"rsa"}`, claims(p)),
		"HS256 with the public key (DER)":  hs256(der, `{"alg":"HS256","kid":"rsa"}`, claims(p)),
		"HS256 with the public key (PEM)":  hs256(asPEM, `{"alg":"HS256","kid":"rsa"}`, claims(p)),
		"HS256 said to be RS256":           hs256(asPEM, head(rsaKey), claims(p)),
		"signed by another key":            sign(otherKey, head(rsaKey), claims(p)),
		"the id of a key of another kind":  sign(rsaKey, `{"alg":"RS256","kid":"ec"}`, claims(p)),
		"a key for encryption":             sign(otherKey, `{"alg":"RS256","kid":"enc"}`, claims(p)),
		"a key that is too short":          sign(small, head(small), claims(p)),
		"an unknown key":                   sign(otherKey, head(otherKey), claims(p)),
		"a key it brings":                  sign(otherKey, `{"alg":"RS256","jwk":`+jwk+`}`, claims(p)),
		"a key it brings, with an id":      sign(otherKey, `{"alg":"RS256","kid":"rsa","jwk":`+jwk+`}`, claims(p)),
		"an address of keys":               sign(otherKey, `{"alg":"RS256","kid":"other","jku":"`+evil.URL+`/keys"}`, claims(p)),
		"an address of certificates":       sign(otherKey, `{"alg":"RS256","kid":"other","x5u":"`+evil.URL+`/chain"}`, claims(p)),
		"something critical":               sign(rsaKey, `{"alg":"RS256","kid":"rsa","crit":["b64"],"b64":true}`, claims(p)),
		"a token for something else":       sign(rsaKey, `{"alg":"RS256","kid":"rsa","typ":"logout+jwt"}`, claims(p)),
		"something before it":              "." + good,
		"a part more":                      good + "." + parts[2],
		"other claims":                     parts[0] + "." + encoded(claims(p, "sub", `"els"`)) + "." + parts[2],
		"a signature spelt otherwise":      respelt(sign(ecKey, head(ecKey), claims(p))),
		"a signature cut off":              good[:len(good)-4],
		"the form of JSON":                 fmt.Sprintf(`{"protected":%q,"payload":%q,"signature":%q}`, parts[0], parts[1], parts[2]),
		"too long":                         sign(rsaKey, head(rsaKey), claims(p, "x", `"`+strings.Repeat("x", 16<<10)+`"`)),
	} {
		got, err := i.Verify(token, now)
		if !errors.Is(err, issuer.ErrToken) || got.Subject != "" && err == nil {
			t.Errorf("%s: got %+v, %v", why, got, err)
		}
		if err != nil && (strings.Contains(err.Error(), "anna-secret") || strings.Contains(err.Error(), parts[1][:20])) {
			t.Errorf("%s: the error tells of the token: %v", why, err)
		}
	}
	if evil.fetches.Load()+evil.strange.Load() != 0 {
		t.Error("a token sent us elsewhere")
	}
	if _, err := i.Verify(good, now); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

// Which of two keys has signed is not guessed.
func TestTokenWithoutTheIDOfItsKey(t *testing.T) {
	p := newProvider(t, rsaKey.public(), otherKey.public())
	i := open(t, issuer.Options{URL: p.URL})
	if _, err := i.Verify(sign(rsaKey, `{"alg":"RS256"}`, claims(p)), now); !errors.Is(err, issuer.ErrToken) {
		t.Errorf("got %v", err)
	}
	if _, err := i.Verify(sign(rsaKey, head(rsaKey), claims(p)), now); err != nil {
		t.Error(err)
	}
}

// Of the algorithms only those that were chosen are taken.
func TestAlgorithmsAreChosen(t *testing.T) {
	p := newProvider(t, rsaKey.public(), ecKey.public())
	i := open(t, issuer.Options{URL: p.URL, Algorithms: []string{"ES256"}})
	if _, err := i.Verify(sign(ecKey, head(ecKey), claims(p)), now); err != nil {
		t.Error(err)
	}
	if _, err := i.Verify(sign(rsaKey, head(rsaKey), claims(p)), now); !errors.Is(err, issuer.ErrToken) {
		t.Errorf("got %v", err)
	}
}

// A token that was good before is looked at again: it ends, also for whoever shows it
// all the time.
func TestTokenThatWasSeenEnds(t *testing.T) {
	p := newProvider(t, rsaKey.public())
	i := open(t, issuer.Options{URL: p.URL})
	token := sign(rsaKey, head(rsaKey), claims(p, "exp", fmt.Sprint(now.Add(time.Minute).Unix()), "nbf", fmt.Sprint(now.Unix())))
	for after, want := range map[time.Duration]error{0: nil, time.Minute: nil, time.Minute + 31*time.Second: issuer.ErrToken, -31 * time.Second: issuer.ErrToken} {
		for range 3 {
			if got, err := i.Verify(token, now.Add(after)); !errors.Is(err, want) || (err == nil) != (got.Subject != "") {
				t.Errorf("after %s: got %+v, %v, want %v", after, got, err, want)
			}
		}
	}
}

func TestKeysRotate(t *testing.T) {
	p := newProvider(t, rsaKey.public())
	i := open(t, issuer.Options{URL: p.URL, Keys: p.URL + "/keys"})
	old, young := sign(rsaKey, head(rsaKey), claims(p)), sign(otherKey, head(otherKey), claims(p))
	wants := func(step, token string, at time.Time, want error) {
		t.Helper()
		if _, err := i.Verify(token, at); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", step, err, want)
		}
	}
	wants("the first", old, now, nil)
	wants("one that is not there yet", young, now, issuer.ErrToken)
	p.become(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{rsaKey.public(), otherKey.public()}}, false)
	for range 100 {
		wants("asked too often", young, now.Add(9*time.Second), issuer.ErrToken)
	}
	if n := p.fetches.Load(); n != 1 {
		t.Errorf("the keys were fetched %d times in 10 seconds", n)
	}
	wants("there is another key", young, now.Add(10*time.Second), nil)
	wants("the old one besides", old, now.Add(10*time.Second), nil)

	// A key that is taken back is good until the keys are looked at again.
	p.become(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{otherKey.public()}}, false)
	wants("still held", old, now.Add(time.Minute), nil)
	later := now.Add(6 * time.Minute)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, err := i.Verify(old, later); err != nil {
			break // the keys came in the background
		}
	}
	wants("taken back", old, later, issuer.ErrToken)
	wants("the new one", young, later, nil)
	p.become(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{}}, false)
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		if _, err := i.Verify(young, later.Add(6*time.Minute)); err != nil {
			break
		}
	}
	wants("all taken back", young, later.Add(6*time.Minute), issuer.ErrToken)
}

// While an issuer does not answer, what it said before holds for an hour; what it was
// not asked yet is neither good nor bad.
func TestIssuerThatDoesNotAnswer(t *testing.T) {
	p := newProvider(t, rsaKey.public())
	i := open(t, issuer.Options{URL: p.URL})
	good, unknown := sign(rsaKey, head(rsaKey), claims(p, "exp", fmt.Sprint(now.Add(9*time.Hour).Unix()))), sign(otherKey, head(otherKey), claims(p))
	wants := func(step, token string, after time.Duration, want error) {
		t.Helper()
		if _, err := i.Verify(token, now.Add(after)); !errors.Is(err, want) {
			t.Errorf("%s: got %v, want %v", step, err, want)
		}
	}
	p.become(nil, true)
	wants("before the first answer", good, 0, issuer.ErrNoKeys)
	wants("and again at once", good, time.Second, issuer.ErrNoKeys)
	if err := i.Prepare(now); !errors.Is(err, issuer.ErrNoKeys) {
		t.Errorf("got %v", err)
	}
	p.become(jose.JSONWebKeySet{Keys: []jose.JSONWebKey{rsaKey.public()}}, false)
	wants("it answers", good, 10*time.Second, nil)
	p.Close()
	wants("a key that is held", good, time.Minute, nil)
	wants("a key that it may have now", unknown, time.Minute, issuer.ErrNoKeys)
	wants("and again at once", unknown, time.Minute+time.Second, issuer.ErrNoKeys)
	wants("within an hour", good, time.Hour, nil)
	wants("after an hour", good, time.Hour+11*time.Second, issuer.ErrNoKeys)
	if _, err := i.VerifyNow(good, now.Add(2*time.Hour)); !errors.Is(err, issuer.ErrNoKeys) {
		t.Errorf("who does not wait: got %v", err)
	}
}

// What an issuer answers with is bounded, and is its own.
func TestAnswersThatAreNotTaken(t *testing.T) {
	good := jose.JSONWebKeySet{Keys: []jose.JSONWebKey{rsaKey.public()}}
	text := string(must(json.Marshal(good)))
	many := jose.JSONWebKeySet{}
	for n := range 101 {
		k := ecKey.public()
		k.KeyID = fmt.Sprint(n)
		many.Keys = append(many.Keys, k)
	}
	for why, set := range map[string]any{
		"huge":               text[:len(text)-1] + `,"x":"` + strings.Repeat("x", 300<<10) + `"}`,
		"blanks without end": strings.Repeat(" ", 4<<20) + text,
		"many keys":          many,
		"keys twice":         text[:len(text)-1] + `,"keys":[]}`,
		"no keys":            `{}`,
		"no JSON":            `<html>`,
		"something after it": text + "{}",
	} {
		p := newProvider(t)
		p.become(set, false)
		i := open(t, issuer.Options{URL: p.URL})
		if _, err := i.Verify(sign(rsaKey, head(rsaKey), claims(p)), now); !errors.Is(err, issuer.ErrNoKeys) {
			t.Errorf("%s: got %v", why, err)
		}
	}
	other := newProvider(t, rsaKey.public())
	other.names = "https://id.example.org"
	i := open(t, issuer.Options{URL: other.URL})
	if _, err := i.Verify(sign(rsaKey, head(rsaKey), claims(other)), now); !errors.Is(err, issuer.ErrNoKeys) {
		t.Errorf("a configuration of another issuer's: got %v", err)
	}
	secret := newProvider(t)
	secret.become(fmt.Sprintf(`{"keys":[{"kty":"oct","kid":"rsa","k":%q}]}`, encoded("secret")), false)
	i = open(t, issuer.Options{URL: secret.URL})
	if _, err := i.Verify(hs256([]byte("secret"), `{"alg":"HS256","kid":"rsa"}`, claims(secret)), now); !errors.Is(err, issuer.ErrToken) {
		t.Errorf("a secret among the keys: got %v", err)
	}
	from := newProvider(t, rsaKey.public())
	sends := httptest.NewServer(http.RedirectHandler(from.URL+"/keys", http.StatusFound))
	t.Cleanup(sends.Close)
	i = open(t, issuer.Options{URL: from.URL, Keys: sends.URL})
	if _, err := i.Verify(sign(rsaKey, head(rsaKey), claims(from)), now); !errors.Is(err, issuer.ErrNoKeys) || from.fetches.Load() != 0 {
		t.Errorf("an answer that sends elsewhere: got %v", err)
	}
}

// An issuer that hangs holds a caller for a while and no longer.
func TestIssuerThatHangs(t *testing.T) {
	release := make(chan bool)
	hangs := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	t.Cleanup(func() { close(release); hangs.Close() })
	i := open(t, issuer.Options{URL: hangs.URL})
	p := &provider{Server: hangs}
	token, begun := sign(rsaKey, head(rsaKey), claims(p)), time.Now()
	if _, err := i.VerifyNow(token, now); !errors.Is(err, issuer.ErrNoKeys) || time.Since(begun) > 2500*time.Millisecond {
		t.Errorf("who does not wait: got %v after %s", err, time.Since(begun))
	}
	if _, err := i.Verify(token, now); !errors.Is(err, issuer.ErrNoKeys) || time.Since(begun) > 20*time.Second {
		t.Errorf("got %v after %s", err, time.Since(begun))
	}
}

func TestWhoIsNoIssuer(t *testing.T) {
	for why, o := range map[string]issuer.Options{
		"no address":                   {Audience: "remit"},
		"a name":                       {URL: "id.example.org", Audience: "remit"},
		"in clear over a network":      {URL: "http://id.example.org", Audience: "remit"},
		"a password in it":             {URL: "https://u:p@id.example.org", Audience: "remit"},
		"no audience":                  {URL: "https://id.example.org"},
		"keys in clear":                {URL: "https://id.example.org", Audience: "remit", Keys: "http://id.example.org/keys"},
		"an algorithm with a secret":   {URL: "https://id.example.org", Audience: "remit", Algorithms: []string{"HS256"}},
		"no algorithm":                 {URL: "https://id.example.org", Audience: "remit", Algorithms: []string{"none"}},
		"an algorithm that is unknown": {URL: "https://id.example.org", Audience: "remit", Algorithms: []string{"RS256", ""}},
	} {
		if _, err := issuer.New(o); err == nil {
			t.Errorf("%s: got no error", why)
		}
	}
}

// A token is for what the settings make of its claims, and for nothing where they make
// nothing of it.
func TestCallers(t *testing.T) {
	p := newProvider(t, rsaKey.public())
	i := open(t, issuer.Options{URL: p.URL})
	scopes := issuer.Claim{Name: "scope", Values: map[string]string{"remit.read": "read", "remit.write": "write", "remit.admin": "admin"}}
	org := issuer.Tenants{Claim: issuer.Claim{Name: "org"}}
	mapped := issuer.Tenants{Claim: issuer.Claim{Name: "org", Values: map[string]string{"V": "veldzicht"}}}
	for _, tt := range []struct {
		why     string
		c       issuer.Callers
		claims  string
		purpose keys.Purpose
		tenants string
	}{
		{"fixed", issuer.Callers{Purpose: keys.Write, Tenants: issuer.Tenants{Named: []schema.TenantID{"a"}}}, claims(p), keys.Write, "[a]"},
		{"all tenants", issuer.Callers{Purpose: keys.Read, Tenants: issuer.Tenants{Everywhere: true}}, claims(p), keys.Read, "everywhere"},
		{"by claims", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p), keys.Read, "[veldzicht]"},
		{"both scopes", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p, "scope", `"remit.write remit.read"`), keys.Write, "[veldzicht]"},
		{"a list", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p, "scope", `["remit.write"]`, "org", `["b","a","b"]`), keys.Write, "[a b]"},
		{"a tenant by another name", issuer.Callers{PurposeClaim: scopes, Tenants: mapped}, claims(p, "org", `["V","W"]`), keys.Read, "[veldzicht]"},
		{"an administrator", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p, "scope", `"remit.admin"`), keys.Admin, "everywhere"},
		{"an administrator who asks too", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p, "scope", `"remit.admin remit.read"`), "", "[]"},
		{"no scope of ours", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p, "scope", `"openid"`), "", "[]"},
		{"no scope", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p, "scope", ""), "", "[]"},
		{"no tenant", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p, "org", ""), "", "[]"},
		{"no tenant of ours", issuer.Callers{PurposeClaim: scopes, Tenants: mapped}, claims(p, "org", `"veldzicht"`), "", "[]"},
		{"every tenant", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p, "org", `"*"`), "", "[]"},
		{"a tenant and something else", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p, "org", `["veldzicht","A/b"]`), "", "[]"},
		{"a tenant that is an object", issuer.Callers{PurposeClaim: scopes, Tenants: org}, claims(p, "org", `{"veldzicht":true}`), "", "[]"},
	} {
		tt.c.Issuer = i
		if err := tt.c.Validate(); err != nil {
			t.Errorf("%s: %v", tt.why, err)
		}
		k, err := tt.c.Find(sign(rsaKey, head(rsaKey), tt.claims), now)
		tenants := fmt.Sprint(k.Tenants)
		if k.Everywhere {
			tenants = "everywhere"
		}
		if err != nil || k.Purpose != tt.purpose || tenants != tt.tenants || !strings.HasPrefix(k.ID, "token_") || strings.Contains(k.ID, "anna") {
			t.Errorf("%s: got %+v, %v", tt.why, k, err)
		}
		if again, err := tt.c.FindNow(sign(rsaKey, head(rsaKey), tt.claims), now); err != nil || fmt.Sprint(again) != fmt.Sprint(k) {
			t.Errorf("%s, without waiting: got %+v, %v", tt.why, again, err)
		}
	}
	c := issuer.Callers{Issuer: i, Purpose: keys.Read, Tenants: issuer.Tenants{Everywhere: true}}
	one, _ := c.Find(sign(rsaKey, head(rsaKey), claims(p)), now)
	two, _ := c.Find(sign(rsaKey, head(rsaKey), claims(p, "sub", `"els"`)), now)
	if one.ID == two.ID {
		t.Error("two subjects are one caller")
	}
	if k, err := c.Find("x", now); !errors.Is(err, keys.ErrUnknown) || k.Purpose != "" {
		t.Errorf("got %+v, %v", k, err)
	}
	p.Close()
	if k, err := c.Find(sign(otherKey, head(otherKey), claims(p)), now.Add(time.Minute)); err == nil || errors.Is(err, keys.ErrUnknown) || k.Purpose != "" {
		t.Errorf("keys that are not to be had: got %+v, %v", k, err)
	}
}

func TestCallersThatAreForNothing(t *testing.T) {
	all := issuer.Tenants{Everywhere: true}
	for why, c := range map[string]issuer.Callers{
		"no purpose":                  {Tenants: all},
		"an unknown purpose":          {Purpose: "all", Tenants: all},
		"two purposes":                {Purpose: keys.Read, PurposeClaim: issuer.Claim{Name: "scope", Values: map[string]string{"r": "read"}}, Tenants: all},
		"a claim that means anything": {PurposeClaim: issuer.Claim{Name: "scope"}, Tenants: all},
		"a value for no purpose":      {PurposeClaim: issuer.Claim{Name: "scope", Values: map[string]string{"r": "reed"}}, Tenants: all},
		"no tenants":                  {Purpose: keys.Read},
		"all tenants and one":         {Purpose: keys.Read, Tenants: issuer.Tenants{Everywhere: true, Named: []schema.TenantID{"a"}}},
		"a tenant that is none":       {Purpose: keys.Read, Tenants: issuer.Tenants{Named: []schema.TenantID{"A"}}},
		"a value for no tenant":       {Purpose: keys.Read, Tenants: issuer.Tenants{Claim: issuer.Claim{Name: "org", Values: map[string]string{"x": "*"}}}},
	} {
		if err := c.Validate(); err == nil {
			t.Errorf("%s: got no error", why)
		}
	}
}
