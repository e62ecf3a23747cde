// Package authzen serves the OpenID AuthZEN Authorization API 1.0 over a checker:
// evaluation, evaluations, the three searches and the metadata.
//
//	handler, err := authzen.New(authzen.Options{Checker: may, Caller: callerOf})
//
// A subject's and a resource's type are types of the model, an action's name is a
// permission of the resource's type, and an id is "tenant/id": "veldzicht/c-1001".
// To a caller of one tenant, and under /TENANT/access/v1/…, an id is the source's
// own, "c-1001"; what begins with that tenant and "/" is read in full there, so that
// an id which itself begins so is to be written in full. In a model without tenants
// an id is the schema's.
//
// Denied is 200 and {"decision":false}, and so is whatever names what there is not:
// an unknown type, id or action, or another tenant's. Of a search it is an empty
// list. What cannot be read is 400, a caller that is not known 401, and an engine
// that does not answer 503: never a decision.
//
// # Values for caveats
//
// A parameter of a caveat takes the member of its name of the context, the subject's
// properties, the resource's or the action's; the later of these goes before. One
// called context_x, subject_x, resource_x or action_x takes the member x of that one
// alone. What was written with the relationship goes before all of them, as in every
// engine, and the time, "now", is the server's.
//
// # Reasons
//
// Whoever sends the header Remit-Reasons with en, nl or fr, or has the member
// remit_reasons in the context, is told why: the answer has a context with
// reason_admin, which is not for the user, revision, and explanation. Nobody else is
// told anything but the decision.
package authzen

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/internal/ijson"
	"github.com/remit-authz/remit/schema"
)

// Options are a Handler's settings. Checker is required, and without Caller nobody
// is known.
type Options struct {
	// Checker answers. Whatever it is bound to, such as a memory, holds.
	Checker *checker.Checker
	// Model is that of the checker; this program's own by default.
	Model schema.Model
	// Explainer says why to those who want to know; without one they are told the
	// revision alone.
	Explainer Explainer
	// Caller says who calls, from what authentication has found out. Its error is
	// nobody, as is every caller without this function: 401. It never decides.
	Caller func(*http.Request) (Caller, error)
	// Base is the address that callers know the service by, such as
	// "https://pdp.example.org"; blank serves no metadata. It is never taken from a
	// request.
	Base string
	// Aliases are what callers may say in place of the model's names.
	Aliases Aliases
	// PageKey seals what goes on with a list, in 32 bytes that all instances behind
	// one address share; by default one of this handler's own.
	PageKey []byte
	// MaxBytes is how large a request may be; 1 MiB by default.
	MaxBytes int64
	// Report, where set, is told why a request ended with 500 or more. It must be
	// safe for concurrent use.
	Report func(*http.Request, error)
}

// Explainer explains the answer to a question with a context. Explain makes one.
type Explainer func(context.Context, checker.Question, checker.EvaluationContext) (explain.Explanation, error)

// Explain is what an explainer of package explain says.
func Explain(e *explain.Explainer) Explainer {
	return func(ctx context.Context, q checker.Question, given checker.EvaluationContext) (explain.Explanation, error) {
		return e.With(given).Explain(ctx, q)
	}
}

// Handler serves the API. It is safe for concurrent use. Make one with New.
type Handler struct {
	Options
	mux        *http.ServeMux
	patterns   []Pattern
	parameters []parameter
	names      names
	pages      sealer
	base       base
}

// New makes a handler. Its error says what is wrong with the options.
func New(o Options) (*Handler, error) {
	if o.Checker == nil {
		return nil, errors.New("authzen: the handler needs a checker")
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = 1 << 20
	}
	h := &Handler{Options: o, mux: http.NewServeMux()}
	var err error
	if h.base, err = parseBase(o.Base); err != nil {
		return nil, fmt.Errorf("authzen: %w", err)
	}
	if h.parameters, err = parametersOf(o.Model); err != nil {
		return nil, fmt.Errorf("authzen: reading the model's caveats: %w", err)
	}
	if h.names, err = newNames(o.Model, o.Aliases); err != nil {
		return nil, fmt.Errorf("authzen: %w", err)
	}
	if h.pages, err = newSealer(o.PageKey); err != nil {
		return nil, fmt.Errorf("authzen: %w", err)
	}
	h.route()
	return h, nil
}

// The paths of the API, below the base.
const (
	pathEvaluation     = "/access/v1/evaluation"
	pathEvaluations    = "/access/v1/evaluations"
	pathSearchSubject  = "/access/v1/search/subject"
	pathSearchResource = "/access/v1/search/resource"
	pathSearchAction   = "/access/v1/search/action"
	pathMetadata       = "/.well-known/authzen-configuration"
)

func (h *Handler) route() {
	for path, answer := range map[string]http.HandlerFunc{
		pathEvaluation:     answering(h, h.evaluate),
		pathEvaluations:    answering(h, h.evaluateAll),
		pathSearchSubject:  answering(h, h.searchSubjects),
		pathSearchResource: answering(h, h.searchResources),
		pathSearchAction:   answering(h, h.searchActions),
	} {
		h.handle(Pattern{"POST " + path, false}, answer)
		if h.Model.HasTenants() {
			h.handle(Pattern{"POST /{tenant}" + path, false}, answer)
		}
	}
	h.handle(Pattern{"GET " + pathMetadata, true}, h.metadata)
	h.handle(Pattern{"GET " + pathMetadata + "/{path...}", true}, h.metadata)
}

func (h *Handler) handle(p Pattern, answer http.HandlerFunc) {
	h.patterns = append(h.patterns, p)
	h.mux.HandleFunc(p.Path, answer)
}

// Pattern is of a part of the API, as http.ServeMux has it.
type Pattern struct {
	Path string
	// Public says that it is answered to everybody.
	Public bool
}

// Patterns are those of all that the handler answers, for whoever puts it beside
// others.
func (h *Handler) Patterns() []Pattern { return slices.Clone(h.patterns) }

// requestID is the header by which a caller tells its requests apart.
const requestID = "X-Request-ID"

// ServeHTTP answers a request, with the caller's id of it.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if id := r.Header.Get(requestID); id != "" {
		w.Header().Set(requestID, id)
	}
	h.mux.ServeHTTP(w, r)
}

// call is one request under way: who calls, and which reasons they want.
type call struct {
	caller  Caller
	reasons reasons
}

// answering reads a request and writes what comes of it.
func answering[Request any](h *Handler, answer func(context.Context, call, Request) (any, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		// Caches must not keep an answer: a right may be taken the next moment.
		w.Header().Set("Cache-Control", "no-store")
		result, err := answered(h, w, r, answer)
		if err != nil {
			h.fail(w, r, err)
			return
		}
		write(w, result)
	}
}

func answered[Request any](h *Handler, w http.ResponseWriter, r *http.Request, answer func(context.Context, call, Request) (any, error)) (any, error) {
	caller, err := h.callerOf(r)
	if err != nil {
		return nil, err
	}
	wanted, err := reasonsIn(r.Header.Get(headerReasons))
	if err != nil {
		return nil, err
	}
	var request Request
	if err := ijson.Read(w, r, h.MaxBytes, &request); err != nil {
		return nil, problem{http.StatusBadRequest, err.Error()}
	}
	return answer(r.Context(), call{caller, wanted}, request)
}
