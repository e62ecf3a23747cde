package checker

import (
	"cmp"
	"context"
	"iter"

	"github.com/remit-authz/remit/schema"
)

// lookup is a question that a list answers.
type lookup interface {
	// String is the question, for errors.
	String() string
	validate(schema.Model) error
	// question has what is known of those that a check of an item would ask.
	question() Question
	// kind and tenant are of everything that is listed.
	kind(schema.Model) schema.Type
	tenant() schema.TenantID
	remembered(Snapshot, EvaluationContext) (List, error)
	// ask begins to stream the engine's answer.
	ask(context.Context, *Checker) (receive, error)
}

func (c *Checker) validateLookup(l lookup) error {
	if err := l.validate(c.options.Model); err != nil {
		return err
	}
	return c.context.err
}

// remembered is a list from memory; false where the engine has to be asked.
func (c *Checker) remembered(ctx context.Context, l lookup) (List, bool) {
	s := c.snapshot(ctx)
	if s == nil {
		return List{}, false
	}
	list, err := l.remembered(s, c.context.EvaluationContext)
	return list, err == nil
}

// list is complete or there is an error.
func (c *Checker) list(ctx context.Context, l lookup) (List, error) {
	if err := c.validateLookup(l); err != nil {
		return List{}, err
	}
	if list, ok := c.remembered(ctx, l); ok {
		return list, nil
	}
	all := collector{allowed: map[schema.Ref]bool{}, revision: c.at}
	for i, err := range c.items(ctx, l) {
		if err != nil {
			return List{}, err
		}
		all.add(i)
	}
	return all.list(), nil
}

// each yields what a check allows, each once, and at last an error if there may
// be more.
func (c *Checker) each(ctx context.Context, l lookup) iter.Seq2[schema.Ref, error] {
	return func(yield func(schema.Ref, error) bool) {
		if err := c.validateLookup(l); err != nil {
			yield(schema.Ref{}, err)
			return
		}
		if list, ok := c.remembered(ctx, l); ok {
			for _, ref := range list.Refs {
				if !yield(ref, nil) {
					return
				}
			}
			return
		}
		seen := map[string]struct{}{} // an engine may name an id twice
		for i, err := range c.items(ctx, l) {
			if err != nil {
				yield(schema.Ref{}, err)
				return
			}
			if _, twice := seen[i.ref.ID]; twice || !i.allowed {
				continue
			}
			seen[i.ref.ID] = struct{}{}
			if !yield(i.ref, nil) {
				return
			}
		}
	}
}

// page is some of a list.
func (c *Checker) page(ctx context.Context, l lookup, p Paging) (Page, error) {
	if err := cmp.Or(c.validateLookup(l), p.validate(c.options.Model, l)); err != nil {
		return Page{}, err
	}
	if list, ok := c.remembered(ctx, l); ok {
		return p.cut(list), nil
	}
	all := pager{paging: p, revision: c.at}
	for i, err := range c.items(ctx, l) {
		if err != nil {
			return Page{}, err
		}
		all.add(i)
	}
	return all.page(), nil
}
