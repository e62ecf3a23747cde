package main

import (
	"context"
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/hooks"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

// hooksWait is how long what is not required is waited for before the program ends.
const hooksWait = 10 * time.Second

// startHooks has those of the settings told. Its error is that of one that is wrong. The
// caller closes the teller.
func (p *program) startHooks(report func(error)) (*hooks.Teller, error) {
	var all []hooks.Hook
	for i, s := range p.place.settings.Hooks {
		h := hooks.Hook{On: s.On, Command: s.Command, URL: s.URL, Timeout: s.Timeout, Required: s.Required}
		if s.SecretFile != "" {
			secret, err := files.ReadSecret(s.SecretFile)
			if err != nil {
				return nil, phrase.Errorf("the settings' hook %d: %w", i+1, err)
			}
			h.Secret = []byte(secret)
		}
		if err := h.Validate(); err != nil {
			return nil, phrase.Errorf("the settings' hook %d: %w", i+1, err)
		}
		all = append(all, h)
	}
	return hooks.New(all, report), nil
}

// hasHookOn says whether the settings have a hook that is told of something.
func (p *program) hasHookOn(does string) bool {
	for _, s := range p.place.settings.Hooks {
		if len(s.On) == 0 || slices.Contains(s.On, does) {
			return true
		}
	}
	return false
}

// withHooks does an act of a verb, with hooks to tell of it.
func (p *program) withHooks(do func(tell func(context.Context, hooks.Event) error) error) error {
	teller, err := p.startHooks(func(err error) { p.tell("%v", err) })
	if err != nil {
		return err
	}
	defer teller.Close(hooksWait)
	return do(teller.Tell)
}

// begun is what hooks are told of an access that began, or was prolonged.
func begun(r emergency.Running, actor string) hooks.Event {
	e := hooks.Event{Does: hooks.Start, User: r.User, Client: r.Client, Actor: actor, At: r.Since, Until: r.Until, Revision: r.Revision}
	if r.Prolonged {
		e.Does = hooks.Prolong
	}
	return e
}

// ended is what they are told of one that was stopped.
func ended(user, client schema.Ref, actor string, at schema.Revision) hooks.Event {
	return hooks.Event{Does: hooks.Stop, User: user, Client: client, Actor: actor, At: time.Now(), Revision: at}
}

// tellBegun and tellStopped are for the acts over HTTP, of which whoever had the access
// is answerable.
func tellBegun(t *hooks.Teller) func(context.Context, emergency.Running) error {
	return func(ctx context.Context, r emergency.Running) error { return t.Tell(ctx, begun(r, r.User.Text())) }
}

func tellStopped(t *hooks.Teller) func(context.Context, schema.Ref, schema.Ref, schema.Revision) error {
	return func(ctx context.Context, user, client schema.Ref, at schema.Revision) error {
		return t.Tell(ctx, ended(user, client, user.Text(), at))
	}
}
