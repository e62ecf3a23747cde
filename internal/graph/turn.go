package graph

// turn is the work of one comparison on one question of one subject.
type turn struct {
	*compared
	asked        asked
	gained, lost pile
}

// ask compares the answers on all resources that the changes may concern.
func (s *compared) ask(q asked) ([]Shift, error) {
	empty := pile{graph: s.later, except: s.named}
	t := turn{s, q, empty, empty}
	here := spot{q.typ, s.parts[s.subject]}
	for _, class := range s.classes[here] {
		if err := t.ofClass(class); err != nil {
			return nil, err
		}
	}
	for o := range s.named {
		if s.concerns(o) && s.typ(o) == here.typ && s.parts[o] == here.part {
			if err := t.single(o); err != nil {
				return nil, err
			}
		}
	}
	return append(t.shifts(true, &t.gained), t.shifts(false, &t.lost)...), nil
}

// ofClass asks one member for all that do not name the subject; or each of them,
// where the class says nothing.
func (t *turn) ofClass(class *class) error {
	if !class.broad && !t.everywhere {
		return nil
	}
	for _, o := range class.members {
		switch {
		case t.named[o]:
			continue
		case !t.asked.alone:
			return t.whole(class, o)
		}
		if err := t.single(o); err != nil {
			return err
		}
	}
	return nil
}

func (t *turn) whole(class *class, member objectID) error {
	p, err := t.pile(member)
	if p != nil {
		p.classes = append(p.classes, class)
		p.len += len(class.members) - t.inClass[class]
	}
	return err
}

func (t *turn) single(o objectID) error {
	p, err := t.pile(o)
	if p != nil {
		p.single = append(p.single, o)
		p.len++
	}
	return err
}

// pile is where a resource belongs; nil where nothing changes.
func (t *turn) pile(o objectID) (*pile, error) {
	was, err := t.allowed(&t.before, t.asked.before, o)
	if err != nil {
		return nil, err
	}
	is, err := t.allowed(&t.after, t.asked.after, o)
	switch {
	case err != nil || is == was:
		return nil, err
	case is:
		return &t.gained, nil
	}
	return &t.lost, nil
}

// shifts are a pile under each of the permission's names.
func (t *turn) shifts(gained bool, p *pile) []Shift {
	if p.len == 0 {
		return nil
	}
	var shifts []Shift
	typ := t.later.program.symbols.typeNames[t.asked.typ]
	for _, name := range t.asked.names {
		shifts = append(shifts, Shift{t.later.object(t.subject), typ, name, gained, p})
	}
	return shifts
}
