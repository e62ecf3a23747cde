package eval_test

import (
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/graph/difference"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
)

var flagComparisons = flag.Int("comparisons", 600, "how many comparisons of random graphs to hold against asking everything")

// A comparison finds exactly what asking every subject for every permission of
// every resource finds, over random schemas, relationships and changes.
func TestComparisonIsExact(t *testing.T) {
	seed := random.Seed(t)
	var tried, entries, undecided, other int
	for ; tried < *flagComparisons; seed++ {
		w := newWorld(seed)
		c, ok := w.comparison(t)
		if !ok {
			continue
		}
		tried++
		if c.Changes == nil {
			other++
		}
		want, unsure := everyPair(c)
		got, err := c.Entries()
		switch {
		case errors.Is(err, eval.ErrUndecided):
			undecided++
			if unsure == 0 {
				t.Fatalf("seed %d: %v, and everything can be decided\n%s", seed, err, w)
			}
			continue
		case err != nil:
			t.Fatalf("seed %d: %v", seed, err)
		case unsure == changed:
			t.Fatalf("seed %d: got no error, and an answer changes that cannot be decided\n%s", seed, w)
		}
		entries += len(want)
		if diff := cmp.Diff(want, flat(got)); diff != "" {
			t.Fatalf("seed %d (-want +got): %s\n%s\nchanges: %v", seed, diff, w, c.Changes)
		}
	}
	t.Logf("up to seed %d: %d comparisons, %d of them of schemas, %d could not be decided; %d gained or lost", seed-1, tried, other, undecided, entries)
}

// comparison is a random change to the world's relationships, or to its schema.
func (w *world) comparison(t *testing.T) (difference.Comparison, bool) {
	t.Helper()
	for i, typ := range w.types {
		if i > 0 && w.one(2) || i == 0 {
			typ.objects = append(typ.objects, objectIDs("n", w.random.IntN(6))...)
		}
	}
	for range 2 {
		w.addRelationships(30 + w.random.IntN(90))
	}
	if w.one(4) {
		w.addCircles()
	}
	empty, err := eval.New(w.schema())
	if err != nil {
		t.Fatal(err)
	}
	before, err := empty.With(w.some())
	if err != nil {
		t.Fatal(err)
	}
	c := difference.Comparison{Subjects: pick(w, w.types).name, Part: w.part()}
	context := w.context()
	c.Before = difference.Side{Snapshot: before, Permissions: before.Permissions(), Context: context}
	after, err := before, nil
	if w.one(3) {
		for _, typ := range w.types[1:] {
			typ.text, typ.permissions = nil, nil
			w.addPermissions(typ)
		}
		after, err = before.WithSchema(w.schema())
	} else {
		c.Changes = w.some()
		c.Changes = c.Changes[:min(len(c.Changes), 1+w.random.IntN(12))]
		for i := range c.Changes {
			c.Changes[i].Gone = w.one(2)
		}
		after, err = before.With(c.Changes)
	}
	if err != nil {
		return c, false // a schema that no engine takes
	}
	c.After = difference.Side{Snapshot: after, Permissions: after.Permissions(), Context: context}
	c.HubsAt = pick(w, []int{1, 2, 5, 1000})
	return c, true
}

// addCircles makes objects of one type lead back to themselves.
func (w *world) addCircles() {
	for _, c := range w.relationships {
		if c.Resource.Type == c.Subject.Type && c.Subject.ID != relation.Wildcard && w.one(2) {
			c.Resource, c.Subject = c.Subject, c.Resource
			w.relationships = append(w.relationships, c)
		}
	}
}

// some are some of the world's relationships.
func (w *world) some() []relation.Change {
	var some []relation.Change
	for _, c := range w.relationships {
		if !w.one(3) {
			some = append(some, c)
		}
	}
	w.random.Shuffle(len(some), func(i, j int) { some[i], some[j] = some[j], some[i] })
	return some
}

// part splits the objects in parts, or not.
func (w *world) part() func(relation.Object) string {
	if w.one(2) {
		return func(relation.Object) string { return "all" }
	}
	return func(o relation.Object) string {
		switch o.ID[len(o.ID)-1] {
		case '0':
			return ""
		case '1', '2':
			return "one"
		}
		return "other"
	}
}

func (w *world) context() eval.Context {
	context := pick(w, contexts)
	return eval.Context{At: time.Now(), Values: func(time.Time) map[string]any { return context }, Now: nowIn(context)}
}

// unsure says whether answers could not be decided.
type unsure int

const (
	same    unsure = 1 + iota // the same answer before and after
	changed                   // another answer
)

// everyPair asks everything twice.
func everyPair(c difference.Comparison) ([]string, unsure) {
	var found []string
	var worst unsure
	objects := map[relation.Object]bool{}
	for _, side := range []difference.Side{c.Before, c.After} {
		for _, r := range side.Snapshot.All() {
			objects[r.Resource], objects[r.Subject] = true, true
		}
	}
	names := map[zed.Permission]bool{}
	for _, p := range slices.Concat(c.Before.Permissions, c.After.Permissions) {
		names[p] = true
	}
	for subject := range objects {
		if subject.Type != c.Subjects || subject.ID == relation.Wildcard || c.Part(subject) == "" {
			continue
		}
		for resource := range objects {
			if resource.ID == relation.Wildcard || c.Part(resource) != c.Part(subject) {
				continue
			}
			for p := range names {
				if p.Type != resource.Type {
					continue
				}
				q := eval.Question{Resource: resource, Permission: p.Name, Subject: subject}
				was, is := outcome(c.Before, p, q), outcome(c.After, p, q)
				switch {
				case was == eval.Undecided && is == eval.Undecided:
					worst = max(worst, same)
				case was == eval.Undecided || is == eval.Undecided:
					worst = max(worst, changed)
				case (was == eval.Allowed) != (is == eval.Allowed):
					found = append(found, line(subject, p.Name, resource, is == eval.Allowed))
				}
			}
		}
	}
	slices.Sort(found)
	return found, worst
}

func outcome(s difference.Side, p zed.Permission, q eval.Question) eval.Outcome {
	if !slices.Contains(s.Permissions, p) {
		return eval.Denied
	}
	return s.Snapshot.Check(q, s.Context).Outcome
}

func line(subject relation.Object, permission string, resource relation.Object, gained bool) string {
	return fmt.Sprintf("%s %s %s gained %t", subject, permission, resource, gained)
}

func flat(entries []difference.Entry) []string {
	var found []string
	for _, s := range entries {
		resources := s.Resources()
		if len(resources) != s.Len() || !slices.IsSortedFunc(resources, func(a, b relation.Object) int { return strings.Compare(a.ID, b.ID) }) {
			found = append(found, fmt.Sprintf("%d resources where %d were said, or unsorted: %v", len(resources), s.Len(), resources))
		}
		for _, r := range resources {
			found = append(found, line(s.Subject, s.Permission, r, s.Gained))
		}
	}
	slices.Sort(found)
	return found
}

// Classes must tell apart what random worlds are too small to show.
func TestComparisonTellsApart(t *testing.T) {
	for _, tt := range []struct{ why, relationships string }{
		{"who is in a team by a wildcard", "doc:1#viewer@team:a#crew team:a#crew@user:* doc:2#viewer@team:b#crew team:b#crew@user:x"},
		{"who is in a group by a team", "doc:1#viewer@group:a#member group:a#member@team:c#crew team:c#crew@user:* doc:2#viewer@group:b#member group:b#member@team:d#crew"},
		{"who is the user in question", "doc:1#viewer@user:x#myself doc:2#viewer@user:y#myself doc:3#part@doc:1"},
		{"a name further on", "doc:1#part@doc:2 doc:2#viewer@user:x doc:3#part@doc:4 doc:4#viewer@user:y doc:5#part@doc:6"},
		{"a user whom all have to agree with", "doc:1#judge@user:x doc:2#owner@user:x doc:3#judge@user:y doc:3#judge@user:z"},
	} {
		empty, err := eval.New(`use self
definition user {
	permission myself = self
}
definition team {
	relation crew: user | user:*
}
definition group {
	relation member: user | team#crew
}
definition doc {
	relation viewer: user | user#myself | group#member | team#crew
	relation owner: user
	relation part: doc
	relation judge: user
	permission inner = viewer
	permission view = inner + part->inner + judge.all(myself)
}`)
		if err != nil {
			t.Fatal(err)
		}
		var changes []relation.Change
		for text := range strings.FieldsSeq(tt.relationships + " doc:8#owner@user:z doc:9#owner@user:y") {
			changes = append(changes, rel(text))
		}
		g, err := empty.With(changes)
		if err != nil {
			t.Fatal(err)
		}
		c := difference.Comparison{Subjects: "user", Part: func(relation.Object) string { return "all" }}
		c.Before.Snapshot, c.After = g, difference.Side{Snapshot: g, Permissions: g.Permissions()}
		for _, most := range []int{1, 1000} {
			want, _ := everyPair(c)
			c.HubsAt = most
			got, err := c.Entries()
			if diff := cmp.Diff(want, flat(got)); diff != "" || err != nil {
				t.Errorf("%s, hubs at %d: %v (-want +got): %s", tt.why, most, err, diff)
			}
		}
	}
}

func TestComparisonWantsOneOrigin(t *testing.T) {
	one, err := eval.New("definition user {}")
	if err != nil {
		t.Fatal(err)
	}
	other, _ := eval.New("definition user {}")
	c := difference.Comparison{Before: difference.Side{Snapshot: one}, After: difference.Side{Snapshot: other}, Subjects: "user"}
	if _, err := c.Entries(); err == nil {
		t.Error("two graphs whose numbers mean different things were compared")
	}
}
