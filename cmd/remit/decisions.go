package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
	"google.golang.org/grpc/metadata"

	"github.com/remit-authz/remit/checker/decisions"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/service"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/acts"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

// decisions is the folder of the record of decisions: the one that is named, or the one
// beside the store; blank where there is neither.
func (p *place) decisions(named string) string {
	switch {
	case named != "":
		return named
	case p.hasNoStore() || p.isOther():
		return ""
	}
	return decisions.Beside(p.storeName())
}

// startDecisions records what is answered, as the settings say, and acts that are
// refused; nil where there is no folder for it and nothing is to be recorded.
//
// An engine over a store knows the record beside that.
func (p *program) startDecisions(ctx context.Context, named string, e *embedded.Engine, a answering, started *closing) (*decisions.Log, error) {
	o, folder := recording(p.place.settings.Decisions), p.place.decisions(named)
	switch {
	case folder == "" && o.Record == decisions.None:
		return nil, nil
	case folder == "":
		return nil, phrase.Errorf("decisions are to be recorded, and there is no store beside which: say where with --decisions FOLDER")
	case !a.model.HasTenants():
		return nil, phrase.Errorf("decisions are recorded of remit's own model: leave --decisions and the setting out")
	}
	o.Explain = explain.New(a.conn, explain.Options{Model: a.model}).Explain
	beside := e != nil && named == ""
	if beside {
		var err error
		if o.Known, err = e.Known(embedded.Decisions); err != nil {
			return nil, err
		}
	}
	log, err := decisions.Open(folder, o)
	if err != nil {
		return nil, phrase.Errorf("the record of decisions: %w", err)
	}
	if beside {
		e.Begun(ctx, embedded.Decisions)
	}
	started.add(log.Close)
	return log, nil
}

// recording is what the settings say of decisions.
func recording(d settings.Decisions) decisions.Options {
	which := map[string]decisions.Which{"denials": decisions.Denials, "named": decisions.Named, "all": decisions.All}[d.Record]
	return decisions.Options{Record: which, Permissions: d.Permissions, Share: d.Share, Required: d.Required}
}

// watchDecisions says what is not recorded, when it is more than before.
func (p *program) watchDecisions(log *decisions.Log) func() {
	if log == nil {
		return func() {}
	}
	said, before := error(nil), int64(0)
	return func() {
		lost, err := log.Health()
		if lost > before {
			p.tell("%d {decision was|decisions were} not recorded, %d in all", lost-before, lost)
		}
		if err != nil && said == nil {
			p.tell("decisions are not recorded: %v", err)
		}
		said, before = err, lost
	}
}

// asked tells the record who asks, and by which face.
func asked(r service.Route) http.Handler {
	_, path, _ := strings.Cut(r.Pattern, "/")
	via, _, _ := strings.Cut(path, "/")
	if via != "v1" && via != "forward-auth" && via != "mcp" {
		via = "authzen"
	}
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		k, _ := service.KeyOf(request)
		r.Handler.ServeHTTP(w, request.WithContext(decisions.With(request.Context(), decisions.Asker{Via: via, Caller: k.ID})))
	})
}

// grpcAsker is who calls over gRPC, by what was shown and looked at before.
func grpcAsker(from *credentials) func(context.Context) decisions.Asker {
	return func(ctx context.Context) decisions.Asker {
		a := decisions.Asker{Via: "grpc"}
		if shown := metadata.ValueFromIncomingContext(ctx, "authorization"); len(shown) > 0 {
			if _, token, found := strings.Cut(shown[0], " "); found {
				k, _ := from.Find(token, time.Now()) // one that was revoked meanwhile has no name
				a.Caller = k.ID
			}
		}
		return a
	}
}

// decisionMetrics count what was not recorded.
type decisionMetrics struct{ log *decisions.Log }

var decisionsLost = prometheus.NewDesc("remit_decisions_lost_total", "Decisions that were to be recorded and are only counted.", nil, nil)

// Describe is prometheus.Collector's.
func (decisionMetrics) Describe(to chan<- *prometheus.Desc) { to <- decisionsLost }

// Collect is prometheus.Collector's.
func (m decisionMetrics) Collect(to chan<- prometheus.Metric) {
	lost, _ := m.log.Health()
	to <- prometheus.MustNewConstMetric(decisionsLost, prometheus.CounterValue, float64(lost))
}

// refusing records acts that were refused over HTTP. That one could not be is said: the
// refusal stands.
func (a answering) refusing(log *slog.Logger) func(*http.Request, error) {
	if a.decisions == nil {
		return nil
	}
	return func(r *http.Request, err error) {
		refusal, ok := refusalOf(err)
		if !ok {
			return
		}
		k, _ := service.KeyOf(r)
		refusal.Caller = k.ID
		e := entry.Entry{Refused: &refusal, Provenance: provenance.Provenance{By: "remit serve"}}
		if err := a.decisions.Refused(context.WithoutCancel(r.Context()), e); err != nil {
			log.Error("a refusal is not recorded", "error", err)
		}
	}
}

// refusalOf is what was refused, where that is an act.
func refusalOf(err error) (entry.Refusal, bool) {
	var act *acts.RefusedError
	var access *emergency.RefusedError
	var limits *loader.RefusedError
	switch {
	case errors.As(err, &act):
		reasons := act.Reasons
		if act.Permission != "" {
			reasons = append(reasons, phrase.Of("lacks %s on %s", act.Permission, act.On.Text()).String())
		}
		return entry.Refusal{Act: act.Act, User: objectOf(act.By), Objects: []relation.Object{objectOf(act.Object)}, Reasons: reasons}, true
	case errors.As(err, &access):
		does := "emergency"
		if access.Review {
			does = "review of an emergency"
		}
		return entry.Refusal{Act: does, User: objectOf(access.User), Objects: []relation.Object{objectOf(access.Client)}, Reasons: access.Reasons}, true
	case errors.As(err, &limits):
		refused := entry.Refusal{Act: "plan"}
		for _, r := range limits.Refusals { // each by itself, which is known again in every language
			refused.Reasons = append(refused.Reasons, r.String())
		}
		return refused, true
	}
	return entry.Refusal{}, false
}

// objectOf is a reference as it is recorded, whatever somebody gave for one.
func objectOf(r schema.Ref) relation.Object {
	if r.Validate() != nil {
		return relation.Object{}
	}
	return relation.ObjectOf(r)
}

// noteRefusal records beside the store what a verb was refused. That it could not be is
// said: the refusal stands.
func (p *program) noteRefusal(ctx context.Context, verb *cobra.Command, err error) {
	refusal, ok := refusalOf(err)
	folder := p.place.decisions("")
	if _, missing := os.Stat(p.place.storeName()); !ok || folder == "" || missing != nil {
		return
	}
	by := provenance.Provenance{By: verb.CommandPath(), Actor: schema.Shown(currentUser())}
	if flag := verb.Flag("actor"); flag != nil {
		by.Actor = schema.Shown(flag.Value.String())
	}
	ctx = context.WithoutCancel(ctx)
	known, err := p.knownRecords(ctx)
	if err == nil {
		var log *decisions.Log
		if log, err = decisions.Open(folder, decisions.Options{Aside: true, Known: known.Decisions}); err == nil {
			err = errors.Join(log.Refused(ctx, entry.Entry{Refused: &refusal, Provenance: by}), log.Close(), embedded.Remember(ctx, p.place.storeName(), embedded.Decisions, known.Decisions))
		}
	}
	if err != nil {
		p.tell("the refusal is not recorded: %v", err)
	}
}
