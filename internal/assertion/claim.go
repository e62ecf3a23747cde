package assertion

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Claim is that a role does not lead to a permission, whatever data there may be.
type Claim struct {
	Role       schema.Relation
	Permission schema.Permission
	// Alone narrows it to users whom nothing else names: an active account, and the
	// role. Without it they may hold whatever else there is, and the role adds nothing:
	// what they may with it, they may without.
	Alone bool
}

// Finding is what a claim came to.
type Finding int

const (
	// Open is neither: no proof was found, and no counterexample. The zero value.
	Open Finding = iota
	// Proved says that no data whatever is against it.
	Proved
	// Refuted says that some data is.
	Refuted
)

// String is the finding in one word.
func (f Finding) String() string {
	switch f {
	case Proved:
		return "proved"
	case Refuted:
		return "refuted"
	}
	return "open"
}

// Proof is a finding, and the counterexample of a claim that is refuted: relationships of
// made-up objects by which the user has the permission of the object. It was evaluated,
// and none of its relationships is needless.
type Proof struct {
	Finding
	Data         []relation.Relationship
	User, Object relation.Object
}

// Prover proves claims of one schema. It is safe for concurrent use.
type Prover struct {
	definition
	empty *eval.Snapshot
	at    time.Time
}

// NewProver proves claims of a snapshot's schema. What is timed is so at a moment.
func NewProver(s *eval.Snapshot, at time.Time) (*Prover, error) {
	read, err := zed.Parse(s.SchemaText())
	if err != nil {
		return nil, err
	}
	d, err := define(read)
	return &Prover{d, s.Emptied(), at}, err
}

// Prove looks for a proof, and where there is none for a counterexample. A proof is of the
// definition: the role does not count towards the permission, or for Alone, no operand
// of it can hold of somebody whom nothing else names. What is subtracted somewhere counts
// as if it were not, so that it is never a proof that depends on a bar. A role or
// permission that the schema does not define is an error.
func (p *Prover) Prove(c Claim) (Proof, error) {
	role, err := p.relation(string(c.Role))
	if err != nil {
		return Proof{}, err
	}
	to, err := p.named(string(c.Permission))
	if err != nil {
		return Proof{}, err
	}
	var held map[member]bool
	if c.Alone {
		held = map[member]bool{role: true, owner: true, {string(schema.TypeTenant), schema.TenantMember.Name()}: true}
		if !(witness{p.definition, nil, held, map[member]possible{}}).find(to).can {
			return Proof{Finding: Proved}, nil
		}
	} else if len(p.way(role, to)) == 0 {
		return Proof{Finding: Proved}, nil
	}
	b := builder{p.definition, role, held, p.at, map[member]int{}}
	object := made(to.typ)
	for _, e := range b.of(to, object) {
		against, err := p.against(c, e.data, object)
		if err != nil {
			return Proof{}, err
		}
		if !against {
			continue
		}
		data, err := p.smallest(c, e.data, object)
		return Proof{Refuted, data, somebody, object}, err
	}
	return Proof{}, nil
}

// against says whether data is a counterexample.
func (p *Prover) against(c Claim, data []relation.Relationship, object relation.Object) (bool, error) {
	with, err := p.allows(c.Permission, data, object)
	if !with || err != nil || c.Alone {
		return with, err
	}
	less := slices.DeleteFunc(slices.Clone(data), func(r relation.Relationship) bool { return r.Relation == c.Role })
	without, err := p.allows(c.Permission, less, object)
	return !without, err
}

func (p *Prover) allows(permission schema.Permission, data []relation.Relationship, object relation.Object) (bool, error) {
	changes := make([]relation.Change, len(data))
	for i, r := range data {
		changes[i].Relationship = r
	}
	s, err := p.empty.With(changes)
	if err != nil {
		return false, err
	}
	q := eval.Question{Resource: object, Permission: permission.Name(), Subject: somebody}
	return s.Check(q, eval.Context{At: p.at, Values: schema.ContextAt}).Outcome == eval.Allowed, nil
}

// smallest leaves out what a counterexample does not need.
func (p *Prover) smallest(c Claim, data []relation.Relationship, object relation.Object) ([]relation.Relationship, error) {
	for i := len(data) - 1; i >= 0; i-- {
		less := slices.Delete(slices.Clone(data), i, i+1)
		still, err := p.against(c, less, object)
		if err != nil {
			return nil, err
		}
		if still {
			data = less
		}
	}
	return data, nil
}
