package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/authzen"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/telemetry"
	"github.com/remit-authz/remit/internal/api"
	"github.com/remit-authz/remit/internal/hooks"
	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/service"
	"github.com/remit-authz/remit/internal/settings"
)

// modelMaxAge is within which an engine that gets another schema answers no more.
const modelMaxAge = time.Second

// startHTTP serves AuthZEN, and gateways besides. What it returns yields the errors with
// which that stops by itself.
func (p *program) startHTTP(ctx context.Context, s serving, from *credentials, a answering, started *closing) (stopped serves, err error) {
	options := checker.Options{Model: a.model, ModelMaxAge: modelMaxAge}
	if a.memory != nil {
		options.Memory = a.memory // and not a memory that is nil
	}
	if a.decisions != nil {
		options.Witness = a.decisions
	}
	if a.traces != nil {
		if options.Observer, err = telemetry.New(telemetry.Options{Tracers: a.traces.Provider()}); err != nil {
			return stopped, err
		}
	}
	a.conn = a.traces.Conn(a.conn)
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
		Ready: func(ctx context.Context) error { return a.ready(ctx) }, Warnings: a.warnings, Remarks: a.remarks, Trace: a.traces.Handler,
	}
	if !s.open {
		o.Keys, face.PageKey = from, from.pageKey()
	}
	if a.record != nil {
		o.Collectors = append(o.Collectors, recordMetrics{a.record})
	}
	if a.memory != nil {
		o.Collectors = append(o.Collectors, memoryMetrics{a.memory})
	}
	handler, err := authzen.New(face)
	if err != nil {
		return stopped, err
	}
	if a.model.HasTenants() {
		teller, err := p.startHooks(func(err error) { log.Error("nobody was told", "error", err) })
		if err != nil {
			return stopped, err
		}
		started.add(func() error { teller.Close(hooksWait); return nil })
		o.Routes = p.actRoutes(a, may, log, teller)
	}
	gate, err := gatewayOf(p.place.settings.Gateway, a.model)
	if err != nil {
		return stopped, phrase.Errorf("the settings of the gateway: %w", err)
	}
	if gate != nil {
		o.Routes = append(o.Routes, gatewayRoute(gate, may, log))
		o.AskCertificates = gate.Certificates.Roots != nil
	}
	for _, pattern := range handler.Patterns() {
		route := service.Route{Pattern: pattern.Path, Handler: handler}
		if !pattern.Public {
			route.May = keys.Key.MayAsk
		}
		o.Routes = append(o.Routes, route)
	}
	if a.decisions != nil {
		o.Collectors = append(o.Collectors, decisionMetrics{a.decisions})
		for i, r := range o.Routes {
			o.Routes[i].Handler = asked(r)
		}
	}
	if s.envoy != "" { // before HTTP, which says first that it is not ready, and is closed first
		if stopped, err = p.startEnvoy(ctx, s, gate, may, log, a.traces, started); err != nil {
			return stopped, err
		}
	}
	served, err := service.Start(ctx, o)
	if err != nil {
		return stopped, advisedService(err)
	}
	started.add(served.Close)
	stopped.where = append(stopped.where, phrase.Of("serving HTTP on %s; stop it with Ctrl-C", served.Address()))
	stopped.http = served.Done()
	return stopped, nil
}

// actRoutes serve acts and questions, which are of remit's own model.
func (p *program) actRoutes(a answering, may *checker.Checker, log *slog.Logger, teller *hooks.Teller) (routes []service.Route) {
	h := api.New(api.Options{
		Conn: a.conn, Checker: may, Explainer: explain.New(a.conn, explain.Options{Model: a.model}), Model: a.model,
		Caller: func(r *http.Request) api.Caller {
			k, _ := service.KeyOf(r) // without one, that of nobody
			return api.Caller{ID: k.ID, Tenants: k.Tenants, Everywhere: k.Everywhere}
		},
		Emergencies: p.place.settings.EmergencyLimits, AllowInvisible: p.place.reading.AllowInvisible,
		Accesses: a.accesses, Refused: a.refusing(log), Begun: tellBegun(teller), Stopped: tellStopped(teller),
		Report: func(_ *http.Request, err error) { log.Error("not answered", "error", err) },
	})
	routes = append(routes, service.Route{Pattern: "/mcp", Handler: h.AssistantHandler(), May: keys.Key.MayAsk})
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

// limitsOf are what one key may take, as the settings say.
func limitsOf(s settings.Service) service.Limits {
	return service.Limits{Rate: s.Rate, Burst: s.Burst, Concurrent: s.Concurrent, Bytes: int64(s.MaxBytes)}
}

// callerOf is who calls, by the key that the service has looked at.
func callerOf(r *http.Request) (authzen.Caller, error) {
	k, ok := service.KeyOf(r)
	if !ok {
		return authzen.Caller{}, phrase.Errorf("the request came past the service")
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
		return phrase.Errorf("the memory is %s: %w", h.State, errors.Join(h.Reason, errNotFresh))
	}
	return nil
}

var errNotFresh = phrase.Errorf("it is not as new as it has to be")

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
		return phrase.Errorf("%w: give --keys FILE (see `remit key create`), --tls-cert FILE and --tls-key FILE", err)
	}
	return err
}
