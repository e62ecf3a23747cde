package authzen

import (
	"context"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/schema"
)

// How a caller asks for reasons: by a header, or by a member of the context.
const (
	headerReasons = "Remit-Reasons"
	memberReasons = "remit_reasons"
)

// reasons are those that a caller wants. The zero value wants none.
type reasons struct {
	wanted   bool
	language schema.Language
}

func reasonsIn(code string) (reasons, error) {
	if code == "" {
		return reasons{}, nil
	}
	language, err := schema.ParseLanguage(code)
	if err != nil {
		return reasons{}, malformed("reasons: %v", err)
	}
	return reasons{true, language}, nil
}

// or are the reasons that a context asks for, or else these.
func (r reasons) or(object jsontext.Value) (reasons, error) {
	if absent(object) {
		return r, nil
	}
	var asked struct {
		Reasons *string `json:"remit_reasons"`
	}
	if err := json.Unmarshal(object, &asked); err != nil {
		return r, malformed("context.%s is to be en, nl or fr", memberReasons)
	}
	if asked.Reasons == nil {
		return r, nil
	}
	return reasonsIn(*asked.Reasons)
}

// answerContext is what an answer says beside its decision.
type answerContext struct {
	Error *itemError `json:"error,omitzero"`
	// ReasonAdmin is by language. It may name others, and is not for the user.
	ReasonAdmin map[string]string    `json:"reason_admin,omitzero"`
	Revision    schema.Revision      `json:"revision,omitzero"`
	Missing     []string             `json:"missing_context,omitzero"`
	Explanation *explain.Explanation `json:"explanation,omitzero"`
}

// itemError says what is wrong with one of several evaluations.
type itemError struct {
	Status  int    `json:"status"`
	Message string `json:"message"`
}

// unknownReason says that nothing could be asked.
func unknownReason(err error) *answerContext {
	return &answerContext{ReasonAdmin: map[string]string{schema.English.String(): err.Error()}}
}

// decided is a decision as the caller gets it, with its reasons if they want any.
func (h *Handler) decided(ctx context.Context, p prepared, d checker.Decision) (decision, error) {
	answer := decision{Decision: d.Allowed()}
	switch {
	case !p.reasons.wanted:
		return answer, nil
	case p.unknown != nil:
		answer.Context = unknownReason(p.unknown)
		return answer, nil
	}
	answer.Context = &answerContext{Revision: d.Revision, Missing: d.Missing}
	if h.Explainer == nil {
		return answer, nil
	}
	x, err := h.Explainer(ctx, p.question, h.given(p.values))
	if err != nil {
		return decision{}, fmt.Errorf("explaining: %w", err)
	}
	if x.Outcome != d.Outcome {
		// Something was written between the two, or has ended: the decision is that
		// of a check which includes what the explanation has seen.
		if d, err = h.asking(p.values).AtLeast(x.Revision).Check(ctx, p.question); err != nil {
			return decision{}, unanswered(err, len(p.values) > 0)
		}
		answer.Decision, answer.Context.Revision, answer.Context.Missing = d.Allowed(), d.Revision, d.Missing
	}
	if x.Outcome == d.Outcome {
		answer.Context.ReasonAdmin = map[string]string{p.reasons.language.String(): textOf(x, p.reasons.language)}
		answer.Context.Explanation = &x
	}
	return answer, nil
}

func textOf(x explain.Explanation, l schema.Language) string {
	var b strings.Builder
	_ = x.WriteText(&b, l) // a builder takes all
	return strings.TrimSpace(b.String())
}
