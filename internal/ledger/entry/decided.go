package entry

import (
	"fmt"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// The kinds of what is not a transaction of an engine.
const (
	Decision Kind = "decision"
	Dropped  Kind = "dropped"
	Refused  Kind = "refused"
	Key      Kind = "key"
	Pruned   Kind = "pruned"
	Replaced Kind = "replaced"
)

// Decided is an answer, with what NEN 7513 demands of one: the entry's time says when,
// and its revision of which data.
type Decided struct {
	// User is who asked for something: nobody for a list of users.
	User relation.Object `json:"user,omitzero"`
	// Permission is what for, and Object on whose; nobody's for a list of objects.
	Permission schema.Permission `json:"permission"`
	Object     relation.Object   `json:"object,omitzero"`
	// Outcome is allowed, denied, conditional, listed, or unanswered.
	Outcome string `json:"outcome"`
	// Operation is the checker's, and Source who answered: memory, engine or none.
	Operation string `json:"operation"`
	Source    string `json:"source,omitempty"`
	// Listed is how many a list has.
	Listed int `json:"listed,omitempty"`
	// Via is by what face it was asked, and Caller by whose key.
	Via    string `json:"via,omitempty"`
	Caller string `json:"caller,omitempty"`
	// Sampled is of how many such answers this is one, by chance; 0 for each.
	Sampled float64 `json:"sampled,omitempty"`
	// Path is by which relationships it was allowed, and Role the one of them that is the
	// user's to the object, or else in the tenant. PathAt is the revision that they were
	// found at, where it is a later one than the answer's; Pathless is why there are none.
	Path     []string `json:"path,omitempty"`
	Role     string   `json:"role,omitempty"`
	PathAt   string   `json:"path_at,omitempty"`
	Pathless string   `json:"pathless,omitempty"`
	// Emergency is the reason of the emergency access that it was allowed by, and Since
	// when that began or was last prolonged.
	Emergency string    `json:"emergency,omitempty"`
	Since     time.Time `json:"since,omitzero"`
}

// Lost is how many decisions were not recorded, since when, and why.
type Lost struct {
	Decisions int64     `json:"decisions"`
	Since     time.Time `json:"since"`
	Why       string    `json:"why"`
}

// Refusal is an act that was refused, so that no engine knows of it. Who acted, and with
// what, is in the entry's provenance.
type Refusal struct {
	Act     string            `json:"act"`
	User    relation.Object   `json:"user,omitzero"`
	Objects []relation.Object `json:"objects,omitempty"`
	Reasons []string          `json:"reasons"`
	Caller  string            `json:"caller,omitempty"`
}

// parties are who was to have it and on what, as people read them.
func (r Refusal) parties() []string {
	var all []string
	for _, o := range append([]relation.Object{r.User}, r.Objects...) {
		if text := textOf(o); text != "" {
			all = append(all, schema.Shown(text))
		}
	}
	return all
}

// KeyDeed is what was done about a caller's key: "create" or "revoke".
type KeyDeed struct {
	Does    string            `json:"does"`
	ID      string            `json:"id"`
	Purpose string            `json:"purpose,omitempty"`
	Tenants []schema.TenantID `json:"tenants,omitempty"`
	Expires time.Time         `json:"expires,omitzero"`
}

// Pruning is what was taken away of the record, all before a number, and why.
type Pruning struct {
	Before int64  `json:"-"` // beside the kind, where a verifier looks
	Why    string `json:"why"`
}

// Replacement is that a record is not the one which its store knew, and how: what that one
// told is in it no more, or only in part.
type Replacement struct {
	Why string `json:"why"`
}

// ofEngine says whether entries of a kind are of a state of an engine.
func (k Kind) ofEngine() bool {
	switch k {
	case Decision, Dropped, Refused, Key, Pruned, Recording, Recertification, Replaced:
		return false
	}
	return true
}

// concerns says whether what is no change is about the references that are asked for.
func (e Entry) concerns(f Filter) bool {
	var named []relation.Object
	switch {
	case e.Decision != nil:
		named = []relation.Object{e.Decision.User, e.Decision.Object}
	case e.Refused != nil:
		named = append([]relation.Object{e.Refused.User}, e.Refused.Objects...)
	default:
		return false
	}
	has := func(refs ...schema.Ref) bool {
		if refs[0] == (schema.Ref{}) {
			return true
		}
		for _, r := range refs {
			for _, o := range named {
				if o == relation.ObjectOf(r) {
					return true
				}
			}
		}
		return false
	}
	return has(f.User, f.User.Account()) && has(f.Client)
}

// text says a decision in one line.
func (d Decided) text(in phrase.Printer) string {
	var b strings.Builder
	if d.User != (relation.Object{}) {
		fmt.Fprintf(&b, "%s ", d.User)
	}
	b.WriteString(schema.Shown(string(d.Permission)))
	if d.Object != (relation.Object{}) {
		fmt.Fprintf(&b, " %s", d.Object)
	}
	fmt.Fprintf(&b, ": %s", OutcomeWord(d.Outcome).Say(in))
	if d.Outcome == "listed" {
		fmt.Fprintf(&b, " %d", d.Listed)
	}
	if d.Role != "" {
		b.WriteString(" " + in.Say("as %s", schema.Shown(d.Role)))
	}
	if d.Emergency != "" {
		b.WriteString(" " + in.Say("because %s", schema.Quote(d.Emergency)))
	}
	if d.Via != "" {
		b.WriteString(" " + in.Say("via %s", d.Via))
	}
	if d.Caller != "" {
		b.WriteString(" " + in.Say("for %s", schema.Shown(d.Caller)))
	}
	return b.String()
}

// OutcomeWord is the outcome of a decision, or unknown, for people.
func OutcomeWord(outcome string) phrase.Phrase {
	switch outcome {
	case "allowed":
		return phrase.Of("allowed")
	case "denied":
		return phrase.Of("denied")
	case "conditional":
		return phrase.Of("conditional")
	case "listed":
		return phrase.Of("listed")
	case "unknown":
		return phrase.Of("unknown")
	}
	return phrase.Literal(outcome)
}

// deed says in one line what an entry is about that is no transaction.
func (e Entry) deed(in phrase.Printer) string {
	switch {
	case e.Decision != nil:
		return e.Decision.text(in)
	case e.Dropped != nil:
		return in.Say("%d {decision|decisions} since %s {was|were} not recorded: %s", e.Dropped.Decisions, phrase.Time(e.Dropped.Since), phrase.Recorded(e.Dropped.Why))
	case e.Refused != nil:
		act, reasons := e.Refused.Said(schema.Language(in.Language()), func(text string) string { return phrase.Recorded(text).Say(in) })
		return strings.Join(append([]string{act}, e.Refused.parties()...), " ") + ": " + reasons
	case e.Key != nil:
		return strings.TrimSpace(fmt.Sprintf("%s %s %s", wordOf(deeds, e.Key.Does).Say(in), schema.Shown(e.Key.ID), schema.Shown(e.Key.Purpose)))
	case e.Campaign != nil:
		return e.Campaign.text(in)
	case e.Pruned != nil:
		return in.Say("all before entry %d: %s", e.Pruned.Before, phrase.Recorded(e.Pruned.Why))
	case e.Answers != nil:
		return recordedWord(e.Answers.Record).Say(in)
	case e.Replaced != nil:
		return phrase.Recorded(e.Replaced.Why).Say(in)
	}
	return ""
}
