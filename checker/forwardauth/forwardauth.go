// Package forwardauth answers gateways that ask before they let a request through:
// nginx (auth_request), Traefik (ForwardAuth) and Caddy (forward_auth). Routes say which
// permission on which resource a request needs; whatever no route names is denied.
package forwardauth

import (
	"errors"
	"net/http"

	"github.com/remit-authz/remit/checker/gateway"
	"github.com/remit-authz/remit/checker/httpauth"
	"github.com/remit-authz/remit/schema"
)

// What a gateway tells of the request that it asks about. Traefik and Caddy do it by
// themselves.
const (
	headerMethod = "X-Forwarded-Method"
	headerURI    = "X-Forwarded-Uri"
)

// Options are a gateway's settings.
type Options struct {
	// Checker answers.
	Checker httpauth.Checker
	// Gateway has the routes, and says who asks.
	Gateway *gateway.Gateway
	// Report is as in httpauth.Guard.
	Report func(*http.Request, error)
}

// New is a handler that answers 200 for what may pass, 401 where nobody is known to ask,
// 403 for what is denied or that no route names, and 503 where the engine does not
// answer, or it cannot be said now who asks. All options but Report are required.
func New(o Options) http.Handler {
	guard := httpauth.Guard{Checker: o.Checker, Report: o.Report, Subject: func(r *http.Request) (schema.Ref, error) {
		return o.Gateway.Requester(r.Context(), requestOf(r))
	}}
	return guard.Wrap(o.ask, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
	}))
}

// ask is what a gateway's request needs.
func (o Options) ask(r *http.Request) (schema.Permission, schema.Ref, error) {
	methods, uris := r.Header.Values(headerMethod), r.Header.Values(headerURI)
	if len(methods) != 1 || len(uris) != 1 {
		return "", schema.Ref{}, httpauth.ErrNoQuestion
	}
	permission, resource, err := o.Gateway.Ask(r.Context(), methods[0], uris[0])
	if errors.Is(err, gateway.ErrNoQuestion) {
		err = httpauth.ErrNoQuestion
	}
	return permission, resource, err
}

func requestOf(r *http.Request) gateway.Request {
	asked := gateway.Request{Peer: r.RemoteAddr, Values: r.Header.Values}
	if r.TLS != nil {
		asked.Connection = r.TLS.PeerCertificates
	}
	return asked
}
