// Package api serves acts and questions as JSON over HTTP, under /v1: what an
// application does that is not in Go. openapi.json describes it. Assistants ask the same
// questions by the Model Context Protocol.
//
// Every act names who acts, and the model decides whether they may. The answer to one
// carries the revision that has it, and a question that names a revision is never
// answered from older data.
package api

import (
	"context"
	_ "embed"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/go-json-experiment/json"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/internal/ijson"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

//go:embed openapi.json
var description []byte

// Caller is the application that calls. The zero value may nothing.
type Caller struct {
	// ID tells callers apart.
	ID string
	// Tenants are those that it acts in and asks about; Everywhere says all of them.
	Tenants    []schema.TenantID
	Everywhere bool
}

// identity tells callers apart, and one from itself when it is for other tenants, as
// whoever has tokens may be: what was answered about some is not told it about others.
func (c Caller) identity() string {
	return fmt.Sprintf("%q %t %q", c.ID, c.Everywhere, c.Tenants)
}

// Options are a Handler's settings.
type Options struct {
	// Conn reaches the engine that acts are written to; it stays the caller's.
	Conn grpc.ClientConnInterface
	// Checker and Explainer answer questions.
	Checker   *checker.Checker
	Explainer *explain.Explainer
	// Model is theirs; remit's own, or what extends it.
	Model schema.Model
	// Caller is who calls, as was found out before.
	Caller func(*http.Request) Caller
	// Emergencies are a tenant's own limits.
	Emergencies func(schema.TenantID) emergency.Limits
	// AllowInvisible makes objects whose ids have characters that nobody sees, or that
	// turn the direction of text.
	AllowInvisible bool
	// Accesses are the emergency accesses that the record tells of; nil where there is no
	// record.
	Accesses func() ([]entry.Access, error)
	// Begun and Stopped are told of emergency access that began or was prolonged, and that
	// was stopped, once more where a request comes again; nil for nobody. Their errors are
	// those of requests whose act was done.
	Begun   func(context.Context, emergency.Running) error
	Stopped func(ctx context.Context, user, client schema.Ref, at schema.Revision) error
	// Refused is told of each act that was not done, and why; nil for nobody.
	Refused func(*http.Request, error)
	// Report is told why a request ended with 500 or more.
	Report func(*http.Request, error)
}

// Handler serves /v1. It is safe for concurrent use. Make one with New.
type Handler struct {
	Options
	mux       *http.ServeMux
	patterns  []Pattern
	forgotten sync.Map // the day on which a tenant's acts of before were let go, by tenant
}

// Need is what a key has to be for.
type Need int

// What keys are for here.
const (
	ToAct  Need = iota // the zero value needs most
	ToAsk              // questions
	Nobody             // no key is needed
)

// Pattern is of a part of what is served, as http.ServeMux has it.
type Pattern struct {
	Path string
	Need Need
}

// maxBytes is how large a request may be.
const maxBytes = 64 << 10

// New makes a handler.
func New(o Options) *Handler {
	h := &Handler{Options: o, mux: http.NewServeMux()}
	act(h, action[createRequest]{"/v1/objects", h.create, actedAgain[createRequest], nil})
	act(h, action[objectRequest]{"/v1/objects/remove", h.remove, actedAgain[objectRequest], h.nothingLeft})
	act(h, action[linkRequest]{"/v1/links", h.link, actedAgain[linkRequest], nil})
	act(h, action[linkRequest]{"/v1/links/remove", h.unlink, actedAgain[linkRequest], nil})
	act(h, action[emergencyRequest]{"/v1/emergencies", h.startEmergency, h.startedAgain, nil})
	act(h, action[emergencyRequest]{prolongPath, h.prolongEmergency, h.startedAgain, nil})
	act(h, action[stopRequest]{"/v1/emergencies/stop", h.stopEmergency, actedAgain[stopRequest], nil})
	act(h, action[reviewRequest]{"/v1/emergencies/review", h.reviewEmergency, actedAgain[reviewRequest], nil})
	ask(h, "/v1/emergencies/list", h.listEmergencies)
	ask(h, "/v1/emergencies/log", h.emergencyLog)
	ask(h, "/v1/can", h.can)
	ask(h, "/v1/which", h.which)
	ask(h, "/v1/who", h.who)
	ask(h, "/v1/explain", h.explain)
	h.handle(Pattern{"GET /openapi.json", Nobody}, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(description) // a caller that is gone needs none
	})
	return h
}

func (h *Handler) handle(p Pattern, answer http.HandlerFunc) {
	h.patterns = append(h.patterns, p)
	h.mux.HandleFunc(p.Path, answer)
}

// Patterns are those of all that the handler answers.
func (h *Handler) Patterns() []Pattern { return slices.Clone(h.patterns) }

// ServeHTTP answers a request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.mux.ServeHTTP(w, r) }

// call is one request under way.
type call struct {
	ctx    context.Context
	caller Caller
	now    time.Time
	// engine is what an act is written to.
	engine grpc.ClientConnInterface
}

// ask serves questions, which change nothing.
func ask[Request any](h *Handler, path string, answer func(call, Request) (any, error)) {
	h.handle(Pattern{"POST " + path, ToAsk}, func(w http.ResponseWriter, r *http.Request) {
		request, err := read[Request](w, r)
		if err != nil {
			h.fail(w, r, err)
			return
		}
		result, err := answer(h.call(r), request)
		if err != nil {
			h.fail(w, r, err)
			return
		}
		write(w, http.StatusOK, result)
	})
}

// act serves acts: one that comes again with the key of one that was done does
// nothing, and is answered as that was.
func act[Request actor](h *Handler, a action[Request]) {
	h.handle(Pattern{"POST " + a.path, ToAct}, func(w http.ResponseWriter, r *http.Request) {
		request, err := read[Request](w, r)
		if err != nil {
			h.fail(w, r, err)
			return
		}
		c := h.call(r)
		c.ctx = context.WithoutCancel(c.ctx) // whoever hangs up leaves no half of an act
		result, err := a.once(h, c, r.Header.Get(headerOnce), request)
		if err == nil {
			err = h.tell(c, a.path, request, result)
		}
		if err != nil && h.Refused != nil {
			h.Refused(r, err)
		}
		if err != nil {
			h.fail(w, r, err)
			return
		}
		write(w, http.StatusOK, result)
	})
}

func (h *Handler) call(r *http.Request) call {
	caller := h.Caller(r)
	return call{r.Context(), caller, time.Now(), provenance.From(h.Conn, caller.ID)}
}

// read reads a request. A member that it does not know is refused: one that is
// misspelt would be an act without it.
func read[Request any](w http.ResponseWriter, r *http.Request) (request Request, err error) {
	if err := ijson.Read(w, r, maxBytes, &request, json.RejectUnknownMembers(true)); err != nil {
		return request, problem{http.StatusBadRequest, "malformed", err.Error()}
	}
	return request, nil
}

func write(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = json.MarshalWrite(w, answer) // a caller that is gone needs none
}

// ref is what a member names, if it is the caller's to name.
func (h *Handler) ref(c call, member, text string) (schema.Ref, error) {
	if text == "" {
		return schema.Ref{}, malformed("%s is missing", member)
	}
	ref, err := h.Model.ParseRef(text)
	if err != nil {
		return schema.Ref{}, malformed("%s: %v", member, err)
	}
	return ref, c.within(ref.Tenant)
}

// within refuses a tenant that the caller is not for, whether it exists or not.
func (c call) within(tenant schema.TenantID) error {
	if c.caller.Everywhere || slices.Contains(c.caller.Tenants, tenant) {
		return nil
	}
	return problem{http.StatusForbidden, "tenant", "the key is not for this tenant"}
}
