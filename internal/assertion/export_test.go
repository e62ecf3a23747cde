package assertion

import (
	"slices"

	"github.com/remit-authz/remit/internal/graph/zed"
)

// Suffices says whether anything suffices for a member though some relations are barred:
// as it is computed, by no more than what was found, and by a walk down every way.
func Suffices(text, to string, barred []string) (found, alone, every bool, err error) {
	read, err := zed.Parse(text)
	if err != nil {
		return false, false, false, err
	}
	d, err := define(read)
	if err != nil {
		return false, false, false, err
	}
	m, err := d.named(to)
	if err != nil {
		return false, false, false, err
	}
	not := map[member]bool{}
	for _, name := range barred {
		one, err := d.named(name)
		if err != nil {
			return false, false, false, err
		}
		not[one] = true
	}
	set, found := d.without(m, not)
	others := map[member]bool{}
	for r := range d.subjects {
		others[r] = !slices.Contains(set, r)
	}
	_, alone = d.without(m, others)
	return found, alone, walk{d, not, map[member]bool{}}.of(m).can, nil
}

// walk computes what suffices down every way.
type walk struct {
	definition
	barred, within map[member]bool
}

func (w walk) of(m member) possible {
	if w.barred[m] || w.within[m] {
		return possible{}
	}
	w.within[m] = true
	defer delete(w.within, m)
	known := map[member]possible{}
	for _, s := range w.next(signed{m, true}) {
		known[s.member] = w.of(s.member)
	}
	found := witness{w.definition, w.barred, nil, known}.of(m)
	if !found.can {
		return possible{}
	}
	return found
}
