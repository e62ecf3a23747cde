package eval_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/schema"
)

// Where SpiceDB's lists differ from SpiceDB's own checks, the graph keeps to
// the checks. Each such case has a name here and its reason; what SpiceDB's
// checks say is still demanded.
const (
	// A check lets a wildcard stand for every subject of its type, a relation
	// of an object included: doc#viewer@group:* allows group:g#member. A list
	// of resources for group:g#member leaves those out.
	wildcardIsARelationToo = "a wildcard holds for a relation of an object"
	// A list of resources leaves out what "parent.all(view)" gives where
	// "parent->view" gives view: see TestSpiceDBLeavesOutBehindAll.
	allLeavesOut = "all beside an arrow to the same"
	// A list of subjects takes the resource for a subject at every "self",
	// whatever type of subject is asked for: documents turn up among users.
	selfOfAnotherType = "self is of the resource's type"
	// A list of resources fails at every "self": SpiceDB's walk back from the
	// subject has no such step, and it panics under test.
	selfFailsInLists = "self fails in lists of resources"
	// A check denies "parent.all(view)" where one parent's type has no view. A
	// list of subjects leaves that parent aside and lists who the others give.
	allLeavesAside = "all leaves aside a type without the permission"
	// A list takes "a - b" for denied where a and b lack the same context; a
	// check says conditional.
	conditionalInLists = "a conditional item of a list"
)

// resourcesException names why SpiceDB's list of resources may differ from its
// checks, or nothing.
func (w *world) resourcesException(q eval.Question) string {
	if w.self {
		return selfFailsInLists
	}
	if q.SubjectRelation != "" && w.hasWildcard(q.Subject.Type) {
		return wildcardIsARelationToo
	}
	if w.allBesideArrow() {
		return allLeavesOut
	}
	return ""
}

var all = regexp.MustCompile(`(\w+)\.all\((\w+)\)`)

// allBesideArrow says whether a type has both arrows along one relation to one
// name.
func (w *world) allBesideArrow() bool {
	for _, t := range w.types {
		text := strings.Join(t.text, "\n")
		for _, m := range all.FindAllStringSubmatch(text, -1) {
			if strings.Contains(text, m[1]+"->"+m[2]) || strings.Contains(text, m[1]+".any("+m[2]+")") {
				return true
			}
		}
	}
	return false
}

// subjectsException is the same for lists of subjects.
func (w *world) subjectsException(q eval.Question) string {
	if w.self && q.Resource.Type != q.Subject.Type {
		return selfOfAnotherType
	}
	if strings.Contains(w.schema(), ".all(") {
		return allLeavesAside
	}
	return ""
}

func (w *world) hasWildcard(typ schema.Type) bool {
	for _, t := range w.types {
		for _, r := range t.relations {
			for _, k := range r.kinds {
				if k.wildcard && k.typ.name == typ {
					return true
				}
			}
		}
	}
	return false
}

func (w *world) typeNamed(name schema.Type) *objectType {
	for _, t := range w.types {
		if t.name == name {
			return t
		}
	}
	return nil
}

// compareResources compares one list of resources.
func (r *reference) compareResources(t *testing.T, w *world, g *eval.Snapshot, q eval.Question, c eval.Context, tally *tally) string {
	t.Helper()
	given := c.Values(c.At)
	list, err := g.Resources(q, c)
	tally.resources++
	var questions []eval.Question
	for _, id := range append([]string{"nowhere"}, w.typeNamed(q.Resource.Type).objects...) {
		asked := q
		asked.Resource.ID = id
		questions = append(questions, asked)
	}
	ours := func(q eval.Question) eval.Outcome { return listSays(list, q.Resource.ID) }
	theirs, gaveUp := r.resources(t, w, q, given)
	if gaveUp || err != nil {
		tally.gaveUp++
		return ""
	}
	return r.compareItems(t, questions, given, ours, theirs.says, w.resourcesException(q), tally)
}

// compareSubjects compares what one list of subjects says of everyone.
func (r *reference) compareSubjects(t *testing.T, w *world, g *eval.Snapshot, q eval.Question, c eval.Context, tally *tally) string {
	t.Helper()
	q.SubjectRelation = ""
	given := c.Values(c.At)
	theirs, gaveUp := r.subjects(t, q, given)
	list, err := g.Subjects(q, c)
	tally.subject++
	if gaveUp || err != nil {
		tally.gaveUp++
		return ""
	}
	var questions []eval.Question
	for _, id := range append([]string{"nowhere"}, w.typeNamed(q.Subject.Type).objects...) {
		asked := q
		asked.Subject.ID = id
		questions = append(questions, asked)
	}
	ours := func(q eval.Question) eval.Outcome { return subjectsSay(list, q.Subject.ID) }
	return r.compareItems(t, questions, given, ours, theirs.says, w.subjectsException(q), tally)
}

// compareItems compares what two lists say, item by item, and returns what is
// wrong.
func (r *reference) compareItems(t *testing.T, questions []eval.Question, given map[string]any,
	ours, theirs func(eval.Question) eval.Outcome, exception string, tally *tally,
) string {
	t.Helper()
	for _, q := range questions {
		got, want := ours(q), theirs(q)
		if got == want {
			continue
		}
		if exception == "" && (got == eval.Conditional || want == eval.Conditional) {
			exception = conditionalInLists
		}
		if exception != "" {
			tally.except(exception)
			checked := r.checks(t, []eval.Question{q}, given)
			if checked == nil || checked[0].gaveUp {
				continue
			}
			want = checked[0].outcome
		}
		if got != want {
			return fmt.Sprintf("%v: got %v, SpiceDB says %v", q, got, want)
		}
	}
	return ""
}

func (c *tally) except(name string) {
	if c.exceptions == nil {
		c.exceptions = map[string]int{}
	}
	c.exceptions[name]++
}
