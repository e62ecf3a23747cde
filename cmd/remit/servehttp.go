package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/authzen"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/forwardauth"
	"github.com/remit-authz/remit/internal/api"
	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/service"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/schema"
)

// modelMaxAge is within which an engine that gets another schema answers no more.
const modelMaxAge = time.Second

// startHTTP serves AuthZEN, and yields the error with which that stops by itself.
func (p *program) startHTTP(ctx context.Context, s serving, ring *keys.Ring, a answering, started *closing) (<-chan error, error) {
	options := checker.Options{Model: a.model, ModelMaxAge: modelMaxAge}
	if a.memory != nil {
		options.Memory = a.memory // and not a memory that is nil
	}
	log, may := p.requestLog(s.log), checker.New(a.conn, options)
	face := authzen.Options{
		Checker: may, Model: a.model,
		Explainer: authzen.Explain(explain.New(a.conn, explain.Options{Model: a.model})),
		MaxBytes:  int64(p.place.settings.Service.MaxBytes), Caller: callerOf, Base: s.base, Aliases: authzen.Aliases(p.place.settings.Aliases),
		Report: func(_ *http.Request, err error) { log.Error("not answered", "error", err) },
	}
	o := service.Options{
		Address: s.http, Open: s.open, Certificate: s.certificate, PrivateKey: s.privateKey,
		Limits: limitsOf(p.place.settings.Service), DrainFor: s.drainFor, Log: log,
		Ready: func(ctx context.Context) error { return a.ready(ctx) },
	}
	if ring != nil {
		o.Keys, face.PageKey = ring, ring.PageKey()
	}
	handler, err := authzen.New(face)
	if err != nil {
		return nil, err
	}
	if a.model.HasTenants() {
		o.Routes = p.actRoutes(a, may, log)
	}
	if len(p.place.settings.Gateway.Routes) > 0 {
		route, err := gatewayRoute(p.place.settings.Gateway, a.model, may, log)
		if err != nil {
			return nil, fmt.Errorf("the settings of the gateway: %w", err)
		}
		o.Routes = append(o.Routes, route)
	}
	for _, pattern := range handler.Patterns() {
		route := service.Route{Pattern: pattern.Path, Handler: handler}
		if !pattern.Public {
			route.May = keys.Key.MayAsk
		}
		o.Routes = append(o.Routes, route)
	}
	served, err := service.Start(ctx, o)
	if err != nil {
		return nil, advisedService(err)
	}
	started.add(served.Close)
	fmt.Fprintf(p.place.notes, "remit: serving HTTP on %s; stop it with Ctrl-C\n", s.http)
	return served.Done(), nil
}

// actRoutes serve acts and questions, which are of remit's own model.
func (p *program) actRoutes(a answering, may *checker.Checker, log *slog.Logger) (routes []service.Route) {
	h := api.New(api.Options{
		Conn: a.conn, Checker: may, Explainer: explain.New(a.conn, explain.Options{Model: a.model}), Model: a.model,
		Caller: func(r *http.Request) api.Caller {
			k, _ := service.KeyOf(r) // without one, that of nobody
			return api.Caller{ID: k.ID, Tenants: k.Tenants, Everywhere: k.Everywhere}
		},
		Emergencies: p.place.settings.EmergencyLimits,
		Report:      func(_ *http.Request, err error) { log.Error("not answered", "error", err) },
	})
	for _, pattern := range h.Patterns() {
		route := service.Route{Pattern: pattern.Path, Handler: h, May: keys.Key.MayAct}
		switch pattern.Need {
		case api.ToAsk:
			route.May = keys.Key.MayAsk
		case api.Nobody:
			route.May = nil
		}
		routes = append(routes, route)
	}
	return routes
}

// gatewayRoute answers gateways, which are known by where they are.
func gatewayRoute(g settings.Gateway, m schema.Model, may *checker.Checker, log *slog.Logger) (service.Route, error) {
	o := forwardauth.Options{
		Checker: may, Model: m, UserHeader: g.UserHeader, User: g.User,
		Report: func(_ *http.Request, err error) { log.Error("not answered", "error", err) },
	}
	for _, network := range g.Trusted {
		prefix, err := netip.ParsePrefix(network)
		if err != nil {
			return service.Route{}, err
		}
		o.Trusted = append(o.Trusted, prefix)
	}
	for _, r := range g.Routes {
		o.Routes = append(o.Routes, forwardauth.Route(r))
	}
	h, err := forwardauth.New(o)
	return service.Route{Pattern: "/forward-auth", Handler: h}, err
}

// limitsOf are what one key may take, as the settings say.
func limitsOf(s settings.Service) service.Limits {
	return service.Limits{Rate: s.Rate, Burst: s.Burst, Concurrent: s.Concurrent, Bytes: int64(s.MaxBytes)}
}

// callerOf is who calls, by the key that the service has looked at.
func callerOf(r *http.Request) (authzen.Caller, error) {
	k, ok := service.KeyOf(r)
	if !ok {
		return authzen.Caller{}, errors.New("the request came past the service")
	}
	return authzen.Caller{ID: k.ID, Tenants: k.Tenants, Everywhere: k.Everywhere}, nil
}

// ready says why HTTP is not to be asked: the engine does not answer, or has another
// model, or the memory is not fresh.
func (a answering) ready(ctx context.Context) error {
	if err := checker.CheckModel(ctx, a.conn, a.model); err != nil {
		return err
	}
	if a.memory == nil {
		return nil
	}
	if h := a.memory.Health(); !h.Answers {
		return fmt.Errorf("the memory is %s: %w", h.State, errors.Join(h.Reason, errNotFresh))
	}
	return nil
}

var errNotFresh = errors.New("it is not as new as it has to be")

// requestLog tells requests, for machines, at a level.
func (p *program) requestLog(level string) *slog.Logger {
	at := slog.LevelInfo
	switch level {
	case "off":
		at = slog.LevelWarn
	case "debug":
		at = slog.LevelDebug
	}
	return slog.New(slog.NewJSONHandler(p.err, &slog.HandlerOptions{Level: at}))
}

// advisedService names the flags that change what was refused.
func advisedService(err error) error {
	if errors.Is(err, service.ErrUnsafe) {
		return fmt.Errorf("%w: give --keys FILE (see `remit key create`), --tls-cert FILE and --tls-key FILE", err)
	}
	return err
}
