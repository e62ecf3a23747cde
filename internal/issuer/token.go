package issuer

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/internal/ijson"
)

const (
	// maxToken is how long a token may be: with more, a request has other troubles.
	maxToken = 16 << 10
	// maxSubject is how long a subject is at most (OpenID Connect Core, 2).
	maxSubject = 255
	// latest is the last moment that a token may name.
	latest = 253402300799
)

// head is what a token says of its signature. Whatever else it says there (keys,
// certificates, addresses of them) comes from whoever made it, and is not looked at.
type head struct {
	Algorithm string          `json:"alg"`
	Key       string          `json:"kid"`
	Type      string          `json:"typ"`
	Critical  *jsontext.Value `json:"crit"`
}

// tokenTypes are those of an access token and of an identity token. A token of
// another type was made for something else.
var tokenTypes = []string{"", "jwt", "at+jwt", "application/at+jwt"}

// headOf reads the head of a token in the compact form, which is the only one that is
// taken.
func headOf(token string) (h head, err error) {
	parts := strings.Split(token, ".")
	if len(token) > maxToken || len(parts) != 3 {
		return head{}, bad("it is none")
	}
	var decoded [3][]byte
	for n, part := range parts {
		if decoded[n], err = base64.RawURLEncoding.Strict().DecodeString(part); err != nil {
			return head{}, bad("it is none") // nor is one that is spelt in another way
		}
	}
	if ijson.Unmarshal(decoded[0], &h) != nil {
		return head{}, bad("its head cannot be read")
	}
	switch {
	case h.Critical != nil:
		return head{}, bad("it wants something that is not known")
	case !slices.Contains(tokenTypes, strings.ToLower(h.Type)):
		return head{}, bad("it is of another type")
	}
	return h, nil
}

// Claims are what a token says that has been verified. The zero value says nothing.
type Claims struct {
	// Subject is whom the token is about.
	Subject string
	members map[string]jsontext.Value
}

// claimsOf reads a payload as strictly as a request's JSON: what it names twice could
// be read in two ways.
func claimsOf(verified *oidc.IDToken) (c Claims, err error) {
	var text json.RawMessage
	if err := verified.Claims(&text); err != nil || ijson.Unmarshal(text, &c.members) != nil {
		return Claims{}, bad("its claims cannot be read")
	}
	_ = json.Unmarshal(c.members["sub"], &c.Subject) // one that is no text is blank
	return c, nil
}

// hold refuses claims that are not good. The library has looked at some of them
// already, with names in any case and with five minutes for the clock.
func (c Claims) hold(issuer, audience string, now time.Time) error {
	var from string
	if json.Unmarshal(c.members["iss"], &from) != nil || from != issuer {
		return bad("it is of another issuer")
	}
	if !slices.Contains(c.texts("aud"), audience) {
		return bad("it is for another audience")
	}
	if c.Subject == "" || len(c.Subject) > maxSubject {
		return bad("it names no subject")
	}
	if _, bound := c.members["cnf"]; bound {
		return bad("it is good only with a key that its caller has, which is not looked at here")
	}
	end, ok := c.moment("exp")
	if !ok || !now.Before(end.Add(leeway)) {
		return bad("it has expired")
	}
	for _, name := range []string{"nbf", "iat"} {
		if _, there := c.members[name]; !there {
			continue
		}
		if begin, ok := c.moment(name); !ok || begin.After(now.Add(leeway)) {
			return bad("it is not good yet")
		}
	}
	return nil
}

func (c Claims) moment(name string) (time.Time, bool) {
	var seconds float64
	if c.members[name].Kind() != '0' || json.Unmarshal(c.members[name], &seconds) != nil || seconds < 0 || seconds > latest {
		return time.Time{}, false
	}
	return time.Unix(int64(seconds), 0), true
}

// texts are a claim that is a text, or a list of them; none for any other.
func (c Claims) texts(name string) []string {
	var one string
	var several []string
	switch value := c.members[name]; value.Kind() {
	case '"':
		if json.Unmarshal(value, &one) == nil {
			return []string{one}
		}
	case '[':
		if json.Unmarshal(value, &several) == nil && !slices.Contains(several, "") { // a null among them is ""
			return several
		}
	}
	return nil
}

// Words are the values of a claim: a list of texts, or one text with blanks between
// them, as OAuth's scope is.
func (c Claims) Words(name string) []string {
	var words []string
	for _, text := range c.texts(name) {
		words = append(words, strings.Fields(text)...)
	}
	return words
}

// Text is a claim that is one text; blank for any other.
func (c Claims) Text(name string) string {
	if c.members[name].Kind() != '"' {
		return ""
	}
	return strings.Join(c.texts(name), "")
}
