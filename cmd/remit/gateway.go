package main

import (
	"context"
	"crypto/x509"
	"errors"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	authv3 "github.com/envoyproxy/go-control-plane/envoy/service/auth/v3"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/extauthz"
	"github.com/remit-authz/remit/checker/forwardauth"
	"github.com/remit-authz/remit/checker/gateway"
	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/issuer"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/service"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/internal/tracing"
	"github.com/remit-authz/remit/schema"
)

// maxAuthorities is how many bytes a file with authorities has at most.
const maxAuthorities = 1 << 20

// gatewayOf are the rules of the settings; nil where they have no routes.
func gatewayOf(g settings.Gateway, m schema.Model) (*gateway.Gateway, error) {
	if len(g.Routes) == 0 {
		return nil, nil
	}
	rules := gateway.Rules{Model: m, UserHeader: g.UserHeader, User: g.User, CertificateHeader: g.CertificateHeader, Principal: g.Principal}
	for _, network := range g.Trusted {
		prefix, err := netip.ParsePrefix(network)
		if err != nil {
			return nil, err
		}
		rules.Trusted = append(rules.Trusted, prefix)
	}
	for _, r := range g.Routes {
		rules.Routes = append(rules.Routes, gateway.Route(r))
	}
	users, err := g.Tokens.Users()
	if err != nil {
		return nil, err
	}
	if users != nil {
		rules.Token = holderOf(users)
	}
	if rules.Certificates, err = certificatesOf(g.Certificates); err != nil {
		return nil, err
	}
	return gateway.New(rules)
}

// holderOf says whom a token of an issuer's names.
func holderOf(users *issuer.Users) func(context.Context, string) (gateway.Holder, error) {
	return func(_ context.Context, token string) (gateway.Holder, error) {
		name, tenants, everywhere, err := users.Find(token, time.Now())
		if errors.Is(err, issuer.ErrNoKeys) {
			err = phrase.Errorf("%w: %w", gateway.ErrUnavailable, err)
		}
		return gateway.Holder{Name: name, Tenants: tenants, AnyTenant: everywhere}, err
	}
}

func certificatesOf(c settings.Certificates) (gateway.Certificates, error) {
	if c == (settings.Certificates{}) {
		return gateway.Certificates{}, nil
	}
	file, err := files.Open(c.Authorities)
	if err != nil {
		return gateway.Certificates{}, phrase.Errorf("reading who signs certificates: %w", err)
	}
	defer file.Close()
	text, err := files.ReadAll(file, maxAuthorities)
	if err != nil {
		return gateway.Certificates{}, phrase.Errorf("reading who signs certificates: %s: %w", c.Authorities, err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(text) {
		return gateway.Certificates{}, phrase.Errorf("%s has no certificate of an authority in PEM", c.Authorities)
	}
	return gateway.Certificates{Roots: roots, Field: c.Field}, nil
}

// gatewayRoute answers gateways over HTTP, which need no key.
func gatewayRoute(g *gateway.Gateway, may *checker.Checker, log *slog.Logger) service.Route {
	return service.Route{Pattern: "/forward-auth", Handler: forwardauth.New(forwardauth.Options{
		Checker: may, Gateway: g,
		Report: func(_ *http.Request, err error) { reportUnanswered(log, err) },
	})}
}

// reportUnanswered tells why a gateway had no decision. That a user's token is not good
// any more is no error of the service's.
func reportUnanswered(log *slog.Logger, err error) {
	level := slog.LevelError
	if errors.Is(err, issuer.ErrToken) {
		level = slog.LevelDebug
	}
	log.Log(context.Background(), level, "not answered", "error", err)
}

// startEnvoy answers Envoy, by the same rules.
func (p *program) startEnvoy(ctx context.Context, s serving, g *gateway.Gateway, may *checker.Checker, log *slog.Logger, traces *tracing.Tracing, started *closing) (stopped serves, err error) {
	if g == nil {
		return stopped, phrase.Errorf("--ext-authz answers by the routes of the settings, and there are none: see gateway in remit.yaml")
	}
	if len(g.Trusted) == 0 {
		return stopped, phrase.Errorf("--ext-authz answers gateways in networks that are trusted, and none is: see gateway: trusted in remit.yaml")
	}
	served, err := service.StartGRPC(ctx, service.GRPCOptions{
		Address: s.envoy, Certificate: s.certificate, PrivateKey: s.privateKey, Log: log, Stats: traces.Server(), Trusts: g.Trusts,
		Register: func(server *grpc.Server) {
			authv3.RegisterAuthorizationServer(server, extauthz.New(extauthz.Options{
				Checker: may, Gateway: g,
				Report: func(_ context.Context, err error) { reportUnanswered(log, err) },
			}))
		},
	})
	if err != nil {
		return stopped, advisedService(err)
	}
	started.add(served.Close)
	return serves{envoy: served.Done(), where: []phrase.Phrase{phrase.Of("serving Envoy on %s", served.Address())}}, nil
}
