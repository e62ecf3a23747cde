package main

import (
	"context"
	"errors"
	"slices"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// noteUnknown says which names in a question that is not allowed nobody knows: a
// typing error is denied like anything else. That the names cannot be looked up is
// said, and changes no answer.
func (p *program) noteUnknown(ctx context.Context, c asking, refs ...schema.Ref) {
	unknown, err := c.unknown(ctx, refs...)
	if err != nil {
		p.place.note("%v", err)
	}
	for _, u := range unknown {
		p.place.tell("%v", u)
	}
}

// addStrict gives a verb that lists the flag for lists that are evidence.
func addStrict(verb *cobra.Command, strict *bool) {
	verb.Flags().BoolVar(strict, "strict", false, "exit with 2 if a user, object or tenant in the question is not known, in place of saying so beside an empty list")
}

// wantKnown notes what is unknown in a question that nothing answers, or, strictly,
// makes an error of it.
func (p *program) wantKnown(ctx context.Context, c asking, strict bool, refs ...schema.Ref) error {
	if !strict {
		p.noteUnknown(ctx, c, refs...)
		return nil
	}
	unknown, err := c.unknown(ctx, refs...)
	for _, u := range unknown {
		err = errors.Join(err, phrase.Errorf("%v", u))
	}
	return err
}

// unknownProtected are the users that the settings protect and a source that names
// their tenant does not have: a typing error protects nobody.
func (p *program) unknownProtected(src source.Source) []phrase.Phrase {
	var found []phrase.Phrase
	for _, user := range p.place.limits().Protected.Users {
		fed := slices.ContainsFunc(src.Tenants, func(t source.Tenant) bool { return t.ID == user.Tenant })
		if !fed || slices.Contains(src.Unowned[user.Tenant], source.Users) {
			continue
		}
		near := suggest.To(user.ID)
		is := slices.ContainsFunc(src.Users, func(u source.User) bool {
			if u.Ref.Tenant == user.Tenant {
				near.Consider(u.Ref.ID)
			}
			return u.Ref == user
		})
		if is {
			continue
		}
		text := phrase.Of("protected: no user is %s: nobody is protected by that", user)
		if near.Name() != "" {
			text = phrase.Of("protected: no user is %s: nobody is protected by that; did you mean %s?",
				user, schema.Ref{Type: user.Type, Tenant: user.Tenant, ID: near.Name()})
		}
		found = append(found, text)
	}
	return found
}

// meant adds to an error about a name of the model the one that could be meant.
func meant(err error) error {
	var unknown *schema.UnknownNameError
	if errors.As(err, &unknown) {
		return phrase.Errorf("%w%s", err, suggest.DidYouMean(unknown.Written(), unknown.Known))
	}
	return err
}
