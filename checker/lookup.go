package checker

import (
	"cmp"
	"context"
	"iter"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

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
	remembered(Snapshot, schema.Model, EvaluationContext) (List, error)
	// ask begins to stream the engine's answer at what it is asked at.
	ask(context.Context, *Checker, *v1.Consistency) (receive, error)
}

func (c *Checker) validateLookup(l lookup) error {
	if err := l.validate(c.options.Model); err != nil {
		return err
	}
	return c.context.err
}

// remembered is a list from memory; false where the engine has to be asked. An error is
// for whoever would not have it asked.
func (c *Checker) remembered(ctx context.Context, l lookup) (list List, ok bool, err error) {
	s := c.snapshot(ctx)
	if s == nil {
		return List{}, false, c.notFresh(l)
	}
	list, err = l.remembered(s, c.options.Model, c.context.EvaluationContext)
	return list, err == nil, nil
}

// list is complete or there is an error.
func (c *Checker) list(ctx context.Context, as Operation, l lookup) (List, error) {
	o := c.observe(ctx, Call{as, l.question(), 1})
	list, source, err := c.listFrom(o.ctx, l)
	if err = c.witnessList(o.ctx, as, l, len(list.Refs), list.Revision, source, err); err != nil {
		list = List{}
	}
	o.end(Result{Source: source, Allowed: len(list.Refs), Err: err})
	return list, err
}

func (c *Checker) listFrom(ctx context.Context, l lookup) (List, Source, error) {
	if err := c.validateLookup(l); err != nil {
		return List{}, SourceNone, err
	}
	if list, ok, err := c.remembered(ctx, l); ok || err != nil {
		return list, SourceMemory, err
	}
	all := collector{revision: c.at}
	for i, err := range c.items(ctx, l) {
		if err != nil {
			return List{}, SourceEngine, err
		}
		all.add(i)
	}
	return all.list(), SourceEngine, nil
}

// each yields what a check allows, each once, and at last an error if there may
// be more.
func (c *Checker) each(ctx context.Context, as Operation, l lookup) iter.Seq2[schema.Ref, error] {
	return func(yield func(schema.Ref, error) bool) {
		o := c.observe(ctx, Call{as, l.question(), 1})
		yielded, left := 0, false
		source, err := c.eachFrom(o.ctx, l, func(ref schema.Ref) bool {
			yielded++
			left = !yield(ref, nil)
			return !left
		})
		err = c.witnessList(o.ctx, as, l, yielded, "", source, err)
		o.end(Result{Source: source, Allowed: yielded, Err: err})
		if err != nil && !left {
			yield(schema.Ref{}, err)
		}
	}
}

// eachFrom hands on references until there are no more, or no more are wanted.
func (c *Checker) eachFrom(ctx context.Context, l lookup, wanted func(schema.Ref) bool) (Source, error) {
	if err := c.validateLookup(l); err != nil {
		return SourceNone, err
	}
	list, ok, err := c.remembered(ctx, l)
	if err != nil {
		return SourceMemory, err
	}
	if ok {
		for _, ref := range list.Refs {
			if !wanted(ref) {
				break
			}
		}
		return SourceMemory, nil
	}
	seen := map[string]struct{}{} // an engine may name an id twice
	for i, err := range c.items(ctx, l) {
		if err != nil {
			return SourceEngine, err
		}
		if _, twice := seen[i.ref.ID]; twice || !i.allowed {
			continue
		}
		seen[i.ref.ID] = struct{}{}
		if !wanted(i.ref) {
			break
		}
	}
	return SourceEngine, nil
}

// page is some of a list.
func (c *Checker) page(ctx context.Context, as Operation, l lookup, p Paging) (Page, error) {
	o := c.observe(ctx, Call{as, l.question(), 1})
	page, source, err := c.pageFrom(o.ctx, l, p)
	if err = c.witnessList(o.ctx, as, l, len(page.Refs), page.Revision, source, err); err != nil {
		page = Page{}
	}
	o.end(Result{Source: source, Allowed: len(page.Refs), Err: err})
	return page, err
}

func (c *Checker) pageFrom(ctx context.Context, l lookup, p Paging) (Page, Source, error) {
	if err := cmp.Or(c.validateLookup(l), p.validate(c.options.Model, l)); err != nil {
		return Page{}, SourceNone, err
	}
	list, ok, err := c.remembered(ctx, l)
	if err != nil {
		return Page{}, SourceMemory, err
	}
	if ok {
		return p.cut(list), SourceMemory, nil
	}
	all := pager{paging: p, revision: c.at}
	for i, err := range c.items(ctx, l) {
		if err != nil {
			return Page{}, SourceEngine, err
		}
		all.add(i)
	}
	return all.page(), SourceEngine, nil
}
