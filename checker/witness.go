package checker

import (
	"context"

	"github.com/remit-authz/remit/schema"
)

// Witness sees every answer before it is given, such as a record of decisions
// (checker/decisions): an error of it is the error of the call, which then denies. It is
// called by whoever asks, from many goroutines at once, and what it takes they wait
// for. What it is given it may read during the call only. An answer's error is an
// *InvalidError for a question that cannot be asked.
type Witness interface {
	// Checked is of Check.
	Checked(ctx context.Context, q Question, d Decision, by Source, err error) error
	// CheckedAll is of CheckAll and Permissions: one answer for each question.
	CheckedAll(ctx context.Context, as Operation, questions []Question, answers []Answer, by Source) error
	// Listed is of a list, or a part of one: of how many references, and of which
	// revision, blank where that is not known. The question has what the call names of
	// one. What a Seq has handed on by then it cannot take back.
	Listed(ctx context.Context, as Operation, q Question, references int, at schema.Revision, by Source, err error) error
}

// witnessedCheck is checkFrom, if the witness lets it be told.
func (c *Checker) witnessedCheck(ctx context.Context, q Question) (Decision, Source, error) {
	decision, source, err := c.checkFrom(ctx, q)
	if c.options.Witness != nil {
		if unseen := c.options.Witness.Checked(ctx, q, decision, source, err); unseen != nil {
			return Decision{}, source, unseen
		}
	}
	return decision, source, err
}

// witnessAll takes all answers back that the witness does not let be told.
func (c *Checker) witnessAll(ctx context.Context, as Operation, questions []Question, answers []Answer, source Source) {
	if c.options.Witness == nil {
		return
	}
	if unseen := c.options.Witness.CheckedAll(ctx, as, questions, answers, source); unseen != nil {
		for i := range answers {
			answers[i] = Answer{Err: unseen}
		}
	}
}

// witnessList is a list's error, or the witness's.
func (c *Checker) witnessList(ctx context.Context, as Operation, l lookup, references int, at schema.Revision, source Source, err error) error {
	if c.options.Witness == nil {
		return err
	}
	if unseen := c.options.Witness.Listed(ctx, as, l.question(), references, at, source, err); unseen != nil {
		return unseen
	}
	return err
}
