package lint

import (
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
)

// recursion is no wrong answer but none: SpiceDB goes 50 steps, or as many as it
// was started with, and fails then. It walks around a circle in every way.
var recursion = Rule{
	Name: "recursion",
	Why: phrase.Of(`objects may lead to others of the same type, as deep as the data goes: SpiceDB goes 50 steps unless it was told otherwise, and then fails, as it does where the data runs in a circle. ` +
		`Keep whoever writes the data from circles and from more levels, or write one type for each level.`),
	check: func(s *Schema) []shape {
		var found []shape
		said := map[string]bool{}
		for _, m := range s.all {
			circle := s.circle(m.name())
			if len(circle) == 0 || said[m.name()] {
				continue
			}
			for _, name := range circle {
				said[name] = true
			}
			found = append(found, s.found(m, m.relation.GetSourcePosition(), phrase.Of("%s leads back to itself: %s", m, strings.Join(circle, " → "))))
		}
		return found
	},
}

// circle is a shortest path from a member back to itself, with both ends; nil
// where there is none.
func (s *Schema) circle(start string) []string {
	cameFrom := map[string]string{}
	for queue := []string{start}; len(queue) > 0; queue = queue[1:] {
		for _, next := range s.leadsTo(queue[0]) {
			if next == start {
				return pathBack(cameFrom, start, queue[0])
			}
			if _, seen := cameFrom[next]; !seen {
				cameFrom[next] = queue[0]
				queue = append(queue, next)
			}
		}
	}
	return nil
}

func pathBack(cameFrom map[string]string, start, last string) []string {
	path := []string{start}
	for at := last; at != start; at = cameFrom[at] {
		path = append([]string{at}, path...)
	}
	return append([]string{start}, path...)
}

// leadsTo are the members that have to be asked to answer for one.
func (s *Schema) leadsTo(name string) []string {
	m := s.members[name]
	var next []string
	for _, kind := range m.takes() {
		if isUserset(kind) {
			next = append(next, kind.GetNamespace()+"#"+kind.GetRelation())
		}
	}
	for operand := range m.expression.All() {
		if a := operand.Arrow; a != nil {
			for _, kind := range s.members[m.typ+"#"+a.Follow].takes() {
				next = append(next, kind.GetNamespace()+"#"+a.Ask)
			}
		} else if operand.Name != "" {
			next = append(next, m.typ+"#"+operand.Name)
		}
	}
	return next
}
