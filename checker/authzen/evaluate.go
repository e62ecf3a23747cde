package authzen

import (
	"context"
	"net/http"

	"github.com/go-json-experiment/json"

	"github.com/remit-authz/remit/checker"
)

// maxEvaluations is how many decisions one request asks for at most, and
// maxExplained how many of them with reasons.
const (
	maxEvaluations = 1000
	maxExplained   = 50
)

// The semantics of a request for several decisions.
const (
	executeAll          = "execute_all"
	denyOnFirstDeny     = "deny_on_first_deny"
	permitOnFirstPermit = "permit_on_first_permit"
)

// evaluate answers a request for one decision.
func (h *Handler) evaluate(ctx context.Context, c call, request evaluation) (any, error) {
	p := h.prepare(c, request)
	if p.err != nil {
		return nil, p.err
	}
	if p.unknown != nil {
		return h.decided(ctx, p, checker.Decision{})
	}
	d, err := h.asking(p.values).Check(ctx, p.question)
	if err != nil {
		return nil, unanswered(err, len(p.values) > 0)
	}
	return h.decided(ctx, p, d)
}

// prepared is one evaluation, ready to be asked.
type prepared struct {
	question checker.Question
	values   brought
	reasons  reasons
	// unknown says why what is named is nothing that could be asked about: it is
	// denied.
	unknown error
	// err says what is wrong with the evaluation itself.
	err error
}

func (h *Handler) prepare(c call, e evaluation) (p prepared) {
	if p.err = e.validate(whole); p.err != nil {
		return p
	}
	if p.reasons, p.err = c.reasons.or(e.Context); p.err != nil {
		return p
	}
	if p.question, p.unknown = h.question(c.caller, e); p.unknown == nil {
		p.values = h.values(e)
	}
	return p
}

// evaluateAll answers a request for several decisions, or for one.
func (h *Handler) evaluateAll(ctx context.Context, c call, request evaluations) (any, error) {
	semantic := executeAll
	if s := request.Options.Semantic; s != nil {
		semantic = *s
	}
	switch {
	case semantic != executeAll && semantic != denyOnFirstDeny && semantic != permitOnFirstPermit:
		return nil, malformed("options.evaluations_semantic is to be %s, %s or %s", executeAll, denyOnFirstDeny, permitOnFirstPermit)
	case len(request.Evaluations) == 0:
		return h.evaluate(ctx, c, request.evaluation)
	case len(request.Evaluations) > maxEvaluations:
		return nil, malformed("the request asks for %d decisions, and may for %d", len(request.Evaluations), maxEvaluations)
	}
	all, explained := make([]prepared, len(request.Evaluations)), 0
	for i, e := range request.Evaluations {
		all[i] = h.prepare(c, e.over(request.evaluation))
		if all[i].reasons.wanted {
			explained++
		}
	}
	if explained > maxExplained {
		return nil, malformed("the request asks for %d decisions with reasons, and may for %d", explained, maxExplained)
	}
	return h.decideAll(ctx, all, h.ask(ctx, all), semantic)
}

// ask puts the questions that bring the same values at once.
func (h *Handler) ask(ctx context.Context, all []prepared) []checker.Answer {
	answers := make([]checker.Answer, len(all))
	groups := map[string][]int{}
	var order []string
	for i, p := range all {
		if p.err != nil || p.unknown != nil {
			continue
		}
		key := ""
		if len(p.values) > 0 {
			written, _ := json.Marshal(p.values, json.Deterministic(true)) // they were JSON
			key = string(written)
		}
		if groups[key] == nil {
			order = append(order, key)
		}
		groups[key] = append(groups[key], i)
	}
	for _, key := range order {
		questions := make([]checker.Question, len(groups[key]))
		for n, i := range groups[key] {
			questions[n] = all[i].question
		}
		for n, answer := range h.asking(all[groups[key][0]].values).CheckAll(ctx, questions) {
			answers[groups[key][n]] = answer
		}
	}
	return answers
}

// decideAll are the decisions up to the one that ends the request by its semantic. A
// question that the engine has not answered before it is no decision, and then the
// request has none.
func (h *Handler) decideAll(ctx context.Context, all []prepared, answers []checker.Answer, semantic string) (any, error) {
	made := decisions{Evaluations: make([]decision, 0, len(all))}
	for i, p := range all {
		d, err := h.decideOne(ctx, p, answers[i])
		if err != nil {
			return nil, err
		}
		made.Evaluations = append(made.Evaluations, d)
		if semantic == denyOnFirstDeny && !d.Decision || semantic == permitOnFirstPermit && d.Decision {
			break
		}
	}
	return made, nil
}

// decideOne is one of several decisions. What is wrong with that one alone denies it,
// and says so.
func (h *Handler) decideOne(ctx context.Context, p prepared, answer checker.Answer) (decision, error) {
	err := p.err
	if err == nil && answer.Err != nil {
		err = unanswered(answer.Err, len(p.values) > 0)
	}
	if told, ok := err.(problem); ok && told.status == http.StatusBadRequest {
		return decision{Context: &answerContext{Error: &itemError{told.status, told.message}}}, nil
	}
	if err != nil {
		return decision{}, err
	}
	return h.decided(ctx, p, answer.Decision)
}
