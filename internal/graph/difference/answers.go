package difference

import "github.com/remit-authz/remit/internal/graph"

// answers is the work of one comparison on one question of one subject.
type answers struct {
	*ofSubject
	question     question
	gained, lost pile
}

// ask compares the answers on all resources that the changes may concern.
func (s *ofSubject) ask(q question) ([]Entry, error) {
	empty := pile{graph: s.later, except: s.candidates}
	t := answers{s, q, empty, empty}
	here := spot{q.typ, s.parts[s.subject]}
	for _, class := range s.classes[here] {
		if err := t.ofClass(class); err != nil {
			return nil, err
		}
	}
	for o := range s.candidates {
		if s.concerns(o) && s.typ(o) == here.typ && s.parts[o] == here.part {
			if err := t.single(o); err != nil {
				return nil, err
			}
		}
	}
	return append(t.entries(true, &t.gained), t.entries(false, &t.lost)...), nil
}

// ofClass asks one member for all that do not name the subject; or each of them,
// where the class says nothing.
func (t *answers) ofClass(class *class) error {
	if !class.broad && !t.everywhere {
		return nil
	}
	for _, o := range class.members {
		switch {
		case t.candidates[o]:
			continue
		case !t.question.alone:
			return t.whole(class, o)
		}
		if err := t.single(o); err != nil {
			return err
		}
	}
	return nil
}

func (t *answers) whole(class *class, member graph.ObjectID) error {
	p, err := t.pile(member)
	if p != nil {
		p.classes = append(p.classes, class)
		p.len += len(class.members) - t.inClass[class]
	}
	return err
}

func (t *answers) single(o graph.ObjectID) error {
	p, err := t.pile(o)
	if p != nil {
		p.single = append(p.single, o)
		p.len++
	}
	return err
}

// pile is where a resource belongs; nil where nothing changes.
func (t *answers) pile(o graph.ObjectID) (*pile, error) {
	was, err := t.allowed(&t.before, t.question.before, o)
	if err != nil {
		return nil, err
	}
	is, err := t.allowed(&t.after, t.question.after, o)
	switch {
	case err != nil || is == was:
		return nil, err
	case is:
		return &t.gained, nil
	}
	return &t.lost, nil
}

// entries are a pile under each of the permission's names.
func (t *answers) entries(gained bool, p *pile) []Entry {
	if p.len == 0 {
		return nil
	}
	var entries []Entry
	typ := t.later.Symbols().TypeName(t.question.typ)
	for _, name := range t.question.names {
		entries = append(entries, Entry{t.later.Object(t.subject), typ, name, gained, p})
	}
	return entries
}
