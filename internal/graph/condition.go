package graph

import (
	"sync/atomic"
	"time"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Condition is the terms of a relationship, read. But for its memo it never changes.
type Condition struct {
	Terms   relation.Terms
	Expires *time.Time // nil for never
	// Given is what the caveat was given, values as JSON has them. Nobody writes
	// to it.
	Given map[string]any
	// Memo is what whoever evaluates the condition has made of it, to do so once.
	Memo atomic.Value
}

// conditionOf is the condition that terms make; nil for terms that are none.
func conditionOf(t relation.Terms) (*Condition, error) {
	if t.Caveat == "" && t.Expires == "" {
		return nil, nil
	}
	expires, err := t.Expiry()
	if err != nil {
		return nil, err
	}
	given, err := t.Given()
	return &Condition{Terms: t, Expires: expires, Given: given}, err
}

// Expired says whether the relationship has expired. A nil condition never has.
func (c *Condition) Expired(at time.Time) bool {
	return c != nil && c.Expires != nil && !at.Before(*c.Expires)
}

// StoresQuestion says whether the relationship was written with what only a
// question brings.
func (c *Condition) StoresQuestion() bool {
	return schema.StoresQuestion(c.Terms.Caveat, c.Given)
}

// written are the terms that make the condition.
func (c *Condition) written() relation.Terms {
	if c == nil {
		return relation.Terms{}
	}
	return c.Terms
}
