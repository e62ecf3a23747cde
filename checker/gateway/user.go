package gateway

import (
	"context"
	"crypto/x509"
	"errors"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/checker/internal/decision"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// ErrUnavailable means that it cannot be said now who asks: a gateway is told that
// there is no answer, not that nobody asks.
var ErrUnavailable = decision.ErrUnavailable

// placeOfUser is what stands for a user's name in Rules.User.
const placeOfUser = "{user}"

// Request is what is known of whoever makes a request that a gateway asks about.
type Request struct {
	// Peer is the address of whoever asks, the gateway; as net/http has it.
	Peer string
	// Values are those of a header of the request.
	Values func(name string) []string
	// Connection are the certificates that the peer has shown in the handshake, its own
	// first.
	Connection []*x509.Certificate
	// Certificate and Principal are what Envoy says of its user.
	Certificate, Principal string
}

// Requester is who makes a request: the zero Ref for nobody. Every way in which the
// rules let a user be known has to name the same one; one that is tried and fails is
// nobody, and an error says why.
func (g *Gateway) Requester(ctx context.Context, r Request) (schema.Ref, error) {
	var found []schema.Ref
	for _, way := range []func(context.Context, Request) (schema.Ref, error){g.byToken, g.byConnection, g.byHeader, g.byCertificate, g.byPrincipal} {
		user, err := way(ctx, r)
		switch {
		case errors.Is(err, errNotTried):
		case err != nil:
			return schema.Ref{}, err
		default:
			found = append(found, user)
		}
	}
	if len(found) == 0 || slices.ContainsFunc(found, func(u schema.Ref) bool { return u != found[0] }) {
		return schema.Ref{}, nil
	}
	return found[0], nil
}

// errNotTried means that a request has nothing of a way to know its user, or that the
// rules do not look at it.
var errNotTried = phrase.Errorf("not tried")

// named is the user who is known by a name.
func (g *Gateway) named(name string) (schema.Ref, error) {
	if name == "" {
		return schema.Ref{}, phrase.Errorf("the user has no name")
	}
	return g.Model.ParseRef(strings.Replace(g.User, placeOfUser, name, 1))
}

// Trusts says whether what a peer says of its users is believed. In a protocol in which
// a gateway says everything itself, nobody else asks at all.
func (g *Gateway) Trusts(peer string) bool {
	from, err := netip.ParseAddrPort(peer)
	return err == nil && slices.ContainsFunc(g.Trusted, func(p netip.Prefix) bool { return p.Contains(from.Addr().Unmap()) })
}

// one is the only value of a header. A second one could be what the user has sent.
func one(r Request, header string) (string, error) {
	if header == "" {
		return "", errNotTried
	}
	switch values := r.Values(header); {
	case len(values) == 0:
		return "", errNotTried
	case len(values) > 1:
		return "", phrase.Errorf("a header is there twice that names the user")
	default:
		return values[0], nil
	}
}

func (g *Gateway) byHeader(_ context.Context, r Request) (schema.Ref, error) {
	if !g.Trusts(r.Peer) {
		return schema.Ref{}, errNotTried
	}
	name, err := one(r, g.UserHeader)
	if err != nil {
		return schema.Ref{}, err
	}
	return g.named(name)
}

func (g *Gateway) byToken(ctx context.Context, r Request) (schema.Ref, error) {
	if g.Token == nil {
		return schema.Ref{}, errNotTried
	}
	text, err := one(r, "Authorization")
	if err != nil {
		return schema.Ref{}, err
	}
	scheme, token, _ := strings.Cut(text, " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return schema.Ref{}, errNotTried
	}
	holder, err := g.Token(ctx, strings.TrimSpace(token))
	if err != nil {
		return schema.Ref{}, err
	}
	user, err := g.named(holder.Name)
	if err == nil && !holder.AnyTenant && !slices.Contains(holder.Tenants, user.Tenant) {
		return schema.Ref{}, phrase.Errorf("the token is for another tenant")
	}
	return user, err
}

// byConnection takes the certificate of whoever asks for themselves: that of a gateway
// is its own.
func (g *Gateway) byConnection(_ context.Context, r Request) (schema.Ref, error) {
	if g.Certificates.Roots == nil || len(r.Connection) == 0 || g.Trusts(r.Peer) {
		return schema.Ref{}, errNotTried
	}
	name, err := g.Certificates.name(r.Connection, time.Now())
	if err != nil {
		return schema.Ref{}, err
	}
	return g.named(name)
}

// byCertificate takes a certificate that a trusted gateway hands on: the gateway has
// seen that its user has the private key.
func (g *Gateway) byCertificate(_ context.Context, r Request) (schema.Ref, error) {
	if !g.Trusts(r.Peer) || g.Certificates.Roots == nil {
		return schema.Ref{}, errNotTried
	}
	text, err := one(r, g.CertificateHeader)
	switch {
	case errors.Is(err, errNotTried) && r.Certificate == "":
		return schema.Ref{}, err
	case errors.Is(err, errNotTried):
		text = r.Certificate
	case err != nil:
		return schema.Ref{}, err
	case r.Certificate != "" && r.Certificate != text:
		return schema.Ref{}, phrase.Errorf("two certificates name the user")
	}
	chain, err := certificatesIn(text)
	if err != nil {
		return schema.Ref{}, err
	}
	name, err := g.Certificates.name(chain, time.Now())
	if err != nil {
		return schema.Ref{}, err
	}
	return g.named(name)
}

func (g *Gateway) byPrincipal(_ context.Context, r Request) (schema.Ref, error) {
	if !g.Trusts(r.Peer) || !g.Principal || r.Principal == "" {
		return schema.Ref{}, errNotTried
	}
	return g.named(r.Principal)
}
