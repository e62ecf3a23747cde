package loader

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// planFormat counts up when a plan's JSON changes its meaning.
const planFormat = 6

// Plan is what a load would change: data, that can be looked at, kept in a
// file as JSON, and applied later. The order is stable: the same source over
// the same state gives the same bytes but for the revision.
type Plan struct {
	Format int `json:"format"` // of plans, by its number
	// Source is the digest of the source.
	Source string `json:"source"`
	// Revision is the state that the plan was computed at.
	Revision schema.Revision `json:"revision,omitempty"`
	// BaseDigest is a digest of what the plan stands on: Apply refuses when the
	// engine's has become another.
	BaseDigest string `json:"base_digest"`
	// WritesSchema is true when the engine has no schema yet.
	WritesSchema bool            `json:"writes_schema"`
	Tenants      []TenantChanges `json:"tenants"`
	Notices      []Notice        `json:"notices,omitempty"`
	// Unnamed are the tenants that the engine has and no source names, sorted: the
	// plan leaves them as they are.
	Unnamed []schema.TenantID `json:"unnamed,omitempty"`
	// Digest is over all the rest. It tells a plan that was damaged or edited;
	// it is not a signature.
	Digest string `json:"digest"`
}

// Empty says whether applying the plan would write nothing.
func (p Plan) Empty() bool { return !p.WritesSchema && p.Size() == 0 && len(p.gone()) == 0 }

// Size is the number of relationships that the plan changes.
func (p Plan) Size() int {
	n := 0
	for _, t := range p.Tenants {
		n += t.Changes.Len()
	}
	return n
}

// Removals is the number of relationships that the plan takes away, in all
// tenants, an application's too.
func (p Plan) Removals() int {
	n := 0
	for _, t := range p.Tenants {
		n += t.Removals()
	}
	return n
}

// ownRemovals are those that a source wrote, or somebody decided about, and what is to
// end sooner: what Limits.AllowRemovals is measured against.
func (p Plan) ownRemovals() int {
	n := 0
	for _, t := range p.Tenants {
		for c := range t.Changes.others() {
			if c.Action == Remove || c.Action == Revoke || c.endsSooner() {
				n++
			}
		}
	}
	return n
}

// maxPlan is how many bytes a plan has at most: four times what one of half a
// million changes has.
const maxPlan = 256 << 20

// PlanError is a plan that cannot be used: it is no plan, or of another format, or
// was damaged or edited, or no source leads to it. A new one is to be made.
type PlanError struct {
	Why string
	// Err is more of it, or nil.
	Err error

	said phrase.Phrase // Why
}

func planError(err error, why string, args ...any) *PlanError {
	said := phrase.Of(why, args...)
	return &PlanError{said.String(), err, said}
}

// Error says what is wrong with the plan.
func (e *PlanError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *PlanError) Say(in phrase.Printer) string {
	if e.Err == nil {
		return in.Say("plan %s", e.said.Or(e.Why))
	}
	return in.Say("plan %s: %v", e.said.Or(e.Why), e.Err)
}

// Unwrap is more of it, or nil.
func (e *PlanError) Unwrap() error { return e.Err }

// notMade is a plan that no source leads to.
func notMade(err error) *PlanError { return planError(err, "was not made by this program") }

// IsPlan says by how a file begins whether it is meant to be a plan. 200 bytes are
// enough.
func IsPlan(beginning []byte) bool { return planBeginning.Match(beginning) }

var planBeginning = regexp.MustCompile(`^\s*\{\s*"format"\s*:\s*\d+\s*,\s*"source"\s*:`)

// ParsePlan reads a plan that was written with json.Marshal. With a *PlanError it
// refuses one of another format, one with fields or text that it does not know, or a name twice,
// one whose digest does not match its content, and one with a change that Diff
// does not make, such as one outside its tenant, or a count that cannot be; one of
// more than 256 MiB is an error too. What can only be told from what an engine
// holds, Apply refuses.
func ParsePlan(r io.Reader) (Plan, error) {
	content, err := files.ReadAll(r, maxPlan)
	if err != nil {
		return Plan{}, phrase.Errorf("plan cannot be read: %w", err)
	}
	if err := checkFormat(content); err != nil {
		return Plan{}, err
	}
	var p Plan
	d := json.NewDecoder(bytes.NewReader(content))
	d.DisallowUnknownFields()
	err = named(content)
	if err == nil {
		err = d.Decode(&p)
	}
	if err != nil {
		return Plan{}, planError(err, "is damaged")
	}
	if p.Digest != p.digest() {
		return Plan{}, planError(nil, "does not match its digest: it was damaged or edited")
	}
	for _, t := range p.Tenants {
		if err := t.validate(); err != nil {
			return Plan{}, notMade(err)
		}
	}
	return p, nil
}

// named refuses JSON in which something is named twice, or otherwise than a plan has it:
// encoding/json takes "Tenants" for "tenants" and the last of several, so that whoever reads
// the plan with something else could be shown others than those that are applied.
func named(content []byte) error {
	d := jsontext.NewDecoder(bytes.NewBuffer(content)) // which refuses a name that stands twice
	for {
		read, err := d.ReadToken()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		within, members := d.StackIndex(d.StackDepth())
		if within == jsontext.KindBeginObject && members%2 == 1 && !planName.MatchString(read.String()) {
			return phrase.Errorf("unknown field %q", read.String())
		}
	}
}

var planName = regexp.MustCompile(`^[a-z0-9_]+$`)

func checkFormat(content []byte) error {
	var head struct {
		Format int `json:"format"`
	}
	if err := json.Unmarshal(content, &head); err != nil {
		return planError(nil, "is not JSON")
	}
	if head.Format != planFormat {
		return planError(nil, "has format %d, and this program reads %d", head.Format, planFormat)
	}
	return nil
}
