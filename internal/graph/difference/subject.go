package difference

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/eval"
)

// ofSubject is the work of one comparison on one subject.
type ofSubject struct {
	*work
	subject       graph.ObjectID
	before, after answering
	// candidates are the resources that name the subject, and what leads to them
	// but past one that stands for itself: the classes say nothing of those.
	candidates map[graph.ObjectID]bool
	// inClass counts the candidates of each class.
	inClass map[*class]int
	// near are the resources that the subject's own changes reach; everywhere
	// that those are very many.
	near       map[graph.ObjectID]bool
	everywhere bool
}

// answering answers for the subject in one graph.
type answering struct {
	evaluation *eval.Evaluation
	known      bool // the schema knows subjects of this type
}

func (c *work) subject(o graph.ObjectID) ([]Entry, error) {
	s := ofSubject{work: c, subject: o}
	s.before, s.after = c.answering(c.Before, o), c.answering(c.After, o)
	near, few := c.leading(c.HubsAt, c.narrow[o]...)
	s.near, s.everywhere = near, c.everywhere || !few
	s.findCandidates()
	var entries []Entry
	for _, q := range c.questions {
		found, err := s.ask(q)
		if err != nil {
			return nil, err
		}
		entries = append(entries, found...)
	}
	return entries, nil
}

func (c *work) answering(s Side, subject graph.ObjectID) answering {
	e, known := s.Snapshot.Evaluation(c.later.Object(subject), "", s.Context)
	return answering{e, known}
}

// findCandidates finds the resources to ask one by one; those that the subject's
// own changes reach are among them, as long as they are few.
func (s *ofSubject) findCandidates() {
	s.candidates, s.inClass = map[graph.ObjectID]bool{}, map[*class]int{}
	var lead []graph.ObjectID
	for _, g := range s.graphs() {
		for _, x := range g.Reverse(s.subject) {
			if s.candidates[x.Other()] = true; !s.hubs[x.Other()] {
				lead = append(lead, x.Other())
			}
		}
	}
	leading, _ := s.leading(len(s.objects), lead...)
	for o := range leading {
		s.candidates[o] = true
	}
	if !s.everywhere {
		for o := range s.near {
			s.candidates[o] = true
		}
	}
	for o := range s.candidates {
		if class := s.class(o); class != nil {
			s.inClass[class]++
		}
	}
}

// class is the class of an object; nil for one outside all parts.
func (s *ofSubject) class(o graph.ObjectID) *class {
	if int(o) >= len(s.classOf) {
		return nil
	}
	return s.classOf[o]
}

// concerns says whether the changes may concern the subject on an object.
func (s *ofSubject) concerns(o graph.ObjectID) bool {
	class := s.class(o)
	return class != nil && (class.broad || s.everywhere || s.near[o])
}

// allowed asks one graph. What it cannot decide is an error, and no denial.
func (s *ofSubject) allowed(a *answering, r graph.RelationID, o graph.ObjectID) (bool, error) {
	if r == 0 || !a.known {
		return false, nil
	}
	outcome := a.evaluation.Answer(r, o).Outcome
	if outcome == eval.Undecided {
		return false, s.undecided(r, o, s.subject)
	}
	return outcome == eval.Allowed, nil
}
