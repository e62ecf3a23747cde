package explain

import (
	"encoding/json"
	"time"

	"github.com/remit-authz/remit/schema"
)

// The JSON form. References are written as people write them, times in RFC
// 3339; a list that is empty is there and empty.
type (
	explanationJSON struct {
		Subject    string         `json:"subject"`
		Permission string         `json:"permission"`
		Resource   string         `json:"resource"`
		Outcome    string         `json:"outcome"`
		At         time.Time      `json:"at"`
		Revision   string         `json:"revision,omitempty"`
		Path       []stepJSON     `json:"path"`
		Only       bool           `json:"only"`
		InTheWay   []obstacleJSON `json:"in_the_way"`
		Remedies   []remedyJSON   `json:"missing"`
		Lacking    []string       `json:"lacking,omitempty"`
	}
	stepJSON struct {
		Resource string     `json:"resource"`
		Relation string     `json:"relation"`
		Subject  string     `json:"subject"`
		Until    *time.Time `json:"until,omitempty"`
		Gone     bool       `json:"gone,omitempty"`
	}
	obstacleJSON struct {
		Kind Kind       `json:"kind"`
		Who  string     `json:"who,omitempty"`
		What string     `json:"what,omitempty"`
		Role string     `json:"role,omitempty"`
		At   *time.Time `json:"at,omitempty"`
	}
	remedyJSON struct {
		Changes []stepJSON  `json:"changes"`
		Grants  []grantJSON `json:"grants"`
	}
	grantJSON struct {
		Permission string   `json:"permission"`
		On         string   `json:"on"`
		Holders    []string `json:"holders"`
	}
)

// MarshalJSON is the explanation for programs.
func (x Explanation) MarshalJSON() ([]byte, error) {
	out := explanationJSON{
		Subject: x.Question.Subject.Text(), Permission: x.Question.Permission.Name(), Resource: x.Question.Resource.Text(),
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
	return json.Marshal(out)
}

func (s Step) json() stepJSON {
	return stepJSON{Resource: written(s.Resource), Relation: s.Relation.Name(), Subject: s.subject(), Until: s.Until}
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
		grant := grantJSON{g.Permission.Name(), g.On.Text(), []string{}}
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
