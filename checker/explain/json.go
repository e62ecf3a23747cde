package explain

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/remit-authz/remit/schema"
)

// The JSON form. References are written as people write them, permissions with
// their type (client#view_dossier), times in RFC 3339; a list that is empty is there and empty.
type (
	// Document is an explanation for programs.
	Document struct {
		Subject    string         `json:"subject"`            // who is asked about, or has the relation
		Permission string         `json:"permission"`         // with its type
		Resource   string         `json:"resource"`           // what it is about
		Outcome    string         `json:"outcome"`            // allowed, denied or conditional
		At         time.Time      `json:"at"`                 // the time that it is of, or when it ended
		Revision   string         `json:"revision,omitempty"` // of the data
		Path       []stepJSON     `json:"path"`               // the relationships by which it is allowed; empty where it is not
		Only       bool           `json:"only"`               // no other path allows it
		InTheWay   []obstacleJSON `json:"in_the_way"`         // what stands in the way; empty where it is allowed
		Remedies   []remedyJSON   `json:"missing"`            // the smallest changes that would allow it
		Lacking    []string       `json:"lacking,omitempty"`  // what a condition needs to be decided
		// Names are what those that it names are called, as far as that is known.
		Names map[string]string `json:"names,omitempty"`
	}
	stepJSON struct {
		Resource string     `json:"resource"`        // what it is about
		Relation string     `json:"relation"`        // its name
		Subject  string     `json:"subject"`         // who is asked about, or has the relation
		Until    *time.Time `json:"until,omitempty"` // when it ends
		Gone     bool       `json:"gone,omitempty"`  // it would have to go
	}
	obstacleJSON struct {
		Kind Kind       `json:"kind"`
		Who  string     `json:"who,omitempty"`  // of whom this is
		What string     `json:"what,omitempty"` // of which object this is
		Role string     `json:"role,omitempty"` // that is lacking, or shuts out
		At   *time.Time `json:"at,omitempty"`   // the time that it is of, or when it ended
	}
	remedyJSON struct {
		Changes []stepJSON  `json:"changes"` // that would allow it together
		Grants  []grantJSON `json:"grants"`  // by which rights each change may be made
	}
	grantJSON struct {
		Permission string   `json:"permission"` // with its type
		On         string   `json:"on"`         // the object of that right
		Holders    []string `json:"holders"`    // the users who have it
	}
)

// MarshalJSON is the Document of an explanation.
func (x Explanation) MarshalJSON() ([]byte, error) {
	return json.Marshal(x.Document(func(schema.Ref) string { return "" }))
}

// Refs are all whom and what the explanation names.
func (x Explanation) Refs() []schema.Ref {
	refs := []schema.Ref{x.Question.Subject, x.Question.Resource}
	steps := func(all ...Step) {
		for _, s := range all {
			refs = append(refs, s.Resource, s.Subject)
		}
	}
	steps(x.Path...)
	for _, o := range x.InTheWay {
		refs = append(refs, o.Who, o.What)
	}
	for _, r := range x.Remedies {
		for _, c := range r.Changes {
			steps(c.Step)
		}
		for _, g := range r.Grants {
			refs = append(append(refs, g.On), g.Holders...)
		}
	}
	return slices.DeleteFunc(refs, func(r schema.Ref) bool { return r == schema.Ref{} })
}

// Document is the explanation for programs. A name is blank for nobody whose name is known.
func (x Explanation) Document(name func(schema.Ref) string) Document {
	out := Document{
		Subject: x.Question.Subject.Text(), Permission: string(x.Question.Permission), Resource: x.Question.Resource.Text(),
		Outcome: x.Outcome.String(), At: x.At, Revision: string(x.Revision), Only: x.Only, Lacking: x.Lacking,
		Path: []stepJSON{}, InTheWay: []obstacleJSON{}, Remedies: []remedyJSON{},
	}
	for _, s := range x.Path {
		out.Path = append(out.Path, s.json())
	}
	for _, o := range x.InTheWay {
		obstacle := obstacleJSON{Kind: o.Kind, Who: written(o.Who), What: written(o.What), Role: string(o.Role)}
		if o.Kind == Ended {
			obstacle.At = &o.At
		}
		out.InTheWay = append(out.InTheWay, obstacle)
	}
	for _, s := range x.Remedies {
		out.Remedies = append(out.Remedies, s.json())
	}
	for _, r := range x.Refs() {
		if called := name(r); called != "" {
			if out.Names == nil {
				out.Names = map[string]string{}
			}
			out.Names[r.Text()] = called
		}
	}
	return out
}

func (s Step) json() stepJSON {
	return stepJSON{Resource: written(s.Resource), Relation: s.Relation.Name(), Subject: s.subject(), Until: s.Until}
}

// Relationship is the step in SpiceDB's notation, for machines.
func (s Step) Relationship() string {
	return written(s.Resource) + "#" + s.Relation.Name() + "@" + s.subject()
}

// subject is the subject as people write it, for machines.
func (s Step) subject() string {
	switch {
	case s.Subject == schema.Ref{Type: s.Subject.Type}:
		return string(s.Subject.Type) + ":*"
	case s.SubjectRelation != "":
		return s.Subject.Text() + "#" + s.SubjectRelation
	}
	return s.Subject.Text()
}

func (s Remedy) json() remedyJSON {
	out := remedyJSON{Changes: []stepJSON{}, Grants: []grantJSON{}}
	for _, c := range s.Changes {
		step := c.Step.json()
		step.Gone = c.Gone
		out.Changes = append(out.Changes, step)
	}
	for _, g := range s.Grants {
		grant := grantJSON{string(g.Permission), g.On.Text(), []string{}}
		for _, h := range g.Holders {
			grant.Holders = append(grant.Holders, h.Text())
		}
		out.Grants = append(out.Grants, grant)
	}
	return out
}

func written(r schema.Ref) string {
	if r == (schema.Ref{}) {
		return ""
	}
	return r.Text()
}
