package explain

import (
	"bufio"
	"context"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// asked is one line of a world's answers.
type asked struct {
	outcome  string
	question checker.Question
}

func answers(t *testing.T, world fs.FS) []asked {
	t.Helper()
	file, err := world.Open("answers.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var all []asked
	for lines := bufio.NewScanner(file); lines.Scan(); {
		outcome, question, _ := strings.Cut(lines.Text(), "\t")
		f := strings.Fields(question)
		if len(f) != 3 || strings.HasPrefix(f[0], "#") {
			continue
		}
		all = append(all, asked{outcome, ask(t, f[0], f[1], f[2])})
	}
	return all
}

func ask(t *testing.T, subject, permission, resource string) checker.Question {
	t.Helper()
	s, err := schema.ParseRef(subject)
	if err != nil {
		t.Fatal(err)
	}
	r, err := schema.ParseRef(resource)
	if err != nil {
		t.Fatal(err)
	}
	return checker.Question{Subject: s, Permission: schema.Permission(string(r.Type) + "#" + permission), Resource: r}
}

// Over every question of both worlds: the outcome is the right one, every step
// of a path exists, a path is the only one exactly if no step can be missed,
// and every remedy turns the answer.
func TestExplanationsAreTrue(t *testing.T) {
	for name, world := range map[string]fs.FS{"care": fixtures.Care(), "audit": fixtures.Audit()} {
		t.Run(name, func(t *testing.T) {
			g, err := eval.Load(t.Context(), fixtures.Start(t, world))
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range answers(t, world) {
				if a.question.Subject.Tenant == a.question.Resource.Tenant {
					examine(t, g, a)
				}
			}
		})
	}
}

func examine(t *testing.T, g *eval.Snapshot, a asked) {
	t.Helper()
	i := newInquiry(g, &Explanation{Question: a.question, At: time.Now().UTC()}, schema.Model{}, checker.EvaluationContext{}, time.Now())
	if err := i.run(); err != nil {
		t.Errorf("%v: %v", a.question, err)
		return
	}
	x := i.explanation
	if x.Outcome.String() != a.outcome {
		t.Errorf("%v: got %v, want %s", a.question, x.Outcome, a.outcome)
	}
	if x.Outcome == checker.Allowed {
		examinePath(t, i)
		return
	}
	if len(x.InTheWay) == 0 {
		t.Errorf("%v: denied, and nothing is in the way", a.question)
	}
	for _, path := range g.Remedies(i.asked(), i.context, i.complete) {
		after, err := g.With(path.Changes)
		if err != nil || after.Check(i.asked(), i.context).Outcome != eval.Allowed {
			t.Errorf("%v: %v does not allow it (%v)", a.question, path.Changes, err)
		}
	}
}

func examinePath(t *testing.T, i *inquiry) {
	t.Helper()
	x := i.explanation
	if len(x.Path) == 0 {
		t.Errorf("%v: allowed without a path", x.Question)
	}
	only := true
	for _, r := range i.graph.Paths(i.asked(), i.context)[0].Steps {
		found := false
		for there := range i.graph.Of(r.Resource, r.Relation.Name()) {
			found = found || there.String() == r.String()
		}
		without, err := i.graph.With([]relation.Change{{Relationship: r, Gone: true}})
		if !found || err != nil {
			t.Errorf("%v: step %s does not exist (%v)", x.Question, r, err)
			continue
		}
		only = only && without.Check(i.asked(), i.context).Outcome == eval.Denied
	}
	if only != x.Only {
		t.Errorf("%v: Only: got %v, want %v", x.Question, x.Only, only)
	}
}

// The neighbourhood that is read says the same as everything there is.
func TestTheNeighbourhoodIsEnough(t *testing.T) {
	for name, world := range map[string]fs.FS{"care": fixtures.Care(), "audit": fixtures.Audit()} {
		t.Run(name, func(t *testing.T) {
			conn := fixtures.Start(t, world)
			g, err := eval.Load(t.Context(), conn)
			if err != nil {
				t.Fatal(err)
			}
			at := time.Now().UTC()
			explainer := New(conn, Options{}).With(checker.EvaluationContext{Time: at})
			for n, a := range answers(t, world) {
				if n%25 != 0 {
					continue
				}
				got, err := explainer.Explain(t.Context(), a.question)
				if err != nil {
					t.Fatal(err)
				}
				if a.question.Subject.Tenant != a.question.Resource.Tenant {
					continue
				}
				want := Explanation{Question: a.question, At: at, Revision: got.Revision}
				if err := newInquiry(g, &want, schema.Model{}, checker.EvaluationContext{}, time.Now()).run(); err != nil {
					t.Fatal(err)
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%v: -everything +neighbourhood %s", a.question, diff)
				}
			}
		})
	}
}

// Remedies are not only right for the graph: SpiceDB, after the change was
// written, allows the question too.
func TestRemediesTurnTheEngineToo(t *testing.T) {
	for why, c := range map[string]struct {
		world fs.FS
		q     [3]string
	}{
		"a group is missing":       {fixtures.Care(), [3]string{"user:veldzicht/lars", "view_dossier", "client:veldzicht/c-1001"}},
		"an account is not active": {fixtures.Care(), [3]string{"user:veldzicht/ine", "view_dossier", "client:veldzicht/c-1001"}},
		"no link":                  {fixtures.Care(), [3]string{"user:veldzicht/nico", "view_dossier", "client:veldzicht/c-1003"}},
		"the procedure is off":     {fixtures.Care(), [3]string{"user:de-brug/wim", "start_emergency", "client:de-brug/c-1001"}},
		"barred":                   {fixtures.Audit(), [3]string{"user:kantoor-noord/fabien", "view", "engagement:kantoor-noord/e-x1"}},
		"no role":                  {fixtures.Audit(), [3]string{"user:kantoor-noord/kevin", "view", "organization:kantoor-noord/org-x"}},
		"an invitation ended":      {fixtures.Audit(), [3]string{"user:kantoor-noord/gwen", "configure", "connection:kantoor-noord/k-x2"}},
	} {
		t.Run(why, func(t *testing.T) {
			conn := fixtures.Start(t, c.world)
			g, err := eval.Load(t.Context(), conn)
			if err != nil {
				t.Fatal(err)
			}
			i := newInquiry(g, &Explanation{Question: ask(t, c.q[0], c.q[1], c.q[2]), At: time.Now().UTC()}, schema.Model{}, checker.EvaluationContext{}, time.Now())
			paths := g.Remedies(i.asked(), i.context, i.complete)
			if len(paths) == 0 {
				t.Fatal("nothing is suggested")
			}
			for _, path := range paths {
				tryOnEngine(t, conn, i.explanation.Question, path.Changes)
			}
		})
	}
}

// tryOnEngine writes changes, asks, and takes them back.
func tryOnEngine(t *testing.T, conn grpc.ClientConnInterface, q checker.Question, changes []relation.Change) {
	t.Helper()
	client, c := v1.NewPermissionsServiceClient(conn), checker.New(conn, checker.Options{})
	var updates, back []*v1.RelationshipUpdate
	for _, change := range changes {
		update, err := change.Update()
		if err != nil {
			t.Fatal(err)
		}
		updates = append(updates, update)
		change.Gone = !change.Gone
		undo, _ := change.Update()
		back = append(back, undo)
	}
	for _, step := range []struct {
		updates []*v1.RelationshipUpdate
		want    checker.Outcome
	}{{updates, checker.Allowed}, {back, checker.Denied}} {
		if _, err := client.WriteRelationships(context.Background(), &v1.WriteRelationshipsRequest{Updates: step.updates}); err != nil {
			t.Fatalf("%v: %v", changes, err)
		}
		got, err := c.Check(t.Context(), q)
		if err != nil || got.Outcome != step.want {
			t.Errorf("%v: got %v (%v), want %v", fmt.Sprint(changes), got.Outcome, err, step.want)
		}
	}
}
