package main

import (
	"context"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/known"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// asking is whom questions are put to, by which model, and where the data is: an engine,
// or a moment of the past.
type asking struct {
	model schema.Model
	*checker.Checker
	explainer *explain.Explainer
	engine    grpc.ClientConnInterface
	then      *history.Moment // nil for now
}

// withChecker runs a question against wherever the data is.
func (p *program) withChecker(ctx context.Context, ask func(asking) error) error {
	if p.past.folder != "" && !p.past.asked() && !p.past.recorded {
		return phrase.Errorf("--ledger is where the past is read: say with --at TIME what time the question is about")
	}
	if p.past.asked() {
		then, err := p.moment(ctx)
		if err != nil {
			return err
		}
		given, err := p.evaluationContext(then.Model())
		if err != nil {
			return err
		}
		return ask(asking{then.Model(), then.Checker().With(given), then.Explainer().With(given), nil, then})
	}
	return p.ask(ctx, func(m schema.Model, conn *grpc.ClientConn) error {
		given, err := p.evaluationContext(m)
		if err != nil {
			return err
		}
		return ask(asking{
			m, checker.New(conn, checker.Options{Model: m}).With(given),
			explain.New(conn, explain.Options{Model: m}).With(given), conn, nil,
		})
	})
}

// defines is an error for a permission that could not be asked then. What an engine
// defines it says itself.
func (a asking) defines(p schema.Permission) error {
	if a.then == nil || a.then.Defines(p) {
		return nil
	}
	return phrase.Errorf("%s could not be asked then: the schema of that time does not define it", p)
}

// permissions decides all that can be asked on a resource; of the past, all that could be.
func (a asking) permissions(ctx context.Context, subject, resource schema.Ref) ([]checker.PermissionDecision, error) {
	if a.then == nil {
		return a.Permissions(ctx, subject, resource)
	}
	var questions []checker.Question
	for _, p := range a.model.Permissions(resource.Type) {
		if a.then.Defines(p) {
			questions = append(questions, checker.Question{Subject: subject, Permission: p, Resource: resource})
		}
	}
	if len(questions) == 0 {
		return nil, phrase.Errorf("nothing could be asked on %s then", resource)
	}
	decisions := make([]checker.PermissionDecision, len(questions))
	for i, answer := range a.CheckAll(ctx, questions) {
		if answer.Err != nil {
			return nil, answer.Err
		}
		decisions[i] = checker.PermissionDecision{Permission: questions[i].Permission, Decision: answer.Decision}
	}
	return decisions, nil
}

// unknown says of each of some names that nothing is known of, with what could be meant.
func (a asking) unknown(ctx context.Context, refs ...schema.Ref) ([]phrase.Sayer, error) {
	var found []phrase.Sayer
	if a.then != nil {
		for _, ref := range refs {
			if !a.then.Knows(ref) {
				found = append(found, phrase.Of("%s was not known then", ref))
			}
		}
		return found, nil
	}
	unknown, err := known.Find(ctx, a.engine, a.model, refs...)
	for _, u := range unknown {
		found = append(found, u)
	}
	return found, err
}
