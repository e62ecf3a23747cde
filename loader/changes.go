package loader

import (
	"bytes"
	"encoding/json"
	"iter"
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Changes are those of one tenant, in their order, in a fifth of the memory of a list: of
// millions what they name is there once. The zero value has none. A copy shares what nobody
// changes.
type Changes struct {
	rows    *packed        // nil for none
	removes []bool         // by place; nil where none of them does
	odd     map[int]Change // by place, those that are neither an Add nor a Remove of a row
}

// ChangesOf are some changes.
func ChangesOf(changes ...Change) Changes {
	p := packing{}
	for _, c := range changes {
		p.add(c)
	}
	return p.Changes
}

// additions give all that a tenant is to hold, which stays as it is.
func additions(all *packed) Changes { return Changes{rows: all} }

// Len is how many there are.
func (s Changes) Len() int {
	if s.rows == nil {
		return 0
	}
	return len(s.rows.rows)
}

// At is the one at a place, from 0.
func (s Changes) At(i int) Change {
	if len(s.odd) > 0 {
		if c, odd := s.odd[i]; odd {
			return c
		}
	}
	c := Change{Action: Add, Relationship: s.rows.at(i)}
	if s.removes != nil && s.removes[i] {
		c.Action = Remove
	}
	return c
}

// All are all of them.
func (s Changes) All() iter.Seq[Change] {
	return func(yield func(Change) bool) {
		for i := range s.Len() {
			if !yield(s.At(i)) {
				return
			}
		}
	}
}

// others are all but those that add something, of which there may be millions.
func (s Changes) others() iter.Seq[Change] {
	return func(yield func(Change) bool) {
		if s.removes == nil && len(s.odd) == 0 {
			return
		}
		for c := range s.All() {
			if c.Action != Add && !yield(c) {
				return
			}
		}
	}
}

// List is a list of them, the caller's own.
func (s Changes) List() []Change {
	return slices.AppendSeq(make([]Change, 0, s.Len()), s.All())
}

// contains says whether there is one that is so.
func (s Changes) contains(is func(Change) bool) bool {
	for c := range s.All() {
		if is(c) {
			return true
		}
	}
	return false
}

// Equal says whether they are the same changes in the same order.
func (s Changes) Equal(other Changes) bool {
	if s.Len() != other.Len() {
		return false
	}
	for i := range s.Len() {
		if !s.At(i).equal(other.At(i)) {
			return false
		}
	}
	return true
}

// MarshalJSON writes them as a list.
func (s Changes) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // whoever asked for it does so
	err := e.Encode(s.List())
	return b.Bytes(), err
}

// UnmarshalJSON reads a list, one change after the other. A field that no change has is an
// error.
func (s *Changes) UnmarshalJSON(text []byte) error {
	p, d := packing{}, json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if begin, err := d.Token(); err != nil || begin == nil {
		return err
	} else if begin != json.Delim('[') {
		return phrase.Errorf("changes are a list")
	}
	for d.More() {
		c := Change{}
		if err := d.Decode(&c); err != nil {
			return err
		}
		p.add(c)
	}
	*s = p.Changes
	return nil
}

// packing packs changes, one after the other. The zero value has none.
type packing struct {
	Changes
	objects   map[Object]int32
	relations map[schema.Relation]int32
	terms     map[Terms]int32
}

func (p *packing) add(c Change) {
	if p.rows == nil {
		p.rows = &packed{terms: []Terms{{}}}
		p.objects, p.relations, p.terms = map[Object]int32{}, map[schema.Relation]int32{}, map[Terms]int32{{}: 0}
	}
	at := p.Len()
	if c.Action == Remove && p.removes == nil {
		p.removes = make([]bool, at)
	}
	if p.removes != nil {
		p.removes = append(p.removes, c.Action == Remove)
	}
	if c.Action != Add && c.Action != Remove || c.SubjectRelation != "" || c.Was != nil {
		if p.odd == nil {
			p.odd = map[int]Change{}
		}
		p.odd[at] = c
		p.rows.rows = append(p.rows.rows, row{}) // holds its place
		return
	}
	p.rows.rows = append(p.rows.rows, row{
		resource: numberIn(p.objects, &p.rows.objects, c.Resource), relation: numberIn(p.relations, &p.rows.relations, c.Relation),
		subject: numberIn(p.objects, &p.rows.objects, c.Subject), terms: numberIn(p.terms, &p.rows.terms, c.Terms),
	})
}

// numberIn is the place of one among all, where it comes to be.
func numberIn[T comparable](places map[T]int32, all *[]T, one T) int32 {
	place, there := places[one]
	if !there {
		place = int32(len(*all))
		places[one], *all = place, append(*all, one)
	}
	return place
}
