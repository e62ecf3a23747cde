package checker

import (
	"context"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/schema"
)

// Check answers one question. Its error is an *InvalidError for a question
// that cannot be asked and an *EngineError where the engine gave no usable
// answer; the decision then denies. What an engine allows by an end in time, of
// schema.Permission.ConditionalOn, costs a second call, unless a remit that serves
// decided it: see doubts.
func (c *Checker) Check(ctx context.Context, q Question) (Decision, error) {
	if c.options.Observer != nil || c.options.Witness != nil {
		return c.seenCheck(ctx, q)
	}
	if err := c.validate(q); err != nil {
		return Decision{}, err
	}
	if q.foreign() {
		return Decision{}, nil
	}
	if s := c.snapshot(ctx); s != nil {
		if decision, err := s.Check(q, c.context.EvaluationContext, time.Time{}); err == nil {
			return decision, nil
		}
	}
	return c.askOne(ctx, q)
}

// seenCheck is Check for an observer and a witness. The two are apart because another
// call on its way costs a check from memory some of its few nanoseconds.
func (c *Checker) seenCheck(ctx context.Context, q Question) (Decision, error) {
	if c.options.Observer == nil {
		decision, _, err := c.witnessedCheck(ctx, q)
		return decision, err
	}
	o := c.observe(ctx, Call{Operation: OperationCheck, Question: q, Questions: 1})
	decision, source, err := c.witnessedCheck(o.ctx, q)
	o.end(Result{Source: source, Outcome: decision.Outcome, Allowed: countAllowed(decision), Err: err})
	return decision, err
}

// checkFrom is Check, and who answered.
func (c *Checker) checkFrom(ctx context.Context, q Question) (Decision, Source, error) {
	if err := c.validate(q); err != nil || q.foreign() {
		return Decision{}, SourceNone, err
	}
	if s := c.snapshot(ctx); s != nil {
		if decision, err := s.Check(q, c.context.EvaluationContext, time.Time{}); err == nil {
			return decision, SourceMemory, nil
		}
	}
	decision, err := c.askOne(ctx, q)
	return decision, SourceEngine, err
}

// validate refuses what is not to be sent.
func (c *Checker) validate(q Question) error {
	if err := q.Validate(c.options.Model); err != nil {
		return err
	}
	return c.context.err
}

// askOne puts one question to the engine.
func (c *Checker) askOne(ctx context.Context, q Question) (Decision, error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.Timeout)
	defer cancel()
	consistency, err := c.settle(ctx)
	if err != nil {
		return Decision{}, engineError(q.String(), err)
	}
	var header metadata.MD
	answer, err := c.engine.CheckPermission(decided.Ask(ctx), &v1.CheckPermissionRequest{
		Consistency: consistency,
		Resource:    objectOf(q.Resource),
		Permission:  q.Permission.Name(),
		Subject:     subjectOf(q.Subject),
		Context:     c.context.message(),
	}, grpc.Header(&header))
	if err != nil {
		return Decision{}, engineError(q.String(), err)
	}
	decision, err := read(answer.GetCheckedAt(), answer)
	if err == nil && !decided.Is(header) {
		err = c.believe(ctx, q, decision)
	}
	if err != nil {
		return Decision{}, engineError(q.String(), err)
	}
	return decision, nil
}

// answered is what the answers to one and to many questions have in common.
type answered interface {
	GetPermissionship() v1.CheckPermissionResponse_Permissionship
	GetPartialCaveatInfo() *v1.PartialCaveatInfo
}

// read accepts the three answers that there are. Anything else, also a value
// that a later engine may invent, is an error.
func read(at *v1.ZedToken, a answered) (Decision, error) {
	if at.GetToken() == "" {
		return Decision{}, badAnswer("it names no revision")
	}
	decision := Decision{Missing: a.GetPartialCaveatInfo().GetMissingRequiredContext(), Revision: schema.Revision(at.GetToken())}
	switch a.GetPermissionship() {
	case v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION:
		decision.Outcome = Allowed
	case v1.CheckPermissionResponse_PERMISSIONSHIP_CONDITIONAL_PERMISSION:
		decision.Outcome = Conditional
	case v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION:
		decision.Outcome = Denied
	default:
		return Decision{}, badAnswer("outcome %d does not exist", a.GetPermissionship())
	}
	if decision.Outcome != Conditional && len(decision.Missing) > 0 {
		return Decision{}, badAnswer("it is %s and lacks context at once", decision.Outcome)
	}
	return decision, nil
}
