package graph

// compared is the work of one comparison on one subject.
type compared struct {
	*comparing
	subject       objectID
	before, after answering
	// named are the resources that name the subject, and what leads to them
	// but past one that stands for itself: the classes say nothing of those.
	named map[objectID]bool
	// inClass counts the named ones of each class.
	inClass map[*class]int
	// near are the resources that the subject's own changes reach; everywhere
	// that those are very many.
	near       map[objectID]bool
	everywhere bool
}

// answering answers for the subject in one graph.
type answering struct {
	evaluation evaluation
	known      bool // the schema knows subjects of this type
}

func (c *comparing) subject(o objectID) ([]Shift, error) {
	s := compared{comparing: c, subject: o}
	s.before, s.after = c.answering(c.Before.Graph, o), c.answering(c.After.Graph, o)
	near, few := c.leading(c.most, c.narrow[o]...)
	s.near, s.everywhere = near, c.everywhere || !few
	s.findNamed()
	var shifts []Shift
	for _, q := range c.questions {
		found, err := s.ask(q)
		if err != nil {
			return nil, err
		}
		shifts = append(shifts, found...)
	}
	return shifts, nil
}

func (c *comparing) answering(g *Graph, subject objectID) answering {
	e, known := g.evaluation(c.later.object(subject), "", c.Circumstances)
	return answering{e, known}
}

// findNamed finds the resources to ask one by one; those that the subject's
// own changes reach are among them, as long as they are few.
func (s *compared) findNamed() {
	s.named, s.inClass = map[objectID]bool{}, map[*class]int{}
	var lead []objectID
	for _, g := range s.graphs() {
		for _, x := range g.reverse.at(s.subject) {
			if s.named[x.other()] = true; !s.hubs[x.other()] {
				lead = append(lead, x.other())
			}
		}
	}
	leading, _ := s.leading(len(s.objects), lead...)
	for o := range leading {
		s.named[o] = true
	}
	if !s.everywhere {
		for o := range s.near {
			s.named[o] = true
		}
	}
	for o := range s.named {
		if class := s.class(o); class != nil {
			s.inClass[class]++
		}
	}
}

// class is the class of an object; nil for one outside all parts.
func (s *compared) class(o objectID) *class {
	if int(o) >= len(s.classOf) {
		return nil
	}
	return s.classOf[o]
}

// concerns says whether the changes may concern the subject on an object.
func (s *compared) concerns(o objectID) bool {
	class := s.class(o)
	return class != nil && (class.broad || s.everywhere || s.near[o])
}

// allowed asks one graph. What it cannot decide is an error, and no denial.
func (s *compared) allowed(a *answering, r relationID, o objectID) (bool, error) {
	if r == 0 || !a.known {
		return false, nil
	}
	outcome := a.evaluation.answer(r, o).Outcome
	if outcome == Undecided {
		return false, s.undecided(a.evaluation.graph, r, o, s.subject)
	}
	return outcome == Allowed, nil
}
