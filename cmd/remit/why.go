package main

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// holder is one way in which one user has a permission, for people and machines.
type holder struct {
	User  schema.Ref `json:"user"`
	Name  string     `json:"name,omitempty"`  // what the user is called
	Role  string     `json:"role,omitempty"`  // by which the user has it
	Since *time.Time `json:"since,omitempty"` // since when, where the record says so
	// Act is what brought the last of what it takes.
	Act   *history.Act `json:"act,omitempty"`
	Until *time.Time   `json:"until,omitempty"` // when it ends
	// Path is in relationships, and Why in a sentence.
	Path []relation.Relationship `json:"path"`
	Why  string                  `json:"why"` // the path in words

	path explain.Path
}

// holdersOf are all ways of all who have a permission on something, with since when, as
// far as the record tells.
func (p *program) holdersOf(ctx context.Context, c asking, permission schema.Permission, resource schema.Ref) ([]holder, error) {
	found, err := c.explainer.Holders(ctx, permission, resource)
	if err != nil {
		return nil, err
	}
	if n := len(found.Conditional); n > 0 {
		p.place.tell("%d more {depends|depend} on something that was not said, and {is|are} left out; without --why, --json names them", n)
	}
	var all []holder
	language := p.language
	if p.json { // which says the same in every language
		language = schema.English
	}
	for _, f := range found.All {
		if len(f.Paths) == 0 {
			all = append(all, holder{User: f.User, Name: p.name(f.User), Path: []relation.Relationship{}, Why: "by more paths than are told"})
		}
		for _, path := range f.Paths {
			all = append(all, holder{
				User: f.User, Name: p.name(f.User), Role: string(path.Role()), Until: path.Until(),
				Path: path.Relationships(), Why: path.Sentence(language), path: path,
			})
		}
	}
	return all, p.sinceWhen(c, all)
}

// sinceWhen looks up the last of what each takes. Without a record nobody knows.
func (p *program) sinceWhen(c asking, all []holder) error {
	if p.past.folder == "" && (p.place.hasNoStore() || p.place.isOther()) {
		return nil // of data that has no record nothing is known, and nothing is wrong
	}
	folder, err := p.place.ledger(p.past.folder)
	if err != nil {
		return err
	}
	h, err := history.Open(folder, history.Options{})
	if err != nil {
		if noted := noRecord(folder, err); noted != nil {
			p.place.note("since when is not known: %s", noted)
		}
		return nil
	}
	at := time.Now()
	if c.then != nil {
		at = c.then.Time()
	}
	var keys []relation.Relationship
	for _, one := range all {
		keys = append(keys, one.Path...)
	}
	since, err := h.Since(at, keys...)
	if err != nil {
		return err
	}
	for i := range all {
		all[i].sinceOf(since)
	}
	return nil
}

// sinceOf is since when all of a path is there; nothing where the record does not tell of
// a part of it.
func (h *holder) sinceOf(since map[relation.Relationship]history.Act) {
	for _, r := range h.Path {
		act, told := since[r]
		if !told {
			h.Act, h.Since = nil, nil
			return
		}
		if h.Act == nil || act.Time.After(h.Act.Time) {
			h.Act, h.Since = &act, &act.Time
		}
	}
}

// printWhy is who --why.
func (p *program) printWhy(ctx context.Context, c asking, permission schema.Permission, resource schema.Ref, strict bool) error {
	all, err := p.holdersOf(ctx, c, permission, resource)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		return p.wantKnown(ctx, c, strict, resource)
	}
	if p.json {
		for _, one := range all {
			err = errors.Join(err, p.printJSON(one))
		}
		return err
	}
	var rows [][]string
	for _, one := range all {
		rows = append(rows, p.holderCells(one))
	}
	return p.printRows(rows)
}

// holderCells are who, in which role, since and until when, and why.
func (p *program) holderCells(one holder) []string {
	role := one.Role
	if role != "" {
		role = roleText(one.path, schema.Role(role), p.language)
	}
	since, until := "", ""
	if one.Since != nil {
		since = schema.Label{"since ", "sinds ", "depuis "}.In(p.language) + local(*one.Since)
		if one.Act.Found {
			since = schema.Label{"before ", "vóór ", "avant "}.In(p.language) + local(*one.Since)
		}
	}
	if one.Until != nil {
		until = schema.Label{"until ", "tot ", "jusqu'à "}.In(p.language) + local(*one.Until)
	}
	name := ""
	if one.Name != "" {
		name = schema.Shown(one.Name)
	}
	return []string{one.User.String(), name, role, since, until, one.Why}
}

// roleText is what the role on a path is called.
func roleText(path explain.Path, role schema.Role, l schema.Language) string {
	i := slices.IndexFunc(path, func(s explain.Step) bool { return s.Relation.Name() == string(role) })
	if i >= 0 {
		if label := path[i].Model.RelationFacts(path[i].Relation).Label; label != (schema.Label{}) {
			return label.In(l)
		}
	}
	return role.Label().In(l)
}
