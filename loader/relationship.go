package loader

import (
	"cmp"
	"encoding/json"
	"fmt"
	"time"

	"github.com/remit-authz/remit/schema"
)

// Relationship is one relationship with its terms: a plain value, compared
// with ==.
type Relationship struct {
	Resource Object          `json:"resource"`
	Relation schema.Relation `json:"relation"`
	Subject  Object          `json:"subject"`
	// SubjectRelation is "owner" on a link that an application wrote to an
	// account's owner; blank otherwise.
	SubjectRelation string `json:"subject_relation,omitempty"`
	Terms
}

// Terms are the conditions of a relationship. The zero value is none.
type Terms struct {
	Caveat schema.Caveat `json:"caveat,omitempty"`
	// Context is what the caveat was given, as JSON with sorted names.
	Context string `json:"context,omitempty"`
	// Expires is when an engine forgets the relationship, in RFC 3339, UTC.
	Expires string `json:"expires,omitempty"`
}

// key is the relationship without its terms: an engine holds each at most once.
func (r Relationship) key() Relationship {
	r.Terms = Terms{}
	return r
}

// String is the relationship in SpiceDB's notation, with references as people
// write them.
func (r Relationship) String() string {
	s := r.Resource.String() + "#" + schema.Shown(r.name()) + "@" + r.Subject.String()
	if r.SubjectRelation != "" {
		s += "#" + schema.Shown(r.SubjectRelation)
	}
	return s
}

// name is the relation without its type.
func (r Relationship) name() string { return r.Relation.Name() }

func (r Relationship) compare(other Relationship) int {
	return cmp.Or(
		r.Resource.compare(other.Resource),
		cmp.Compare(r.Relation, other.Relation),
		r.Subject.compare(other.Subject),
		cmp.Compare(r.SubjectRelation, other.SubjectRelation),
	)
}

// relate is a relationship between two references, without terms.
func relate(resource schema.Ref, relation schema.Relation, subject schema.Ref) Relationship {
	return Relationship{Resource: objectOf(resource), Relation: relation, Subject: objectOf(subject)}
}

// invitedUntil are the terms of an invitation: the caveat is exact whatever an
// engine has cached, the expiry clears the relationship away.
func invitedUntil(until time.Time) Terms {
	written := until.UTC().Format(time.RFC3339)
	return Terms{schema.CaveatInvitation, fmt.Sprintf(`{"until":%q}`, written), written}
}

// storesNow says whether the terms store what each question brings of its own,
// its time: what is stored counts, and the relationship ends at no clock.
func (t Terms) storesNow() bool {
	var context map[string]any
	_ = json.Unmarshal([]byte(t.Context), &context) // what is no context stores nothing
	return schema.StoresQuestion(t.Caveat, context)
}

// end is when an invitation ends: the earlier of its two ends. The zero time,
// which is always past, when the terms have no end that can be read, and the end
// of time when a time that they store never comes to it.
func (t Terms) end() time.Time {
	var context struct {
		Now   *time.Time
		Until time.Time
	}
	if err := json.Unmarshal([]byte(t.Context), &context); err != nil {
		return time.Time{}
	}
	if context.Now != nil {
		if !context.Now.Before(context.Until) {
			return time.Time{}
		}
		context.Until = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)
	}
	expires, err := time.Parse(time.RFC3339, t.Expires)
	if err != nil || context.Until.Before(expires) {
		return context.Until
	}
	return expires
}

// expired says whether an engine has forgotten the relationship by then.
func (t Terms) expired(now time.Time) bool {
	expires, err := time.Parse(time.RFC3339, t.Expires)
	return err == nil && !expires.After(now)
}
